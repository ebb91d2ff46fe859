public import Bicep
internal import Diagnostics
internal import Documents
internal import Glibc

/// The credentials that `docker login` and its like have stored: `config.json`, and the helpers that it names.
///
/// Nothing is read before a registry asks who is there.
public struct DockerCredentials: Sendable {
    private let path: String
    private let files: any FileLoader
    private let environment: [String: String]
    /// How long a helper may take.
    var helperTimeLimit = CredentialProgram.timeLimit

    /// Finds the configuration: `$DOCKER_CONFIG/config.json`, or `~/.docker/config.json`.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process; helpers are looked for along its `PATH`.
    ///   - files: Reads the configuration.
    public init(environment: [String: String], files: any FileLoader) {
        let folder = environment["DOCKER_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        path = (folder ?? (environment["HOME"] ?? "") + "/.docker") + "/config.json"
        self.files = files
        self.environment = environment
    }

    /// The credential for a registry; `nil` if none is stored.
    func credential(for registry: String) async throws(RegistryError) -> RegistryCredential? {
        guard let configuration = try configuration() else { return nil }
        if let helper = helper(for: registry, in: configuration) {
            let server = Self.isDockerHub(registry) ? "https://index.docker.io/v1/" : registry
            let helper = try CredentialProgram(
                helper,
                of: path,
                environment: environment,
                timeLimit: helperTimeLimit
            )
            if let found = try await helper.credential(for: server) { return found }
        }
        for (server, entry) in configuration["auths"]?.objectValue ?? [:]
        where Self.key(of: server) == Self.key(of: registry) {
            return try credential(in: entry, of: server)
        }
        return nil
    }

    private func configuration() throws(RegistryError) -> Value? {
        guard access(path, F_OK) == 0 else { return nil }
        let file: LoadedFile
        do throws(FileLoadError) {
            file = try files.load(path, from: "")
        } catch {
            throw .credentialsUnreadable(
                "the credentials in '\(path)' cannot be read: \(error.reason)",
                help: "check the permissions of the file"
            )
        }
        let (document, diagnostics) = JSONReader.read(SourceFile(path: path, bytes: file.bytes))
        guard let value = document?.value, !diagnostics.hasErrors, value.objectValue != nil else {
            throw .credentialsUnreadable("'\(path)' is no JSON object", help: "correct it, or log in again")
        }
        return value
    }

    private func helper(for registry: String, in configuration: Value) -> String? {
        let named = configuration["credHelpers"]?.objectValue?.first { Self.key(of: $0.key) == Self.key(of: registry) }
        let name = named?.value.stringValue ?? configuration["credsStore"]?.stringValue
        return name?.isEmpty == true ? nil : name
    }

    private func credential(in entry: Value, of server: String) throws(RegistryError) -> RegistryCredential? {
        if let token = entry["identitytoken"]?.text { return .identityToken(token) }
        if let token = entry["registrytoken"]?.text { return .registryToken(token) }
        if let user = entry["username"]?.text, let secret = entry["password"]?.text {
            return .password(user: user, secret: secret)
        }
        guard let auth = entry["auth"]?.text else { return nil }
        let text = Base64.decoded(auth.paddedBase64).map { String(decoding: $0, as: UTF8.self) }
        guard let text, let colon = text.firstIndex(of: ":") else {
            throw .credentialsUnreadable(
                "'auth' of '\(server)' in '\(path)' is no 'user:password' in base 64",
                help: "docker login \(server)"
            )
        }
        let secret = text[text.index(after: colon)...].prefix { $0 != "\0" }
        return .password(user: String(text[..<colon]), secret: String(secret))
    }

    /// What names of one server have in common: `https://ghcr.io/v2/` and `ghcr.io` are the same.
    static func key(of server: String) -> String {
        let lowercased = server.lowercased()
        let rest = ["https://", "http://"].first { lowercased.hasPrefix($0) }.map { lowercased.dropFirst($0.count) }
        let host = String((rest ?? lowercased[...]).prefix { $0 != "/" })
        return isDockerHub(host) ? "docker.io" : host
    }

    static func isDockerHub(_ host: String) -> Bool {
        ["docker.io", "index.docker.io", "registry-1.docker.io"].contains(host)
    }
}

extension Value {
    /// The text, if there is any in it.
    fileprivate var text: String? { stringValue.flatMap { $0.isEmpty ? nil : $0 } }
}

extension String {
    /// The text with the padding of base 64, which some programs leave out.
    fileprivate var paddedBase64: String { self + String(repeating: "=", count: (4 - utf8.count % 4) % 4) }
}
