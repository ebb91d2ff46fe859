import Synchronization

/// What passes between those who use a WebSocket and its thread.
final class WebSocketChannel: Sendable {
    /// How many bytes may wait on each side before the other one is asked for patience.
    private static let room = 1 << 20

    private struct State {
        var outgoing: [UInt8] = []
        var incoming: ArraySlice<[UInt8]> = []
        var incomingSize = 0
        var isClosing = false
        /// How the connection ended; `nil` while it stands.
        var end: Result<Void, HTTPError>?
        /// Those who wait for something to change.
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// What wakes the thread; `nil` before it has begun and after it has ended.
        var alarm: CurlAlarm?

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [] }
            return waiting
        }
    }

    private let state = Mutex(State())

    // MARK: - For those who use it

    func send(_ message: [UInt8]) async throws(HTTPError) {
        while true {
            let result: Result<Void, HTTPError>? = state.withLock { state in
                if case .failure(let error) = state.end { return .failure(error) }
                guard state.end == nil, !state.isClosing else { return .failure(.webSocketClosed) }
                guard state.outgoing.count < Self.room else { return nil }
                state.outgoing += WebSocketFrame(.binary, message).masked(with: .random(in: 0...(.max)))
                state.alarm?.ring()
                return .success(())
            }
            if let result { return try result.get() }
            await wait { $0.end != nil || $0.isClosing || $0.outgoing.count < Self.room }
        }
    }

    func receive() async -> Result<[UInt8]?, HTTPError> {
        while true {
            let result: Result<[UInt8]?, HTTPError>? = state.withLock { state in
                guard let message = state.incoming.popFirst() else { return state.end.map { $0.map { nil } } }
                let wasFull = state.incomingSize >= Self.room
                state.incomingSize -= message.count
                if wasFull { state.alarm?.ring() }
                return .success(message)
            }
            if let result { return result }
            await wait { !$0.incoming.isEmpty || $0.end != nil }
        }
    }

    func close() {
        state.withLock { state in
            state.isClosing = true
            state.alarm?.ring()
        }
    }

    private func wait(until isReady: @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock { state in
                guard !isReady(state) else { return false }
                state.waiting.append(continuation)
                return true
            }
            if !mustWait { continuation.resume() }
        }
    }

    // MARK: - For the thread

    /// What the thread is to do.
    struct Orders {
        var outgoing: [UInt8]
        /// Whether there is room for messages.
        var mayReceive: Bool
        var isClosing: Bool
    }

    func begin(_ alarm: CurlAlarm) { state.withLock { $0.alarm = alarm } }

    /// Takes what is to be sent if there is room for it.
    func orders(taking isEmpty: Bool) -> Orders {
        let (orders, waiting) = state.withLock { state in
            let taken = isEmpty ? state.outgoing : []
            if isEmpty { state.outgoing = [] }
            let orders = Orders(
                outgoing: taken,
                mayReceive: state.incomingSize < Self.room,
                isClosing: state.isClosing && state.outgoing.isEmpty
            )
            return (orders, taken.isEmpty ? [] : state.takeWaiting())
        }
        for continuation in waiting { continuation.resume() }
        return orders
    }

    /// Hands a message to whoever waits for one; says whether there is room for more.
    func deliver(_ message: [UInt8]) -> Bool {
        let (hasRoom, waiting) = state.withLock { state in
            state.incoming.append(message)
            state.incomingSize += message.count
            return (state.incomingSize < Self.room, state.takeWaiting())
        }
        for continuation in waiting { continuation.resume() }
        return hasRoom
    }

    /// Tells everybody that the connection is over.
    func finish(_ end: Result<Void, HTTPError>) {
        let waiting = state.withLock { state in
            state.alarm = nil
            state.end = state.end ?? end
            return state.takeWaiting()
        }
        for continuation in waiting { continuation.resume() }
    }
}

extension HTTPError {
    static var webSocketClosed: HTTPError { HTTPError(.connectionLost, "the connection is closed") }
}
