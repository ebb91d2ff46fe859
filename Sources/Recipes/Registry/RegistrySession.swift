internal import Bicep
internal import Diagnostics
internal import Documents
internal import HTTP

/// What is asked of a repository.
enum RegistryAccess {
    case pull
    case push

    /// As token services write it.
    fileprivate var actions: String {
        switch self {
        case .pull: "pull"
        case .push: "pull,push"
        }
    }
}

/// A conversation with one registry about one repository: finds out how to authenticate, and does.
///
/// Specification: OCI distribution-spec 1.1; the token flow is that of the Distribution project.
struct RegistrySession {
    let reference: ArtifactReference
    private let access: RegistryAccess
    private let configuration: RegistryClient.Configuration
    private let clients: RegistryClient.Clients
    /// The value of `Authorization`, once the registry has asked for one.
    private var authorization: String?
    /// Whose credential was shown to it.
    private var owner: CredentialOwner?

    private static let redirectLimit = 5

    init(
        _ reference: ArtifactReference,
        _ access: RegistryAccess,
        _ configuration: RegistryClient.Configuration,
        over clients: RegistryClient.Clients
    ) {
        self.reference = reference
        self.access = access
        self.configuration = configuration
        self.clients = clients
    }

    /// The registry as the user wrote it.
    var registry: String { reference.registry }

    private var scheme: RegistryURL.Scheme { reference.isPlainHTTP ? .http : configuration.scheme }

    /// The address of something in the repository.
    func url(_ path: String) -> RegistryURL {
        let host = DockerCredentials.isDockerHub(registry) ? "registry-1.docker.io" : registry
        return RegistryURL(scheme, host, "/v2/\(reference.repository)/\(path)")
    }

    /// Sends a request and gives the answer, whatever its status, after it was authenticated and redirected.
    ///
    /// - Throws: `RegistryError` if there is no answer, or none that may be followed.
    mutating func send(_ request: RegistryRequest) async throws(RegistryError) -> HTTPResponse {
        var request = request
        var (redirects, isAuthenticated) = (0, false)
        while true {
            let response = try await attempt(request)
            switch response.status {
            case 401 where !isAuthenticated && request.url.hasOrigin(of: url("")):
                isAuthenticated = true
                // A token that was refused must not go along when the next one is asked for.
                authorization = nil
                authorization = try await authorization(answering: response)
            case 301, 302, 303, 307, 308:
                guard request.isRedirected else { return response }
                redirects += 1
                guard redirects <= Self.redirectLimit else {
                    throw .redirect(registry, "more than \(Self.redirectLimit) redirects in a row")
                }
                request.url = try location(of: response, from: request.url)
            default:
                return response
            }
        }
    }

    /// Where an answer points to.
    func location(of response: HTTPResponse, from url: RegistryURL) throws(RegistryError) -> RegistryURL {
        guard let text = response.header("Location"), let target = url.resolving(text) else {
            throw .redirect(registry, "it names no address")
        }
        guard target.scheme == .https || url.scheme == .http else {
            throw .redirect(registry, "the address is not protected by TLS")
        }
        return target
    }

    /// What an answer means that is not the one hoped for.
    func refusal(_ response: HTTPResponse, missing: String) -> RegistryError {
        switch response.status {
        case 401: .unauthorized(registry, with: owner)
        case 403: .forbidden(registry, reference.repository, access)
        case 404: .notFound(registry, missing)
        case 429, 500...599: .busy(registry, status: response.status)
        case let status: .unexpected(registry, "status \(status)")
        }
    }

    private func attempt(_ request: RegistryRequest) async throws(RegistryError) -> HTTPResponse {
        var headers = request.headers
        // Whoever else is asked, as after a redirect, must not learn who asks.
        if let authorization, request.url.hasOrigin(of: url("")) { headers.append(("Authorization", authorization)) }
        let wire = HTTPRequest(method: request.method, url: request.url.text, headers: headers, body: request.body)
        let client = request.isLarge ? clients.large : clients.small
        var attempt = 1
        while true {
            let delay: Duration
            do throws(HTTPError) {
                let response = try await client.send(wire)
                let decision = configuration.retry.decision(
                    afterAttempt: attempt,
                    status: response.status,
                    retryAfter: response.retryAfter,
                    jitter: configuration.jitter()
                )
                guard request.isRepeatable, case .wait(let pause) = decision else { return response }
                delay = pause
            } catch {
                guard case .wait(let pause) = decision(afterAttempt: attempt, of: request, error: error) else {
                    throw error.code == .tooLarge
                        ? .tooLarge(registry, request.what, limit: request.limit) : .unreachable(registry, error)
                }
                delay = pause
            }
            attempt += 1
            try await pause(delay)
        }
    }

    /// What to do when there is no answer: a registry that cannot be reached at all is reported at once.
    private func decision(
        afterAttempt attempt: Int,
        of request: RegistryRequest,
        error: HTTPError
    ) -> Retry.Decision {
        guard request.isRepeatable, error.code == .connectionLost else { return .stop }
        return configuration.retry.decision(
            afterAttempt: attempt,
            error: error.code,
            jitter: configuration.jitter()
        )
    }

    /// Waits before the next attempt; whoever is cancelled makes none.
    private func pause(_ delay: Duration) async throws(RegistryError) {
        do {
            try await configuration.clock.sleep(for: delay)
        } catch {
            throw .unreachable(registry, HTTPError(.cancelled, "request to '\(registry)' was cancelled"))
        }
    }
}

/// One request of a session.
struct RegistryRequest {
    var method = "GET"
    var url: RegistryURL
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// What is asked for, for messages.
    var what: String
    /// Whether the answer may be as large as a blob.
    var isLarge = false

    /// Whether sending it twice is as good as sending it once.
    fileprivate var isRepeatable: Bool { ["GET", "HEAD"].contains(method) }

    /// Whether it goes where the answer points to; an upload must say where it goes by itself.
    fileprivate var isRedirected: Bool { isRepeatable }

    fileprivate var limit: Int { isLarge ? RegistryClient.blobLimit : RegistryClient.manifestLimit }
}

// MARK: - Authentication

extension RegistrySession {
    /// The `Authorization` that a challenge asks for.
    private mutating func authorization(answering response: HTTPResponse) async throws(RegistryError) -> String {
        let credential = try await credential()
        // Who listens on the way to a registry without TLS can also answer for it, and ask for anything.
        guard credential == nil || url("").isConfidential else { throw .credentialsWithoutTLS(registry) }
        let challenges = AuthenticationChallenge.all(in: response)
        if let bearer = challenges.first(where: { $0.scheme == "bearer" }) {
            if case .registryToken(let token) = credential { return "Bearer \(token)" }
            return "Bearer \(try await token(for: bearer, credential))"
        }
        guard challenges.contains(where: { $0.scheme == "basic" }) else {
            throw .unexpected(registry, "status 401 without a challenge that rad knows")
        }
        guard case .password(let user, let secret) = credential else {
            throw .unauthorized(registry, with: owner)
        }
        return Self.basic(user, secret)
    }

    /// What is shown to the registry: the account that the environment has there, else what the user has stored.
    private mutating func credential() async throws(RegistryError) -> RegistryCredential? {
        if let account = configuration.accounts.credential(for: registry) {
            owner = .environment
            return account
        }
        let stored = try await configuration.credentials?.credential(for: registry)
        owner = stored.map { _ in .user }
        return stored
    }

    private static func basic(_ user: String, _ secret: String) -> String {
        "Basic \(Base64.encoded(Array("\(user):\(secret)".utf8)))"
    }

    private func token(
        for challenge: AuthenticationChallenge,
        _ credential: RegistryCredential?
    ) async throws(RegistryError) -> String {
        let realm = try realm(of: challenge)
        let response = try await attempt(tokenRequest(at: realm, for: challenge, credential))
        switch response.status {
        case 200: break
        case 400, 401: throw .unauthorized(registry, with: owner)
        case 403: throw .forbidden(registry, reference.repository, access)
        case 429, 500...599: throw .busy(realm.authority, status: response.status)
        default: throw .noToken(registry, from: realm.authority)
        }
        let (document, _) = JSONReader.read(SourceFile(path: "token", bytes: response.body))
        let value = document?.value
        guard let token = value?["token"]?.stringValue ?? value?["access_token"]?.stringValue, !token.isEmpty,
            token.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { throw .noToken(registry, from: realm.authority) }
        return token
    }

    /// The address of the token service.
    ///
    /// It may get the user's password: it must be protected by TLS, unless it is on the registry's own host and plain
    /// HTTP was asked for.
    func realm(of challenge: AuthenticationChallenge) throws(RegistryError) -> RegistryURL {
        guard let text = challenge.parameters["realm"], let realm = RegistryURL(text) else {
            throw .tokenService(registry, "it names no token service with an address")
        }
        let isAllowed = realm.scheme == .https || scheme == .http && realm.host == url("").host
        guard isAllowed else { throw .tokenService(registry, "its token service is not protected by TLS") }
        return realm
    }

    private func tokenRequest(
        at realm: RegistryURL,
        for challenge: AuthenticationChallenge,
        _ credential: RegistryCredential?
    ) -> RegistryRequest {
        let service = challenge.parameters["service"] ?? ""
        let scope = "repository:\(reference.repository):\(access.actions)"
        if case .identityToken(let token) = credential {
            let members = [
                ("grant_type", "refresh_token"), ("service", service), ("client_id", "rad"), ("scope", scope),
                ("refresh_token", token),
            ]
            let form = members.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
            return RegistryRequest(
                method: "POST",
                url: realm,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(form.utf8),
                what: "the token"
            )
        }
        var url = realm
        if !service.isEmpty { url = url.appending(query: "service", service) }
        var request = RegistryRequest(url: url.appending(query: "scope", scope), what: "the token")
        if case .password(let user, let secret) = credential {
            request.headers = [("Authorization", Self.basic(user, secret))]
        }
        return request
    }
}
