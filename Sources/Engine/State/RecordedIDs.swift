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
        // Byte for byte, as texts of other bytes may be equal; whether they are is seen faster.
        for scope in scopes where text.hasPrefix(scope) && text.utf8.starts(with: scope.utf8) {
            let name = text.utf8.dropFirst(scope.utf8.count)
            if !name.contains(UInt8(ascii: "/")) {
                return OutputResourceID(scope: scope, name: String(Substring(name)))
            }
        }
        let id = OutputResourceID(text)
        if scopes.count < Self.scopeLimit { scopes.append(id.scope) }
        return id
    }
}
