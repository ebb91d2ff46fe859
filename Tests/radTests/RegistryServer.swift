import Foundation
import TestSupport
import Testing

/// The registry of the Distribution project, running on a port of this machine with a store of its own.
struct RegistryServer {
    /// `127.0.0.1:PORT`, or `localhost:PORT` with TLS.
    let address: String
    /// Its certificate in PEM, if it speaks TLS.
    let authorities: String?
    private let store: String

    /// How it finds out who asks.
    enum Access {
        case open
        /// User `anna`, password `pass:word 1`.
        case password
        /// Tokens of a service at an address, signed with the key of a certificate.
        case token(realm: String, certificate: String)
    }

    /// The program; CI names it, so that nothing is skipped there.
    static let program = ProcessInfo.processInfo.environment["RAD_TEST_REGISTRY"].flatMap { $0.isEmpty ? nil : $0 }

    static let user = "anna"
    static let password = "pass:word 1"

    /// Runs a test against a server of its own.
    static func with<Result>(
        _ access: Access = .open,
        isProtected: Bool = false,
        test: (RegistryServer) async throws -> Result
    ) async throws -> Result {
        try await ScratchFolder.with { folder in
            var configuration = """
                version: 0.1
                log: {level: info}
                storage: {filesystem: {rootdirectory: \(folder.path)/store}}
                http:
                  addr: 127.0.0.1:0
                \(try authentication(access, in: folder))
                """
            if isProtected {
                try certify("server", in: folder)
                configuration = configuration.replacing(
                    "  addr: 127.0.0.1:0",
                    with: """
                          addr: 127.0.0.1:0
                          tls: {certificate: \(folder.path)/server.pem, key: \(folder.path)/server.key}
                        """
                )
            }
            try folder.write(configuration, to: "registry.yml")
            let (process, port) = try start(folder)
            defer {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let host = isProtected ? "localhost" : "127.0.0.1"
            let server = RegistryServer(
                address: "\(host):\(port)",
                authorities: isProtected ? "\(folder.path)/server.pem" : nil,
                store: "\(folder.path)/store"
            )
            return try await test(server)
        }
    }

    /// A blob as it lies in the store, by its digest.
    func blob(_ digest: String) throws -> Data {
        let digits = digest.dropFirst("sha256:".count)
        let folder = "\(store)/docker/registry/v2/blobs/sha256"
        return try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(digits.prefix(2))/\(digits)/data"))
    }

    private static func authentication(_ access: Access, in folder: ScratchFolder) throws -> String {
        switch access {
        case .open: return ""
        case .password:
            try folder.write("anna:$2y$05$4GV2le4ohFYUWBABvgLY0Og5qLCT4H.ayA9FHJarp.E0k.EHLVOpC\n", to: "htpasswd")
            return "auth: {htpasswd: {realm: test, path: \(folder.path)/htpasswd}}"
        case .token(let realm, let certificate):
            return """
                auth: {token: {realm: "\(realm)", service: registry, issuer: test, rootcertbundle: \(certificate)}}
                """
        }
    }

    /// Starts the program and reads from its log on which port it listens.
    private static func start(_ folder: ScratchFolder) throws -> (Process, port: Substring) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.arguments = ["serve", "\(folder.path)/registry.yml"]
        let log = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = log
        try process.run()
        var text = ""
        while true {
            let data = log.fileHandleForReading.availableData
            text += String(decoding: data, as: UTF8.self)
            if let match = text.firstMatch(of: /listening on [0-9.]+:([0-9]+)[^0-9]/) {
                // Whatever else it logs is read away, so that it never waits for a reader.
                log.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
                return (process, match.output.1)
            }
            guard !data.isEmpty else { break }
        }
        kill(process.processIdentifier, SIGKILL)
        throw Unstarted(log: text)
    }

    private struct Unstarted: Error {
        let log: String
    }

    /// Makes a key and a certificate for `localhost`, as PEM files of a name.
    static func certify(_ name: String, in folder: ScratchFolder) throws {
        _ = try openssl([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost", "-keyout", "\(folder.path)/\(name).key", "-out",
            "\(folder.path)/\(name).pem",
        ])
    }

    /// Runs `openssl` to its end and gives what it wrote.
    static func openssl(_ arguments: [String], input: Data = Data()) throws -> Data {
        try run("/usr/bin/openssl", arguments, input: input)
    }

    /// Runs another program that must succeed, and gives what it wrote.
    static func run(_ program: String, _ arguments: [String], input: Data = Data()) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (given, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = given
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        given.fileHandleForWriting.write(input)
        try given.fileHandleForWriting.close()
        let result = output.fileHandleForReading.readDataToEndOfFile()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(program) says: \(text)")
        return result
    }
}

/// A token service, as registries use one: it knows `anna`, and lets everybody else pull.
///
/// Specification: the Distribution project's token authentication.
struct TokenService {
    let folder: ScratchFolder

    /// Runs a test with a service whose realm is its address.
    static func with<Result>(
        _ test: (_ realm: String, _ certificate: String) async throws -> Result
    ) async throws -> Result {
        try await ScratchFolder.with { folder in
            try RegistryServer.certify("token", in: folder)
            let service = TokenService(folder: folder)
            let server = try LoopbackServer { request in
                (try? service.reply(to: request)) ?? .response(status: 500)
            }
            defer { server.stop() }
            return try await test("\(server.url)/token", "\(folder.path)/token.pem")
        }
    }

    private func reply(to request: SeenRequest) throws -> Reply {
        let credentials = Data("\(RegistryServer.user):\(RegistryServer.password)".utf8).base64EncodedString()
        let given = request.headers["authorization"]
        guard given == nil || given == "Basic \(credentials)" else { return .response(status: 401) }
        let query = URLComponents(string: request.target)?.queryItems ?? []
        let scope = query.first { $0.name == "scope" }?.value?.split(separator: ":").map(String.init) ?? []
        guard scope.count == 3 else { return .response(status: 400) }
        let actions = given == nil ? ["pull"] : scope[2].split(separator: ",").map(String.init)
        let token = try token(for: scope[1], actions)
        return .response(status: 200, body: Array(#"{"token": "\#(token)"}"#.utf8))
    }

    /// A JSON web token, signed by the key of the certificate that goes with it (RFC 7519).
    private func token(for repository: String, _ actions: [String]) throws -> String {
        let pem = try folder.read("token.pem")
        let certificate = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        let now = Int(Date().timeIntervalSince1970)
        let header: [String: Any] = ["typ": "JWT", "alg": "RS256", "x5c": [certificate]]
        let claims: [String: Any] = [
            "iss": "test", "sub": "", "aud": "registry", "jti": UUID().uuidString, "iat": now - 10, "nbf": now - 10,
            "exp": now + 300, "access": [["type": "repository", "name": repository, "actions": actions]],
        ]
        let parts = try [header, claims].map { try JSONSerialization.data(withJSONObject: $0).base64ForURLs }
        let text = parts.joined(separator: ".")
        let key = "\(folder.path)/token.key"
        let signature = try RegistryServer.openssl(["dgst", "-sha256", "-sign", key], input: Data(text.utf8))
        return "\(text).\(signature.base64ForURLs)"
    }
}

extension Data {
    fileprivate var base64ForURLs: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
