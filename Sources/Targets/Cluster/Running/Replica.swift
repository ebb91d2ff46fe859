import Documents

/// A pod of a workload.
public struct Replica: Sendable, Equatable {
    /// A container of a pod.
    public struct Container: Sendable, Equatable {
        public let name: String
        /// The TCP ports that it says it listens to.
        public let ports: [Int]
        /// Identifies one run of the container; empty as long as there was none.
        let run: String
        /// Whether this run is still going on.
        let isRunning: Bool
    }

    public let name: String
    public let namespace: String
    /// The containers in the order of the pod, those that prepare it first.
    public let containers: [Container]
    public let isRunning: Bool
    public let isReady: Bool
    /// Whether it was told to end.
    let isEnding: Bool
    let creation: String

    /// Reads a pod; `nil` if it is none.
    init?(_ pod: Value) {
        guard let metadata = pod["metadata"], let name = metadata["name"]?.stringValue else { return nil }
        self.name = name
        namespace = metadata["namespace"]?.stringValue ?? ""
        isEnding = metadata["deletionTimestamp"] != nil
        creation = metadata["creationTimestamp"]?.stringValue ?? ""
        let status = pod["status"]
        isRunning = status?["phase"]?.stringValue == "Running"
        isReady = (status?["conditions"]?.arrayValue ?? []).contains {
            $0["type"]?.stringValue == "Ready" && $0["status"]?.stringValue == "True"
        }
        containers = [("initContainers", "initContainerStatuses"), ("containers", "containerStatuses")].flatMap {
            Self.containers(pod["spec"]?[$0]?.arrayValue ?? [], status?[$1]?.arrayValue ?? [])
        }
    }

    private static func containers(_ specs: [Value], _ statuses: [Value]) -> [Container] {
        specs.compactMap { spec in
            guard let name = spec["name"]?.stringValue else { return nil }
            let status = statuses.first { $0["name"]?.stringValue == name }
            let ports = (spec["ports"]?.arrayValue ?? []).filter { ($0["protocol"]?.stringValue ?? "TCP") == "TCP" }
            return Container(
                name: name,
                ports: ports.compactMap { $0["containerPort"]?.integerValue.map(Int.init) },
                run: status?["containerID"]?.stringValue ?? "",
                isRunning: status?["state"]?["running"] != nil
            )
        }
    }

    /// Whether this one serves better than another: ready before running before neither, then the newer one.
    func serves(before other: Replica) -> Bool {
        (rank, other.creation, name) < (other.rank, creation, other.name)
    }

    private var rank: Int { isEnding ? 3 : isReady ? 0 : isRunning ? 1 : 2 }
}
