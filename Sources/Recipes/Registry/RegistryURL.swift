internal import Bicep

/// An absolute address, as far as a client of registries must understand it.
struct RegistryURL: Equatable {
    /// How the wire is protected.
    enum Scheme: String {
        case https
        case http

        fileprivate var defaultPort: String {
            switch self {
            case .https: "443"
            case .http: "80"
            }
        }
    }

    let scheme: Scheme
    /// The host and, if it is not the usual one, the port; in lower case.
    let authority: String
    /// The path and the query, beginning with `/`.
    let target: String

    /// Creates an address.
    init(_ scheme: Scheme, _ authority: String, _ target: String) {
        let suffix = ":\(scheme.defaultPort)"
        self.scheme = scheme
        self.authority = String(authority.lowercased().dropLast(authority.hasSuffix(suffix) ? suffix.count : 0))
        self.target = target
    }

    /// Reads an address; `nil` if it is none, is neither HTTP nor HTTPS, or has credentials in it.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let scheme = Scheme(rawValue: text[..<colon].lowercased()),
            text[colon...].hasPrefix("://")
        else { return nil }
        let rest = text[text.index(colon, offsetBy: 3)...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, authority.utf8.allSatisfy(\.isAuthorityPart),
            rest.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { return nil }
        let target = rest[authority.endIndex...]
        self.init(scheme, String(authority), target.hasPrefix("/") ? String(target) : "/" + target)
    }

    var text: String { "\(scheme.rawValue)://\(authority)\(target)" }

    /// The host without its port.
    var host: Substring {
        guard !authority.hasPrefix("[") else { return authority.prefix { $0 != "]" } }
        return authority.prefix { $0 != ":" }
    }

    /// Whether both are served by the same server.
    func hasOrigin(of other: RegistryURL) -> Bool { scheme == other.scheme && authority == other.authority }

    /// What a `Location` says, seen from here (RFC 3986, section 5, without relative paths); `nil` if it is malformed.
    func resolving(_ location: String) -> RegistryURL? {
        if location.hasPrefix("//") { return RegistryURL("\(scheme.rawValue):\(location)") }
        guard location.hasPrefix("/") else { return RegistryURL(location) }
        return RegistryURL("\(scheme.rawValue)://\(authority)\(location)")
    }

    /// Whether nobody on the way can read along: by TLS, or because there is no way to this machine itself.
    var isConfidential: Bool {
        switch scheme {
        case .https: true
        case .http: host == "localhost" || host == "[::1" || host.isLoopbackAddress
        }
    }

    /// The address with one more member of its query, whose value is escaped.
    func appending(query name: String, _ value: String) -> RegistryURL {
        let separator = target.contains("?") ? "&" : "?"
        return RegistryURL(scheme, authority, "\(target)\(separator)\(name)=\(PercentCoding.encode(value))")
    }
}

extension Substring {
    /// Whether this is an address of `127.0.0.0/8` in full; other spellings mean other hosts to some.
    fileprivate var isLoopbackAddress: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
    }
}

extension UInt8 {
    /// What hosts and ports are made of; `@`, behind which credentials would stand, is not.
    fileprivate var isAuthorityPart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case _: ".-_:[]".utf8.contains(self)
        }
    }
}
