public import Documents

/// The way in from outside: `Applications.Core/gateways` or `Radius.Compute/routes`.
public struct Gateway: Sendable {
    /// How the host name is chosen.
    public enum Hostname: Sendable, Equatable {
        /// The target's rule.
        case derived
        case prefix(String)
        case fullyQualified(String)
    }

    /// How TLS is handled.
    public enum TLS: Sendable {
        case none
        case passthrough
        /// Terminated with a certificate from a secret store; the version is `1.2` or `1.3`.
        case certificate(store: Value, minimumVersion: String)
    }

    public var hostname: Hostname = .derived
    public var tls: TLS = .none
    /// Whether the gateway asks to be reached from inside only (`internal`).
    public var isInternal = false
    public var routes: [Route] = []
    /// `Radius.Compute/routes`: `HTTP`, `TCP`, `TLS` or `UDP`; HTTP for gateways.
    public var kind = "HTTP"
    /// `Radius.Compute/routes`: host names that are matched.
    public var hostnames: [String] = []

    /// Creates a gateway without routes.
    public init() {}

    /// One rule, from a request to a container.
    public struct Route: Sendable {
        public var path: String?
        public var destination: Destination
        public var replacePrefix: String?
        public var enablesWebSockets = false
        /// As written: `30s`.
        public var requestTimeout: String?
        public var backendTimeout: String?
        /// `Radius.Compute/routes`: the matches of the rule, as written.
        public var matches: [ValueObject] = []
        /// The path of the route below the resource's `properties`.
        public var valuePath: ValuePath

        /// Creates a route.
        public init(path: String?, destination: Destination, valuePath: ValuePath) {
            self.path = path
            self.destination = destination
            self.valuePath = valuePath
        }
    }

    /// Where a route leads.
    public enum Destination: Sendable {
        /// `http://frontend:3000`: the host is the name of a container.
        case url(scheme: String, host: String, port: Int)
        /// A container of a `Radius.Compute/containers` resource.
        case container(resource: Value, container: String, port: Int)
    }
}
