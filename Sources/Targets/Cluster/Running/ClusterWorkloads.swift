import Documents
public import Engine

/// Looks at what runs of a deployment in a cluster: its pods, what they write, and what they listen to.
public struct ClusterWorkloads: Sendable {
    let client: ClusterClient

    /// Looks through a client.
    public init(_ client: ClusterClient) {
        self.client = client
    }

    /// The kinds that run pods, with their names in paths.
    private static let plurals = [
        "apps/Deployment": "deployments", "apps/StatefulSet": "statefulsets", "apps/DaemonSet": "daemonsets",
        "apps/ReplicaSet": "replicasets", "batch/Job": "jobs", "core/Pod": "pods",
    ]

    /// Whether pods come of an object.
    public static func runs(_ output: RecordedOutput) -> Bool {
        output.platform == .kubernetes && plurals[output.type] != nil
    }

    /// The pods of an object that runs some; the one that serves best first.
    ///
    /// - Throws: `ApplyError` if the cluster does not tell.
    public func replicas(of output: RecordedOutput) async throws -> [Replica] {
        do {
            return try await pods(of: output).compactMap(Replica.init).sorted { $0.serves(before: $1) }
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "look for the pods of \(output.type) '\(output.name)'")
        }
    }

    private func pods(of output: RecordedOutput) async throws -> [Value] {
        guard output.type != "core/Pod" else {
            return try await client.object(Self.pods, output.name, in: output.namespace).map { [$0] } ?? []
        }
        guard let selector = try await selector(of: output) else { return [] }
        return try await client.list(Self.pods, in: output.namespace, selector: selector.text).objects
    }

    /// What selects the pods of an object; `nil` if it is not there, or has none.
    func selector(of output: RecordedOutput) async throws -> LabelSelector? {
        guard let plural = Self.plurals[output.type] else { return nil }
        let kind = APIResource(
            apiVersion: output.apiVersion,
            kind: output.kind,
            plural: plural,
            isNamespaced: true
        )
        return try await client.object(kind, output.name, in: output.namespace)
            .flatMap { LabelSelector($0["spec"]?["selector"]) }
    }

    static let pods = APIResource(apiVersion: "v1", kind: "Pod", plural: "pods", isNamespaced: true)
}
