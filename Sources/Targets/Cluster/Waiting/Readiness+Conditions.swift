import Documents

extension Readiness {
    static func claim(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        switch live["status"]?["phase"]?.stringValue ?? "Pending" {
        case "Bound": return .ready
        case "Lost":
            return .failed(
                Trouble(
                    gravity: .fatal,
                    reason: "Lost",
                    message: "the volume that it was bound to is gone",
                    help: "restore the volume, or remove the claim to get a new one"
                )
            )
        case _:
            // To wait for the volume would be to wait for the pod that waits for this.
            if surroundings.bindsOnFirstUse { return .ready }
            let event = surroundings.lastEvent(about: live.uid)
            let troubles = event.map {
                [
                    Trouble(
                        gravity: .passing,
                        reason: $0["reason"]?.stringValue ?? "",
                        message: "no volume is made (\($0.statement))",
                        help: "check the storage class: 'kubectl get storageclass'"
                    )
                ]
            }
            return .progressing("it is not bound to a volume yet", troubles ?? [])
        }
    }

    /// A quota binds nobody before the cluster has counted what there is and noted the limits in the status.
    static func quota(_ live: Value) -> Readiness {
        let isCounted = live["status"]?["hard"] ?? [:] == live["spec"]?["hard"] ?? [:]
        return isCounted ? .ready : .progressing("the cluster has not counted yet what it limits")
    }

    static func service(_ live: Value) -> Readiness {
        guard live["spec"]?["type"]?.stringValue == "LoadBalancer" else { return .ready }
        let addresses = live["status"]?["loadBalancer"]?["ingress"]?.arrayValue ?? []
        return addresses.isEmpty ? .progressing("the load balancer has no address yet") : .ready
    }

    static func namespace(_ live: Value) -> Readiness {
        guard live["status"]?["phase"]?.stringValue == "Terminating" else { return .ready }
        return .progressing("the namespace is still being removed")
    }

    static func definition(_ live: Value) -> Readiness {
        let names = live.condition("NamesAccepted")
        if names?["status"]?.stringValue == "False", let names {
            return .failed(
                Trouble(
                    gravity: .fatal,
                    reason: names["reason"]?.stringValue ?? "",
                    message: "its names are not accepted (\(names.statement))",
                    help: "choose names that no other definition has"
                )
            )
        }
        let isDone = [names, live.condition("Established")].allSatisfy { $0?["status"]?.stringValue == "True" }
        return isDone ? .ready : .progressing("the cluster does not serve the kind yet")
    }

    static func proxy(_ live: Value) -> Readiness {
        let status = live["status"]
        switch status?["currentStatus"]?.stringValue ?? "" {
        // One that is only of use by another one that includes it is as good as it can be without.
        case "valid", "orphaned": return .ready
        case "", "NotReconciled": return .progressing("no ingress controller has taken it up yet")
        case let word:
            let text = status?["description"]?.stringValue?.trimmedToLine ?? ""
            let details = (status?["conditions"]?.arrayValue ?? []).flatMap { $0["errors"]?.arrayValue ?? [] }
            let detail = details.map(\.statement).joined(separator: "; ")
            return .progressing(
                "the ingress controller calls it \(word)",
                [
                    Trouble(
                        gravity: .stubborn,
                        reason: word,
                        message: "the ingress controller calls it \(word): \(detail.isEmpty ? text : detail)",
                        help: "correct what it names"
                    )
                ]
            )
        }
    }

    static func gateway(_ live: Value) -> Readiness {
        // `Programmed` was `Ready`, and `Accepted` was `Scheduled`, before version 0.7 of the Gateway API.
        let programmed = live.condition("Programmed") ?? live.condition("Ready")
        if let programmed, programmed.isTrue(for: live) { return .ready }
        let accepted = live.condition("Accepted") ?? live.condition("Scheduled")
        let refused = [accepted, programmed].compactMap { $0 }.first { $0["status"]?.stringValue == "False" }
        if let refused, !refused.isPending {
            return .progressing("no gateway serves it yet", [.refusedByGateway(refused)])
        }
        return .progressing(
            accepted == nil || accepted?.isPending == true
                ? "no gateway controller has taken it up yet" : "no gateway serves it yet"
        )
    }

    static func route(_ live: Value) -> Readiness {
        let wanted = live["spec"]?["parentRefs"]?.arrayValue?.count ?? 0
        let parents = live["status"]?["parents"]?.arrayValue ?? []
        var accepted = 0
        var troubles: [Trouble] = []
        for parent in parents {
            let conditions = parent["conditions"]?.arrayValue ?? []
            let decisive = conditions.filter { ["Accepted", "ResolvedRefs"].contains($0["type"]?.stringValue ?? "") }
            if let refused = decisive.first(where: { $0["status"]?.stringValue == "False" }) {
                if !refused.isPending { troubles.append(.refusedByGateway(refused)) }
            } else if decisive.contains(where: { $0["type"] == "Accepted" && $0.isTrue(for: live) }) {
                accepted += 1
            }
        }
        guard accepted < max(wanted, 1) else { return .ready }
        let message =
            parents.isEmpty
            ? "no gateway controller has taken it up yet"
            : "\(accepted) of \(String.counted(Int64(wanted), "gateway")) \(wanted == 1 ? "serves" : "serve") it"
        return .progressing(message, troubles)
    }

    /// Any object whose controller keeps to what controllers agree on.
    static func general(_ live: Value, _ surroundings: Surroundings) -> Readiness {
        if live["metadata"]?["deletionTimestamp"] != nil { return .progressing("it is still being removed") }
        if let observed = live["status"]?["observedGeneration"]?.integerValue,
            observed < live.count("metadata", "generation")
        {
            return .progressing("its controller has not seen the change yet")
        }
        if let stalled = live.condition("Stalled"), stalled["status"]?.stringValue == "True" {
            return .failed(
                Trouble(
                    gravity: .fatal,
                    reason: stalled["reason"]?.stringValue ?? "Stalled",
                    message: "its controller has given up (\(stalled.statement))",
                    help: "mend what it names, and deploy again"
                )
            )
        }
        if let condition = live.condition("Reconciling"), condition["status"]?.stringValue == "True" {
            return .progressing("its controller is at work (\(condition.statement))")
        }
        guard let condition = live.condition("Ready") ?? live.condition("Available") else { return .ready }
        guard condition["status"]?.stringValue != "True" else { return .ready }
        let event = surroundings.lastEvent(about: live.uid)
        let statement = condition["message"] == nil ? event?.statement ?? condition.statement : condition.statement
        guard condition["status"]?.stringValue == "False" else { return .progressing("not ready yet: \(statement)") }
        let trouble = Trouble(
            gravity: .passing,
            reason: condition["reason"]?.stringValue ?? "",
            message: "its controller says that it is not ready (\(statement))"
        )
        return .progressing("it is not ready yet", [trouble])
    }
}

extension Value {
    /// Whether a condition is true of an object as it is now.
    fileprivate func isTrue(for live: Value) -> Bool {
        let observed = self["observedGeneration"]?.integerValue
        return self["status"]?.stringValue == "True" && observed ?? .max >= live.count("metadata", "generation")
    }

    /// Whether a condition is only what it is before any controller has looked.
    fileprivate var isPending: Bool {
        ["Pending", "NotReconciled", "Waiting"].contains(self["reason"]?.stringValue ?? "")
    }
}

extension Trouble {
    fileprivate static func refusedByGateway(_ condition: Value) -> Trouble {
        Trouble(
            gravity: .stubborn,
            reason: condition["reason"]?.stringValue ?? "",
            message: "the gateway refuses it (\(condition.statement))",
            help: "correct what it names"
        )
    }
}
