import AppModel
import Bicep
import Diagnostics
import Documents
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Recipes

/// Counts from 0, from any thread.
final class Counter: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).oldValue }
}

/// Remembers what a server was asked.
final class Recorder: Sendable {
    private let seen = Mutex<[SeenRequest]>([])

    func add(_ request: SeenRequest) { seen.withLock { $0.append(request) } }

    var requests: [SeenRequest] { seen.withLock { $0 } }
}

/// The credentials that a `config.json` holds.
func storedCredentials(
    _ configuration: String,
    in folder: ScratchFolder,
    path: String = "/usr/bin:/bin"
) throws -> DockerCredentials {
    try folder.write(configuration, to: "docker/config.json")
    return DockerCredentials(
        environment: ["DOCKER_CONFIG": "\(folder.path)/docker", "PATH": path],
        files: DiskFiles()
    )
}

/// How a registry is told who asks, and who learns it.
@Suite(.timeLimit(.minutes(10))) struct AuthenticationTests {
    private static let token = "ZGFzIGlzdCBnZWhlaW0"

    /// A registry that wants a token of its own service, which takes what `isWelcome` says.
    private static func asking(
        realm: String? = nil,
        remembering seen: Recorder,
        unless isWelcome: @escaping @Sendable (SeenRequest) -> Bool
    ) -> @Sendable (SeenRequest) -> Reply {
        { request in
            seen.add(request)
            if request.target.hasPrefix("/token") {
                guard isWelcome(request) else { return .response(status: 401) }
                return .response(status: 200, body: Array(#"{"token": "\#(token)"}"#.utf8))
            }
            guard request.headers["authorization"] == "Bearer \(token)" else {
                let address = realm ?? "http://\(request.headers["host"] ?? "")/token"
                let challenge = "Bearer realm=\"\(address)\",service=\"reg\",scope=\"repository:shop/redis:pull\""
                return .response(status: 401, headers: ["WWW-Authenticate: \(challenge)"])
            }
            return wellBehaved(request)
        }
    }

    @Test func aTokenIsFetchedForWhoeverAsks() async throws {
        let seen = Recorder()
        try await withRegistry(Self.asking(remembering: seen) { _ in true }) { server in
            let module = try await registryClient().pull(reference(server))
            #expect(module.template == servedTemplate)
        }
        let tokens = seen.requests.filter { $0.target.hasPrefix("/token") }
        #expect(tokens.map(\.target) == ["/token?service=reg&scope=repository%3Ashop%2Fredis%3Apull"])
        #expect(tokens.allSatisfy { $0.headers["authorization"] == nil })
    }

    @Test(arguments: [
        #"{"auth": "YW5uYTpwYXNzOndvcmQ="}"#, #"{"username": "anna", "password": "pass:word"}"#,
    ])
    func aTokenIsFetchedWithThePassword(entry: String) async throws {
        let seen = Recorder()
        let reply = Self.asking(remembering: seen) { $0.headers["authorization"] == "Basic YW5uYTpwYXNzOndvcmQ=" }
        try await ScratchFolder.with { folder in
            try await withRegistry(reply) { server in
                let credentials = try storedCredentials(
                    #"{"auths": {"https://127.0.0.1:\#(server.port)/v1/": \#(entry)}}"#,
                    in: folder
                )
                let module = try await registryClient { $0.credentials = credentials }.pull(reference(server))
                #expect(module.template == servedTemplate)
            }
        }
    }

    @Test func anIdentityTokenIsExchanged() async throws {
        let seen = Recorder()
        let reply = Self.asking(remembering: seen) { request in
            String(decoding: request.body, as: UTF8.self)
                == "grant_type=refresh_token&service=reg&client_id=rad"
                + "&scope=repository%3Ashop%2Fredis%3Apull&refresh_token=r%2Ft"
        }
        try await ScratchFolder.with { folder in
            try await withRegistry(reply) { server in
                let credentials = try storedCredentials(
                    #"{"auths": {"127.0.0.1:\#(server.port)": {"identitytoken": "r/t"}}}"#,
                    in: folder
                )
                let module = try await registryClient { $0.credentials = credentials }.pull(reference(server))
                #expect(module.template == servedTemplate)
            }
        }
    }

    /// An environment's account for a registry comes before the user's own, and goes to no other registry.
    @Test func anEnvironmentHasItsOwnAccounts() async throws {
        let seen = Recorder()
        let basic = "Basic \(Data("bert:pass:word".utf8).base64EncodedString())"
        let reply = Self.asking(remembering: seen) { $0.headers["authorization"] == basic }
        try await ScratchFolder.with { folder in
            try await withRegistry(reply) { server in
                let host = "127.0.0.1:\(server.port)"
                let entry = #"{"username": "anna", "password": "geheim"}"#
                let credentials = try storedCredentials(#"{"auths": {"\#(host)": \#(entry)}}"#, in: folder)
                let client = registryClient { $0.credentials = credentials }
                let module = try await client.signingIn(with: accounts(of: host, password: "pass:word"))
                    .pull(reference(server))
                #expect(module.template == servedTemplate)

                let refused = await #expect(throws: RegistryError.self) {
                    _ = try await client.signingIn(with: accounts(of: host, password: "geheim-1")).pull(
                        reference(server)
                    )
                }
                #expect(
                    refused?.reason
                        == "'\(host)' does not accept the name and the password that the environment has for it"
                )
                #expect(refused?.help == "correct the secret that the environment's settings name for '\(host)'")

                let others = accounts(of: "localhost:\(server.port)", password: "pass:word")
                #expect(String(reflecting: others).contains("pass:word") == false)
                let user = await #expect(throws: RegistryError.self) {
                    _ = try await client.signingIn(with: others).pull(reference(server))
                }
                #expect(user?.reason == "'\(host)' does not accept the stored credentials")
            }
        }
        let shown = seen.requests.compactMap { $0.headers["authorization"] }
        #expect(shown.count { $0 == basic } == 1)
    }

    /// What an environment has that gives `bert` a password at a host.
    private func accounts(of host: String, password: String) -> RegistryAccounts {
        let account: Value = ["username": "bert", "password": .secret(.string(password))]
        return RegistryAccounts(RegistrySettings(accounts: [host: account]))
    }

    @Test(arguments: ["http://other.example/token", "ftp://127.0.0.1/token", "token", "http://u:p@127.0.0.1/token"])
    func noPasswordGoesToATokenServiceElsewhereWithoutTLS(realm: String) async throws {
        let seen = Recorder()
        try await ScratchFolder.with { folder in
            try await withRegistry(Self.asking(realm: realm, remembering: seen) { _ in true }) { server in
                let credentials = try storedCredentials(
                    #"{"auths": {"127.0.0.1:\#(server.port)": {"username": "anna", "password": "geheim"}}}"#,
                    in: folder
                )
                let error = await #expect(throws: RegistryError.self) {
                    _ = try await registryClient { $0.credentials = credentials }.pull(reference(server))
                }
                #expect(error?.code == "RAD1119")
            }
        }
        #expect(seen.requests.count == 1)
    }

    @Test func noCredentialGoesToAnotherMachineWithoutTLS() async throws {
        let seen = Recorder()
        try await ScratchFolder.with { folder in
            try await withRegistry(Self.asking(remembering: seen) { _ in true }) { server in
                // An address of this machine that does not say so.
                let host = "0.0.0.0:\(server.port)"
                let entry = #"{"username": "anna", "password": "geheim"}"#
                let credentials = try storedCredentials(#"{"auths": {"\#(host)": \#(entry)}}"#, in: folder)
                let reference = try reference(at: host)
                do throws(RegistryError) {
                    _ = try await registryClient { $0.credentials = credentials }.pull(reference)
                    Issue.record("it was let in")
                } catch {
                    let expected = """
                        RAD1125 'REGISTRY' asks for credentials, and those that are stored are not sent without TLS
                        help: leave '--plain-http' or 'plainHttp' out, or let 'REGISTRY' serve this without asking who is there
                        """
                    #expect(
                        "\(error.code) \(error.reason)\nhelp: \(error.help)".replacing(host, with: "REGISTRY")
                            == expected
                    )
                }
                #expect(seen.requests.map { $0.headers["authorization"] } == [nil])
                // Whoever has none is a stranger there, as before.
                let module = try await registryClient().pull(reference)
                #expect(module.template == servedTemplate)
            }
        }
    }

    @Test func anExpiredTokenIsNotShownToTheTokenService() async throws {
        let seen = Recorder()
        let tokens = Counter()
        try await withRegistry({ request in
            seen.add(request)
            if request.target.hasPrefix("/token") {
                guard request.headers["authorization"] == nil else { return .response(status: 400) }
                return .response(status: 200, body: Array(#"{"token": "t\#(tokens.next())"}"#.utf8))
            }
            // The first token is good for the manifest, and has expired when the template is asked for.
            let wanted = request.target.contains("/manifests/") ? "Bearer t0" : "Bearer t1"
            guard request.headers["authorization"] == wanted else {
                let realm = "http://\(request.headers["host"] ?? "")/token"
                return .response(status: 401, headers: ["WWW-Authenticate: Bearer realm=\"\(realm)\""])
            }
            return wellBehaved(request)
        }) { server in
            let module = try await registryClient().pull(reference(server))
            #expect(module.template == servedTemplate)
        }
        #expect(seen.requests.count { $0.target.hasPrefix("/token") } == 2)
    }

    @Test(arguments: ["{}", "<html>", #"{"token": ""}"#, #"{"token": "a\r\nb"}"#])
    func anAnswerWithoutATokenIsReported(answer: String) async throws {
        try await withRegistry({ request in
            guard !request.target.hasPrefix("/token") else { return .response(status: 200, body: Array(answer.utf8)) }
            let realm = "http://\(request.headers["host"] ?? "")/token"
            return .response(status: 401, headers: ["WWW-Authenticate: Bearer realm=\"\(realm)\""])
        }) { server in
            let error = await #expect(throws: RegistryError.self) {
                _ = try await registryClient().pull(reference(server))
            }
            #expect(error?.code == "RAD1123")
        }
    }

    @Test func wrongCredentialsAreNotRepeatedInWords() async throws {
        try await ScratchFolder.with { folder in
            try await withRegistry(Self.asking(remembering: Recorder()) { _ in false }) { server in
                let credentials = try storedCredentials(
                    #"{"auths": {"127.0.0.1:\#(server.port)": {"username": "anna", "password": "geheim"}}}"#,
                    in: folder
                )
                let reference = try reference(server)
                do throws(RegistryError) {
                    _ = try await registryClient { $0.credentials = credentials }.pull(reference)
                    Issue.record("it was let in")
                } catch {
                    let expected = """
                        RAD1110 'REGISTRY' does not accept the stored credentials
                        help: docker login REGISTRY
                        """
                    #expect(error.text(server) == expected)
                    #expect(!"\(error)".contains("geheim") && !"\(error)".contains("anna"))
                }
            }
        }
    }

    @Test func whoeverIsNotKnownIsToldToLogIn() async throws {
        try await checkPull(
            fails: """
                RAD1110 'REGISTRY' asks for credentials, and none are stored for it
                help: docker login REGISTRY
                """
        ) { _ in .response(status: 401, headers: ["WWW-Authenticate: Basic realm=\"x\""]) }
    }

    @Test func aCredentialDoesNotDescribeItself() {
        let credential = RegistryCredential.password(user: "anna", secret: "geheim")
        var dumped = ""
        dump(credential, to: &dumped)
        #expect(!"\(credential) \(String(reflecting: credential)) \(dumped)".contains("geheim"))
    }
}

/// What `docker login` leaves behind.
@Suite(.timeLimit(.minutes(10))) struct DockerCredentialTests {
    private func found(
        _ configuration: String,
        for registry: String = "ghcr.io",
        helper: String? = nil,
        within limit: Duration = .seconds(30)
    ) async throws -> RegistryCredential? {
        try await ScratchFolder.with { folder in
            if let helper {
                let path = "bin/docker-credential-test"
                try folder.write(helper.hasPrefix("#!") ? helper : "#!/bin/sh\n\(helper)\n", to: path)
                #expect(chmod("\(folder.path)/\(path)", 0o700) == 0)
            }
            var credentials = try storedCredentials(configuration, in: folder, path: "\(folder.path)/bin:/usr/bin:/bin")
            credentials.helperTimeLimit = limit
            return try await credentials.credential(for: registry)
        }
    }

    @Test func namesOfOneServerAreTheSame() async throws {
        let entry = #"{"username": "anna", "password": "1"}"#
        let anna = RegistryCredential.password(user: "anna", secret: "1")
        #expect(try await found(#"{"auths": {"https://ghcr.io/v2/": \#(entry)}}"#) == anna)
        #expect(try await found(#"{"auths": {"GHCR.io": \#(entry)}}"#) == anna)
        #expect(try await found(#"{"auths": {"ghcr.io.evil.example": \#(entry)}}"#) == nil)
        #expect(try await found(#"{"auths": {"https://index.docker.io/v1/": \#(entry)}}"#, for: "docker.io") == anna)
        #expect(try await found(#"{"auths": {}}"#) == nil)
        #expect(try await found("{}") == nil)
    }

    @Test func aHelperIsAsked() async throws {
        let answer = #"echo "{\"ServerURL\": \"$(cat)\", \"Username\": \"anna\", \"Secret\": \"$1\"}""#
        let anna = RegistryCredential.password(user: "anna", secret: "get")
        #expect(try await found(#"{"credsStore": "test"}"#, helper: answer) == anna)
        #expect(try await found(#"{"credHelpers": {"ghcr.io": "test"}}"#, helper: answer) == anna)
        #expect(try await found(#"{"credHelpers": {"other.io": "test"}}"#, helper: answer) == nil)
        let token = #"cat > /dev/null; echo '{"Username": "<token>", "Secret": "t"}'"#
        #expect(try await found(#"{"credsStore": "test"}"#, helper: token) == .identityToken("t"))
        let none = "echo credentials not found in native keychain; exit 1"
        #expect(try await found(#"{"credsStore": "test"}"#, helper: none) == nil)
    }

    @Test(arguments: ["YW5uYTpwYXNzOndvcmQ=", "YW5uYTpwYXNzOndvcmQ"])
    func paddingMayBeMissing(auth: String) async throws {
        let anna = RegistryCredential.password(user: "anna", secret: "pass:word")
        #expect(try await found(#"{"auths": {"ghcr.io": {"auth": "\#(auth)"}}}"#) == anna)
    }

    @Test(arguments: [
        "exec sleep 600", "exec <&- >&-; exec sleep 600", "while :; do echo x; sleep 0.05; done",
        "trap '' PIPE; while :; do echo x; done",
    ])
    func aHelperHasItsTimeAndNoMore(helper: String) async throws {
        let error = await #expect(throws: RegistryError.self) {
            _ = try await found(#"{"credsStore": "test"}"#, helper: helper, within: .milliseconds(300))
        }
        #expect(error?.code == "RAD1120")
        #expect(error?.reason.hasSuffix("does not come to an end") == true)
    }

    @Test func aHelperThatIsSilentFirstMayEndLater() async throws {
        let answer = #"cat > /dev/null; echo '{"Username": "a", "Secret": "b"}'; exec <&- >&-; sleep 0.2; exit 0"#
        #expect(try await found(#"{"credsStore": "test"}"#, helper: answer) == .password(user: "a", secret: "b"))
    }

    @Test func aHelperIsStartedWithNoSignalBlocked() async throws {
        // No shell: some begin with clearing the mask.
        let answer = #"""
            #!/usr/bin/awk -f
            BEGIN {
                while ((getline < "/proc/self/status") > 0)
                    if ($1 == "SigBlk:") print "{\"Username\": \"mask\", \"Secret\": \"" $2 "\"}"
            }

            """#
        let none = RegistryCredential.password(user: "mask", secret: String(repeating: "0", count: 16))
        #expect(try await found(#"{"credsStore": "test"}"#, helper: answer) == none)
    }

    @Test(arguments: [
        ("nonsense", nil), (#"{"credsStore": "missing"}"#, nil), (#"{"credsStore": "../../bin/sh"}"#, nil),
        (#"{"credsStore": "test"}"#, "echo nothing"), (#"{"auths": {"ghcr.io": {"auth": "?"}}}"#, nil),
        (#"{"auths": {"ghcr.io": {"auth": "===="}}}"#, nil), (#"{"auths": {"ghcr.io": {"auth": "YTpiY"}}}"#, nil),
    ])
    func whatCannotBeUnderstoodIsReported(configuration: String, helper: String?) async throws {
        let error = await #expect(throws: RegistryError.self) { _ = try await found(configuration, helper: helper) }
        #expect(error?.code == "RAD1120")
    }
}
