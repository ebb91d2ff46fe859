import AppModel

/// Reads ids of records, in which the same ones and their beginnings come again and again: each is kept once.
struct RecordedIDs {
    private var resources: [String: ResourceID] = [:]
    /// What ids of objects begin with, those first that came first.
    private var scopes: [String] = []
    /// More are looked through no faster than new ones are made; few applications have so many.
    private static let scopeLimit = 16

    /// The id of a resource; `nil` if the text is none.
    mutating func resource(_ text: String) -> ResourceID? {
        if let known = resources[text] { return known }
        guard let id = ResourceID(text) else { return nil }
        resources[text] = id
        return id
    }

    /// The id of an object.
    mutating func output(_ text: String) -> OutputResourceID {
        let nameStart = text.utf8.lastIndex(of: UInt8(ascii: "/")).map(text.utf8.index(after:)) ?? text.startIndex
        let start = text.utf8[..<nameStart]
        // Byte for byte, as texts of other bytes may be equal.
        if let scope = scopes.first(where: { $0.utf8.count == start.count && $0.utf8.elementsEqual(start) }) {
            return OutputResourceID(scope: scope, name: String(text[nameStart...]))
        }
        let id = OutputResourceID(text)
        if scopes.count < Self.scopeLimit { scopes.append(id.scope) }
        return id
    }
}
