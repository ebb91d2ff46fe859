import Foundation
import HTTP
import TestSupport
import Testing

/// How a process ends while requests are under way.
@Suite(.timeLimit(.minutes(5))) struct ExitTests {
    @Test func nothingBehindLibcurlCleansUpUnderThreadsThatUseIt() async throws {
        let result = await #expect(processExitsWith: .exitCode(3), observing: [\.standardOutputContent]) {
            // Stands for what the libraries behind libcurl register when it is opened, which is run after what is
            // registered later.
            atexit { _exit(99) }
            let server = try LoopbackServer { _ in .silence }
            let client = HTTPMultiplexer(configuration: .init(userAgent: "rad/test"), width: 8)
            for _ in 0..<8 { Task { _ = try? await client.send(HTTPRequest(url: server.url)) } }
            while server.connectionCount == 0 { try await Task.sleep(for: .milliseconds(10)) }
            print("what was printed stays", terminator: "")
            exit(3)
        }
        let printed = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(printed.hasSuffix("what was printed stays"))
    }
}
