import Crypto
import Diagnostics
import Documents
import Glibc
import Parallel

/// The journal of one deployment in a file: JSON lines, each chained to the one before.
///
/// A line begins with `{"chain":"<64 digits>",`; the digits are the SHA-256 of the digits of the
/// line before (none for the first) and of the rest of the line. So a line that is changed, lost
/// or moved is found out. Only the last line may be torn, when rad or the machine died while
/// writing it: it has no line end and counts for nothing.
final class FileJournal: Sendable {
    /// What was read from a journal.
    struct Contents: Sendable {
        var fold: JournalFold
        /// The chain value of the last whole line.
        var chain: String
        /// The bytes of the whole lines.
        var size: Int
        /// The bytes of the longest snapshot; 0 if there is none.
        var snapshotSize: Int
    }

    private let folder: Folder
    private let name: String
    private let descriptor: Int32

    private init(folder: Folder, name: String, descriptor: Int32) {
        self.folder = folder
        self.name = name
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The path for messages.
    var path: String { "\(folder.path)/\(name)" }

    /// Puts a new journal in place, whole and on the disk, instead of one that may be there.
    ///
    /// - Returns: The journal, open for appending, and what stands in it.
    static func create(
        _ entries: [JournalEntry],
        _ name: String,
        in folder: Folder,
        identity: DeploymentIdentity
    ) throws(FileError) -> (FileJournal, Contents) {
        let (lines, chain) = lines(for: entries, after: "")
        try folder.write(lines, to: name, .personal, durably: true)
        var fold = JournalFold(identity)
        for entry in entries { fold.add(entry) }
        let journal = FileJournal(folder: folder, name: name, descriptor: try folder.openForAppending(name))
        return (journal, Contents(fold: fold, chain: chain, size: lines.count, snapshotSize: lines.count))
    }

    /// Opens a journal that was read, and cuts off the line that was torn, if there is one.
    static func open(_ name: String, in folder: Folder, contents: Contents) throws(FileError) -> FileJournal {
        let journal = FileJournal(folder: folder, name: name, descriptor: try folder.openForAppending(name))
        guard ftruncate(journal.descriptor, off_t(contents.size)) == 0 else { throw FileError("write", journal.path) }
        return journal
    }

    /// Adds entries at the end, in one write; `durably` comes back only when they are on the disk.
    func append(_ entries: [JournalEntry], to contents: inout Contents, durably: Bool) throws(FileError) {
        let (lines, chain) = Self.lines(for: entries, after: contents.chain)
        do throws(FileError) {
            try Folder.writeAll(lines, to: descriptor, path: path)
            guard !durably || fdatasync(descriptor) == 0 else { throw FileError("write", path) }
        } catch {
            // Half a line must not stand before a whole one, should the disk have room again.
            ftruncate(descriptor, off_t(contents.size))
            throw error
        }
        for entry in entries { contents.fold.add(entry) }
        contents.chain = chain
        contents.size += lines.count
    }

    /// The lines of entries, and the chain value of the last.
    static func lines(for entries: [JournalEntry], after chain: String) -> (bytes: [UInt8], chain: String) {
        var bytes: [UInt8] = []
        var chain = chain
        for entry in entries {
            var json = CompactJSON()
            json.beginObject(count: 0)
            entry.writeMembers(to: &json)
            json.endObject()
            let rest = json.bytes.dropFirst()
            chain = next(after: chain, rest)
            bytes.append(contentsOf: opening)
            bytes.append(contentsOf: chain.utf8)
            bytes.append(contentsOf: closing)
            bytes.append(contentsOf: rest)
            bytes.append(lineEnd)
        }
        return (bytes, chain)
    }

    private static func next(after chain: String, _ rest: ArraySlice<UInt8>) -> String {
        var hash = SHA256()
        hash.update(data: Array(chain.utf8))
        rest.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().hexadecimal
    }

    private static let opening = Array("{\"chain\":\"".utf8)
    private static let closing = Array("\",".utf8)
    private static let lineEnd = UInt8(ascii: "\n")
    /// So many bytes are read on one thread.
    private static let soonRead = 1 << 20
}

extension FileJournal {
    /// Reads the journal of a name in a folder; `nil` if there is none.
    ///
    /// `willRead` is told how many bytes it has before they are read.
    ///
    /// - Throws: `StateError` naming the line, if the journal is damaged or of a later format.
    static func read(
        _ name: String,
        in folder: Folder,
        willRead: (Int) -> Void
    ) throws(StateError) -> Contents? {
        let bytes: [UInt8]?
        do throws(FileError) { bytes = try folder.read(name, willRead: willRead) } catch { throw .file(error) }
        guard let bytes else { return nil }
        return try contents(of: bytes, path: "\(folder.path)/\(name)")
    }

    /// Reads a journal's first line only.
    static func header(_ name: String, in folder: Folder) throws(StateError) -> JournalHeader? {
        let bytes: [UInt8]?
        do throws(FileError) { bytes = try folder.read(name, through: lineEnd) } catch { throw .file(error) }
        guard let bytes, bytes.last == lineEnd else { return nil }
        let file = SourceFile(path: "\(folder.path)/\(name)", bytes: bytes)
        return try header(try line(0..<(bytes.count - 1), after: nil, of: file, number: 1), path: file.path)
    }

    /// What the bytes of a journal come to.
    ///
    /// - Parameters:
    ///   - bytes: The journal.
    ///   - path: Its path for messages.
    ///   - limit: About how many bytes are read before what they say is noted: it is held in memory until then.
    /// - Returns: The entries, added up.
    /// - Throws: `StateError` naming the line, if the journal is damaged or of a later format.
    static func contents(
        of bytes: [UInt8],
        path: String,
        atOnce limit: Int = 128 << 20
    ) throws(StateError) -> Contents {
        let file = SourceFile(path: path, bytes: bytes)
        let ranges = lineRanges(of: bytes)
        guard let first = ranges.first, let last = ranges.last else {
            throw .brokenJournal(path, line: 1, "its first line is not complete")
        }
        let header = try header(try line(first, after: nil, of: file, number: 1), path: path)
        var contents = Contents(fold: JournalFold(header.identity), chain: "", size: 0, snapshotSize: 0)
        var needsSnapshot = header.predecessor != nil
        for numbers in ranges.runs(of: limit) {
            for (number, line) in zip(numbers, lines(numbers, at: ranges, of: file)) {
                let line = try line.get()
                do throws(JournalFinding) {
                    let entry = try JournalEntry(line, of: contents.fold.identity)
                    contents.fold.add(entry)
                    guard case .snapshot = entry else { continue }
                    needsSnapshot = false
                    contents.snapshotSize = ranges[number].count
                } catch {
                    throw .brokenJournal(path, line: number + 1, error.text)
                }
            }
        }
        guard !needsSnapshot else { throw .brokenJournal(path, line: ranges.count + 1, "it ends before its snapshot") }
        contents.chain = chain(of: last, in: bytes)
        contents.size = last.upperBound + 1
        return contents
    }

    /// Some of the lines, read several at once.
    private static func lines(
        _ numbers: Range<Int>,
        at ranges: [Range<Int>],
        of file: SourceFile
    ) -> some Sequence<Result<JournalLine, StateError>> {
        // Few bytes are read sooner than another thread has begun.
        let part = file.bytes.count < soonRead ? numbers.count : 1
        return numbers.mapParts(of: part) { part in
            part.map { number in
                Result { () throws(StateError) in
                    try line(ranges[number], after: number > 0 ? ranges[number - 1] : nil, of: file, number: number + 1)
                }
            }
        }
        .joined()
    }

    /// Where the lines are, without their ends; what is behind the last end is none.
    private static func lineRanges(of bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, let first = bytes.baseAddress,
                let end = memchr(first + start, CInt(lineEnd), bytes.count - start)
            {
                let length = end - UnsafeMutableRawPointer(mutating: first + start)
                ranges.append(start..<(start + length))
                start += length + 1
            }
        }
        return ranges
    }

    private static func header(_ line: JournalLine, path: String) throws(StateError) -> JournalHeader {
        do throws(JournalFinding) {
            guard try line.text("entry") == "header" else {
                throw JournalFinding(text: "it does not begin with a header")
            }
            return try JournalHeader(line)
        } catch {
            if let version = error.newerVersion {
                throw .newerFormat(path, found: version, known: JournalHeader.currentVersion)
            }
            throw .brokenJournal(path, line: 1, error.text)
        }
    }

    /// The chain value that a line says to have; empty if it is too short for one.
    private static func chain(of line: Range<Int>, in bytes: [UInt8]) -> String {
        String(decoding: bytes[line].dropFirst(opening.count).prefix(64), as: UTF8.self)
    }

    /// Reads a line that belongs where it stands.
    private static func line(
        _ range: Range<Int>,
        after previous: Range<Int>?,
        of file: SourceFile,
        number: Int
    ) throws(StateError) -> JournalLine {
        let (line, path) = (file.bytes[range], file.path)
        let prefix = opening.count + 64 + closing.count
        guard line.starts(with: opening), line.count > prefix else {
            throw .brokenJournal(path, line: number, "the line does not begin with its chain")
        }
        let expected = next(after: previous.map { chain(of: $0, in: file.bytes) } ?? "", line.dropFirst(prefix))
        guard chain(of: range, in: file.bytes) == expected else {
            throw .brokenJournal(path, line: number, "the line, or the one before it, was changed after it was written")
        }
        do throws(JournalFinding) {
            return try JournalLine(file, in: range)
        } catch {
            throw .brokenJournal(path, line: number, error.text)
        }
    }
}

extension [Range<Int>] {
    /// The places of ranges that follow each other, so many at a time as come to about a length.
    fileprivate func runs(of length: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = startIndex
        for place in indices where place == endIndex - 1 || self[place].upperBound - self[start].lowerBound >= length {
            runs.append(start..<(place + 1))
            start = place + 1
        }
        return runs
    }
}
