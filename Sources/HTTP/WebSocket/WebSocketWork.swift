import CLibCurl

/// The thread of a WebSocket: opens the connection, then carries messages until one side ends it.
///
/// Sendable because whoever makes it hands it over to its thread, and touches it no more.
final class WebSocketWork: @unchecked Sendable {
    /// How long the other side has to answer that it closes the connection, too.
    private static let farewell: Duration = .seconds(2)

    private let request: HTTPRequest
    private let protocols: [String]
    private let configuration: HTTPClient.Configuration
    private let channel: WebSocketChannel
    private let cancellation: CancellationFlag

    private var reader: WebSocketReader
    /// What is on its way to the server.
    private var pending: ArraySlice<UInt8> = []
    /// Why the server has closed the connection, if something went wrong.
    private var complaint: HTTPError?
    /// Whether those who use the connection can take more messages.
    private var hasRoom = true
    /// When to give up waiting for the other side to close; `nil` while nothing was said about closing.
    private var deadline: ContinuousClock.Instant?

    init(
        _ request: HTTPRequest,
        _ protocols: [String],
        _ configuration: HTTPClient.Configuration,
        _ channel: WebSocketChannel,
        _ cancellation: CancellationFlag
    ) {
        self.request = request
        self.protocols = protocols
        self.configuration = configuration
        self.channel = channel
        self.cancellation = cancellation
        reader = WebSocketReader(limit: configuration.maximumBodySize)
    }

    /// Opens the connection, tells how that went, and stays with it.
    func run(opened: (Result<WebSocketHandshake.Answer, HTTPError>) -> Void) {
        do throws(HTTPError) {
            let tunnel = try CurlTunnel(to: request, with: configuration, unless: cancellation)
            let waiter = try SocketWaiter(tunnel)
            let answer = try shakeHands(tunnel, waiter)
            guard case .agreed(_, let rest) = answer else { return opened(.success(answer)) }
            channel.begin(waiter.alarm)
            opened(.success(answer))
            channel.finish(serve(tunnel, waiter, beginningWith: rest))
        } catch {
            opened(.failure(error))
        }
    }

    private func shakeHands(_ tunnel: CurlTunnel, _ waiter: SocketWaiter) throws(HTTPError) -> WebSocketHandshake.Answer
    {
        var random = SystemRandomNumberGenerator()
        let handshake = WebSocketHandshake(
            request,
            protocols: protocols,
            userAgent: configuration.userAgent,
            nonce: (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        )
        pending = handshake.bytes[...]
        var bytes: [UInt8] = []
        let end = ContinuousClock.now + (configuration.totalTimeout ?? .seconds(60))
        while true {
            try flush(tunnel)
            let part = try tunnel.receive()
            bytes += part ?? []
            let isOver = part?.isEmpty == true
            if let answer = try lawful({ () throws(WebSocketReader.Violation) in
                try handshake.answer(bytes, isOver: isOver)
            }) {
                return answer
            }
            guard !cancellation.isRaised else { throw .cancelled(request) }
            guard ContinuousClock.now < end else {
                throw HTTPError(.timeout, "'\(request.server)' did not answer in time")
            }
            if part == nil { waiter.wait(toReceive: true, toSend: !pending.isEmpty) }
        }
    }

    /// Carries messages; gives how the connection ended.
    private func serve(
        _ tunnel: CurlTunnel,
        _ waiter: SocketWaiter,
        beginningWith rest: [UInt8]
    ) -> Result<Void, HTTPError> {
        reader.append(rest)
        do throws(HTTPError) {
            var isOver = try takeMessages()
            while !isOver {
                let orders = channel.orders(taking: pending.isEmpty)
                pending += orders.outgoing
                if orders.isClosing { sayFarewell() }
                try flush(tunnel)
                isOver = orders.mayReceive ? try receive(tunnel) : false
                guard !isOver else { break }
                if let deadline, ContinuousClock.now > deadline { break }
                waiter.wait(toReceive: orders.mayReceive, toSend: !pending.isEmpty)
            }
            try flush(tunnel)
            return complaint.map { .failure($0) } ?? .success(())
        } catch {
            // Who has said goodbye does not mind that the other one is gone.
            return deadline == nil ? .failure(error) : complaint.map { .failure($0) } ?? .success(())
        }
    }

    /// Takes what has come; says whether the connection is over.
    private func receive(_ tunnel: CurlTunnel) throws(HTTPError) -> Bool {
        hasRoom = true
        while let bytes = try tunnel.receive() {
            guard !bytes.isEmpty else {
                if deadline != nil { return true }
                throw HTTPError(.connectionLost, "connection to '\(request.server)' was lost")
            }
            reader.append(bytes)
            if try takeMessages() { return true }
            guard hasRoom else { return false }
        }
        return false
    }

    /// Hands on the messages that have come as a whole; says whether the connection is over.
    private func takeMessages() throws(HTTPError) -> Bool {
        while let event = try lawful({ () throws(WebSocketReader.Violation) in try reader.next() }) {
            switch event {
            case .message(let message): hasRoom = channel.deliver(message)
            case .ping(let payload): pending += masked(WebSocketFrame(.pong, payload))
            case .close(let code, let reason):
                sayFarewell()
                if let code, ![1000, 1001].contains(code) {
                    complaint = HTTPError(
                        .connectionLost,
                        "'\(request.server)' closed the connection with code \(code)",
                        cause: reason.isEmpty ? nil : reason
                    )
                }
                return true
            }
        }
        return false
    }

    private func sayFarewell() {
        guard deadline == nil else { return }
        pending += masked(.close(1000))
        deadline = ContinuousClock.now + Self.farewell
    }

    private func masked(_ frame: WebSocketFrame) -> [UInt8] { frame.masked(with: .random(in: 0...(.max))) }

    private func flush(_ tunnel: CurlTunnel) throws(HTTPError) {
        while !pending.isEmpty {
            let count = try tunnel.send(pending)
            guard count > 0 else { return }
            pending = pending.dropFirst(count)
        }
    }

    private func lawful<Result>(
        _ body: () throws(WebSocketReader.Violation) -> Result
    ) throws(HTTPError) -> Result {
        do throws(WebSocketReader.Violation) {
            return try body()
        } catch {
            throw HTTPError(.protocolViolation, "'\(request.server)' \(error.message)")
        }
    }
}

/// Lets a thread wait for its socket, or for somebody to wake it.
private final class SocketWaiter {
    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private let descriptor: curl_socket_t

    init(_ tunnel: CurlTunnel) throws(HTTPError) {
        library = tunnel.library
        descriptor = tunnel.descriptor
        guard let multi = library.multi.create() else {
            throw HTTPError(.unavailable, "libcurl cannot wait for a connection")
        }
        self.multi = multi
    }

    deinit { _ = library.multi.destroy(multi) }

    var alarm: CurlAlarm { CurlAlarm(wake: library.multi.wake, multi: multi) }

    /// Waits for a second at most.
    func wait(toReceive: Bool, toSend: Bool) {
        let events = (toReceive ? CURL_WAIT_POLLIN : 0) | (toSend ? CURL_WAIT_POLLOUT : 0)
        var socket = curl_waitfd(fd: descriptor, events: CShort(events), revents: 0)
        withUnsafeMutablePointer(to: &socket) { socket in
            _ = library.multi.poll(multi, socket, 1, 1000, nil)
        }
    }
}
