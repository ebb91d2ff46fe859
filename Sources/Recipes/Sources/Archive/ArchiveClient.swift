public import Archives
internal import Bicep
internal import Documents
internal import HTTP

/// Fetches archives from servers, over TLS unless the address says otherwise.
///
/// What was sent is compared with its checksum before anything is made of it.
public struct ArchiveClient: Sendable {
    /// The largest archive that is accepted, in bytes.
    static let sizeLimit = 64 << 20
    private static let redirectLimit = 5

    private let http: HTTPClient
    private let netrc: Netrc
    private let retry: Retry

    /// An archive as it was sent, taken apart.
    public struct Fetched: Sendable {
        /// The digest of what was sent: by the function of the checksum, or else `sha256:` and 64 digits.
        public let digest: String
        public let files: [Archive.File]
    }

    /// Prepares a client; nothing is opened before the first request.
    ///
    /// - Parameters:
    ///   - userAgent: `rad/<version>`.
    ///   - authorities: A file with the authorities to trust instead of those of the system, in PEM.
    ///   - netrc: The text of the user's `.netrc`, with what proves to a host who is asking.
    public init(userAgent: String, authorities: String?, netrc: String?) {
        retry = Retry(attempts: 4, firstDelay: .milliseconds(300), longestRetryAfter: .seconds(20))
        var configuration = HTTPClient.Configuration(userAgent: userAgent)
        configuration.totalTimeout = .seconds(300)
        configuration.maximumBodySize = Self.sizeLimit
        if let authorities { configuration.trust = .authorities(.file(authorities)) }
        http = HTTPClient(configuration: configuration)
        self.netrc = Netrc(netrc ?? "")
    }

    /// Fetches and takes apart.
    ///
    /// - Throws: `RemoteFileError` if it cannot be had, or is not what was asked for, or is not safe.
    public func fetch(_ source: ArchiveFolder) async throws(RemoteFileError) -> Fetched {
        let bytes = try await download(source)
        let digest = source.wanted?.digest(of: bytes) ?? ContentDigest(of: bytes).text
        if let wanted = source.checksum, wanted != digest { throw .checksum(source, found: digest) }
        return Fetched(digest: digest, files: try source.files(of: bytes))
    }

    private func download(_ source: ArchiveFolder) async throws(RemoteFileError) -> [UInt8] {
        guard let first = RegistryURL(source.url) else { throw .redirect(source.host, "it names no address") }
        var url = first
        for _ in 0...Self.redirectLimit {
            let response: HTTPResponse
            do throws(HTTPError) {
                response = try await answer(to: HTTPRequest(url: url.text, headers: credential(for: url, of: first)))
            } catch {
                throw .unreachable(source.host, error)
            }
            switch response.status {
            case 200: return response.body
            case 301, 302, 303, 307, 308:
                guard let text = response.header("Location"), let target = url.resolving(text) else {
                    throw .redirect(source.host, "it names no address")
                }
                guard target.scheme == .https || url.scheme == .http else {
                    throw .redirect(source.host, "the address is not protected by TLS")
                }
                url = target
            case let status: throw .answer(source.host, status: status)
            }
        }
        throw .redirect(source.host, "more than \(Self.redirectLimit) redirects in a row")
    }

    /// Asks, and again after a while what may pass: a server that is busy, a connection that was cut.
    private func answer(to request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var attempt = 1
        while true {
            let decision: Retry.Decision
            let result: Result<HTTPResponse, HTTPError>
            do throws(HTTPError) {
                let response = try await http.send(request)
                decision = retry.decision(
                    afterAttempt: attempt,
                    status: response.status,
                    retryAfter: response.retryAfter,
                    jitter: .random(in: 0...1)
                )
                result = .success(response)
            } catch {
                // A server that cannot be reached at all is reported at once.
                decision =
                    error.code == .connectionLost
                    ? retry.decision(afterAttempt: attempt, error: error.code, jitter: .random(in: 0...1)) : .stop
                result = .failure(error)
            }
            // Whoever wants to stop is not kept waiting.
            guard case .wait(let pause) = decision, (try? await Task.sleep(for: pause)) != nil else {
                return try result.get()
            }
            attempt += 1
        }
    }

    /// What proves who is asking: only to the host that was named, and only where nobody reads along.
    private func credential(for url: RegistryURL, of first: RegistryURL) -> [(name: String, value: String)] {
        guard url.hasOrigin(of: first), url.isConfidential, let login = netrc.login(for: String(url.host)) else {
            return []
        }
        return [("Authorization", "Basic \(Base64.encoded(Array("\(login.name):\(login.password)".utf8)))")]
    }
}

/// A user's `.netrc`, as far as it names hosts with a login and a password.
struct Netrc {
    private var logins: [String: (name: String, password: String)] = [:]

    /// Reads the words of the file; what is no login is passed over.
    init(_ text: String) {
        var machine: String?
        var (name, password) = ("", "")
        var words = text.split(whereSeparator: \.isWhitespace)[...]
        func add(to logins: inout [String: (name: String, password: String)]) {
            guard let machine, logins[machine] == nil else { return }
            logins[machine] = (name, password)
        }
        while let word = words.popFirst() {
            switch word {
            case "machine", "default":
                add(to: &logins)
                machine = word == "machine" ? words.popFirst().map { $0.lowercased() } : nil
                (name, password) = ("", "")
            case "login": name = words.popFirst().map(String.init) ?? ""
            case "password": password = words.popFirst().map(String.init) ?? ""
            case _: continue
            }
        }
        add(to: &logins)
    }

    func login(for host: String) -> (name: String, password: String)? { logins[host.lowercased()] }
}
