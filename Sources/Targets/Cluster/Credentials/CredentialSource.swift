import Documents
import Engine
import Processes

/// Gives the credentials of a connection, and new ones when those are no longer good.
actor CredentialSource {
    private let connection: ClusterConnection
    private let environment: [String: String]
    /// Tells the time in seconds since 1970.
    private let now: @Sendable () -> Int64
    private var current: Credentials?
    private var count = 0
    /// Where the user is signed in, with a provider of OpenID Connect.
    private let session: OpenIDSession?
    private var renewal: Task<Credentials, any Error>?

    /// A token file is read again after this time, as clients of Kubernetes do.
    private static let secondsOfTokenFile: Int64 = 60
    /// Credentials that end this soon are renewed before.
    private static let secondsToSpare: Int64 = 10

    init(
        _ connection: ClusterConnection,
        environment: [String: String],
        now: @escaping @Sendable () -> Int64 = { Timestamp.now().seconds }
    ) {
        self.connection = connection
        self.environment = environment
        self.now = now
        if case .openID(let provider) = connection.bearer {
            session = OpenIDSession(provider)
        } else {
            session = nil
        }
    }

    /// The credentials to use now.
    ///
    /// - Throws: `ApplyError` if a file or a program does not give any.
    func credentials() async throws -> Credentials {
        if let current, current.expiration.map({ $0 - Self.secondsToSpare > now() }) ?? true { return current }
        return try await renewed()
    }

    /// Other credentials than some that the server refused; `nil` if there can be no others.
    func credentials(after refused: Credentials) async throws -> Credentials? {
        switch connection.bearer {
        case .none, .token, .password: return nil
        case .openID(let provider): if provider.tokens.refreshToken == nil { return nil }
        case .tokenFile, .program: break
        }
        // Another request may have been refused before, and have brought others.
        if let current, current.number > refused.number, current.authorization != refused.authorization {
            return current
        }
        current = nil
        let fresh = try await renewed(besides: refused)
        return fresh.authorization == refused.authorization && fresh.certificate == nil ? nil : fresh
    }

    /// Asks once, however many requests wait for the answer.
    private func renewed(besides refused: Credentials? = nil) async throws -> Credentials {
        let task: Task<Credentials, any Error>
        if let renewal {
            task = renewal
        } else {
            let (connection, environment, session, now) = (connection, environment, session, now())
            task = Task {
                if let session {
                    return try await session.credentials(
                        besides: refused?.token,
                        at: now,
                        toSpare: Self.secondsToSpare
                    )
                }
                return try await Self.fresh(connection, environment, now)
            }
            renewal = task
        }
        let result = await task.result
        renewal = nil
        var credentials = try result.get()
        count += 1
        credentials.number = count
        current = credentials
        return credentials
    }

    private static func fresh(
        _ connection: ClusterConnection,
        _ environment: [String: String],
        _ now: Int64
    ) async throws -> Credentials {
        switch connection.bearer {
        case .none: return .none
        case .token(let text): return .token(text)
        case .password(let user, let password):
            return Credentials(authorization: "Basic \(Base64.encoded("\(user):\(password)"))")
        case .tokenFile(let path):
            let bytes: [UInt8]?
            do throws(KubeconfigFiles.FileProblem) {
                bytes = try KubeconfigFiles.bytes(of: path)
            } catch {
                throw ApplyError.tokenFile(path, reason: error.reason)
            }
            guard let bytes, !bytes.isEmpty else { throw ApplyError.tokenFile(path, reason: "there is no token in it") }
            return .token(String(decoding: bytes, as: UTF8.self), expiration: now + secondsOfTokenFile)
        case .program(let program): return try await CredentialRun(program, environment: environment).credentials()
        case .openID: preconditionFailure("a session gives the tokens of OpenID Connect")
        }
    }
}
