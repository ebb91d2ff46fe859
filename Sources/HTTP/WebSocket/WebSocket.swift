/// A connection over which both sides send messages whenever they like (RFC 6455).
///
/// It lives on a thread of its own, and is closed when nobody holds it any more.
public final class WebSocket: Sendable {
    /// What became of the attempt to open one.
    public enum Opening: Sendable {
        case opened(WebSocket)
        /// The server answered something else; the body says why, as far as it goes.
        case refused(HTTPResponse)
    }

    /// The subprotocol that the server has chosen of those that it was offered; `nil` if it chose none.
    public let subprotocol: String?
    private let channel: WebSocketChannel

    private init(subprotocol: String?, channel: WebSocketChannel) {
        self.subprotocol = subprotocol
        self.channel = channel
    }

    deinit { channel.close() }

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - request: The URL, `http` or `https`, and the headers; method and body are not used.
    ///   - protocols: The subprotocols that the client speaks, the best one first.
    ///   - configuration: How to connect; the size of a body is that of a message, the total time that of the opening.
    /// - Returns: The connection, or what the server said in place of one; redirects are not followed.
    /// - Throws: `HTTPError` if there is no answer.
    public static func open(
        _ request: HTTPRequest,
        protocols: [String],
        configuration: HTTPClient.Configuration
    ) async throws(HTTPError) -> Opening {
        if let problem = request.problem { throw HTTPError(.invalidRequest, problem) }
        let channel = WebSocketChannel()
        let cancellation = CancellationFlag()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let work = WebSocketWork(request, protocols, configuration, channel, cancellation)
                do throws(HTTPError) {
                    try BlockingThread.start { work.run { continuation.resume(returning: $0) } }
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        } onCancel: {
            cancellation.raise()
        }
        switch try result.get() {
        case .agreed(let subprotocol, _): return .opened(WebSocket(subprotocol: subprotocol, channel: channel))
        case .refused(let response): return .refused(response)
        }
    }

    /// Sends a binary message; waits while the other side takes less than it is sent.
    ///
    /// - Throws: `HTTPError` if the connection is over.
    public func send(_ message: [UInt8]) async throws(HTTPError) {
        try await channel.send(message)
    }

    /// The next message, binary or text.
    ///
    /// Cancelling the task closes the connection.
    ///
    /// - Returns: The bytes of the message; `nil` when the other side has closed the connection as one should.
    /// - Throws: `HTTPError` if it was lost, or the server broke the rules.
    public func receive() async throws(HTTPError) -> [UInt8]? {
        let channel = channel
        let result = await withTaskCancellationHandler {
            await channel.receive()
        } onCancel: {
            channel.close()
        }
        // The connection must not be closed while somebody waits for it.
        return try withExtendedLifetime(self) { result }.get()
    }

    /// Closes the connection after what was sent; to do so again is no harm.
    public func close() { channel.close() }
}
