import Foundation
import TestSupport
import Testing

/// A server of files behind TLS, with a certificate of its own.
struct TLSFiles {
    /// `127.0.0.1:PORT`: a name without a dot is none of a registry to Terraform.
    let host: String
    /// The path of the certificate, which is its own authority.
    let certificate: String
    /// What is served.
    let folder: ScratchFolder

    /// Runs a test against a server; with a token it lets only those in who show it.
    static func with(token: String? = nil, test: (TLSFiles) async throws -> Void) async throws {
        try await ScratchFolder.with { keys in
            let (certificate, key) = ("\(keys.path)/server.pem", "\(keys.path)/server.key")
            let made = try start(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
                ]
            )
            made.process.waitUntilExit()
            #expect(made.process.terminationStatus == 0)
            try await ScratchFolder.with { folder in
                let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                    .deletingLastPathComponent().appendingPathComponent("Tools/tls-files.py").path
                let server = try start(
                    "/usr/bin/env",
                    ["python3", "-B", tool, folder.path, certificate, key] + (token.map { ["--token", $0] } ?? [])
                )
                defer { server.process.terminate() }
                var line = ""
                while !line.hasSuffix("\n"), let byte = try server.output.read(upToCount: 1), !byte.isEmpty {
                    line += String(decoding: byte, as: UTF8.self)
                }
                let port = line.trimmingCharacters(in: .whitespacesAndNewlines)
                try #require(!port.isEmpty)
                try await test(TLSFiles(host: "127.0.0.1:\(port)", certificate: certificate, folder: folder))
            }
        }
    }

    /// The address of the module that is published.
    var module: String { "\(host)/shop/redis/local" }

    /// Publishes a module, version 1.0.0, as registries of Terraform do.
    func publish(_ text: String) throws {
        try folder.write(#"{"modules.v1": "/v1/modules/"}"#, to: ".well-known/terraform.json")
        let place = "v1/modules/shop/redis/local"
        try folder.write(#"{"modules": [{"versions": [{"version": "1.0.0"}]}]}"#, to: "\(place)/versions")
        try folder.write("https://\(host)/archives/redis.tar.gz", to: "\(place)/1.0.0/download")
        try folder.write(text, to: "work/main.tf")
        let pack = try Self.start(
            "/bin/tar",
            ["-czf", "\(folder.path)/redis.tar.gz", "-C", "\(folder.path)/work", "."]
        )
        pack.process.waitUntilExit()
        try FileManager.default.createDirectory(atPath: "\(folder.path)/archives", withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: "\(folder.path)/redis.tar.gz",
            toPath: "\(folder.path)/archives/redis.tar.gz"
        )
    }

    /// Publishes the provider `null` of a mirror in files as a mirror of the network does; `mirror/` is its address.
    func publishProviders(of mirror: String) throws {
        let (name, version) = ("registry.terraform.io/hashicorp/null", "2.1.2")
        try folder.write(#"{"versions": {"\#(version)": {}}}"#, to: "mirror/\(name)/index.json")
        try folder.write(
            #"{"archives": {"linux_amd64": {"url": "null.zip"}}}"#,
            to: "mirror/\(name)/\(version).json"
        )
        let programs = "\(mirror)/\(name)/\(version)/linux_amd64"
        let files = try FileManager.default.contentsOfDirectory(atPath: programs).map { "\(programs)/\($0)" }
        let pack = try Self.start(
            "/usr/bin/env",
            ["python3", "-m", "zipfile", "-c", "\(folder.path)/mirror/\(name)/null.zip"] + files
        )
        pack.process.waitUntilExit()
        #expect(pack.process.terminationStatus == 0)
    }

    private static func start(_ program: String, _ arguments: [String]) throws -> (process: Process, output: FileHandle)
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }
}
