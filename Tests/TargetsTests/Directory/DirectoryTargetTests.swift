import AppModel
import Diagnostics
import Documents
import Engine
import Foundation
import Targets
import TestSupport
import Testing

@Suite struct DirectoryTargetTests {
    private static let key = FingerprintKey(bytes: Array(repeating: 1, count: 32))

    private func target(_ folder: ScratchFolder, application: String? = "shop") -> DirectoryTarget {
        DirectoryTarget(folder: "\(folder.path)/out", environment: "Prod", application: application, key: Self.key)
    }

    /// A manifest; `type` is written `apps/Deployment`.
    private func manifest(
        _ type: String,
        _ name: String,
        namespace: String = "default",
        text: Value = "a"
    ) -> OutputResource {
        let parts = type.split(separator: "/").map(String.init)
        return OutputResource(
            id: .kubernetes(namespace: namespace, group: parts[0], kind: parts[1], name: name),
            platform: .kubernetes,
            type: type,
            apiVersion: "v1",
            name: name,
            namespace: namespace,
            owner: ResourceID(group: "default", type: .containers, name: name),
            body: ["apiVersion": "v1", "kind": .string(parts[1]), "data": ["text": text]]
        )
    }

    @Test func aSecretIsReadAsAClusterGivesItBack() async throws {
        try await ScratchFolder.with { folder in
            let secret = OutputResource(
                id: .kubernetes(namespace: "default", group: "core", kind: "Secret", name: "keys"),
                platform: .kubernetes,
                type: "core/Secret",
                apiVersion: "v1",
                name: "keys",
                namespace: "default",
                owner: ResourceID(group: "default", type: .containers, name: "keys"),
                body: ["kind": "Secret", "data": ["old": "b2xk"], "stringData": ["new": .secret("value")]]
            )
            let expected: Value = ["old": "b2xk", "new": .secret("dmFsdWU=")]
            let (applied, found) = (try target(folder).apply(secret).value, try target(folder).read(secret))
            #expect(applied["data"] == expected)
            #expect(found["data"] == expected)
            #expect(applied["stringData"] == nil && found["stringData"] == nil)
        }
    }

    private func request(_ type: String, _ name: String, _ body: Value) -> OutputResource {
        OutputResource(
            id: OutputResourceID("/subscriptions/s/resourceGroups/rg/providers/\(type)/\(name)"),
            platform: .azure,
            type: type,
            apiVersion: "2025-09-01",
            name: name,
            owner: ResourceID(group: "default", type: .containers, name: name),
            body: body
        )
    }

    private func record(_ output: OutputResource, _ fingerprint: String) -> RecordedOutput {
        RecordedOutput(
            id: output.id,
            platform: output.platform,
            type: output.type,
            apiVersion: output.apiVersion,
            name: output.name,
            namespace: output.namespace,
            owner: output.owner,
            dependencies: [],
            wantedFingerprint: "",
            appliedFingerprint: fingerprint,
            location: "",
            place: ""
        )
    }

    /// The paths of all files below a folder, sorted.
    private func files(_ folder: ScratchFolder, below path: String = "out") -> [String] {
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/\(path)")) ?? []
        return all.sorted()
    }

    private func mode(_ folder: ScratchFolder, _ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func anObjectIsAFileOfItsOwn() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            let applied = try target.apply(manifest("apps/Deployment", "web"))
            #expect(applied.location == "\(folder.path)/out/prod/shop/kubernetes/default/deployment-web.yaml")
            #expect(
                try folder.read("out/prod/shop/kubernetes/default/deployment-web.yaml") == """
                    apiVersion: v1
                    kind: Deployment
                    data:
                      text: a

                    """
            )
            let bytes = Array(try folder.read("out/prod/shop/kubernetes/default/deployment-web.yaml").utf8)
            #expect(applied.fingerprint == Fingerprint.text(of: bytes))
            #expect(files(folder).filter { $0.contains(".draft") } == [])
        }
    }

    @Test func aRequestSaysAllThatIsNeededToMakeIt() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            let body: Value = ["location": "westeurope"]
            let output = request("Microsoft.ContainerInstance/containerGroups", "web", body)
            let applied = try target.apply(output)
            let path = "out/prod/shop/azure/containergroups-web.json"
            #expect(
                try folder.read(path) == """
                    {
                      "method": "PUT",
                      "id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/web",
                      "apiVersion": "2025-09-01",
                      "body": {
                        "location": "westeurope"
                      }
                    }

                    """
            )
            #expect(try mode(folder, path) & 0o044 != 0)
            #expect(applied.value["id"] == .string(output.id.description))
            #expect(applied.value["location"] == "westeurope")
        }
    }

    @Test func aPartOfAnAzureResourceIsToldFromThatOfAnother() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            for net in ["one", "two"] {
                let id =
                    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/\(net)/subnets/web"
                _ = try target.apply(
                    OutputResource(
                        id: OutputResourceID(id),
                        platform: .azure,
                        type: "Microsoft.Network/virtualNetworks/subnets",
                        apiVersion: "2024-05-01",
                        name: "web",
                        owner: ResourceID(group: "default", type: .environments, name: "prod"),
                        body: [:]
                    )
                )
            }
            #expect(
                files(folder, below: "out/prod/shop/azure") == [
                    "virtualnetworks-subnets-one+web.json", "virtualnetworks-subnets-two+web.json",
                ]
            )
        }
    }

    @Test(arguments: [
        ("core/Namespace", "shop", "", "prod/shop/kubernetes/_cluster/namespace-shop.yaml"),
        ("core/Service", "web", "a", "prod/shop/kubernetes/a/service-web.yaml"),
        ("serving.knative.dev/Service", "web", "a", "prod/shop/kubernetes/a/service.serving.knative.dev-web.yaml"),
        ("projectcontour.io/HTTPProxy", "web", "a", "prod/shop/kubernetes/a/httpproxy-web.yaml"),
        (
            "core/ConfigMap", "../../etc/passwd", "..",
            "prod/shop/kubernetes/%2e./configmap-%2e.%2f..%2fetc%2fpasswd.yaml"
        ),
        ("core/ConfigMap", "a\u{0}b\nc", "a", "prod/shop/kubernetes/a/configmap-a%00b%0ac.yaml"),
    ])
    func everyNameStaysBelowTheFolder(type: String, name: String, namespace: String, path: String) async throws {
        try await ScratchFolder.with { folder in
            try _ = target(folder).apply(manifest(type, name, namespace: namespace))
            #expect(FileManager.default.fileExists(atPath: "\(folder.path)/out/\(path)"))
        }
    }

    @Test func anEnvironmentHasAFolderBesideItsApplications() async throws {
        try await ScratchFolder.with { folder in
            _ = try target(folder, application: nil).apply(manifest("core/Namespace", "a", namespace: ""))
            _ = try target(folder, application: "_environment").apply(manifest("core/Namespace", "a", namespace: ""))
            #expect(
                files(folder).filter { $0.hasSuffix(".yaml") } == [
                    "prod/%5fenvironment/kubernetes/_cluster/namespace-a.yaml",
                    "prod/_environment/kubernetes/_cluster/namespace-a.yaml",
                ]
            )
        }
    }

    @Test func onlyTheUserCanReadASecret() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            let secret = manifest("core/Secret", "pw", text: .secret("hunter2"))
            let applied = try target.apply(secret)
            let path = "out/prod/shop/kubernetes/default/secret-pw.yaml"
            #expect(try folder.read(path).contains("hunter2"))
            #expect(try mode(folder, path) == 0o600)
            #expect(applied.fingerprint.hasPrefix("hmac-sha256:"))
            #expect(applied.value["data"]?["text"] == .secret("hunter2"))
            let found = try target.observe([record(secret, applied.fingerprint)])
            #expect(found[secret.id]?.fingerprint == applied.fingerprint)

            let group = request(
                "Microsoft.ContainerInstance/containerGroups",
                "web",
                ["secureValue": .secret("hunter2")]
            )
            _ = try target.apply(group)
            #expect(try mode(folder, "out/prod/shop/azure/containergroups-web.json") == 0o600)
        }
    }

    @Test func aSecretAnywhereElseIsRefused() async throws {
        try await ScratchFolder.with { folder in
            let output = manifest("core/ConfigMap", "config", text: .secret("hunter2"))
            let error = #expect(throws: ApplyError.self) { try target(folder).apply(output) }
            #expect(error?.code == "RAD6004")
            #expect(error?.message.contains("hunter2") == false)
            #expect(files(folder) == [])
        }
    }

    @Test func whatIsNotThereIsNotObserved() async throws {
        try await ScratchFolder.with { folder in
            let web = manifest("apps/Deployment", "web")
            let target = target(folder)
            #expect(try target.observe([record(web, "")]) == [:])
            let applied = try target.apply(web)
            #expect(try target.observe([record(web, applied.fingerprint)])[web.id]?.fingerprint == applied.fingerprint)
            try folder.write("edited", to: "out/prod/shop/kubernetes/default/deployment-web.yaml")
            #expect(try target.observe([record(web, applied.fingerprint)])[web.id]?.fingerprint != applied.fingerprint)
        }
    }

    @Test func deletingLeavesNoEmptyFolder() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            let outputs = [manifest("apps/Deployment", "web"), manifest("core/Service", "web", namespace: "other")]
            let applied = try outputs.map { try target.apply($0) }
            for (output, applied) in zip(outputs, applied) {
                _ = try target.delete(record(output, applied.fingerprint))
            }
            #expect(files(folder) == [])
            #expect(FileManager.default.fileExists(atPath: "\(folder.path)/out"))
            _ = try target.apply(outputs[0])
            #expect(files(folder).count == 5)
        }
    }

    @Test func aFileThatRadDidNotWriteStays() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            let web = manifest("apps/Deployment", "web")
            let applied = try target.apply(web)
            let path = "out/prod/shop/kubernetes/default/deployment-web.yaml"
            try folder.write("mine", to: path)
            try folder.write("mine", to: "out/prod/notes.txt")
            guard case .left(let warning) = try target.delete(record(web, applied.fingerprint)) else {
                Issue.record("the file was removed")
                return
            }
            #expect(warning.code == "RAD6032")
            #expect(try folder.read(path) == "mine")
            // After a crash the file may be anything that rad was writing.
            guard case .removed = try target.delete(record(web, "")) else {
                Issue.record("the file was left")
                return
            }
            #expect(files(folder) == ["prod", "prod/notes.txt"])
        }
    }

    @Test func noSymbolicLinkIsFollowed() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            let web = manifest("apps/Deployment", "web")
            try folder.write("victim", to: "elsewhere/default/deployment-web.yaml")
            try folder.write("", to: "out/prod/shop/keep")
            let link = "\(folder.path)/out/prod/shop/kubernetes"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "\(folder.path)/elsewhere")
            let error = #expect(throws: ApplyError.self) { try target.apply(web) }
            #expect(error?.code == "RAD6030")
            #expect(throws: ApplyError.self) { try target.delete(record(web, "")) }
            #expect(try folder.read("elsewhere/default/deployment-web.yaml") == "victim")

            try FileManager.default.removeItem(atPath: link)
            let file = "\(link)/default/deployment-web.yaml"
            try folder.write("", to: "out/prod/shop/kubernetes/default/other.yaml")
            try FileManager.default.createSymbolicLink(
                atPath: file,
                withDestinationPath: "\(folder.path)/elsewhere/default/deployment-web.yaml"
            )
            #expect(try target.observe([record(web, "sha256:")])[web.id]?.fingerprint == "none")
            _ = try target.apply(web)
            #expect(try folder.read("elsewhere/default/deployment-web.yaml") == "victim")
            #expect(try folder.read("out/prod/shop/kubernetes/default/deployment-web.yaml").contains("Deployment"))
        }
    }

    @Test func twoObjectsCannotShareAFile() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            _ = try target.apply(manifest("one.example/Widget", "a"))
            let error = #expect(throws: ApplyError.self) { try target.apply(manifest("two.example/Widget", "a")) }
            #expect(error?.code == "RAD6031")
        }
    }

    @Test func aFolderThatCannotBeWrittenToIsFoundBeforeAnythingIsDone() async throws {
        try await ScratchFolder.with { folder in
            try folder.write("", to: "out")
            let error = #expect(throws: ApplyError.self) { try target(folder).prepare() }
            #expect(error?.code == "RAD6030")
            #expect(error?.message == "cannot open '\(folder.path)/out'")
            #expect(error?.cause == "not a directory")
            #expect(error?.help != nil)
        }
    }

    @Test func whatAKilledProcessLeftIsCleanedUp() async throws {
        try await ScratchFolder.with { folder in
            let target = target(folder)
            let web = manifest("apps/Deployment", "web")
            let draft = "out/prod/shop/kubernetes/default/.deployment-web.yaml.draft"
            try folder.write("half", to: draft)
            _ = try target.delete(record(web, ""))
            #expect(files(folder) == [])
            try folder.write("half", to: draft)
            _ = try target.apply(web)
            #expect(files(folder).last == "prod/shop/kubernetes/default/deployment-web.yaml")
            #expect(!files(folder).contains { $0.hasSuffix(".draft") })
        }
    }

    @Test func aWholeDeploymentConvergesAndGoes() async throws {
        try await ScratchFolder.with { folder in
            let store = FileStateStore(path: "\(folder.path)/state")
            let key = try await store.key().fingerprints
            let identity = DeploymentIdentity(group: "default", environment: "prod", application: "shop")
            let holder = LockHolder(process: 1, host: "here", command: "rad deploy", since: Timestamp(seconds: 0))
            let target = DirectoryTarget(
                folder: "\(folder.path)/out",
                environment: "prod",
                application: "shop",
                key: key
            )
            let deployment = Deployment(to: target, at: DirectoryTarget.place(ofFolder: "\(folder.path)/out"), key: key)
            func deploy(_ outputs: [OutputResource]) async throws -> String {
                try await store.withSession(identity, for: holder) { session in
                    let plan = try await deployment.plan(outputs, from: session.state()).plan
                    _ = try await deployment.apply(plan, resources: [], in: session, command: "")
                    return plan.description
                }
            }
            let outputs = [manifest("apps/Deployment", "web"), manifest("core/Secret", "pw", text: .secret("hunter2"))]
            _ = try await deploy(outputs)
            #expect(try await deploy(outputs) == "")
            let secret = "out/prod/shop/kubernetes/default/secret-pw.yaml"
            let good = try folder.read(secret)
            try folder.write("edited", to: secret)
            #expect(try await deploy(outputs) == "update core/Secret 'pw': changed at the target")
            #expect(try folder.read(secret) == good)
            #expect(try await deploy([outputs[0]]) == "delete core/Secret 'pw': no longer wanted")
            _ = try await deploy([])
            #expect(files(folder) == [])
            let state = files(folder, below: "state").compactMap { try? folder.read("state/\($0)") }.joined()
            #expect(!state.contains("hunter2"))
        }
    }
}
