import Engine
import Foundation
import Targets
import TestSupport
import Testing

/// The stores that keep states; what is tested of one is tested of all.
enum StoreKind: CaseIterable, Sendable {
    case file
    case memory
    /// Among objects in memory, as a cluster keeps them.
    case objects
    /// In the cluster that `RAD_TEST_KUBECONFIG` names.
    case cluster

    static var allCases: [StoreKind] {
        [.file, .memory, .objects] + (TestCluster.kubeconfig == nil ? [] : [.cluster])
    }

    /// Runs a test with an empty store.
    func with(_ body: (any StateStore) async throws -> Void) async throws {
        switch self {
        case .file: try await ScratchFolder.with { try await body(FileStateStore(path: "\($0.path)/a/b/state")) }
        case .memory: try await body(InMemoryStateStore())
        case .objects: try await body(ObjectStateStore(InMemoryStateObjects()))
        case .cluster:
            let namespace = "test-state-\(UUID().uuidString.lowercased().prefix(8))"
            defer { try? TestCluster().finish(namespace: namespace) }
            try await body(Self.clusterObjects(namespace).store())
        }
    }

    /// The objects of a namespace of the cluster for tests.
    static func clusterObjects(_ namespace: String) throws -> ClusterStateObjects {
        let files = KubeconfigFiles(environment: ["KUBECONFIG": TestCluster.kubeconfig ?? ""])
        let connection = try #require(files.connection(to: "").connection)
        return ClusterStateObjects(
            ClusterClient(connection, environment: [:], userAgent: "rad/test"),
            namespace: namespace
        )
    }
}
