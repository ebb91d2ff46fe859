import AppModel
import Engine
import Synchronization
import Targets

/// One object of an application that pods come of, under the name that its lines carry.
final class RunningService: Sendable {
    let name: String
    let output: RecordedOutput
    private let replicas = Mutex<[Replica]>([])

    private init(name: String, output: RecordedOutput) {
        self.name = name
        self.output = output
    }

    /// What runs of an application, in the order in which it was made.
    ///
    /// Each has the name of its resource, and that of the object, too, where several come of one resource.
    static func services(of state: DeploymentState) -> [RunningService] {
        let outputs = state.outputs.filter(ClusterWorkloads.runs)
        let counts = Dictionary(outputs.map { ($0.owner, 1) }, uniquingKeysWith: +)
        return outputs.map { output in
            let name = output.owner.name
            return RunningService(name: counts[output.owner] == 1 ? name : "\(name)/\(output.name)", output: output)
        }
    }

    /// Remembers the pods that there are, and gives the names that their lines carry.
    func note(_ found: [Replica]) -> [String] {
        replicas.withLock { $0 = found }
        return found.flatMap { replica in
            replica.containers.map { Self.name(name, replica: replica.name, container: $0.name, among: found) }
        }
    }

    /// Who wrote a line: the service, and where that may be several, which of its pods and which container.
    func name(of line: ClusterWorkloads.LogLine) -> String {
        replicas.withLock { Self.name(name, replica: line.replica, container: line.container, among: $0) }
    }

    private static func name(
        _ service: String,
        replica: String,
        container: String,
        among replicas: [Replica]
    ) -> String {
        let pod = replicas.count > 1 ? " \(replica.split(separator: "-").last ?? "")" : ""
        let hasSeveral = replicas.contains { $0.containers.count > 1 }
        return "\(service)\(pod)\(hasSeveral ? " \(container)" : "")"
    }
}
