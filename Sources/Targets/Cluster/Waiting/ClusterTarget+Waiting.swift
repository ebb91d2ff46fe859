import AppModel
import Documents
public import Engine
import Synchronization

extension ClusterTarget {
    /// Waits until an object is of use, by the rules of its kind.
    public func wait(
        for output: OutputResource,
        _ applied: AppliedOutput,
        reporting report: @escaping @Sendable (Progress) -> Void
    ) async throws -> AppliedOutput {
        guard case .progressing = Readiness.of(applied.value), let uid = applied.value.uid else {
            return applied
        }
        let wait = ObjectWait(target: self, output: output, applied: applied, uid: uid)
        do {
            let live = try await wait.run(limits, report)
            return AppliedOutput(
                value: output.clusterValue(live),
                location: applied.location,
                fingerprint: applied.fingerprint
            )
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "wait for \(output.type) '\(output.name)'")
        }
    }

    /// How long the next object may take.
    private var limits: WaitJudge.Limits {
        var limits = WaitJudge.Limits()
        limits.object = options.readinessLimit
        limits.deployment = options.end.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
        limits.patience = options.patience
        return limits
    }
}

/// Waiting for one object.
private struct ObjectWait {
    let target: ClusterTarget
    let output: OutputResource
    let applied: AppliedOutput
    let uid: String

    private var namespace: String { output.namespace }

    func run(_ limits: WaitJudge.Limits, _ report: @Sendable (Progress) -> Void) async throws -> Value {
        let resource = try await target.resource(output.apiVersion, output.kind)
        follow(resource)
        let bindsOnFirstUse = try await target.bindsOnFirstUse(applied.value)
        let start = ContinuousClock.now
        var judge = WaitJudge(limits)
        var logs = TroubleLogs(target.client)
        var eyes = ObjectEyes(target: target, resource: resource, output: output, applied: applied.value)
        var said = Progress("")
        for await _ in target.watches.changes(of: uid, in: namespace) {
            var (live, around) = (applied.value, Surroundings.none)
            let readiness: Readiness
            switch try await eyes.look() {
            case .gone: readiness = .failed(.removed)
            case .asApplied: readiness = .of(live)
            case .present(let object, let surroundings):
                (live, around) = (object, surroundings)
                around.bindsOnFirstUse = bindsOnFirstUse
                readiness = .of(live, around: around)
            }
            switch judge.verdict(on: readiness, at: start.duration(to: .now)) {
            case .ready: return live
            case .failed(let trouble):
                throw ApplyError.notReady(output, trouble, await logs.lines(of: trouble, in: around))
            case .timedOut(let limit, let message, let trouble):
                let lines = await logs.lines(of: trouble, in: around)
                throw ApplyError.notReadyInTime(output, limit, limits.isOfDeployment, message, trouble, lines)
            case .wait(let progress):
                guard progress != said else { continue }
                said = progress
                let trouble = readiness.troubles.first { $0.message == progress.message }
                let last = await logs.lines(of: trouble, in: around).last
                report(Progress(progress.message + (last.map { "; log: \($0)" } ?? ""), isTrouble: progress.isTrouble))
            }
        }
        throw CancellationError()
    }

    /// Sees to it that the object and what tells about it are followed.
    private func follow(_ resource: APIResource) {
        target.watches.follow(resource, in: namespace, labels: target.mark.selector)
        guard !namespace.isEmpty else { return }
        func follow(_ apiVersion: String, _ kind: String, _ plural: String, fields: String? = nil) {
            let resource = APIResource(apiVersion: apiVersion, kind: kind, plural: plural, isNamespaced: true)
            target.watches.follow(resource, in: namespace, fields: fields)
        }
        if Readiness.needsPods(applied.value), output.kind != ClusterView.pod {
            if output.kind == "Deployment" { follow("apps/v1", ClusterView.replicaSet, "replicasets") }
            follow("v1", ClusterView.pod, "pods")
        }
        follow("v1", ClusterView.event, "events", fields: "type!=Normal")
    }
}

/// Looks at one object: by the watches, or for itself where its kind may not be listed.
private struct ObjectEyes {
    /// What is known of the object.
    enum Look {
        /// No more than what the server said when it was applied.
        case asApplied
        case present(Value, Surroundings)
        /// It was there, and is not any more.
        case gone
    }

    let target: ClusterTarget
    let resource: APIResource
    let output: OutputResource
    let applied: Value
    private var wasSeen = false
    private var fetched: (object: Value?, at: ContinuousClock.Instant)?

    init(target: ClusterTarget, resource: APIResource, output: OutputResource, applied: Value) {
        self.target = target
        self.resource = resource
        self.output = output
        self.applied = applied
    }

    mutating func look() async throws -> Look {
        if target.watches.refusal(of: output.kind, in: output.namespace) != nil {
            guard let object = try await fetch() else { return .gone }
            return .present(object, .none)
        }
        guard let (object, around) = target.watches.look(for: output.kind, output.name, in: output.namespace) else {
            return .asApplied
        }
        // A watch that was under way already may not have come to the object as it was applied.
        guard let object else { return wasSeen ? .gone : .asApplied }
        guard !object.isOlder(than: applied) else { return .asApplied }
        wasSeen = true
        return object.uid == applied.uid ? .present(object, around) : .gone
    }

    /// The object itself, asked for now and then.
    private mutating func fetch() async throws -> Value? {
        if let fetched, fetched.at.duration(to: .now) < target.options.pace.listing { return fetched.object }
        let object = try await target.client.object(resource, output.name, in: output.namespace)
        fetched = (object, .now)
        return object
    }
}

extension Readiness {
    fileprivate var troubles: [Trouble] {
        switch self {
        case .ready: []
        case .progressing(_, let troubles): troubles
        case .failed(let trouble): [trouble]
        }
    }
}

extension WaitJudge.Limits {
    /// Whether it is the time of the whole deployment that ends first.
    fileprivate var isOfDeployment: Bool {
        guard let deployment else { return false }
        return object.map { deployment < $0 } ?? true
    }
}

extension Value {
    /// Whether this is what an object was before it became what another value says.
    fileprivate func isOlder(than other: Value) -> Bool {
        if count("metadata", "generation") < other.count("metadata", "generation") { return true }
        // Versions are numbers that grow wherever they can be read as numbers.
        guard let own = self["metadata"]?["resourceVersion"]?.stringValue.flatMap({ UInt64($0) }),
            let its = other["metadata"]?["resourceVersion"]?.stringValue.flatMap({ UInt64($0) })
        else { return false }
        return own < its
    }
}
