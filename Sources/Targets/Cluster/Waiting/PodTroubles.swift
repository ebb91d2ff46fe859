import Documents

extension Surroundings {
    /// What is wrong with some pods, the gravest first; what many pods have in common is told once.
    func troubles(of pods: [Value]) -> [Trouble] {
        var seen: Set<String> = []
        var found: [Trouble] = []
        for pod in pods where pod["metadata"]?["deletionTimestamp"] == nil {
            for trouble in troubles(of: pod)
            where seen.insert("\(trouble.log?.container ?? "") \(trouble.reason)").inserted {
                found.append(trouble)
            }
        }
        return found.sorted { $0.gravity.rank > $1.gravity.rank }
    }

    /// The container that made a pod fail.
    func failedContainer(of pod: Value) -> Trouble? {
        containers(of: pod).lazy.compactMap { container -> Trouble? in
            guard let end = container.state("terminated"), end.count("exitCode") != 0 else { return nil }
            return trouble(container, of: pod, .fatal, "Error", "ended: \(end.ending)", help: end.endingHelp)
        }.first
    }

    private func troubles(of pod: Value) -> [Trouble] {
        if let scheduled = pod.condition("PodScheduled"), scheduled["status"]?.stringValue == "False" {
            return [.unschedulable(pod, scheduled)]
        }
        if pod["status"]?["phase"]?.stringValue == "Failed", let status = pod["status"], status["reason"] != nil {
            let message = "pod '\(pod.objectName)' has failed (\(status.statement))"
            return [Trouble(gravity: .passing, reason: status["reason"]?.stringValue ?? "Failed", message: message)]
        }
        let ofContainers = containers(of: pod).compactMap { trouble(with: $0, of: pod) }
        guard ofContainers.isEmpty else { return ofContainers }
        return beforeItsContainers(pod)
    }

    /// Troubles with volumes and networks, which come before any container.
    private func beforeItsContainers(_ pod: Value) -> [Trouble] {
        let isWaiting = containers(of: pod).contains { container in
            ["ContainerCreating", "PodInitializing"].contains(container.state("waiting")?["reason"]?.stringValue ?? "")
        }
        let reasons: Set = ["FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox"]
        guard isWaiting, let event = lastEvent(about: pod.uid, reasons) else { return [] }
        return [
            Trouble(
                gravity: .passing,
                reason: event["reason"]?.stringValue ?? "",
                message: "pod '\(pod.objectName)' cannot begin (\(event.statement))",
                help: "check what its volumes refer to"
            )
        ]
    }

    /// The states of all containers of a pod, those that prepare it first.
    private func containers(of pod: Value) -> [Value] {
        let status = pod["status"]
        return (status?["initContainerStatuses"]?.arrayValue ?? []) + (status?["containerStatuses"]?.arrayValue ?? [])
    }

    private func trouble(with container: Value, of pod: Value) -> Trouble? {
        if let waiting = container.state("waiting") { return trouble(of: waiting, container, of: pod) }
        if let end = container.state("terminated"), end.count("exitCode") != 0 {
            return trouble(container, of: pod, .passing, "Error", "ended: \(end.ending)", help: end.endingHelp)
        }
        guard container["ready"]?.boolValue == false, container.state("running") != nil else { return nil }
        guard let event = lastEvent(about: pod.uid, ["Unhealthy"]) else { return nil }
        return trouble(
            container,
            of: pod,
            .passing,
            "Unhealthy",
            "runs and is not ready: \((event["message"]?.stringValue ?? "").trimmedToLine)",
            help: "check its probes, and what it needs to answer them"
        )
    }

    private func trouble(of waiting: Value, _ container: Value, of pod: Value) -> Trouble? {
        let reason = waiting["reason"]?.stringValue ?? ""
        let image = container["image"]?.stringValue ?? ""
        let message = (waiting["message"]?.stringValue ?? "").trimmedToLine
        switch reason {
        case "CrashLoopBackOff":
            let restarts = container.count("restartCount")
            let end = container["lastState"]?["terminated"]
            return trouble(
                container,
                of: pod,
                restarts >= Self.hopelessRestarts ? .fatal : .passing,
                reason,
                "crashes again and again: \(end?.ending ?? message), started again \(restarts == 1 ? "once" : "\(restarts) times")",
                help: end?.endingHelp ?? "see why it ends, in its log"
            )
        case "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable":
            // The word that follows each attempt only says that there was one.
            let detail = reason == "ImagePullBackOff" ? pullFailure(of: pod, image) ?? message : message
            return trouble(
                container,
                of: pod,
                .passing,
                "ImagePullBackOff",
                "image '\(image)' cannot be pulled (\(reason)): \(detail)",
                help: "check the image's name and tag, and that the cluster may pull it ('imagePullSecrets')"
            )
        case "InvalidImageName":
            return trouble(
                container,
                of: pod,
                .fatal,
                reason,
                "'\(image)' is no name of an image (\(reason))",
                help: "correct the name"
            )
        case "ErrImageNeverPull":
            return trouble(
                container,
                of: pod,
                .fatal,
                reason,
                "image '\(image)' is not on the node, and 'imagePullPolicy' forbids to pull it (\(reason))",
                help: "load the image onto the node, or let it be pulled"
            )
        case "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError",
            "PostStartHookError":
            return trouble(
                container,
                of: pod,
                .stubborn,
                reason,
                "cannot be started (\(reason)): \(message)",
                help: "correct what the container refers to: Secrets, ConfigMaps, keys in them, its command"
            )
        case _: return nil
        }
    }

    /// After so many restarts within more than a minute nothing that it waits for is likely to come.
    private static let hopelessRestarts: Int64 = 4

    /// What went wrong when an image was pulled.
    private func pullFailure(of pod: Value, _ image: String) -> String? {
        events.last { event in
            event["involvedObject"]?["uid"]?.stringValue == pod.uid && event["reason"]?.stringValue == "Failed"
                && event["message"]?.stringValue?.contains("\"\(image)\"") == true
        }?["message"]?.stringValue?.trimmedToLine
    }

    private func trouble(
        _ container: Value,
        of pod: Value,
        _ gravity: Trouble.Gravity,
        _ reason: String,
        _ message: String,
        help: String
    ) -> Trouble {
        let name = container["name"]?.stringValue ?? ""
        let hasRun = container.state("waiting") == nil || container["lastState"]?["terminated"] != nil
        return Trouble(
            gravity: gravity,
            reason: reason,
            message: "pod '\(pod.objectName)', container '\(name)': \(message)",
            help: help,
            log: hasRun
                ? Trouble.LogSource(
                    pod: pod.objectName,
                    namespace: pod.namespaceName,
                    container: name,
                    restarts: container.count("restartCount")
                ) : nil
        )
    }
}

extension Value {
    /// A state of a container; `nil` if it is in another one.
    fileprivate func state(_ name: String) -> Value? { self["state"]?.objectValue?[exactly: name] }

    /// How a container ended.
    fileprivate var ending: String {
        let reason = self["reason"]?.stringValue ?? ""
        let message = (self["message"]?.stringValue ?? "").trimmedToLine
        let cause = ["", "Error"].contains(reason) ? "" : " (\(reason))"
        return "exit code \(count("exitCode"))\(cause)\(message.isEmpty ? "" : ": \(message)")"
    }

    fileprivate var endingHelp: String {
        self["reason"]?.stringValue == "OOMKilled"
            ? "give the container more memory" : "see why it ends, in its log, and deploy again"
    }
}

extension Trouble {
    fileprivate static func unschedulable(_ pod: Value, _ condition: Value) -> Trouble {
        Trouble(
            gravity: .passing,
            reason: condition["reason"]?.stringValue ?? "Unschedulable",
            message: "pod '\(pod.objectName)' has no node yet (\(condition.statement))",
            help: "add a node, or ask for less: cpu, memory, node selectors"
        )
    }
}

extension Trouble.Gravity {
    fileprivate var rank: Int {
        switch self {
        case .passing: 0
        case .stubborn: 1
        case .fatal: 2
        }
    }
}
