import Documents

extension Readiness {
    private static let unseen = "the cluster has not seen the change yet"

    static func deployment(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        guard !live.isUnobserved else { return .progressing(unseen) }
        let pods = surroundings.newestPods(ofDeployment: live)
        if let condition = live.condition("Progressing"), condition["reason"]?.stringValue == "ProgressDeadlineExceeded"
        {
            let troubles = surroundings.troubles(of: pods)
            let seconds = live["spec"]?["progressDeadlineSeconds"]?.integerValue ?? 600
            return .failed(
                troubles.first?.asFatal
                    ?? Trouble(
                        gravity: .fatal,
                        reason: "ProgressDeadlineExceeded",
                        message: "it has come no further for \(seconds) seconds (ProgressDeadlineExceeded)",
                        help: "see what its pods say: 'kubectl describe pods -n \(live.namespaceName)'"
                    )
            )
        }
        let wanted = live["spec"]?["replicas"]?.integerValue ?? 1
        let (updated, all) = (live.count("status", "updatedReplicas"), live.count("status", "replicas"))
        let available = live.count("status", "availableReplicas")
        let message: String
        if updated < wanted {
            message = "\(updated) of \(String.counted(wanted, "pod")) \(wanted == 1 ? "is" : "are") up to date"
        } else if all > updated {
            message = "\(String.counted(all - updated, "old pod")) still to end"
        } else if available < updated {
            message = "\(available) of \(String.counted(updated, "pod")) \(updated == 1 ? "is" : "are") available"
        } else {
            return .ready
        }
        let refusals = live.condition("ReplicaFailure").map { condition in
            condition["status"]?.stringValue == "True" ? [Trouble.refusedPods(condition)] : []
        }
        return .progressing(message, (refusals ?? []) + surroundings.troubles(of: pods))
    }

    static func statefulSet(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        guard live.count("status", "observedGeneration") > 0, !live.isUnobserved else { return .progressing(unseen) }
        let strategy = live["spec"]?["updateStrategy"]
        // Nothing is rolled out by itself, so there is nothing to wait for.
        guard strategy?["type"]?.stringValue ?? "RollingUpdate" == "RollingUpdate" else { return .ready }
        let wanted = live["spec"]?["replicas"]?.integerValue ?? 1
        let status = live["status"]
        let newest = status?["updateRevision"]?.stringValue
        let pods = surroundings.pods.filter { $0.label("controller-revision-hash") == newest }
        let troubles = surroundings.refusals(of: live) + surroundings.troubles(of: pods)
        let (ready, updated) = (live.count("status", "readyReplicas"), live.count("status", "updatedReplicas"))
        guard ready >= wanted else {
            return .progressing(
                "\(ready) of \(String.counted(wanted, "pod")) \(wanted == 1 ? "is" : "are") ready",
                troubles
            )
        }
        if let partition = strategy?["rollingUpdate"]?["partition"]?.integerValue, partition > 0 {
            guard updated >= wanted - partition else {
                return .progressing("\(updated) of \(String.counted(wanted - partition, "pod")) up to date", troubles)
            }
            return .ready
        }
        guard newest == status?["currentRevision"]?.stringValue else {
            return .progressing("\(updated) of \(String.counted(wanted, "pod")) up to date", troubles)
        }
        return .ready
    }

    static func daemonSet(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        guard !live.isUnobserved else { return .progressing(unseen) }
        // Nothing is rolled out by itself, so there is nothing to wait for.
        guard live["spec"]?["updateStrategy"]?["type"]?.stringValue ?? "RollingUpdate" == "RollingUpdate" else {
            return .ready
        }
        let wanted = live.count("status", "desiredNumberScheduled")
        let updated = live.count("status", "updatedNumberScheduled")
        let available = live.count("status", "numberAvailable")
        let generation = live["metadata"]?["annotations"]?.objectValue?[
            exactly:
                "deprecated.daemonset.template.generation"
        ]
        let pods = surroundings.pods.filter { pod in
            guard let newest = generation?.stringValue, let own = pod.label("pod-template-generation") else {
                return true
            }
            return newest == own
        }
        let troubles = surroundings.refusals(of: live) + surroundings.troubles(of: pods)
        guard updated >= wanted else {
            return .progressing("\(updated) of \(String.counted(wanted, "pod")) up to date", troubles)
        }
        guard available >= wanted else {
            return .progressing(
                "\(available) of \(String.counted(wanted, "pod")) \(wanted == 1 ? "is" : "are") available",
                troubles
            )
        }
        return .ready
    }

    static func replicas(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        guard !live.isUnobserved else { return .progressing(unseen) }
        let wanted = live["spec"]?["replicas"]?.integerValue ?? 1
        let available = live.count("status", "availableReplicas")
        guard available < wanted else { return .ready }
        return .progressing(
            "\(available) of \(String.counted(wanted, "pod")) \(wanted == 1 ? "is" : "are") available",
            surroundings.refusals(of: live) + surroundings.troubles(of: surroundings.pods)
        )
    }

    static func job(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        if live.condition("Complete")?["status"]?.stringValue == "True" { return .ready }
        if live["spec"]?["suspend"]?.boolValue == true { return .ready }
        let pods = surroundings.pods
        if let failure = live.condition("Failed"), failure["status"]?.stringValue == "True" {
            let last = pods.compactMap { surroundings.failedContainer(of: $0) }.last
            let detail = last.map { "; \($0.message)" } ?? ""
            return .failed(
                Trouble(
                    gravity: .fatal,
                    reason: failure["reason"]?.stringValue ?? "Failed",
                    message: "the job has failed (\(failure.statement))\(detail)",
                    help: "mend what it runs, and deploy again",
                    log: last?.log
                )
            )
        }
        let wanted = live["spec"]?["completions"]?.integerValue ?? 1
        let succeeded = live.count("status", "succeeded")
        let message =
            live.count("status", "active") == 0
            ? "it has not begun yet" : "\(succeeded) of \(String.counted(wanted, "run")) done"
        return .progressing(message, surroundings.refusals(of: live) + surroundings.troubles(of: pods))
    }

    static func pod(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        switch live["status"]?["phase"]?.stringValue ?? "Pending" {
        case "Succeeded": return .ready
        case "Failed":
            let trouble = surroundings.failedContainer(of: live)
            return .failed(
                trouble?.asFatal
                    ?? Trouble(gravity: .fatal, reason: "Failed", message: live["status"]?.statement ?? "it has failed")
            )
        case _:
            if live.condition("Ready")?["status"]?.stringValue == "True" { return .ready }
            return .progressing("it is not ready yet", surroundings.troubles(of: [live]))
        }
    }
}

extension Surroundings {
    /// The pods that a Deployment wants, as opposed to those of which it gets rid.
    func newestPods(ofDeployment live: Value) -> [Value] {
        let revision = live.revision
        let newest = replicaSets.first { $0.revision == revision && revision != nil }
        return pods.filter { $0.ownerUID != nil && $0.ownerUID == newest?.uid }
    }

    /// Why the controller of an object cannot make its pods, by the last word on it.
    func refusals(of live: Value) -> [Trouble] {
        lastEvent(about: live.uid, ["FailedCreate"]).map { [.refusedPods($0)] } ?? []
    }
}

extension Value {
    /// The revision of a Deployment, or of one of its ReplicaSets.
    var revision: String? {
        self["metadata"]?["annotations"]?.objectValue?[exactly: "deployment.kubernetes.io/revision"]?.stringValue
    }

    /// Who made the object and looks after it.
    var ownerUID: String? {
        let owners = self["metadata"]?["ownerReferences"]?.arrayValue ?? []
        return owners.first { $0["controller"]?.boolValue == true }?["uid"]?.stringValue
    }

    func label(_ name: String) -> String? {
        self["metadata"]?["labels"]?.objectValue?[exactly: name]?.stringValue
    }

    var namespaceName: String { self["metadata"]?["namespace"]?.stringValue ?? "" }
}

extension Trouble {
    var asFatal: Trouble { Trouble(gravity: .fatal, reason: reason, message: message, help: help, log: log) }

    /// The cluster does not let a controller make pods: a quota, an admission webhook, a missing service account.
    static func refusedPods(_ statement: Value) -> Trouble {
        let text = statement["message"]?.stringValue?.trimmedToLine ?? ""
        let isQuota = text.contains("exceeded quota")
        return Trouble(
            gravity: .stubborn,
            reason: statement["reason"]?.stringValue ?? "FailedCreate",
            message: "its pods are refused (\(statement.statement))",
            help: isQuota
                ? "raise the quota of the namespace, or ask for less"
                : "mend what the cluster refuses, and deploy again"
        )
    }
}
