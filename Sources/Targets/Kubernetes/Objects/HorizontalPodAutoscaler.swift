import AppModel
import Documents

/// The autoscaling of a container resource by metrics.
struct Autoscaling {
    /// What is wrong with a metric.
    enum Problem {
        case unknownKind(Value?)
        case noCustomMetric
        case noTarget
        /// Only the metrics of Kubernetes itself are known in per cent.
        case utilizationOfCustomMetric
        /// Only events can scale to nothing.
        case minimumOfNone
        case minimumAboveMaximum(Int64, Int64)
    }

    private(set) var metrics: [Value] = []
    private(set) var problems: [(path: ValuePath, problem: Problem)] = []
    private let minimum: Int64
    private let maximum: Value

    /// Reads what was written; `replicas` are the least where nothing else is said.
    init(_ written: ValueObject, at path: ValuePath, replicas: Int?) {
        let bounds = ReplicaBounds(written, replicas: replicas)
        minimum = bounds.minimum ?? 1
        maximum = bounds.maximum
        problems = bounds.problem(at: path, withMinimum: minimum)
        if minimum < 1 {
            let isWritten = written["minReplicas"]?.integerValue != nil
            problems.append((isWritten ? path.appending("minReplicas") : path, .minimumOfNone))
        }
        for (index, metric) in (written["metrics"]?.arrayValue ?? []).enumerated() {
            switch Self.metric(metric) {
            case .success(let value): metrics.append(value)
            case .failure(let failure):
                problems.append((path.appending("metrics").appending(.element(index)), failure.problem))
            }
        }
    }

    /// The autoscaler of a resource's Deployment.
    func manifest(of scope: ResourceScope) -> KubernetesManifest {
        var spec = ManifestFields([
            ("scaleTargetRef", ["apiVersion": "apps/v1", "kind": "Deployment", "name": .string(scope.name)]),
            ("minReplicas", .integer(minimum)), ("maxReplicas", maximum),
        ])
        spec.add("metrics", list: metrics)
        return KubernetesManifest(
            .autoscaler,
            name: scope.name,
            namespace: scope.namespace,
            labels: scope.labels,
            annotations: scope.annotations,
            ManifestFields([("spec", spec.value)])
        )
    }

    private struct Failure: Error {
        let problem: Problem
    }

    private static func metric(_ metric: Value) -> Result<Value, Failure> {
        guard let target = target(metric["target"]) else { return .failure(Failure(problem: .noTarget)) }
        switch metric["kind"]?.stringValue {
        case "cpu", "memory":
            let name = metric["kind"] ?? .null
            return .success(["type": "Resource", "resource": ["name": name, "target": target]])
        case "custom":
            guard let name = metric["customMetric"], !name.isNull else {
                return .failure(Failure(problem: .noCustomMetric))
            }
            guard target["averageUtilization"] == nil else {
                return .failure(Failure(problem: .utilizationOfCustomMetric))
            }
            return .success(["type": "External", "external": ["metric": ["name": name], "target": target]])
        default:
            return .failure(Failure(problem: .unknownKind(metric["kind"])))
        }
    }

    /// Quantities are written as text, a utilization as a number of per cent.
    private static func target(_ written: Value?) -> Value? {
        if let percent = written?["averageUtilization"], !percent.isNull {
            return ["type": "Utilization", "averageUtilization": percent]
        }
        if let average = written?["averageValue"], !average.isNull {
            return ["type": "AverageValue", "averageValue": EnvironmentText.text(of: average)]
        }
        if let value = written?["value"], !value.isNull {
            return ["type": "Value", "value": EnvironmentText.text(of: value)]
        }
        return nil
    }
}
