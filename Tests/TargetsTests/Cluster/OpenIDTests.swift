import Diagnostics
import Engine
import Foundation
import TestSupport
import Testing

@testable import Targets

/// Users who sign in through an issuer of OpenID Connect.
@Suite(.timeLimit(.minutes(10))) struct OpenIDTests {
    /// A token that ended in 1970, as nobody verifies it here.
    private static let ended = "eyJhbGciOiJub25lIn0.eyJleHAiOjEwMH0.c2lnbmF0dXJl"

    private func kubeconfig(_ settings: String) -> String {
        """
        # made by hand
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://c"}}]
        contexts:
        - context: {cluster: c, user: anna}   # the only one
          name: x
        current-context: x
        users:
        - name: anna
          user:
            auth-provider:
              name: oidc
              config:
        \(settings)
        - name: bert
          user: {token: other}

        """
    }

    /// Signs in with a kubeconfig.
    private func source(_ path: String, now: Int64? = nil) throws -> CredentialSource {
        let (connection, diagnostics) = KubeconfigFiles(environment: ["KUBECONFIG": path]).connection(to: "")
        #expect(diagnostics.isEmpty)
        guard let now else { return CredentialSource(try #require(connection), environment: [:]) }
        return CredentialSource(try #require(connection), environment: [:]) { now }
    }

    private func settings(_ issuer: OpenIDIssuer, _ refreshToken: String, _ client: String = "rad") -> String {
        """
                client-id: \(client)
                client-secret: client-secret
                id-token: \(Self.ended)
                idp-certificate-authority: \(issuer.certificate)
                idp-issuer-url: \(issuer.url)
                refresh-token: "\(refreshToken)"
        """
    }

    @Test func anEndedTokenIsRenewedOnceAndNothingElseOfTheFileChanges() async throws {
        try await OpenIDIssuer.with { issuer in
            try await ScratchFolder.with { folder in
                let before = kubeconfig(settings(issuer, "anna:600:1"))
                try folder.write(before, to: "real")
                let path = "\(folder.path)/config"
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(folder.path)/real")
                let source = try source(path)
                try await withThrowingTaskGroup(of: String?.self) { group in
                    for _ in 0..<10 { group.addTask { try await source.credentials().token } }
                    for try await token in group { #expect(token?.hasPrefix("eyJ") == true && token != Self.ended) }
                }
                #expect(
                    issuer.requests == [
                        "GET /.well-known/openid-configuration", "POST /token grant_type refresh_token",
                    ]
                )
                let token = try #require(try await source.credentials().token)
                #expect(
                    try folder.read("real")
                        == before.replacing(Self.ended, with: token).replacing("anna:600:1", with: "anna:600:2")
                )
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/real")
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
                #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "\(folder.path)/real")
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["config", "real"]
                )
                // Another rad finds it, and asks nobody.
                #expect(try await self.source(path).credentials().token == token)
                #expect(issuer.requests.count == 2)
            }
        }
    }

    @Test(arguments: [("rad-parameters", 3), ("rad-public", 2)])
    func clientsSayWhoTheyAreInTheWayThatTheIssuerTakes(client: String, requests: Int) async throws {
        try await OpenIDIssuer.with { issuer in
            try await ScratchFolder.with { folder in
                var settings = settings(issuer, "anna:600:1", client)
                if client == "rad-public" {
                    settings = settings.replacing("client-secret: client-secret\n        ", with: "")
                }
                try folder.write(kubeconfig(settings), to: "config")
                let token = try await source("\(folder.path)/config").credentials().token
                #expect(token?.hasPrefix("eyJ") == true)
                #expect(issuer.requests.count == requests)
            }
        }
    }

    @Test func aTokenThatTheServerRefusesIsRenewedThoughItHasNotEnded() async throws {
        try await OpenIDIssuer.with { issuer in
            try await ScratchFolder.with { folder in
                try folder.write(kubeconfig(settings(issuer, "anna:600:1")), to: "config")
                let source = try source("\(folder.path)/config", now: 50)
                let first = try await source.credentials()
                #expect(first.token == Self.ended)
                #expect(issuer.requests == [])
                let second = try await source.credentials(after: first)
                #expect(second?.token?.hasPrefix("eyJ") == true && second?.token != Self.ended)
            }
        }
    }

    @Test func twoAtOnceRenewATokenOnce() async throws {
        try await OpenIDIssuer.with { issuer in
            try await ScratchFolder.with { folder in
                try folder.write(kubeconfig(settings(issuer, "anna:600:1")), to: "config")
                let (first, second) = (try source("\(folder.path)/config"), try source("\(folder.path)/config"))
                let other = Task { try await second.credentials().token }
                let (one, two) = try await (first.credentials().token, other.value)
                #expect(one?.hasPrefix("eyJ") == true && two?.hasPrefix("eyJ") == true)
                #expect(one == two)
                #expect(try folder.read("config").contains("anna:600:2"))
                #expect(issuer.requests.count == 2)
            }
        }
    }

    @Test(arguments: [
        ("revoked:600:1", "RAD6175", "invalid_grant: <redacted> was revoked"),
        ("silent:600:1", "RAD6174", "its answer has no 'id_token'"),
    ])
    func whatTheIssuerRefusesIsSaidWithoutTheSecret(token: String, code: String, cause: String) async throws {
        try await OpenIDIssuer.with { issuer in
            try await ScratchFolder.with { folder in
                let text = kubeconfig(settings(issuer, token))
                try folder.write(text, to: "config")
                let source = try source("\(folder.path)/config")
                let error = await #expect(throws: ApplyError.self) { try await source.credentials() }
                #expect(error?.code == code)
                #expect(error?.cause == cause)
                #expect(try folder.read("config") == text)
            }
        }
    }

    @Test func anIssuerThatCannotBeTrustedGetsNoToken() async throws {
        try await OpenIDIssuer.with { issuer in
            try await ScratchFolder.with { folder in
                let authority = "        idp-certificate-authority: \(issuer.certificate)\n"
                let text = settings(issuer, "anna:600:1")
                try folder.write(kubeconfig(text.replacing(authority, with: "")), to: "strange")
                let error = await #expect(throws: ApplyError.self) {
                    try await source("\(folder.path)/strange").credentials()
                }
                #expect(error?.code == "RAD6173")
                #expect(error?.help == "check 'idp-certificate-authority' in the kubeconfig")
                try folder.write(kubeconfig(text.replacing("https:", with: "http:")), to: "plain")
                let plain = await #expect(throws: ApplyError.self) {
                    try await source("\(folder.path)/plain").credentials()
                }
                #expect(plain?.code == "RAD6174")
                #expect(issuer.requests == [])
            }
        }
    }

    @Test func aFileThatCannotBeWrittenIsAnError() async throws {
        try await OpenIDIssuer.with { issuer in
            try await ScratchFolder.with { folder in
                try folder.write(kubeconfig(settings(issuer, "anna:600:1")), to: "config")
                try folder.write("", to: "config.lock")
                let source = try source("\(folder.path)/config")
                let error = await #expect(throws: ApplyError.self) { try await source.credentials() }
                #expect(error?.code == "RAD6176")
                #expect(error?.cause == "another program keeps '\(folder.path)/config.lock'")
            }
        }
    }

    @Test(arguments: [
        ("users: [{name: a, user: {auth-provider: {config: {id-token: old, refresh-token: 'r'}}}}]\n", true),
        (#"{"users": [{"name": "a", "user": {"auth-provider": {"config": {"refresh-token": "r"}}}}]}"#, true),
        ("users:\n- name: a\n  user:\n    auth-provider:\n      config:\n        client-id: x # mine\n", true),
        ("users:\n- name: a\n  user:\n    auth-provider:\n      config:\n        id-token: >-\n          old\n", true),
        ("users:\n- name: b\n", false),
    ])
    func tokensAreWrittenIntoTextOfAnyStyle(text: String, isPossible: Bool) throws {
        let tokens = OpenIDTokens(idToken: "eyJ\"1", refreshToken: "two")
        let bytes = KubeconfigTokens.edited(SourceFile(path: "config", text: text), user: "a", tokens)
        guard isPossible else { return #expect(bytes == nil) }
        let edited = String(decoding: try #require(bytes), as: UTF8.self)
        for line in text.split(separator: "\n")
        where !line.contains("old") && !line.contains(">-") && !line.contains("{") {
            #expect(edited.contains(line))
        }
        #expect(edited.contains(#""eyJ\"1""#) && edited.contains(#""two""#), "\(edited)")
    }
}
