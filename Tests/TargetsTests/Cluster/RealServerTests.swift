import AppModel
import Documents
import Engine
import TestSupport
import Testing

@testable import Targets

/// The client of the API against a real server.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(10))) struct RealServerTests {
    private static let maps = APIResource(apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", isNamespaced: true)

    private func client() throws -> ClusterClient {
        let files = KubeconfigFiles(environment: ["KUBECONFIG": TestCluster.kubeconfig ?? ""])
        return ClusterClient(try #require(files.connection(to: "").connection), environment: [:], userAgent: "rad/test")
    }

    private func manifest(_ name: String, _ text: String) -> Value {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)],
            "data": ["text": .string(text)],
        ]
    }

    @Test func aListComesInPartsAndHasEveryObjectOnce() async throws {
        try await TestCluster().withNamespace { namespace in
            let client = try client()
            let names = (0..<7).map { "map\($0)" }
            for name in names { _ = try await client.apply(manifest(name, "a"), Self.maps, name, in: namespace) }
            let list = try await client.list(Self.maps, in: namespace, limit: 2)
            let found = list.objects.compactMap { $0["metadata"]?["name"]?.stringValue }
            #expect(Set(found).isSuperset(of: names))
            #expect(Set(found).count == found.count)
            let outlines = try await client.list(Self.maps, in: namespace, .metadata).objects
            #expect(outlines.allSatisfy { $0["data"] == nil })
            #expect(outlines.count == found.count)
        }
    }

    @Test func aDryApplicationChangesNothingAndAConflictNamesWhoHasTheField() async throws {
        let cluster = try TestCluster()
        try await cluster.withNamespace { namespace in
            let client = try client()
            let dry = ClusterClient.Application(isDry: true)
            _ = try await client.apply(manifest("map", "a"), Self.maps, "map", in: namespace, dry)
            let absent = try await client.object(Self.maps, "map", in: namespace)
            #expect(absent == nil)
            let path = "/api/v1/namespaces/\(namespace)/configmaps/map"
            let other = #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"map"},"data":{"text":"theirs"}}"#
            try cluster.apply(path, other, as: "robot")
            let status = await #expect(throws: APIStatus.self) {
                try await client.apply(manifest("map", "ours"), Self.maps, "map", in: namespace)
            }
            #expect(status?.conflicts.map { "\($0.field) \($0.manager)" } == [".data.text robot"])
            let forced = ClusterClient.Application(isForced: true)
            let live = try await client.apply(manifest("map", "ours"), Self.maps, "map", in: namespace, forced)
            #expect(live["data"]?["text"] == "ours")
            let mistaken = await #expect(throws: APIStatus.self) {
                try await client.delete(Self.maps, "map", in: namespace, uid: "another")
            }
            #expect(mistaken?.code == 409)
            let uid = try #require(live["metadata"]?["uid"]?.stringValue)
            let remains = try await client.delete(Self.maps, "map", in: namespace, uid: uid)
            #expect(!remains)
        }
    }

    @Test func theParentOfASetThatACutOffDeletionLeftIsRemoved() async throws {
        try await TestCluster().withNamespace { namespace in
            let client = try client()
            let identity = DeploymentIdentity(group: "default", environment: "prod", application: namespace)
            let set = ApplySet(DeploymentMark(identity), in: namespace)
            let parent = set.parent(ApplySet.Contents([]), tool: "rad/test")
            _ = try await client.apply(parent, ApplySet.parents, set.name, in: namespace)
            let web = RecordedResource(
                id: ResourceID(group: "default", type: .containers, name: "web"),
                apiVersion: "1",
                outputs: [.kubernetes(namespace: namespace, group: "apps", kind: "Deployment", name: "web")]
            )
            let state = DeploymentState(identity: identity, revision: 2, status: .interrupted, resources: [web])
            let key = StateKey().fingerprints
            let target = ClusterTarget(client, cacheFolder: nil, identity: identity, key: key)
            let plan = try await Deployment(to: target, at: client.place, key: key).plan([], from: state).plan
            try await target.prepare(for: plan, from: state)
            #expect(try await target.settle { [] }.isEmpty)
            #expect(try await client.object(ApplySet.parents, set.name, in: namespace) == nil)
        }
    }
}
