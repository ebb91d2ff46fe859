import ArgumentParser
import Engine
import Targets

/// What the user allows to be done to what rad did not make.
struct TakeoverOptions: ParsableArguments {
    @Flag(help: "Take over objects that are in the way and that rad did not make.")
    var adopt = false
    @Flag(help: "Take over fields of objects in a cluster that others have set.")
    var forceConflicts = false
}

/// How long to wait for a cluster.
struct WaitingOptions: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: "Wait until what was applied in a cluster is ready, and what was removed is gone."
    )
    var wait = true
    @Option(
        help: ArgumentHelp("How long to wait in all, such as '90s' or '1h30m'; '0' for no limit.", valueName: "time")
    )
    var timeout = DurationArgument(seconds: 1800)
    @Option(
        help: ArgumentHelp(
            "How long to wait for one object; '0' for no limit. (default: 10m to be ready, 2m to be gone)",
            valueName: "time"
        )
    )
    var resourceTimeout: DurationArgument?
}

extension ClusterTarget.Options {
    /// What a user allows in a cluster.
    init(_ takeover: TakeoverOptions, _ waiting: WaitingOptions) {
        self.init(waiting)
        forcesConflicts = takeover.forceConflicts
    }

    /// What a user allows who does not wait for anything.
    init(_ takeover: TakeoverOptions) {
        self.init()
        forcesConflicts = takeover.forceConflicts
    }

    /// How long a user waits for a cluster.
    init(_ waiting: WaitingOptions) {
        self.init()
        awaitsReadiness = waiting.wait
        end = waiting.timeout.limit.map { ContinuousClock.now + $0 }
        if let given = waiting.resourceTimeout {
            readinessLimit = given.limit
            removal = .awaited(given.limit)
        }
        if !waiting.wait { removal = .notAwaited }
    }
}

extension TakeoverOptions {
    /// What becomes of objects that are in the way.
    var strangers: PlanInput.Strangers { adopt ? .adopt : .refuse }
}
