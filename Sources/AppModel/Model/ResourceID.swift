import Documents

/// The identity of a Radius resource: `/planes/radius/local/resourceGroups/<group>/providers/<type>/<name>`.
///
/// Ids are compared ignoring case and keep the author's spelling.
public struct ResourceID: Sendable {
    public let group: String
    public let type: ResourceType
    public let name: String
    /// The id in lower case, which is what two ids are compared by.
    private let key: String
    /// Whether the id is none of Radius', but stands as it is in `group`.
    let isForeign: Bool

    /// Creates an id.
    public init(group: String, type: ResourceType, name: String) {
        self.group = group
        self.type = type
        self.name = name
        key = Self.text(group: group, providers: "/", type: type, name: name).lowercased()
        isForeign = false
    }

    /// Creates the id of something that no plane of Radius has, so that a graph can show it.
    init(foreign text: String, type: ResourceType, name: String) {
        group = text
        self.type = type
        self.name = name
        key = text.lowercased()
        isForeign = true
    }

    /// The parts of an id as one text.
    ///
    /// Every mention of a resource makes one: room for all of it spares it from being copied as it grows.
    private static func text(
        planes: String = "",
        group: String,
        providers: String,
        type: ResourceType,
        name: String
    ) -> String {
        var text = ""
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
    public var description: String {
        guard !isForeign else { return group }
        return Self.text(
            planes: "/planes/radius/local/resourceGroups/",
            group: group,
            providers: "/providers/",
            type: type,
            name: name
        )
    }
}

extension ResourceID: Hashable, Comparable {
    public static func == (left: ResourceID, right: ResourceID) -> Bool { left.key == right.key }
    public static func < (left: ResourceID, right: ResourceID) -> Bool { left.key < right.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension ResourceID {
    /// Whether the text of the id comes before that of another.
    func isSpelled(before other: ResourceID) -> Bool {
        // Ids of one type differ in what stands at their ends, and need not be written out.
        let isAlikeBeforeName =
            group == other.group && type.name == other.type.name && type.namespace == other.type.namespace
        return isAlikeBeforeName ? name < other.name : description < other.description
    }
}

extension ResourceID {
    /// Reads an id from text; `nil` if it is not a Radius resource id.
    public init?(_ text: String) {
        let slash = UInt8(ascii: "/")
        guard let group = text[...].taking("/planes/radius/local/resourceGroups/"),
            let groupEnd = group.utf8.firstIndex(of: slash), groupEnd != group.startIndex,
            let type = group[groupEnd...].taking("/providers/"),
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
        guard utf8.count >= prefix.utf8.count,
            zip(utf8, prefix.utf8).allSatisfy({ $0.asciiLowercased == $1.asciiLowercased })
        else { return nil }
        return self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...]
    }
}
