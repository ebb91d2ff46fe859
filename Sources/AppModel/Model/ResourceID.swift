/// The identity of a Radius resource: `/planes/radius/local/resourceGroups/<group>/providers/<type>/<name>`.
///
/// Ids are compared ignoring case and keep the author's spelling.
public struct ResourceID: Sendable {
    public let group: String
    public let type: ResourceType
    public let name: String
    /// The id in lower case, which is what two ids are compared by.
    private let key: String

    /// Creates an id.
    public init(group: String, type: ResourceType, name: String) {
        self.group = group
        self.type = type
        self.name = name
        key = "\(group)/\(type)/\(name)".lowercased()
    }
}

extension ResourceID: CustomStringConvertible {
    public var description: String { "/planes/radius/local/resourceGroups/\(group)/providers/\(type)/\(name)" }
}

extension ResourceID: Hashable, Comparable {
    public static func == (left: ResourceID, right: ResourceID) -> Bool { left.key == right.key }
    public static func < (left: ResourceID, right: ResourceID) -> Bool { left.key < right.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension ResourceID {
    /// Reads an id from text; `nil` if it is not a Radius resource id.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 10, parts[0].isEmpty,
            parts[1...4].map({ $0.lowercased() }) == ["planes", "radius", "local", "resourcegroups"],
            parts[6].lowercased() == "providers",
            let type = ResourceType("\(parts[7])/\(parts[8])"), !parts[5].isEmpty, !parts[9].isEmpty
        else { return nil }
        self.init(group: String(parts[5]), type: type, name: String(parts[9]))
    }
}
