/// Sends many requests at once from one thread; those to a server that speaks HTTP/2 share one connection.
///
/// The thread starts with the first request and ends with the multiplexer.
public final class HTTPMultiplexer: Sendable {
    private let configuration: HTTPClient.Configuration
    private let loop: CurlLoop

    /// Creates a multiplexer; nothing is opened before the first request.
    ///
    /// - Parameters:
    ///   - configuration: How to connect and what to accept.
    ///   - width: How many requests may be under way at once; others wait for their turn.
    ///   - connections: How many connections to open to a server that does not speak HTTP/2.
    public init(configuration: HTTPClient.Configuration, width: Int, connections: Int = 8) {
        self.configuration = configuration
        loop = CurlLoop(width: width, connections: connections)
    }

    deinit { loop.close() }

    /// Sends a request and waits for the whole response, of whatever status.
    ///
    /// Cancelling the task ends the request.
    ///
    /// - Parameter request: The request; its URL is `http` or `https`.
    /// - Returns: The response.
    /// - Throws: `HTTPError` if there is no response.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try await send(request, configuration, sink: nil)
    }

    /// Sends a request whose response lasts as long as it likes, and hands its body on as it comes.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - sink: Takes each part of the body if the status is a success; it must return at once.
    /// - Returns: The response when it is over, without a body that the sink has taken.
    /// - Throws: `HTTPError` if there is no response, or it breaks off.
    public func stream(
        _ request: HTTPRequest,
        to sink: @escaping @Sendable ([UInt8]) -> Void
    ) async throws(HTTPError) -> HTTPResponse {
        var configuration = configuration
        configuration.totalTimeout = nil
        return try await send(request, configuration, sink: sink)
    }

    private func send(
        _ request: HTTPRequest,
        _ configuration: HTTPClient.Configuration,
        sink: (@Sendable ([UInt8]) -> Void)?
    ) async throws(HTTPError) -> HTTPResponse {
        if let problem = request.problem { throw HTTPError(.invalidRequest, problem) }
        let cancellation = CancellationFlag()
        let loop = loop
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let transfer = CurlTransfer(request, configuration, cancellation, sink: sink) {
                    continuation.resume(returning: $0)
                }
                loop.submit(transfer)
            }
        } onCancel: {
            cancellation.raise()
            loop.wake()
        }
        // The loop must not end before its last request.
        return try withExtendedLifetime(self) { result }.get()
    }
}
