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
    public struct Reference: Sendable, Equatable, CustomStringConvertible {
        /// `nil` for that of the store.
        public let namespace: String?
        public let name: String

        public var description: String { (namespace.map { "\($0)/" } ?? "") + name }

        /// Reads `name` or `namespace/name`; `nil` unless all parts are DNS labels (Radius 0.60).
        public init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard let name = parts.last, parts.count <= 2, parts.allSatisfy(ResourceNames.isDNSLabel) else {
                return nil
            }
            self.name = name
            namespace = parts.count == 2 ? parts[0] : nil
        }

        /// The Secret that a store stands for: the one that its `resource` names, else one called like the store.
        ///
        /// An empty text names none, as in Radius 0.60. `nil` as long as nobody knows the name.
        public init?(of store: Resource) {
            if let written = Self.written(in: store.properties) {
                guard let text = written.stringValue else { return nil }
                self.init(text)
            } else {
                self.init(namespace: nil, name: store.name)
            }
        }

        /// What the properties of a store name, if they name a Secret at all.
        public static func written(in properties: ValueObject) -> Value? {
            guard let written = properties["resource"], !written.isNull, written.stringValue != "" else { return nil }
            return written
        }

        private init(namespace: String?, name: String) {
            self.namespace = namespace
            self.name = name
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
