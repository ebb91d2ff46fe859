import Documents

/// Whether an object of a cluster is of use yet, and if not, why.
enum Readiness: Sendable, Equatable {
    case ready
    /// Not yet: how far it is, and what is in the way as it seems.
    case progressing(String, [Trouble] = [])
    /// It never will be as it is.
    case failed(Trouble)
}

/// Something that keeps an object from becoming ready.
struct Trouble: Sendable, Equatable {
    /// Whether it may pass without anybody's help.
    enum Gravity: Sendable, Equatable {
        /// Often it does: an image that is still being pushed, a pod for which a node is still being started.
        case passing
        /// It could, but if it does not soon, it will not.
        case stubborn
        /// It does not.
        case fatal
    }

    let gravity: Gravity
    /// The word of the cluster for it: `CrashLoopBackOff`.
    let reason: String
    /// What is wrong and where: `pod 'web-1', container 'web': …`.
    let message: String
    /// One concrete next step.
    var help: String?
    /// The container whose log tells more.
    var log: LogSource?

    /// A container that writes a log.
    struct LogSource: Sendable, Hashable {
        let pod: String
        let namespace: String
        let container: String
        /// How often it was started again; the log is another one each time.
        let restarts: Int64
    }
}

/// What there is around an object that tells how it fares.
struct Surroundings: Sendable {
    /// The ReplicaSets that a Deployment owns.
    var replicaSets: [Value] = []
    /// The pods of an object.
    var pods: [Value] = []
    /// What the cluster has noted about the object, its ReplicaSets and its pods, and is no good news.
    var events: [Value] = []
    /// For a claim: whether its volume is only made for the first pod that uses it.
    var bindsOnFirstUse = false

    /// Nothing is known but the object.
    static let none = Surroundings()

    /// The last that was noted about one of these objects for one of some reasons.
    func lastEvent(about uid: String?, _ reasons: Set<String>? = nil) -> Value? {
        events.last { event in
            guard event["involvedObject"]?["uid"]?.stringValue == uid else { return false }
            return reasons?.contains(event["reason"]?.stringValue ?? "") ?? true
        }
    }
}

extension Readiness {
    /// How an object fares, by the rules of its kind.
    ///
    /// Those of Deployments, StatefulSets and DaemonSets are the rules of `kubectl rollout status` (1.30); the general
    /// ones follow the conditions that controllers agree on (`Ready`, `Reconciling`, `Stalled`).
    static func of(_ live: Value, around surroundings: Surroundings = .none) -> Readiness {
        let group = live["apiVersion"]?.stringValue?.split(separator: "/").dropLast().first.map(String.init) ?? ""
        switch (group, live["kind"]?.stringValue ?? "") {
        case ("apps", "Deployment"): return deployment(live, surroundings)
        case ("apps", "StatefulSet"): return statefulSet(live, surroundings)
        case ("apps", "DaemonSet"): return daemonSet(live, surroundings)
        case ("apps", "ReplicaSet"), ("", "ReplicationController"): return replicas(live, surroundings)
        case ("batch", "Job"): return job(live, surroundings)
        case ("", "Pod"): return pod(live, surroundings)
        case ("", "PersistentVolumeClaim"): return claim(live, surroundings)
        case ("", "ResourceQuota"): return quota(live)
        case ("", "Service"): return service(live)
        case ("", "Namespace"): return namespace(live)
        case ("apiextensions.k8s.io", "CustomResourceDefinition"): return definition(live)
        case ("projectcontour.io", "HTTPProxy"): return proxy(live)
        case ("gateway.networking.k8s.io", "Gateway"): return gateway(live)
        case ("gateway.networking.k8s.io", let kind) where kind.hasSuffix("Route"): return route(live)
        case ("", _), ("rbac.authorization.k8s.io", _), ("networking.k8s.io", _), ("policy", _), ("autoscaling", _),
            ("batch", _):
            return .ready
        case _: return general(live, surroundings)
        }
    }

    /// Whether the kind is one that says by itself when it is of use.
    static func needsPods(_ live: Value) -> Bool {
        switch live["kind"]?.stringValue ?? "" {
        case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "Pod": true
        case _: false
        }
    }
}

extension Value {
    /// The number at a path of members; 0 if there is none, as the API leaves zeros out.
    func count(_ path: String...) -> Int64 {
        path.reduce(Optional(self)) { $0?[$1] }?.integerValue ?? 0
    }

    /// A condition of the object's status.
    func condition(_ type: String) -> Value? {
        (self["status"]?["conditions"]?.arrayValue ?? []).first { $0["type"]?.stringValue == type }
    }

    /// Whether the controller has not looked at the object as it is now.
    var isUnobserved: Bool { count("metadata", "generation") > count("status", "observedGeneration") }

    /// What a condition or an event says, with its reason.
    var statement: String {
        let reason = self["reason"]?.stringValue ?? ""
        let message = (self["message"]?.stringValue ?? "").trimmedToLine
        if message.isEmpty { return reason }
        return reason.isEmpty ? message : "\(reason): \(message)"
    }

    var uid: String? { self["metadata"]?["uid"]?.stringValue }

    var objectName: String { self["metadata"]?["name"]?.stringValue ?? "" }
}

extension String {
    /// The text in one line.
    var trimmedToLine: String {
        split(whereSeparator: \.isNewline).map { $0.trimmingBlanks }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// `2 pods`, `1 pod`.
    static func counted(_ count: Int64, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
