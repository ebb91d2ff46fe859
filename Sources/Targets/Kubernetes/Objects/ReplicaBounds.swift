import AppModel
import Documents

/// How few and how many replicas an autoscaler may ask for.
struct ReplicaBounds {
    /// What is written, else the number of replicas; `nil` where neither is given.
    let minimum: Int64?
    let maximum: Value

    /// The most replicas where nothing is said (Radius 0.60), unless more are the least.
    private static let defaultMaximum: Int64 = 10

    private let isMinimumWritten: Bool

    init(_ written: ValueObject, replicas: Int?) {
        let least = written["minReplicas"]?.integerValue
        isMinimumWritten = least != nil
        minimum = least ?? replicas.map { Int64($0) }
        maximum = written["maxReplicas"]?.unlessNull ?? .integer(max(Self.defaultMaximum, minimum ?? 0))
    }

    /// What Kubernetes refuses, at the number that is written.
    func problem(at path: ValuePath, withMinimum minimum: Int64) -> [(path: ValuePath, problem: Autoscaling.Problem)] {
        guard let most = maximum.integerValue, minimum > most else { return [] }
        let name = isMinimumWritten ? "minReplicas" : "maxReplicas"
        return [(path.appending(.member(name)), .minimumAboveMaximum(minimum, most))]
    }
}
