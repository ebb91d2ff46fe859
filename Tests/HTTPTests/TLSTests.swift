import Foundation
import HTTP
import TestSupport
import Testing

private let openssl = "/usr/bin/openssl"

// The time counts while other suites keep the threads busy with programs that they run, too.
@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: openssl), "needs openssl as a TLS server")
)
struct TLSTests {
    @Test func aServerIsTrustedOnlyThroughItsAuthority() async throws {
        try await withTLSServer { url, certificates in
            let request = HTTPRequest(url: url)
            let bundle = certificates + "/server.pem"
            await checkFailure(.tls, request)
            await checkFailure(.tls, request) { $0.trust = .authorities(.file(certificates + "/client.pem")) }
            await checkFailure(.tls, HTTPRequest(url: url.replacing("localhost", with: "127.0.0.1"))) {
                $0.trust = .authorities(.file(bundle))
            }
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: bundle)))
            for trust in [
                HTTPClient.Trust.authorities(.file(bundle)), .authorities(.bytes(bytes)), .insecureSkipVerify,
            ] {
                let answer = try await client { $0.trust = trust }.send(request)
                #expect(answer.status == 200)
            }
        }
    }

    @Test func aServerMayAskForACertificate() async throws {
        try await withTLSServer(options: ["-Verify", "1", "-verify_return_error"]) { url, certificates in
            let bundle = certificates + "/server.pem"
            let (certificate, key) = (certificates + "/client.pem", certificates + "/client.key")
            let refused = await failure(of: HTTPRequest(url: url)) { $0.trust = .authorities(.file(bundle)) }
            #expect(refused != nil)
            let bytes = { (path: String) in Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
            let pairs: [HTTPClient.ClientCertificate] = [
                .init(certificate: .file(certificate), key: .file(key)),
                .init(certificate: .bytes(try bytes(certificate)), key: .bytes(try bytes(key))),
            ]
            for pair in pairs {
                let client = client {
                    $0.trust = .authorities(.file(bundle))
                    $0.clientCertificate = pair
                }
                let answer = try await client.send(HTTPRequest(url: url))
                #expect(answer.status == 200)
            }
        }
    }

    @Test func aCertificateThatCannotBeReadIsATLSError() async throws {
        try await withTLSServer { url, certificates in
            await checkFailure(.tls, HTTPRequest(url: url)) {
                $0.trust = .authorities(.file(certificates + "/server.pem"))
                $0.clientCertificate = .init(certificate: .file("/no/such/file"), key: .bytes(Array("key".utf8)))
            }
        }
    }
}

/// Runs a test against `openssl s_server` with a certificate for `localhost`.
private func withTLSServer(
    options: [String] = [],
    test: (_ url: String, _ certificates: String) async throws -> Void
) async throws {
    try await ScratchFolder.with { folder in
        for name in ["server", "client"] {
            let process = try start([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost", "-keyout", "\(folder.path)/\(name).key", "-out",
                "\(folder.path)/\(name).pem",
            ])
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let output = Pipe()
        let trust = ["-CAfile", "\(folder.path)/client.pem"]
        let certificate = ["-cert", "\(folder.path)/server.pem", "-key", "\(folder.path)/server.key"]
        let server = try start(["s_server", "-accept", "127.0.0.1:0", "-www"] + certificate + trust + options, output)
        defer {
            // It inherits the signal mask of the thread that started it, which may hold back anything softer.
            kill(server.processIdentifier, SIGKILL)
            server.waitUntilExit()
        }
        var text = ""
        var port: Substring?
        while port == nil {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
            port =
                text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
                .first { $0.hasPrefix("ACCEPT ") }?.split(separator: ":").last
        }
        try await test("https://localhost:\(try #require(port, "\(text)"))", folder.path)
    }
}

private func start(_ arguments: [String], _ output: Pipe? = nil) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: openssl)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
}
