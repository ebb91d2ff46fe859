import Diagnostics
import Documents
import Engine
import HTTP
import Processes

/// Speaks with one API server.
public final class ClusterClient: Sendable {
    let connection: ClusterConnection
    private let source: CredentialSource
    let transport: ClusterTransport
    /// What lasts as long as it likes has a connection of its own, so that it takes no room from the rest.
    private let streams: ClusterTransport
    private let retry: Retry
    private let environment: [String: String]
    /// What rad calls itself: `rad/<version>`.
    let userAgent: String

    /// How many requests may be under way at once.
    static let width = 32

    /// Creates a client; nothing is sent before the first request.
    ///
    /// - Parameters:
    ///   - connection: The server and the user.
    ///   - environment: The variables that programs which sign in get.
    ///   - userAgent: `rad/<version>`.
    public convenience init(_ connection: ClusterConnection, environment: [String: String], userAgent: String) {
        let retry = Retry(attempts: 8, firstDelay: .milliseconds(100), longestDelay: .seconds(10))
        self.init(connection, environment: environment, userAgent: userAgent, retry: retry)
    }

    init(_ connection: ClusterConnection, environment: [String: String], userAgent: String, retry: Retry) {
        self.connection = connection
        self.retry = retry
        self.userAgent = userAgent
        self.environment = environment
        source = CredentialSource(connection, environment: environment)
        transport = ClusterTransport(connection, userAgent: userAgent, width: Self.width)
        streams = ClusterTransport(connection, userAgent: userAgent, width: 256, connections: 64)
    }

    /// The name of the kubeconfig's context.
    public var context: String { connection.context }

    /// How to start the kubectl on the PATH for the same cluster and user; `nil` if there is none.
    var kubectl: KubectlForward.Launch? {
        Program.find("kubectl", in: environment["PATH"] ?? "").map {
            let isInside = context == KubeconfigFiles.inClusterContext
            return KubectlForward.Launch(kubectl: $0, environment: environment, context: isInside ? nil : context)
        }
    }

    /// How states name the place: `kubernetes:kind-shop`.
    public var place: String { connection.place }

    /// A request to the server, without what every request carries.
    struct Request: Sendable {
        var method = "GET"
        var path: String
        var query: [(name: String, value: String)] = []
        var accept = "application/json"
        var contentType = "application/json"
        var body: [UInt8] = []

        /// A question.
        init(_ path: String) {
            self.path = path
        }

        /// A request of any kind.
        init(_ method: String, _ path: String) {
            self.method = method
            self.path = path
        }
    }

    /// Sends a request, again if the server asks for patience, and reads what it answers.
    ///
    /// Every request that rad makes may be repeated: it says what is to be, not what is to be done.
    ///
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func send(_ request: Request) async throws -> Value {
        let response = try await response(to: request)
        let body = Self.value(of: response.body)
        guard 200..<300 ~= response.status else { throw APIStatus(code: response.status, body: body) }
        guard let body else { throw ApplyError.unreadableAnswer(connection, request.method) }
        return body
    }

    /// Sends a request, again if the server asks for patience, and gives its answer of whatever status.
    ///
    /// - Throws: `ApplyError` if there is no answer, or the server does not know the user.
    func response(to request: Request) async throws -> HTTPResponse {
        var attempt = 1
        var credentials = try await source.credentials()
        var mayRenew = true
        while true {
            let decision: Retry.Decision
            let result = await result(of: request, credentials)
            switch result {
            case .success(let response) where response.status == 401:
                guard mayRenew, let fresh = try await source.credentials(after: credentials) else {
                    throw ApplyError.notSignedIn(connection)
                }
                (credentials, mayRenew) = (fresh, false)
                continue
            case .success(let response):
                decision = retry.decision(
                    afterAttempt: attempt,
                    status: response.status,
                    retryAfter: response.retryAfter,
                    jitter: .random(in: 0...1)
                )
                guard case .wait = decision else { return response }
            case .failure(let error):
                decision = retry.decision(afterAttempt: attempt, error: error.code, jitter: .random(in: 0...1))
                guard case .wait = decision else { throw ApplyError.unreachable(connection, error) }
            }
            guard case .wait(let delay) = decision else { continue }
            try await Task.sleep(for: delay)
            attempt += 1
        }
    }

    /// Sends a request once, and hands the body on as it comes, for as long as the server likes.
    ///
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer, it breaks off, or the server
    ///   does not know the user.
    func stream(_ request: Request, to sink: @escaping @Sendable ([UInt8]) -> Void) async throws {
        let credentials = try await source.credentials()
        var response = try await stream(request, credentials, to: sink)
        if response.status == 401 {
            guard let fresh = try await source.credentials(after: credentials) else {
                throw ApplyError.notSignedIn(connection)
            }
            response = try await stream(request, fresh, to: sink)
        }
        guard 200..<300 ~= response.status else {
            throw APIStatus(code: response.status, body: Self.value(of: response.body))
        }
    }

    private func stream(
        _ request: Request,
        _ credentials: Credentials,
        to sink: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> HTTPResponse {
        do throws(HTTPError) {
            return try await streams.client(credentials).stream(message(request, credentials), to: sink)
        } catch {
            throw ApplyError.unreachable(connection, error)
        }
    }

    /// The credentials to use now.
    func credentials() async throws -> Credentials { try await source.credentials() }

    /// Other credentials than some that the server refused; `nil` if there are no others.
    func credentials(after refused: Credentials) async throws -> Credentials? {
        try await source.credentials(after: refused)
    }

    private func result(of request: Request, _ credentials: Credentials) async -> Result<HTTPResponse, HTTPError> {
        do throws(HTTPError) {
            return .success(try await transport.client(credentials).send(message(request, credentials)))
        } catch {
            return .failure(error)
        }
    }

    func message(_ request: Request, _ credentials: Credentials) -> HTTPRequest {
        var url = connection.server + request.path
        for (index, item) in request.query.enumerated() {
            url += "\(index == 0 ? "?" : "&")\(item.name)=\(item.value.percentEncodedForPath)"
        }
        var headers = [(name: "Accept", value: request.accept)]
        if !request.body.isEmpty { headers.append(("Content-Type", request.contentType)) }
        if let authorization = credentials.authorization { headers.append(("Authorization", authorization)) }
        return HTTPRequest(
            method: request.method,
            url: url,
            headers: headers + connection.impersonation,
            body: request.body
        )
    }

    /// The JSON in an answer; `nil` if it is none, or was cut short.
    static func value(of body: [UInt8]) -> Value? {
        JSONReader.read(SourceFile(path: "answer", bytes: body)).document?.value
    }
}
