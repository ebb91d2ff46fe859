import Documents
import Engine
import Synchronization

/// The watches of a deployment: one for each kind and namespace, begun when somebody first waits for such an object.
///
/// They end with the target, so that what is waited for next need not be listed once more.
final class ClusterWatches: Sendable {
    /// A place of which everything that is seen goes into one view.
    private struct Scope: Hashable {
        let namespace: String
        let kind: String
    }

    private struct State {
        var views: [String: ClusterView] = [:]
        var running: [Scope: Task<Void, Never>] = [:]
        /// Kinds that the user may not see, and why.
        var refused: [Scope: String] = [:]
        var waiters: [Int: Waiter] = [:]
        /// Who waits for an object, by its uid.
        var interested: [String: Set<Int>] = [:]
        var count = 0
        var pulse: Task<Void, Never>?
    }

    private struct Waiter {
        let namespace: String
        let uid: String
        let signal: AsyncStream<Void>.Continuation
    }

    private let client: ClusterClient
    private let pace: ObjectWatch.Pace
    private let state = Mutex(State())

    init(_ client: ClusterClient, pace: ObjectWatch.Pace) {
        self.client = client
        self.pace = pace
    }

    deinit { stop() }

    /// Ends all watches.
    func stop() {
        state.withLock { state in
            for task in state.running.values { task.cancel() }
            state.pulse?.cancel()
            state.running = [:]
            state.pulse = nil
        }
    }

    /// Begins to follow a kind, unless that is so already.
    func follow(_ resource: APIResource, in namespace: String, labels: String? = nil, fields: String? = nil) {
        let scope = Scope(namespace: namespace, kind: resource.kind)
        var watch = ObjectWatch(
            client: client,
            resource: resource,
            namespace: resource.isNamespaced ? namespace : nil,
            pace: pace
        )
        watch.labels = labels
        watch.fields = fields
        if resource.kind == ClusterView.replicaSet { watch.part = .metadata }
        state.withLock { state in
            guard state.running[scope] == nil else { return }
            state.running[scope] = Task { [weak self, watch] in
                do {
                    try await watch.run { [weak self] in self?.note($0, in: scope) }
                } catch {
                    self?.refuse(scope, (error as? APIStatus)?.message ?? "\(error)")
                }
            }
        }
    }

    /// Tells whoever waits for an object that it may fare differently, and now and then in any case.
    ///
    /// The stream ends when its task does.
    func changes(of uid: String, in namespace: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.count += 1
            state.waiters[state.count] = Waiter(namespace: namespace, uid: uid, signal: continuation)
            state.interested[uid, default: []].insert(state.count)
            if state.pulse == nil { state.pulse = beginPulse() }
            return state.count
        }
        continuation.onTermination = { [weak self] _ in self?.leave(number) }
        continuation.yield()
        return stream
    }

    /// What is known of an object and what is around it; `nil` as long as nobody has listed its kind.
    func look(for kind: String, _ name: String, in namespace: String) -> (object: Value?, around: Surroundings)? {
        state.withLock { state in
            guard let view = state.views[namespace], view.hasListed(kind) else { return nil }
            guard let object = view.object(kind, name) else { return (nil, .none) }
            return (object, view.surroundings(of: object))
        }
    }

    /// Why objects of a kind cannot be followed; `nil` if they can.
    func refusal(of kind: String, in namespace: String) -> String? {
        state.withLock { $0.refused[Scope(namespace: namespace, kind: kind)] }
    }

    private func note(_ sighting: ClusterView.Sighting, in scope: Scope) {
        state.withLock { state in
            let affected = state.views[scope.namespace, default: ClusterView()].note(sighting, of: scope.kind)
            let numbers: Set<Int>
            if let affected {
                numbers = affected.reduce(into: []) { $0.formUnion(state.interested[$1] ?? []) }
            } else {
                numbers = Set(state.waiters.filter { $0.value.namespace == scope.namespace }.keys)
            }
            for number in numbers { state.waiters[number]?.signal.yield() }
        }
    }

    private func refuse(_ scope: Scope, _ reason: String) {
        state.withLock { state in
            state.refused[scope] = reason
            for waiter in state.waiters.values where waiter.namespace == scope.namespace { waiter.signal.yield() }
        }
    }

    private func leave(_ number: Int) {
        state.withLock { state in
            guard let waiter = state.waiters.removeValue(forKey: number) else { return }
            state.interested[waiter.uid]?.remove(number)
        }
    }

    /// Wakes everybody twice a second, so that each sees when its time is up.
    private func beginPulse() -> Task<Void, Never> {
        Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(500))
                guard let self else { return }
                state.withLock { for waiter in $0.waiters.values { waiter.signal.yield() } }
            }
        }
    }
}
