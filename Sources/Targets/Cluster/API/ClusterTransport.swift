import HTTP
import Synchronization

/// The connection to a server, opened anew when the user shows another certificate.
final class ClusterTransport: Sendable {
    private let connection: ClusterConnection
    private let userAgent: String
    private let width: Int
    private let connections: Int
    private let open = Mutex<(number: Int, client: HTTPMultiplexer)?>(nil)

    init(_ connection: ClusterConnection, userAgent: String, width: Int, connections: Int = 8) {
        self.connection = connection
        self.userAgent = userAgent
        self.width = width
        self.connections = connections
    }

    /// What sends requests with some credentials.
    func client(_ credentials: Credentials) -> HTTPMultiplexer {
        open.withLock { open in
            let isSame = credentials.certificate == nil || open?.number == credentials.number
            if let open, isSame { return open.client }
            let client = HTTPMultiplexer(
                configuration: configuration(credentials),
                width: width,
                connections: connections
            )
            open = (credentials.number, client)
            return client
        }
    }

    /// How to connect with some credentials.
    func configuration(_ credentials: Credentials) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(userAgent: userAgent)
        configuration.trust = connection.trust
        configuration.serverName = connection.tlsServerName
        configuration.proxy = connection.proxy
        configuration.clientCertificate = credentials.certificate ?? connection.clientCertificate
        return configuration
    }
}
