import HTTP
import Synchronization

/// The connection to a server, opened anew when the user shows another certificate.
final class ClusterTransport: Sendable {
    private let connection: ClusterConnection
    private let userAgent: String
    private let open = Mutex<(number: Int, client: HTTPMultiplexer)?>(nil)

    init(_ connection: ClusterConnection, userAgent: String) {
        self.connection = connection
        self.userAgent = userAgent
    }

    /// What sends requests with some credentials.
    func client(_ credentials: Credentials) -> HTTPMultiplexer {
        open.withLock { open in
            let isSame = credentials.certificate == nil || open?.number == credentials.number
            if let open, isSame { return open.client }
            var configuration = HTTPClient.Configuration(userAgent: userAgent)
            configuration.trust = connection.trust
            configuration.serverName = connection.tlsServerName
            configuration.proxy = connection.proxy
            configuration.clientCertificate = credentials.certificate ?? connection.clientCertificate
            let client = HTTPMultiplexer(configuration: configuration, width: ClusterClient.width)
            open = (credentials.number, client)
            return client
        }
    }
}
