import Documents

/// The identity of a Radius resource: `/planes/radius/local/resourceGroups/<group>/providers/<type>/<name>`.
///
/// Ids are compared ignoring case and keep the author's spelling.
public struct ResourceID: Sendable {
    /// Kept apart: ids are in every edge, table and output.
    private final class Content: Sendable {
        let group: String
        let type: ResourceType
        let name: String
        let isForeign: Bool
        /// The whole id.
        let text: String
        /// A digest of the text that is the same whatever the case of its letters.
        let digest: Int

        init(group: String, type: ResourceType, name: String, text: String, isForeign: Bool = false) {
            self.group = group
            self.type = type
            self.name = name
            self.text = text
            self.isForeign = isForeign
            digest = text.digestIgnoringASCIICase
        }
    }

    private let content: Content

    /// Creates an id.
    public init(group: String, type: ResourceType, name: String) {
        let text = Self.text(group: group, type: type, name: name)
        content = Content(group: group, type: type, name: name, text: text)
    }

    /// Creates the id of something that no plane of Radius has, so that a graph can show it.
    init(foreign text: String, type: ResourceType, name: String) {
        content = Content(group: text, type: type, name: name, text: text, isForeign: true)
    }

    public var group: String { content.group }
    public var type: ResourceType { content.type }
    public var name: String { content.name }
    /// Whether the id is none of Radius', but stands as it is in `group`.
    var isForeign: Bool { content.isForeign }

    private static let planes = "/planes/radius/local/resourceGroups/"
    private static let providers = "/providers/"

    private static func text(group: String, type: ResourceType, name: String) -> String {
        var text = ""
        // Every mention of a resource makes one: room for all of it spares it from being copied as it grows.
        text.reserveCapacity(
            planes.utf8.count + group.utf8.count + providers.utf8.count + type.namespace.utf8.count
                + type.name.utf8.count + name.utf8.count + 2
        )
        text += planes
        text += group
        text += providers
        text += type.namespace
        text += "/"
        text += type.name
        text += "/"
        text += name
        return text
    }
}

extension ResourceID: CustomStringConvertible {
    public var description: String { content.text }
}

extension ResourceID: Hashable, Comparable {
    public static func == (left: ResourceID, right: ResourceID) -> Bool {
        let (one, other) = (left.content, right.content)
        return one === other || one.digest == other.digest && one.text.equalsIgnoringASCIICase(other.text)
    }

    public static func < (left: ResourceID, right: ResourceID) -> Bool {
        left.content.text.precedesIgnoringASCIICase(right.content.text)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(content.digest) }
}

extension ResourceID {
    /// Whether the text of the id comes before that of another.
    func isSpelled(before other: ResourceID) -> Bool { description < other.description }
}

extension ResourceID {
    /// Reads an id from text; `nil` if it is not a Radius resource id.
    public init?(_ text: String) {
        let slash = UInt8(ascii: "/")
        guard let group = text[...].taking(Self.planes),
            let groupEnd = group.utf8.firstIndex(of: slash), groupEnd != group.startIndex,
            let type = group[groupEnd...].taking(Self.providers),
            let typeEnd = type.utf8.lastIndex(of: slash),
            let resourceType = ResourceType(type[..<typeEnd])
        else { return nil }
        let name = type[type.utf8.index(after: typeEnd)...]
        guard !name.isEmpty else { return nil }
        self.init(group: String(group[..<groupEnd]), type: resourceType, name: String(name))
    }
}

extension Substring {
    /// What follows a prefix, which may be in the other case; `nil` if the text begins otherwise.
    fileprivate func taking(_ prefix: String) -> Substring? {
        var bytes = utf8.makeIterator()
        for expected in prefix.utf8 {
            guard let byte = bytes.next(), byte == expected || byte.asciiLowercased == expected.asciiLowercased
            else { return nil }
        }
        return self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...]
    }
}

extension String {
    /// A number that two texts share if they differ in nothing but the case of ASCII letters; another one in each process.
    fileprivate var digestIgnoringASCIICase: Int {
        var hasher = Hasher()
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: utf8.count) { buffer in
            let isCopied: Void? = utf8.withContiguousStorageIfAvailable { bytes in
                for (index, byte) in bytes.enumerated() {
                    buffer.initializeElement(at: index, to: byte.asciiLowercased)
                }
            }
            if isCopied == nil { _ = buffer.initialize(from: utf8.lazy.map(\.asciiLowercased)) }
            hasher.combine(bytes: UnsafeRawBufferPointer(buffer))
        }
        return hasher.finalize()
    }

    /// Whether a text comes before another when ASCII letters are compared without case.
    fileprivate func precedesIgnoringASCIICase(_ other: String) -> Bool {
        let same = utf8.count(sharedWith: other.utf8)
        var (left, right) = (utf8.dropFirst(same).makeIterator(), other.utf8.dropFirst(same).makeIterator())
        while let byte = left.next() {
            guard let otherByte = right.next() else { return false }
            guard byte != otherByte else { continue }
            let (small, otherSmall) = (byte.asciiLowercased, otherByte.asciiLowercased)
            if small != otherSmall { return small < otherSmall }
        }
        return right.next() != nil
    }
}

extension String.UTF8View {
    /// How many bytes two texts begin with alike, eight at a time: no more than that, and at times less.
    fileprivate func count(sharedWith other: String.UTF8View) -> Int {
        withContiguousStorageIfAvailable { bytes in
            other.withContiguousStorageIfAvailable { others in
                let (words, otherWords) = (UnsafeRawBufferPointer(bytes), UnsafeRawBufferPointer(others))
                var same = 0
                while same + 8 <= Swift.min(words.count, otherWords.count),
                    words.loadUnaligned(fromByteOffset: same, as: UInt64.self)
                        == otherWords.loadUnaligned(fromByteOffset: same, as: UInt64.self)
                { same += 8 }
                return same
            }
        }
        .flatMap { $0 } ?? 0
    }
}
