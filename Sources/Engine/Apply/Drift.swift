/// An object that is not as rad left it.
public struct Drift: Sendable, Equatable {
    /// How it differs.
    public enum Kind: String, Sendable, CaseIterable {
        /// It is gone.
        case missing
        /// Somebody else changed it.
        case changed
        /// A deployment was interrupted, or failed, while it worked on it.
        case uncertain
    }

    public let output: RecordedOutput
    public let kind: Kind

    /// Says what has become of an object.
    public init(output: RecordedOutput, kind: Kind) {
        self.output = output
        self.kind = kind
    }
}

extension Deployment {
    /// Compares what is recorded with what the target has, without any definition.
    ///
    /// - Parameter state: What is recorded.
    /// - Returns: What differs, by id.
    /// - Throws: What the target throws when it is looked at.
    public func drift(of state: DeploymentState) async throws -> [Drift] {
        var found: [Drift] = []
        let places = Dictionary(grouping: state.outputs, by: \.place)
        for (name, outputs) in places.sorted(by: { $0.key < $1.key }) {
            // Some platforms are always at hand, wherever a deployment goes.
            let isAtHand = name == place || outputs.first?.platform.ownPlace == name
            guard let target = isAtHand ? target : former(name) else {
                throw StateError.unreachable(state.identity, at: name)
            }
            let observed = try await target.observe(outputs)
            for output in outputs {
                guard let observation = observed[output.id] else {
                    found.append(Drift(output: output, kind: .missing))
                    continue
                }
                if observation.fingerprint != output.appliedFingerprint {
                    found.append(Drift(output: output, kind: .changed))
                }
            }
        }
        let known = Set(found.map(\.output.id))
        found += state.uncertain.filter { !known.contains($0.id) }.map { Drift(output: $0, kind: .uncertain) }
        return found.sorted { $0.output.id < $1.output.id }
    }
}
