/// Names that say of a value that it is to be kept secret.
enum SecretName {
    /// Whether a name is one; that of a Secret is not.
    static func isOne(_ name: String) -> Bool {
        let name = name.lowercased()
        let isReference = ["name", "id", "ref", "reference", "uri", "path", "version"].contains {
            name.hasSuffix($0)
        }
        guard !isReference else { return false }
        return words.contains { name.contains($0) }
    }

    private static let words = [
        "password", "passwd", "secret", "token", "connectionstring", "apikey", "accesskey", "accountkey", "privatekey",
        "credential",
    ]
}
