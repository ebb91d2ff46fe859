/// Why there is no response.
///
/// A response of any status is no error: what a status means is for the caller to say.
public struct HTTPError: Error, Sendable {
    /// What went wrong, to decide by.
    ///
    /// More may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidRequest, unavailable, connect, timeout, tls, cancelled, tooLarge, connectionLost
            case protocolViolation, other
        }

        private let kind: Kind

        /// The request cannot be sent as it is: its URL or a header is malformed.
        public static let invalidRequest = Code(kind: .invalidRequest)
        /// This machine cannot send requests: libcurl is missing, or there is no thread to be had.
        public static let unavailable = Code(kind: .unavailable)
        /// No connection came about: unknown host, refused, unreachable.
        public static let connect = Code(kind: .connect)
        /// The server took longer than the configuration allows.
        public static let timeout = Code(kind: .timeout)
        /// The connection cannot be trusted, or a certificate cannot be used.
        public static let tls = Code(kind: .tls)
        /// The task was cancelled.
        public static let cancelled = Code(kind: .cancelled)
        /// The response is larger than the configuration allows.
        public static let tooLarge = Code(kind: .tooLarge)
        /// The connection ended before the response did.
        public static let connectionLost = Code(kind: .connectionLost)
        /// The server does not speak HTTP as it should.
        public static let protocolViolation = Code(kind: .protocolViolation)
        /// Anything else; the cause says what.
        public static let other = Code(kind: .other)

        /// Whether the same request may well succeed a little later.
        public var isTransient: Bool {
            switch kind {
            case .connect, .timeout, .connectionLost: true
            case .invalidRequest, .unavailable, .tls, .cancelled, .tooLarge, .protocolViolation, .other: false
            }
        }

        public var description: String { kind.rawValue }
    }

    public let code: Code
    /// What was attempted and what came of it, in lower case and without a full stop.
    ///
    /// It names the server, never the path, the query or a header: they may hold secrets.
    public let message: String
    /// What libcurl or the system said.
    public let cause: String?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension HTTPError: CustomStringConvertible {
    public var description: String { cause.map { "\(message): \($0)" } ?? message }
}
