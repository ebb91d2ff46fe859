import CLibCurl

/// One request of a loop, from the moment it is asked for until it is answered.
///
/// Sendable because whoever makes it hands it over to the thread of a loop, and touches it no more.
final class CurlTransfer: @unchecked Sendable {
    let cancellation: CancellationFlag
    private let request: HTTPRequest
    private let configuration: HTTPClient.Configuration
    private let received: ReceivedResponse
    private let finish: @Sendable (Result<HTTPResponse, HTTPError>) -> Void
    /// The body of the request, which stays where it is while libcurl reads it.
    private let body: UnsafeMutableBufferPointer<UInt8>
    private var lists: CurlRequestLists?

    init(
        _ request: HTTPRequest,
        _ configuration: HTTPClient.Configuration,
        _ cancellation: CancellationFlag,
        sink: (@Sendable ([UInt8]) -> Void)?,
        finish: @escaping @Sendable (Result<HTTPResponse, HTTPError>) -> Void
    ) {
        self.request = request
        self.configuration = configuration
        self.cancellation = cancellation
        self.finish = finish
        received = ReceivedResponse(limit: configuration.maximumBodySize, cancellation: cancellation, sink: sink)
        body = .allocate(capacity: request.body.count)
        _ = body.initialize(from: request.body)
    }

    deinit {
        lists?.free()
        body.deinitialize()
        body.deallocate()
    }

    /// Sets a handle up for the request.
    func prepare(_ handle: CurlHandle) throws(HTTPError) {
        let lists = CurlRequestLists(request, serverName: configuration.serverName, library: handle.library)
        self.lists = lists
        try handle.prepare(
            request,
            with: configuration,
            lists: lists,
            body: UnsafeBufferPointer(body),
            receiver: received
        )
        // Rather than open a second connection, wait whether the first one can take more.
        try handle.set(CURLOPT_PIPEWAIT, 1)
        try handle.set(CURLOPT_TCP_KEEPALIVE, 1)
    }

    /// Tells what came of the request.
    func end(_ handle: CurlHandle, after result: CURLcode) {
        do throws(HTTPError) {
            finish(.success(try handle.response(to: request, with: configuration, received, after: result)))
        } catch {
            finish(.failure(error))
        }
    }

    /// Gives the request up.
    func fail(_ error: HTTPError) { finish(.failure(error)) }

    /// Gives the request up because nobody waits for it any more.
    func cancel() { finish(.failure(.cancelled(request))) }
}
