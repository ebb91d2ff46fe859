import Synchronization

/// Tells many who wait that the wait is over.
final class StopSignal: Sendable {
    private struct State {
        var isRaised = false
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// Ends all waits, those that are still to come as well.
    func raise() {
        let listeners = state.withLock { state in
            state.isRaised = true
            defer { state.listeners = [:] }
            return state.listeners.values.map { $0 }
        }
        for listener in listeners { listener.finish() }
    }

    /// Returns when the signal is raised, or the task is cancelled.
    func raised() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let number: Int? = state.withLock { state in
            guard !state.isRaised else { return nil }
            state.count += 1
            state.listeners[state.count] = continuation
            return state.count
        }
        guard let number else { return }
        for await _ in stream {}
        state.withLock { $0.listeners[number] = nil }
    }
}
