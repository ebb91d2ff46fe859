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
        key = "\(group)/\(type)/\(name)".lowercased()
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
}

extension ResourceID: CustomStringConvertible {
    public var description: String {
        isForeign ? group : "/planes/radius/local/resourceGroups/\(group)/providers/\(type)/\(name)"
    }
}

extension ResourceID: Hashable, Comparable {
    public static func == (left: ResourceID, right: ResourceID) -> Bool { left.key == right.key }
    public static func < (left: ResourceID, right: ResourceID) -> Bool { left.key < right.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension ResourceID {
    /// Reads an id from text; `nil` if it is not a Radius resource id.
    public init?(_ text: String) {
        guard let group = text[...].taking("/planes/radius/local/resourceGroups/"),
            let groupEnd = group.firstIndex(of: "/"), groupEnd != group.startIndex,
            let type = group[groupEnd...].taking("/providers/"),
            let typeEnd = type.lastIndex(of: "/"), type[typeEnd...].count > 1,
            let resourceType = ResourceType(type[..<typeEnd])
        else { return nil }
        self.init(group: String(group[..<groupEnd]), type: resourceType, name: String(type[typeEnd...].dropFirst()))
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
