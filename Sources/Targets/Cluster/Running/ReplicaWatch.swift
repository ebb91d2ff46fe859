import Documents
import Engine
import Synchronization

extension ClusterWorkloads {
    /// Follows the pods of an object that runs some, until the task is cancelled.
    ///
    /// An object that is not there yet is asked for now and then; its pods are watched.
    ///
    /// - Parameters:
    ///   - output: The object.
    ///   - see: Told its pods at first, and whenever one has changed; the one that serves best first.
    /// - Throws: `ApplyError` if the cluster does not let the user see them.
    func watchReplicas(
        of output: RecordedOutput,
        _ see: @escaping @Sendable ([Replica]) -> Void
    ) async throws {
        do {
            guard let watch = try await watch(of: output, whileAbsent: { see([]) }) else { return }
            let pods = WatchedPods()
            try await watch.run { see(pods.replicas(after: $0)) }
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "look for the pods of \(output.type) '\(output.name)'")
        }
    }

    /// How to watch the pods of an object; `nil` if the task was cancelled before the object came.
    private func watch(of output: RecordedOutput, whileAbsent: () -> Void) async throws -> ObjectWatch? {
        var watch = ObjectWatch(client: client, resource: Self.pods, namespace: output.namespace)
        guard output.type != "core/Pod" else {
            watch.fields = "metadata.name=\(output.name)"
            return watch
        }
        while !Task.isCancelled {
            do {
                if let selector = try await selector(of: output) {
                    watch.labels = selector.text
                    return watch
                }
                whileAbsent()
            } catch let error as ApplyError where error.isUnreachable {
                // A server that is away comes back.
            }
            try? await Task.sleep(for: Self.pause)
        }
        return nil
    }

    /// How long to wait before an object that is not there is looked for again.
    static let pause: Duration = .seconds(1)
}

/// The pods that a watch has seen.
private final class WatchedPods: Sendable {
    private let pods = Mutex<[String: Replica]>([:])

    /// The pods after one more sighting.
    func replicas(after sighting: ClusterView.Sighting) -> [Replica] {
        pods.withLock { pods in
            switch sighting {
            case .listed(let objects):
                pods = Dictionary(objects.compactMap(Replica.init).map { ($0.name, $0) }) { $1 }
            case .present(let object): if let replica = Replica(object) { pods[replica.name] = replica }
            case .gone(let object): if let replica = Replica(object) { pods[replica.name] = nil }
            }
            return pods.values.sorted { $0.serves(before: $1) }
        }
    }
}
