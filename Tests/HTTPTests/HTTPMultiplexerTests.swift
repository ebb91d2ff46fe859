import HTTP
import Synchronization
import TestSupport
import Testing

/// Many requests from one thread.
@Suite(.timeLimit(.minutes(10))) struct HTTPMultiplexerTests {
    private func multiplexer(width: Int = 32) -> HTTPMultiplexer {
        HTTPMultiplexer(configuration: HTTPClient.Configuration(userAgent: "rad/test"), width: width)
    }

    @Test func manyRequestsShareFewConnections() async throws {
        try await withServer(reply: echo) { server in
            let client = multiplexer()
            let url = server.url
            let found = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let request = HTTPRequest(
                            method: "PATCH",
                            url: "\(url)/\(number)",
                            body: Array("\(number)".utf8)
                        )
                        let text = String(decoding: try await client.send(request).body, as: UTF8.self)
                        return "\(text.split(separator: "\n")[0]) \(text.split(separator: "\n").last ?? "")"
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(found == Set((0..<200).map { "PATCH /\($0) \($0)" }))
            #expect(server.connectionCount <= 8)
        }
    }

    @Test func aBodyIsHandedOnAsItComes() async throws {
        try await withServer { _ in
            .response(status: 200, body: Array("one\ntwo\n".utf8))
        } test: { server in
            let parts = Parts()
            let response = try await multiplexer().stream(HTTPRequest(url: server.url)) { parts.append($0) }
            #expect(response.status == 200)
            #expect(response.body == [])
            #expect(String(decoding: parts.bytes, as: UTF8.self) == "one\ntwo\n")
        }
    }

    @Test func aRequestThatNobodyWaitsForEndsAndOthersGoOn() async throws {
        try await withServer { request in
            request.target == "/silent" ? .silence : .response(status: 204)
        } test: { server in
            let client = multiplexer(width: 1)
            let url = server.url
            let silent = Task { try await client.send(HTTPRequest(url: "\(url)/silent")) }
            let next = Task { try await client.send(HTTPRequest(url: "\(url)/next")) }
            silent.cancel()
            let answer = try await next.value
            #expect(answer.status == 204)
            let error = await #expect(throws: HTTPError.self) { try await silent.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test func whatCannotBeSentIsAnError() async throws {
        let error = await #expect(throws: HTTPError.self) {
            try await multiplexer().send(HTTPRequest(url: "http://127.0.0.1:1/"))
        }
        #expect(error?.code == .connect)
    }
}

/// Bytes that come on another thread.
private final class Parts: Sendable {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock { $0 } }

    func append(_ part: [UInt8]) { content.withLock { $0 += part } }
}
