import HTTP
import TestSupport
import Testing

/// Runs a test against a server of its own.
func withServer(
    unixSocketPath: String? = nil,
    reply: @escaping @Sendable (SeenRequest) -> Reply,
    test: (LoopbackServer) async throws -> Void
) async throws {
    let server = try LoopbackServer(unixSocketPath: unixSocketPath, reply: reply)
    defer { server.stop() }
    try await test(server)
}

/// A client with the settings of the tests, changed by one test.
func client(_ change: (inout HTTPClient.Configuration) -> Void = { _ in }) -> HTTPClient {
    var configuration = HTTPClient.Configuration(userAgent: "rad/test")
    configuration.totalTimeout = .seconds(30)
    change(&configuration)
    return HTTPClient(configuration: configuration)
}

/// The error of a request; `nil` if there is a response.
func failure(
    of request: HTTPRequest,
    _ change: (inout HTTPClient.Configuration) -> Void
) async -> HTTPError? {
    do throws(HTTPError) {
        _ = try await client(change).send(request)
        return nil
    } catch {
        return error
    }
}

/// Sends a request that must fail in one way.
@discardableResult
func checkFailure(
    _ code: HTTPError.Code,
    _ request: HTTPRequest,
    _ change: (inout HTTPClient.Configuration) -> Void = { _ in },
    sourceLocation: SourceLocation = #_sourceLocation
) async -> HTTPError? {
    let error = await failure(of: request, change)
    #expect(error?.code == code, "\(String(describing: error))", sourceLocation: sourceLocation)
    return error
}

/// Answers with what it saw, headers sorted.
@Sendable func echo(_ request: SeenRequest) -> Reply {
    let headers = request.headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }.joined()
    return .response(status: 200, body: Array("\(request.method) \(request.target)\n\(headers)\n".utf8) + request.body)
}
