import Foundation
import TestSupport
import Testing

/// All objects of the snapshots against the schemas of Kubernetes, and of custom resources where they are at hand.
@Suite(.enabled(if: ManifestValidation() != nil, "needs a Python with kubernetes-validate, named by RAD_TEST_PYTHON"))
struct SnapshotSchemaTests {
    @Test func everyObjectFollowsItsSchema() throws {
        let outcome = try #require(ManifestValidation()).check(ManifestValidation.snapshots)
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test func aWrongObjectIsFound() async throws {
        try await ScratchFolder.with { folder in
            try folder.write(
                """
                apiVersion: v1
                kind: Service
                metadata: { name: web }
                spec: { ports: [{ port: eighty }], selectors: {} }

                """,
                to: "wrong.yaml"
            )
            let outcome = try #require(ManifestValidation()).check(folder.path)
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("1 objects, 2 violations"), "\(outcome.output)")
        }
    }
}

/// Runs the validator of manifests, where its Python is there.
private struct ManifestValidation {
    private let python: String

    init?() {
        guard let python = Self.variable("RAD_TEST_PYTHON") else { return nil }
        self.python = python
    }

    static let snapshots = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Snapshots").path

    /// Kinds whose definitions nobody has here.
    private static let unknownKinds = ["Component", "ScaledObject", "SecretProviderClass"]
    /// Kinds whose definitions are in the folder that `RAD_TEST_CRDS` names.
    private static let customKinds = ["Gateway", "HTTPProxy", "HTTPRoute", "TLSRoute"]

    func check(_ path: String) throws -> (status: Int32, output: String) {
        var arguments = [python, Self.tool, path]
        let definitions = Self.variable("RAD_TEST_CRDS")
        if let definitions { arguments += ["--crds", definitions] }
        let skipped = Self.unknownKinds + (definitions == nil ? Self.customKinds : [])
        for kind in skipped { arguments += ["--skip", kind] }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    private static let tool = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Tools/validate-manifests.py").path

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
