import Foundation
import Testing

/// An issuer of OpenID Connect on this machine, which `Tests/Tools/openid-issuer.py` describes.
public struct OpenIDIssuer: Sendable {
    /// `https://127.0.0.1:PORT`.
    public let url: String
    /// The path of its certificate, which is its own authority.
    public let certificate: String
    private let folder: String

    /// The issuer that the API server of `Scripts/kubernetes.sh` trusts.
    public static func ofCluster(kubeconfig: String) throws -> OpenIDIssuer {
        let folder = URL(fileURLWithPath: kubeconfig).deletingLastPathComponent().path + "/issuer"
        return OpenIDIssuer(
            url: try String(contentsOfFile: "\(folder)/url", encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines),
            certificate: "\(folder)/issuer.pem",
            folder: folder
        )
    }

    /// Runs a test beside an issuer of its own.
    public static func with(_ test: (OpenIDIssuer) async throws -> Void) async throws {
        try await ScratchFolder.with { folder in
            let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Tools/openid-issuer.py").path
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", "-B", tool, folder.path]
            let output = Pipe()
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            defer { process.terminate() }
            var line = ""
            while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
                line += String(decoding: byte, as: UTF8.self)
            }
            let port = line.trimmingCharacters(in: .whitespacesAndNewlines)
            try #require(!port.isEmpty)
            try await test(
                OpenIDIssuer(
                    url: "https://127.0.0.1:\(port)",
                    certificate: "\(folder.path)/issuer.pem",
                    folder: folder.path
                )
            )
        }
    }

    /// What it was asked, a line each.
    public var requests: [String] {
        let text = (try? String(contentsOfFile: "\(folder)/requests", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }
}
