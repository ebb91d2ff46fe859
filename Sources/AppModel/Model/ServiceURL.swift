/// The parts of a URL that connections and routes use: `http://frontend:3000/path`.
public struct ServiceURL: Sendable, Equatable {
    /// In lower case.
    public let scheme: String
    /// As written; without the brackets of an IPv6 address.
    public let host: String
    /// 1...65535; `nil` if the URL names none.
    public let port: Int?

    /// Reads a URL with a scheme and a host; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.utf8
        guard let colon = parts.firstIndex(of: UInt8(ascii: ":")),
            parts[colon...].starts(with: "://".utf8)
        else { return nil }
        let scheme = text[..<colon]
        guard let first = scheme.utf8.first, first.isASCIILetter,
            scheme.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0) })
        else { return nil }
        // The bytes, because connections are many: no other character has one of these among its own.
        let rest = parts[parts.index(colon, offsetBy: 3)...]
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        let address =
            authority.lastIndex(of: UInt8(ascii: "@")).map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = Self.split(address) else { return nil }
        self.scheme = scheme.lowercased()
        self.host = host
        self.port = port
    }

    /// The port, or that of the scheme: 80 for `http`, 443 for `https`.
    public var portOrDefault: Int? {
        if let port { return port }
        return switch scheme {
        case "http": 80
        case "https": 443
        case _: nil
        }
    }

    private static func split(_ address: Substring.UTF8View) -> (host: String, port: Int?)? {
        let colon = UInt8(ascii: ":")
        var host = address
        var portText: Substring.UTF8View?
        if address.first == UInt8(ascii: "[") {
            guard let close = address.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = address[..<close].dropFirst()
            let tail = address[address.index(after: close)...]
            if !tail.isEmpty {
                guard tail.first == colon else { return nil }
                portText = tail.dropFirst()
            }
        } else if let colon = address.firstIndex(of: colon) {
            host = address[..<colon]
            portText = address[address.index(after: colon)...]
        }
        guard !host.isEmpty, host.allSatisfy({ $0 > 32 && $0 != 127 }) else { return nil }
        let name = String(Substring(host))
        guard let portText else { return (name, nil) }
        guard portText.allSatisfy(\.isASCIIDigit), let port = Int(Substring(portText)), 1...65535 ~= port else {
            return nil
        }
        return (name, port)
    }
}

extension UInt8 {
    var isASCIILetter: Bool { 65...90 ~= self || 97...122 ~= self }
    var isASCIIDigit: Bool { 48...57 ~= self }
}
