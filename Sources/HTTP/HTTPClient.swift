/// Sends requests, each on a thread of its own, and reuses connections between them.
///
/// Copies of a client share their connections. They are closed when the last copy is gone.
public struct HTTPClient: Sendable {
    private let configuration: Configuration
    private let handles = CurlHandlePool()

    /// Creates a client; nothing is opened before the first request.
    public init(configuration: Configuration) {
        self.configuration = configuration
    }

    /// Sends a request and waits for the whole response, of whatever status.
    ///
    /// Cancelling the task ends the request within about a second.
    ///
    /// - Parameter request: The request; its URL is `http` or `https`.
    /// - Returns: The response; a redirect is one like any other unless the configuration follows them.
    /// - Throws: `HTTPError` if there is no response.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let cancellation = CancellationFlag()
        let (configuration, handles) = (configuration, handles)
        let result = await withTaskCancellationHandler {
            await BlockingThread.run {
                Exchange.response(to: request, with: configuration, over: handles, unless: cancellation)
            }
        } onCancel: {
            cancellation.raise()
        }
        return try result.get()
    }
}

extension HTTPClient {
    /// How a client connects and what it accepts.
    public struct Configuration: Sendable {
        /// `rad/<version>`.
        public var userAgent: String
        /// How long it may take until a connection stands.
        public var connectTimeout: Duration = .seconds(10)
        /// How long a request may take in all; `nil` for ones that last as long as they like.
        public var totalTimeout: Duration? = .seconds(60)
        /// The largest body that is accepted, in bytes.
        public var maximumBodySize = 64 << 20
        public var trust = Trust.system
        public var clientCertificate: ClientCertificate?
        /// The name that the server's certificate has to show, if it is another one than the host of the URL.
        public var serverName: String?
        /// The proxy to use, by its URL; `nil` for the one that the environment names.
        public var proxy: String?
        /// The path of the socket to connect to; the host of the URL then is only a name.
        ///
        /// No proxy is used.
        public var unixSocketPath: String?
        public var redirects = Redirects.notFollowed

        /// Creates a configuration; a proxy is taken from the environment, as curl does.
        public init(userAgent: String) {
            self.userAgent = userAgent
        }
    }

    /// Whom to believe that a server is who it says.
    public enum Trust: Sendable {
        /// The authorities that the system trusts.
        case system
        /// Only the authorities in a bundle.
        case authorities(PEM)
        /// Anyone. For clusters whose owner has asked for it in so many words.
        case insecureSkipVerify
    }

    /// Certificates or a key, in PEM.
    public enum PEM: Sendable {
        case file(String)
        case bytes([UInt8])
    }

    /// A certificate that the client shows, with its key.
    public struct ClientCertificate: Sendable {
        public var certificate: PEM
        public var key: PEM

        /// Creates a certificate.
        public init(certificate: PEM, key: PEM) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// What becomes of a response that points elsewhere.
    public enum Redirects: Sendable {
        case notFollowed
        /// Followed so many times at most; credentials in headers are not sent to another host.
        case followed(limit: Int)
    }
}
