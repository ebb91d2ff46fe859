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
    private static let schemas = ProcessInfo.processInfo.environment["RAD_TEST_ARM_SCHEMAS"]
    private static let python = ProcessInfo.processInfo.environment["RAD_TEST_PYTHON"] ?? "python3"

    private static let tool = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Tools/validate-arm.py").path

    @Test(.enabled(if: schemas != nil, "set RAD_TEST_ARM_SCHEMAS to a folder of ARM JSON Schemas"))
    func theBodiesOfARichApplicationFollowTheSchemas() async throws {
        try await ScratchFolder.with { folder in
            let fixture = Self.richApplication
            let outputs = fixture.emitter.emit(fixture.environment).outputs + fixture.emission.outputs
            #expect(fixture.emission.messages == [])
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
            #expect(try Self.validate(folder) == 0)
        }
    }

    @Test(.enabled(if: schemas != nil, "set RAD_TEST_ARM_SCHEMAS to a folder of ARM JSON Schemas"))
    func aWrongBodyIsFound() async throws {
        try await ScratchFolder.with { folder in
            let id = "\(ContainerInstancesFixture.scope)/providers/Microsoft.ContainerInstance/nGroups/web"
            let request: Value = [
                "method": "PUT", "id": .string(id), "apiVersion": "2025-09-01",
                "body": ["properties": ["elasticProfile": ["desiredCount": "three"]]],
            ]
            try folder.write(request.json(), to: "wrong.json")
            #expect(try Self.validate(folder) == 1)
        }
    }

    private static func validate(_ folder: ScratchFolder) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, tool, folder.path, schemas ?? ""]
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
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
