import AppModel
import Documents
import Engine
import Foundation
import Recipes
import Targets
import TestSupport
import Testing

/// Bodies against Microsoft's JSON Schemas, which are not part of the repository.
@Suite struct ARMSchemaTests {
    private static let isEnabled = ARMValidation() != nil

    @Test(.enabled(if: isEnabled, "set RAD_TEST_ARM_SCHEMAS to a folder of ARM JSON Schemas"))
    func theBodiesOfARichApplicationFollowTheSchemas() async throws {
        let fixture = Self.richApplication
        #expect(fixture.emission.messages == [])
        let outputs = fixture.emitter.emit(fixture.environment).outputs + fixture.emission.outputs
        #expect(try await ARMValidation()?.status(of: outputs) == 0)
    }

    @Test(.enabled(if: isEnabled, "set RAD_TEST_ARM_SCHEMAS to a folder of ARM JSON Schemas"))
    func aWrongBodyIsFound() async throws {
        let id = "\(ContainerInstancesFixture.scope)/providers/Microsoft.ContainerInstance/nGroups/web"
        let wrong = OutputResource(
            id: OutputResourceID(id),
            platform: .azure,
            type: "Microsoft.ContainerInstance/nGroups",
            apiVersion: "2025-09-01",
            name: "web",
            owner: BoundResource.id("web"),
            body: ["properties": ["elasticProfile": ["desiredCount": "three"]]]
        )
        #expect(try await ARMValidation()?.status(of: [wrong]) == 1)
    }

    private static var richApplication: ContainerInstancesFixture {
        let headers = [Probe.Header(name: "Accept", value: "*/*")]
        let volumes = [
            Volume(name: "tmp", source: .ephemeral(inMemory: false), path: ["volumes", "tmp"]),
            Volume(name: "keys", source: .secret(name: "keys"), path: ["volumes", "keys"]),
        ]
        let secrets = ResourceType(namespace: "Radius.Security", name: "secrets")
        var fixture = ContainerInstancesFixture(
            .configuration("keys", type: secrets, properties: ["data": ["k": ["value": .secret("v")]]]),
            .compute(
                "shop",
                [
                    .named("web", ports: .web(80)) { spec in
                        spec.command = ["run"]
                        spec.arguments = ["-v"]
                        spec.environment = [.plain("A", "b"), .plain("S", .secret("s"))]
                        spec.readiness = Probe(check: .http(port: 80, path: "/", scheme: "http", headers: headers))
                        spec.liveness = Probe(check: .command(["true"]))
                        spec.mounts = [VolumeMount(volume: "tmp", mountPath: "/tmp", isReadOnly: true)]
                        spec.requests = ComputeResources(cpu: "250m", memoryInMib: 300)
                        spec.limits = ComputeResources(cpu: "1", memoryInMib: 1000)
                    },
                    .named("prepare") { $0.isInit = true },
                ]
            ) { $0.volumes = volumes },
            .gateway("gw", [.route("/shop", "shop", 80)])
        )
        fixture.identity = Environment.Identity(kind: "userAssigned", managedIdentities: ["/id/a"])
        return fixture
    }
}

/// Runs the validator of requests, where the schemas are there.
struct ARMValidation {
    private let schemas: String
    private let python: String

    init?() {
        let given = ProcessInfo.processInfo.environment["RAD_TEST_ARM_SCHEMAS"]
        guard let schemas = given, !schemas.isEmpty else { return nil }
        self.schemas = schemas
        python = ProcessInfo.processInfo.environment["RAD_TEST_PYTHON"] ?? "python3"
    }

    /// The exit status of the validator: 0 if every body that has a schema follows it.
    ///
    /// Values that wait for another object are taken from what that object is wanted to be.
    func status(of outputs: [OutputResource]) async throws -> Int32 {
        try await ScratchFolder.with { folder in
            var runtime = RuntimeValues()
            for output in outputs { output.address.map { runtime[$0] = output.body } }
            for (index, output) in outputs.enumerated() {
                let request: Value = [
                    "method": "PUT",
                    "id": .string(output.id.description),
                    "apiVersion": .string(output.apiVersion),
                    "body": output.body.resolved(with: runtime),
                ]
                try folder.write(request.json(disclosing: .revealed), to: "\(index).json")
            }
            return try validate(folder)
        }
    }

    private static let tool = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Tools/validate-arm.py").path

    private func validate(_ folder: ScratchFolder) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, Self.tool, folder.path, schemas]
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
