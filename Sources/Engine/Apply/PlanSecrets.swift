import Documents
import Synchronization

/// The texts that are secret anywhere in a plan: what one object holds, the program of another may write into its log.
///
/// They are only collected when they are asked for.
final class PlanSecrets: Sendable {
    private let plan: Plan
    private let found = Mutex<[String]?>(nil)

    init(of plan: Plan) { self.plan = plan }

    /// The texts, longest first.
    var texts: [String] {
        found.withLock { found in
            if let found { return found }
            let bodies = plan.changes.lazy.compactMap(\.wanted?.body)
            let texts = Set(bodies.flatMap(\.secretTexts))
            let sorted = texts.sorted { ($1.utf8.count, $1) < ($0.utf8.count, $0) }
            found = sorted
            return sorted
        }
    }
}
