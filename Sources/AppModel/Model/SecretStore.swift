public import Documents

/// Secrets that an author keeps: `Applications.Core/secretStores` or `Radius.Security/secrets`.
public struct SecretStore: Sendable {
    public let generation: Container.Generation
    /// What the secrets are for, as the type names it: `generic`, `certificate`, `basicAuthentication`.
    public let kind: String
    /// The Secret that the author names as the place of the secrets; `nil` lets the target name one.
    public let reference: Reference?
    /// Whether the store belongs to no application and no environment.
    public let isGlobal: Bool
    /// In the order of the source.
    public let entries: [Entry]

    /// A Secret that the author names.
    public struct Reference: Sendable, Equatable {
        /// `nil` for that of the store.
        public let namespace: String?
        public let name: String

        /// Reads `name` or `namespace/name`; `nil` unless all parts are DNS labels (Radius 0.60).
        public init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard let name = parts.last, parts.count <= 2, parts.allSatisfy(ResourceNames.isDNSLabel) else {
                return nil
            }
            self.name = name
            namespace = parts.count == 2 ? parts[0] : nil
        }
    }

    /// One secret of a store.
    public struct Entry: Sendable {
        /// How the value is written.
        public enum Encoding: Sendable {
            case text
            case base64
            /// What is no base64 is meant as it is: the certificates of legacy stores, which say nothing of encodings.
            case base64OrText
        }

        public let key: String
        /// Concealed; `nil` if the Secret has it already.
        public let value: Value?
        public let encoding: Encoding
    }

    /// Whether the store holds nothing itself and only names a Secret that exists.
    public var isReference: Bool { reference != nil && entries.allSatisfy { $0.value == nil } }

    /// The kinds of certificate in PEM form, with the keys `tls.crt` and `tls.key`.
    public var isCertificate: Bool { kind == "certificate" || kind == "certificate-pem" }
}
