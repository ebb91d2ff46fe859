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
    case address(String)
    /// The host name of the load balancer.
    case hostname(String)
}

extension PublicEndpoint {
    /// The endpoint for gateways or routes of an environment, which may tell it if no operator prescribes one.
    func resolved(for type: ResourceType, in environment: Environment) -> PublicEndpoint {
        guard self == .none, let text = environment.gatewayOptions(for: type).publicEndpoint?.stringValue,
            !text.isEmpty
        else { return self }
        return Self.isAddress(text) ? .address(text) : .hostname(text)
    }

    private static func isAddress(_ text: String) -> Bool {
        text.contains(":")
            || text.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
