import Foundation
import HTTP
import TestSupport
import Testing

private let python = ProcessInfo.processInfo.environment["RAD_TEST_PYTHON"]

/// Against a server that others wrote.
@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: python != nil, "needs a Python with websockets, named by RAD_TEST_PYTHON")
)
struct WebSocketTests {
    @Test func messagesGoBothWays() async throws {
        try await withWebSockets { url in
            let socket = try await opened("\(url)/echo")
            #expect(socket.subprotocol == "v4.channel.k8s.io")
            for size in [0, 1, 125, 126, 65_535, 65_536, 3_000_000] {
                let message = [UInt8](repeating: UInt8(size & 0xFF), count: size)
                try await socket.send(message)
                #expect(try await socket.receive() == message)
            }
            socket.close()
            #expect(try await socket.receive() == nil)
            let error = await #expect(throws: HTTPError.self) { try await socket.send([1]) }
            #expect(error?.code == .connectionLost)
        }
    }

    @Test func manyMessagesWaitUntilTheyAreWanted() async throws {
        try await withWebSockets { url in
            let socket = try await opened("\(url)/many")
            for number in 0..<UInt8(100) {
                #expect(try await socket.receive() == [UInt8](repeating: number, count: 100_000))
            }
            #expect(try await socket.receive() == nil)
        }
    }

    @Test func muchIsSentBeforeAnythingIsRead() async throws {
        try await withWebSockets { url in
            let socket = try await opened("\(url)/echo")
            let message = [UInt8](repeating: 7, count: 200_000)
            let sending = Task {
                for _ in 0..<100 { try await socket.send(message) }
            }
            for _ in 0..<100 { #expect(try await socket.receive() == message) }
            try await sending.value
        }
    }

    @Test func aMessageInPartsIsOneAndAPingIsAnswered() async throws {
        try await withWebSockets { url in
            let socket = try await opened("\(url)/parts")
            #expect(try await socket.receive() == Array("one two three".utf8))
            #expect(try await socket.receive() == Array("answered".utf8))
            #expect(try await socket.receive() == nil)
        }
    }

    @Test func aServerThatClosesWithAReasonIsAnError() async throws {
        try await withWebSockets { url in
            let socket = try await opened("\(url)/fails")
            let error = await #expect(throws: HTTPError.self) { try await socket.receive() }
            #expect(error?.description == "'\(url)' closed the connection with code 1011: the pod is gone")
        }
    }

    @Test func aRefusalIsTheResponse() async throws {
        try await withWebSockets { url in
            guard case .refused(let response) = try await open("\(url)/refused") else {
                Issue.record("was opened")
                return
            }
            #expect(response.status == 403)
            #expect(String(decoding: response.body, as: UTF8.self) == "pods is forbidden\n")
        }
    }

    @Test func whoDoesNotWaitAnyMoreClosesTheConnection() async throws {
        try await withWebSockets { url in
            let socket = try await opened("\(url)/late")
            let waiting = Task { try await socket.receive() }
            waiting.cancel()
            #expect(try await waiting.value == nil)
        }
    }
}

/// Against servers that do not do as they should.
@Suite(.timeLimit(.minutes(10))) struct WebSocketRefusalTests {
    @Test func anAnswerToAnotherKeyIsNotTrusted() async throws {
        let agreement =
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        try await check(
            .cut(after: "HTTP/1.1 101 Switching Protocols\r\n\(agreement)\r\n\r\n"),
            .protocolViolation,
            "agrees to something that is no WebSocket"
        )
    }

    @Test func aServerThatClosesInPlaceOfAnAnswerIsAnError() async throws {
        try await check(
            .cut(after: "HTTP/1.1 101 Sw"),
            .protocolViolation,
            "closes the connection in place of an answer"
        )
        try await check(.cut(after: "SSH-2.0-OpenSSH\r\n\r\n"), .protocolViolation, "does not answer in HTTP")
    }

    @Test func aServerThatSaysNothingIsGivenUp() async throws {
        try await check(.silence, .timeout, "did not answer in time")
    }

    @Test func whereNobodyListensThereIsNoConnection() async throws {
        let error = await #expect(throws: HTTPError.self) { try await open("http://127.0.0.1:1/") }
        #expect(error?.code == .connect)
    }

    private func check(_ reply: Reply, _ code: HTTPError.Code, _ message: String) async throws {
        try await withServer { _ in
            reply
        } test: { server in
            let url = server.url
            let error = await #expect(throws: HTTPError.self) { try await open(url, timeout: .seconds(1)) }
            #expect(error?.code == code)
            #expect(error?.message == "'\(url)' \(message)")
        }
    }
}

private func open(_ url: String, timeout: Duration = .seconds(60)) async throws(HTTPError) -> WebSocket.Opening {
    var configuration = HTTPClient.Configuration(userAgent: "rad/test")
    configuration.totalTimeout = timeout
    return try await WebSocket.open(
        HTTPRequest(url: url),
        protocols: ["v4.channel.k8s.io", "channel.k8s.io"],
        configuration: configuration
    )
}

private func opened(_ url: String) async throws -> WebSocket {
    guard case .opened(let socket) = try await open(url) else { throw POSIXError(.ECONNREFUSED) }
    return socket
}

/// Runs a test against the server of `Tests/Tools/websocket-server.py`.
private func withWebSockets(test: (_ url: String) async throws -> Void) async throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Tools/websocket-server.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [script.path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    defer {
        // A child of this process may have inherited that it does not listen to any other signal.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(Int(line.trimmingCharacters(in: .newlines)))
    try await test("http://127.0.0.1:\(port)")
}
