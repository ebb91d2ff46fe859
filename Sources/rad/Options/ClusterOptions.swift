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
    @Flag(inversion: .prefixedNo, help: "Wait until the cluster has removed what it was told to remove.")
    var wait = true
}

extension ClusterTarget.Options {
    /// What a user allows in a cluster.
    init(_ takeover: TakeoverOptions, _ waiting: WaitingOptions) {
        self.init(takeover)
        if !waiting.wait { removalLimit = nil }
    }

    /// What a user allows who does not wait for anything.
    init(_ takeover: TakeoverOptions) {
        self.init()
        forcesConflicts = takeover.forceConflicts
    }

    /// How long a user waits for a cluster.
    init(_ waiting: WaitingOptions) {
        self.init()
        if !waiting.wait { removalLimit = nil }
    }
}

extension TakeoverOptions {
    /// What becomes of objects that are in the way.
    var strangers: PlanInput.Strangers { adopt ? .adopt : .refuse }
}
