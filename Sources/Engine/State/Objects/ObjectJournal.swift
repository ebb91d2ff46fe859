/// The journal of one deployment among small objects: the lines of a `FileJournal`, cut into pieces.
///
/// A head holds the newest lines and names the segments before them, which never change. Every write changes the head
/// and names the version that it was made from: of two who write, one is refused. What a write takes depends on what
/// is written, never on how long the journal is already.
struct ObjectJournal: Sendable {
    /// The head without its pieces.
    private(set) var head: StateObject
    private(set) var contents: FileJournal.Contents
    /// The newest lines, which are in the head.
    private var tail: [UInt8]
    private var pieceCount: Int
    private var segments: [String]

    /// In bytes; what would make the head longer goes into segments.
    static let longestHead = 96 << 10
    /// In bytes; an object of a cluster takes up to a megabyte.
    static let longestSegment = 512 << 10

    /// Objects that belong to no journal any more, or not yet: what somebody who was killed left behind.
    struct Remains {
        var journal: ObjectJournal?
        /// The journal's lines; `nil` if there is none.
        var bytes: [UInt8]?
        var strays: [String]
    }

    /// Reads a journal and what is left beside it.
    ///
    /// - Throws: `StateError` if the journal is damaged or of a later format.
    static func read(_ identity: DeploymentIdentity, in objects: any StateObjects) async throws -> Remains {
        let found = try await objects.objects(labelled: [StateLabel.journal: identity.digest], .whole)
        let name = StateObjectName.head(identity)
        guard var head = found.first(where: { $0.name == name }) else {
            return Remains(strays: found.map(\.name))
        }
        let segments = head.segmentNames
        let contents = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
        var bytes: [UInt8] = []
        for segment in segments {
            guard let object = contents[segment] else {
                throw StateError.missingSegment(segment, of: "\(name) in \(objects.place)")
            }
            bytes += object.content
        }
        let tail = head.content
        let pieceCount = head.pieces.count
        head.pieces = [:]
        let journal = ObjectJournal(
            head: head,
            contents: try FileJournal.contents(of: bytes + tail, path: "\(name) in \(objects.place)"),
            tail: tail,
            pieceCount: pieceCount,
            segments: segments
        )
        let known = Set(segments + [name])
        return Remains(journal: journal, bytes: bytes + tail, strays: found.map(\.name).filter { !known.contains($0) })
    }

    /// Starts a journal, in the place of one that may be there.
    ///
    /// - Returns: The journal; `nil` if somebody else wrote.
    static func create(
        _ entries: [JournalEntry],
        of identity: DeploymentIdentity,
        replacing old: ObjectJournal?,
        in objects: any StateObjects
    ) async throws -> ObjectJournal? {
        let (lines, chain) = FileJournal.lines(for: entries, after: "")
        var head = old?.head ?? newHead(identity)
        let (segments, tail) = try await cut(lines, into: [], of: identity, in: objects)
        head.notes[StateNote.segments] = segments.joined(separator: ",")
        guard try await put(&head, tail, in: objects) else { return nil }
        var fold = JournalFold(identity)
        for entry in entries { fold.add(entry) }
        let contents = FileJournal.Contents(fold: fold, chain: chain, size: lines.count, snapshotSize: lines.count)
        if let old { await remove(old.segments, in: objects) }
        return ObjectJournal(
            head: head,
            contents: contents,
            tail: tail,
            pieceCount: tail.isEmpty ? 0 : 1,
            segments: segments
        )
    }

    /// Puts a journal in place that was kept elsewhere, where there is none.
    ///
    /// - Throws: `StateError` if it is damaged.
    static func restore(_ bytes: [UInt8], of identity: DeploymentIdentity, in objects: any StateObjects) async throws {
        let size = try FileJournal.contents(of: bytes, path: "the journal of \(identity)").size
        var head = newHead(identity)
        let (segments, tail) = try await cut(Array(bytes.prefix(size)), into: [], of: identity, in: objects)
        head.notes[StateNote.segments] = segments.joined(separator: ",")
        guard try await put(&head, tail, in: objects) else { throw StateError.presentAlready(identity) }
    }

    /// What is to be kept of a journal once entries were written after it.
    struct Addition {
        fileprivate var head: StateObject
        fileprivate var tail: [UInt8]
        fileprivate var pieceCount: Int
        fileprivate var segments: [String]
        fileprivate var chain: String
        fileprivate var size: Int
        fileprivate let entries: [JournalEntry]
    }

    /// Writes entries after those that are there.
    ///
    /// - Returns: What `take` makes part of the journal; `nil` if somebody else wrote.
    func write(_ entries: [JournalEntry], in objects: any StateObjects) async throws -> Addition? {
        let (lines, chain) = FileJournal.lines(for: entries, after: contents.chain)
        var addition = Addition(
            head: head,
            tail: tail + lines,
            pieceCount: pieceCount + 1,
            segments: segments,
            chain: chain,
            size: contents.size + lines.count,
            entries: entries
        )
        if addition.tail.count <= Self.longestHead {
            let write = Self.newToken()
            addition.head.notes[StateNote.write] = write
            let name = Self.pieceName(pieceCount)
            let version = try await objects.add([name: lines], notes: [StateNote.write: write], to: head)
            guard let version = try await Self.confirmed(version, write, head.name, in: objects) else { return nil }
            addition.head.version = version
            return addition
        }
        let identity = contents.fold.identity
        (addition.segments, addition.tail) = try await Self.cut(
            addition.tail,
            into: segments,
            of: identity,
            in: objects
        )
        addition.pieceCount = addition.tail.isEmpty ? 0 : 1
        addition.head.notes[StateNote.segments] = addition.segments.joined(separator: ",")
        guard try await Self.put(&addition.head, addition.tail, in: objects) else { return nil }
        return addition
    }

    /// Makes what was written part of the journal.
    mutating func take(_ addition: Addition) {
        (head, tail, pieceCount, segments) =
            (addition.head, addition.tail, addition.pieceCount, addition.segments)
        contents.chain = addition.chain
        contents.size = addition.size
        for entry in addition.entries { contents.fold.add(entry) }
    }

    /// Forgets the journal.
    ///
    /// - Returns: False if somebody else wrote.
    func remove(in objects: any StateObjects) async throws -> Bool {
        guard try await objects.remove(head.name, version: head.version) else { return false }
        await Self.remove(segments, in: objects)
        return true
    }

    /// Removes objects that nothing refers to; those that stay are found by the next who takes the lock.
    static func remove(_ names: [String], in objects: any StateObjects) async {
        for name in names { _ = try? await objects.remove(name, version: nil) }
    }

    /// Puts all whole segments of bytes into objects of their own.
    ///
    /// - Returns: The names of all segments, and the bytes that are left for the head.
    private static func cut(
        _ bytes: [UInt8],
        into segments: [String],
        of identity: DeploymentIdentity,
        in objects: any StateObjects
    ) async throws -> (segments: [String], rest: [UInt8]) {
        let labels = [StateLabel.kind: StateObjectKind.segment.rawValue, StateLabel.journal: identity.digest]
        var cut: [StateObject] = []
        var rest = bytes[...]
        while rest.count > longestHead {
            let name = "\(StateObjectName.head(identity))-\(newToken())"
            let piece = Array(rest.prefix(longestSegment))
            cut.append(StateObject(name: name, labels: labels, pieces: [pieceName(0): piece]))
            rest = rest.dropFirst(piece.count)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for segment in cut {
                // The name is made up just now: where there is such a segment already, it is this one.
                group.addTask { _ = try await objects.create(segment) }
            }
            try await group.waitForAll()
        }
        return (segments + cut.map(\.name), Array(rest))
    }

    /// Puts the head in place, a new one or one in the place of another.
    private static func put(
        _ head: inout StateObject,
        _ tail: [UInt8],
        in objects: any StateObjects
    ) async throws -> Bool {
        let write = newToken()
        head.notes[StateNote.write] = write
        var whole = head
        if !tail.isEmpty { whole.pieces = [pieceName(0): tail] }
        let version = head.version.isEmpty ? try await objects.create(whole) : try await objects.replace(whole)
        guard let version = try await confirmed(version, write, head.name, in: objects) else { return false }
        head.version = version
        return true
    }

    /// The version that a write gave: one that was refused may have been made all the same, its answer being lost.
    private static func confirmed(
        _ version: String?,
        _ write: String,
        _ name: String,
        in objects: any StateObjects
    ) async throws -> String? {
        if let version { return version }
        guard let present = try await objects.object(name, .outline), present.notes[StateNote.write] == write else {
            return nil
        }
        return present.version
    }

    private static func newHead(_ identity: DeploymentIdentity) -> StateObject {
        StateObject(
            name: StateObjectName.head(identity),
            labels: [
                StateLabel.kind: StateObjectKind.head.rawValue,
                StateLabel.journal: identity.digest,
                StateLabel.group: StateObjectName.digest(of: identity.group),
            ],
            notes: identity.notes
        )
    }

    private static func newToken() -> String {
        String(UInt64.random(in: 0...UInt64.max), radix: 36)
    }

    /// Names that sort by their numbers.
    private static func pieceName(_ number: Int) -> String {
        let digits = String(number)
        return "lines-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}

extension StateObject {
    fileprivate var segmentNames: [String] {
        (notes[StateNote.segments] ?? "").split(separator: ",").map(String.init)
    }
}
