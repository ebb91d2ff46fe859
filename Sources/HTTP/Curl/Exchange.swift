import CLibCurl

/// One request on its way: sets up a handle, blocks until the response is there, says what went wrong.
struct Exchange {
    private let request: HTTPRequest
    private let configuration: HTTPClient.Configuration
    private let handle: CurlHandle
    private let received: ReceivedResponse

    /// Sends a request and waits for its response.
    static func response(
        to request: HTTPRequest,
        with configuration: HTTPClient.Configuration,
        over handles: CurlHandlePool,
        unless cancellation: CancellationFlag
    ) -> Result<HTTPResponse, HTTPError> {
        do throws(HTTPError) {
            if let problem = request.problem { throw HTTPError(.invalidRequest, problem) }
            guard !cancellation.isRaised else { throw .cancelled(request) }
            let received = ReceivedResponse(limit: configuration.maximumBodySize, cancellation: cancellation)
            let response = try handles.withHandle { handle throws(HTTPError) in
                let exchange = Exchange(
                    request: request,
                    configuration: configuration,
                    handle: handle,
                    received: received
                )
                return try exchange.run()
            }
            return .success(response)
        } catch {
            return .failure(error)
        }
    }

    private func run() throws(HTTPError) -> HTTPResponse {
        let lists = CurlRequestLists(request, serverName: configuration.serverName, library: handle.library)
        defer { lists.free() }
        let result = try request.body.withUnsafeBufferPointer { body throws(HTTPError) in
            try handle.prepare(request, with: configuration, lists: lists, body: body, receiver: received)
            return withExtendedLifetime(received) { handle.perform() }
        }
        return try handle.response(to: request, with: configuration, received, after: result)
    }
}

extension CurlHandle {
    /// What came of a request that is over.
    func response(
        to request: HTTPRequest,
        with configuration: HTTPClient.Configuration,
        _ received: ReceivedResponse,
        after result: CURLcode
    ) throws(HTTPError) -> HTTPResponse {
        let isWhole = result == CURLE_OK && received.isHeaderComplete
        guard !isWhole else { return HTTPResponse(status: status, headers: received.headers, body: received.body) }
        let server = configuration.unixSocketPath ?? request.server
        guard !received.isTooLarge else { throw .tooLarge(server, limit: configuration.maximumBodySize) }
        let result = result == CURLE_OK ? CURLE_PARTIAL_FILE : result
        let general = library.describe(result).map { String(cString: $0) }
        throw HTTPError(result, server: server, cause: received.errorText ?? general)
    }
}

extension HTTPRequest {
    private static let methodsWithBody: Set<String> = ["POST", "PUT", "PATCH"]

    /// Whether the request says how long its body is, even if it is empty.
    var sendsBody: Bool { !body.isEmpty || Self.methodsWithBody.contains(method) }

    /// The server as a message may name it: no credentials, no path, no query.
    var server: String {
        let scheme = url.prefix { $0 != ":" }
        let authority = url.dropFirst(scheme.count + "://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return "\(scheme)://\(host)"
    }

    /// What is wrong with the request, before anything is sent.
    var problem: String? {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https" else { return "URL is neither http nor https" }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return "URL holds blanks or control characters" }
        guard method.isHTTPToken else { return "method '\(method)' is no token" }
        for (name, value) in headers {
            guard name.isHTTPToken else { return "header name '\(name)' is no token" }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                return "header '\(name)' holds control characters"
            }
        }
        return nil
    }
}

extension String {
    /// Whether this is a token (RFC 9110, section 5.6.2), as method and field names are.
    fileprivate var isHTTPToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
