import AppModel
import Documents

/// Where requests from outside reach the cluster, which decides a gateway's host name.
///
/// The emitter reads no environment: whoever creates it has looked the endpoint up, or was told it.
public enum PublicEndpoint: Sendable, Equatable {
    /// Nobody knows: a gateway's host is the application's name.
    case none
    /// What an operator prescribes; used as it is, whatever the gateway asks for.
    case override(host: String, port: Int?)
    /// The address of the load balancer; host names are made with nip.io.
    case address(String, port: Int? = nil)
    /// The host name of the load balancer.
    case hostname(String, port: Int? = nil)
}

extension PublicEndpoint {
    /// The endpoint for gateways or routes of an environment, which may tell it if no operator prescribes one.
    func resolved(for type: ResourceType, in environment: Environment) -> PublicEndpoint {
        guard self == .none, let text = environment.gatewayOptions(for: type).publicEndpoint?.stringValue,
            !text.isEmpty
        else { return self }
        let (host, port) = Self.hostAndPort(text)
        return Self.isAddress(host) ? .address(host, port: port) : .hostname(host, port: port)
    }

    /// The port that requests come to, if it is not that of their scheme.
    var port: Int? {
        switch self {
        case .none: nil
        case .override(_, let port), .address(_, let port), .hostname(_, let port): port
        }
    }

    /// Splits `host:port`; an IPv6 address has colons of its own, and stands in brackets where a port follows.
    ///
    /// What is neither is left whole, so that it is refused as a host name.
    private static func hostAndPort(_ text: String) -> (host: String, port: Int?) {
        if text.hasPrefix("["), let end = text.lastIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            if rest.isEmpty { return (host, nil) }
            guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()) else { return (text, nil) }
            return (host, Int(port))
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = UInt16(parts[1]) else { return (text, nil) }
        return (String(parts[0]), Int(port))
    }

    private static func isAddress(_ host: String) -> Bool {
        guard !KubernetesName.isDottedNumber(host) else { return true }
        let colons = host.utf8.count { $0 == UInt8(ascii: ":") }
        return colons > 1 && host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
}
