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
