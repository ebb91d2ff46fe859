import Engine
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Targets

/// How a user signs in: tokens, files that change, programs.
@Suite(.timeLimit(.minutes(10))) struct CredentialTests {
    private func program(_ script: String, in folder: ScratchFolder, mustAsk: Bool = false) throws -> CredentialProgram
    {
        try folder.write("#!/bin/sh\n\(script)\n", to: "login")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(folder.path)/login")
        return CredentialProgram(
            command: "\(folder.path)/login",
            arguments: [],
            environment: [],
            apiVersion: "client.authentication.k8s.io/v1",
            mustAsk: mustAsk
        )
    }

    private func source(
        _ bearer: ClusterConnection.Bearer,
        now: @escaping @Sendable () -> Int64 = { 0 }
    ) -> CredentialSource {
        var connection = ClusterConnection(context: "test", server: "https://c", namespace: "default")
        connection.bearer = bearer
        return CredentialSource(connection, environment: ["PATH": "/usr/bin:/bin"], now: now)
    }

    private func answer(_ status: String) -> String {
        #"echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":\#(status)}'"#
    }

    @Test func aPasswordIsSentInBase64() async throws {
        let credentials = try await source(.password(user: "anna", "é:1")).credentials()
        #expect(credentials.authorization == "Basic YW5uYTrDqTox")
    }

    @Test func aTokenFileIsReadAgain() async throws {
        try await ScratchFolder.with { folder in
            let now = Now()
            let source = source(.tokenFile("\(folder.path)/token")) { now.seconds }
            try folder.write("one\n", to: "token")
            #expect(try await source.credentials().authorization == "Bearer one")
            try folder.write("two\n", to: "token")
            #expect(try await source.credentials().authorization == "Bearer one")
            now.seconds = 61
            let second = try await source.credentials()
            #expect(second.authorization == "Bearer two")
            #expect(try await source.credentials(after: second) == nil)
            try folder.write("three\n", to: "token")
            #expect(try await source.credentials(after: second)?.authorization == "Bearer three")
        }
    }

    @Test func aProgramRunsOnceForManyRequestsAndAgainWhenItsTokenEnds() async throws {
        try await ScratchFolder.with { folder in
            let script = """
                echo run >> \(folder.path)/runs
                \(answer(#"{"token":"secret","expirationTimestamp":"1970-01-01T00:10:00Z"}"#))
                """
            let now = Now()
            let source = source(.program(try program(script, in: folder))) { now.seconds }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let credentials = try await source.credentials()
                        #expect(credentials.authorization == "Bearer secret")
                    }
                }
                try await group.waitForAll()
            }
            #expect(try folder.read("runs") == "run\n")
            now.seconds = 595
            _ = try await source.credentials()
            #expect(try folder.read("runs") == "run\nrun\n")
        }
    }

    @Test(arguments: [
        ("exit 3", "RAD6117"),
        ("echo nothing", "RAD6119"),
        (#"echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential"}'"#, "RAD6119"),
        (#"echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{}}'"#, "RAD6119"),
        (
            #"echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","#
                + #""status":{"token":"a","expirationTimestamp":"soon"}}'"#, "RAD6119"
        ),
    ])
    func aProgramThatGivesNothingUsefulIsNamed(script: String, code: String) async throws {
        try await ScratchFolder.with { folder in
            let source = source(.program(try program(script, in: folder)))
            let error = await #expect(throws: ApplyError.self) { try await source.credentials() }
            #expect(error?.code == code)
        }
    }

    @Test func whatCannotBeRunIsSaidBeforehand() async throws {
        try await ScratchFolder.with { folder in
            var missing = try program("", in: folder)
            missing.command = "no-such-program"
            missing.installHint = "get it"
            let cases: [(ClusterConnection.Bearer, String, String)] = [
                (.program(missing), "RAD6116", "get it"),
                (.program(try program("", in: folder, mustAsk: true)), "RAD6118", "sign in with it beforehand"),
                (.tokenFile("\(folder.path)/none"), "RAD6120", "check 'tokenFile'"),
                (
                    .openID(
                        OpenIDProvider(issuer: "https://id", clientID: "a", tokens: OpenIDTokens(), trust: .system)
                    ), "RAD6121",
                    "sign in there"
                ),
            ]
            for (bearer, code, help) in cases {
                let error = await #expect(throws: ApplyError.self) { try await source(bearer).credentials() }
                #expect(error?.code == code)
                #expect(error?.help?.hasPrefix(help) == true)
            }
        }
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-01-31T08:15:00Z", 1_769_847_300),
            ("2024-02-29T23:59:60.5Z", 1_709_251_200),
            ("1970-01-01T01:00:00+01:00", 0), ("1970-01-01", nil), ("1970-13-01T00:00:00Z", nil),
            ("1970-01-01T00:00:00", nil),
        ] as [(String, Int64?)]
    )
    func momentsAreReadAsRFC3339HasThem(text: String, seconds: Int64?) {
        #expect(Moment(text)?.seconds == seconds)
    }
}

/// A clock that a test sets.
private final class Now: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Int64 = 0

    var seconds: Int64 {
        get { lock.withLock { value } }
        set { lock.withLock { value = newValue } }
    }
}
