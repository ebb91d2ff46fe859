public import Diagnostics
import Documents

/// Secrets, keys and certificates of an Azure key vault as files: `Applications.Core/volumes`.
public struct KeyVaultVolume: Sendable, Equatable {
    /// The ARM id of the vault.
    public let vault: String
    /// In the order secrets, keys, certificates, each sorted by name.
    public let items: [Item]

    /// Creates a volume.
    public init(vault: String, items: [Item]) {
        self.vault = vault
        self.items = items
    }

    /// One file of the volume.
    public struct Item: Sendable, Equatable {
        /// What is read from the vault.
        public enum Kind: Sendable, Equatable {
            case secret
            case key
            /// The certificate alone.
            case certificate
            case publicKey
            /// The certificate with its private key.
            case privateKey
        }

        public let kind: Kind
        /// The name in the vault.
        public let name: String
        /// The file's name; `nil` for that in the vault.
        public var alias: String?
        /// `nil` for the newest.
        public var version: String?
        /// `utf-8`, `hex` or `base64`, where the driver lets one choose.
        public var encoding: String?
        /// `pem` or `pfx`, of certificates.
        public var format: String?

        /// Creates an item.
        public init(_ kind: Kind, _ name: String, alias: String? = nil, version: String? = nil) {
            self.kind = kind
            self.name = name
            self.alias = alias
            self.version = version
        }
    }

    /// Reads a volume; `nil` for another type, or where its vault is not known.
    public static func read(from resource: Resource) -> (volume: KeyVaultVolume?, diagnostics: [Diagnostic]) {
        guard resource.type == .volumes else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        let properties = PropertyReader(resource)
        guard let vault = properties.text("resource", &diagnostics) else { return (nil, diagnostics) }
        var items: [Item] = []
        for (key, reader) in properties.sortedMembers("secrets", &diagnostics) {
            guard var item = Item(.secret, reader, alias: key, &diagnostics) else { continue }
            item.encoding = reader.text("encoding", &diagnostics) ?? "utf-8"
            items.append(item)
        }
        for (key, reader) in properties.sortedMembers("keys", &diagnostics) {
            Item(.key, reader, alias: key, &diagnostics).map { items.append($0) }
        }
        for (_, reader) in properties.sortedMembers("certificates", &diagnostics) {
            items += readCertificate(reader, &diagnostics).map { [$0] } ?? []
        }
        return (KeyVaultVolume(vault: vault, items: items), diagnostics)
    }

    /// A certificate is called as in the vault and is `pfx`, unless its author says otherwise (Radius 0.60, renderer).
    private static func readCertificate(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Item? {
        let kind: Item.Kind =
            switch reader.text("certType", &diagnostics) {
            case "publickey": .publicKey
            case "privatekey": .privateKey
            case _: .certificate
            }
        guard var item = Item(kind, reader, alias: nil, &diagnostics) else { return nil }
        let encoding = reader.text("encoding", &diagnostics)
        if kind == .privateKey { item.encoding = encoding ?? "utf-8" }
        item.format = reader.text("format", &diagnostics) ?? "pfx"
        return item
    }
}

extension KeyVaultVolume.Item {
    fileprivate init?(_ kind: Kind, _ reader: PropertyReader, alias: String?, _ diagnostics: inout [Diagnostic]) {
        guard let name = reader.text("name", &diagnostics) else { return nil }
        self.init(
            kind,
            name,
            alias: reader.text("alias", &diagnostics).flatMap { $0.isEmpty ? nil : $0 } ?? alias,
            version: reader.text("version", &diagnostics).flatMap { $0.isEmpty ? nil : $0 }
        )
    }
}

extension PropertyReader {
    fileprivate func sortedMembers(
        _ name: String,
        _ diagnostics: inout [Diagnostic]
    ) -> [(name: String, reader: PropertyReader)] {
        members(name, &diagnostics).sorted { $0.name < $1.name }
    }
}
