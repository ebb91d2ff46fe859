import Foundation
import HTTP
import TestSupport
import Testing

/// Every test has a server of its own; waiting is bounded by the client's timeouts.
@Suite(.timeLimit(.minutes(10))) struct HTTPClientTests {
    @Test func aGetReturnsStatusHeadersAndBody() async throws {
        try await withServer { request in
            .response(
                status: 200,
                headers: ["X-Method: \(request.method)", "x-two: a", "X-Two:  b "],
                body: Array("é".utf8)
            )
        } test: { server in
            let response = try await client().send(HTTPRequest(url: server.url + "/path?q=1"))
            #expect(response.status == 200)
            #expect(response.body == Array("é".utf8))
            #expect(response.header("X-METHOD") == "GET")
            #expect(response.headers.filter { $0.name.lowercased() == "x-two" }.map(\.value) == ["a", "b"])
            #expect(response.header("missing") == nil)
        }
    }

    @Test func theServerSeesWhatWasAsked() async throws {
        try await withServer(reply: echo) { server in
            let headers = [(name: "X-One", value: "1"), (name: "X-Empty", value: ""), (name: "Accept", value: "a/b")]
            let seen = try await client().send(HTTPRequest(url: server.url + "/a%20b?q=%2F", headers: headers))
            let text = String(decoding: seen.body, as: UTF8.self)
            #expect(
                text == "GET /a%20b?q=%2F\naccept: a/b\nhost: 127.0.0.1:\(server.port)\nuser-agent: rad/test\n"
                    + "x-empty: \nx-one: 1\n\n"
            )
        }
    }

    @Test(arguments: ["PUT", "POST", "PATCH", "DELETE"])
    func aBodyIsSentAsItIs(method: String) async throws {
        let body = [UInt8](repeating: 0, count: 300_000) + Array("end".utf8)
        try await withServer { request in
            let isRight = request.body == body && request.headers["content-type"] == nil
            return .response(
                status: isRight && request.headers["expect"] == nil ? 201 : 500,
                body: Array(request.method.utf8)
            )
        } test: { server in
            let response = try await client().send(HTTPRequest(method: method, url: server.url, body: body))
            #expect(response.status == 201)
            #expect(response.body == Array(method.utf8))
        }
    }

    @Test func anEmptyBodyIsDeclaredWhereOneIsExpected() async throws {
        try await withServer { request in
            .response(status: 200, body: Array((request.headers["content-length"] ?? "none").utf8))
        } test: { server in
            for (method, length) in [("PUT", "0"), ("POST", "0"), ("DELETE", "none"), ("GET", "none")] {
                let response = try await client().send(HTTPRequest(method: method, url: server.url))
                #expect(String(decoding: response.body, as: UTF8.self) == length, "\(method)")
            }
        }
    }

    @Test func theContentTypeOfTheCallerIsKept() async throws {
        try await withServer { request in
            .response(status: 200, body: Array((request.headers["content-type"] ?? "none").utf8))
        } test: { server in
            let headers = [(name: "content-type", value: "application/json")]
            let request = HTTPRequest(method: "PUT", url: server.url, headers: headers, body: Array("{}".utf8))
            let answer = try await client().send(request)
            #expect(answer.body == Array("application/json".utf8))
        }
    }

    @Test func aHeadHasNoBodyWhateverItsLength() async throws {
        try await withServer { _ in
            .response(status: 200, body: [1, 2, 3])
        } test: { server in
            let response = try await client { $0.maximumBodySize = 1 }.send(
                HTTPRequest(method: "HEAD", url: server.url)
            )
            #expect(response.header("Content-Length") == "3")
            #expect(response.body.isEmpty)
        }
    }

    @Test(arguments: [204, 404, 409, 500, 503])
    func anyStatusIsAResponse(status: Int) async throws {
        try await withServer { _ in
            .response(status: status)
        } test: { server in
            let answer = try await client().send(HTTPRequest(url: server.url))
            #expect(answer.status == status)
        }
    }

    @Test func aRedirectIsAResponseUnlessItIsToBeFollowed() async throws {
        try await withServer { request in
            request.target == "/new"
                ? .response(status: 200) : .response(status: 307, headers: ["Location: /new", "X-Old: 1"])
        } test: { server in
            let request = HTTPRequest(url: server.url + "/old")
            let response = try await client().send(request)
            #expect(response.status == 307)
            #expect(response.header("location") == "/new")
            let followed = try await client { $0.redirects = .followed(limit: 3) }.send(request)
            #expect(followed.status == 200)
            #expect(followed.header("X-Old") == nil)
        }
    }

    @Test func redirectsThatDoNotEndAreAnError() async throws {
        try await withServer { _ in
            .response(status: 302, headers: ["Location: /"])
        } test: { server in
            await checkFailure(.protocolViolation, HTTPRequest(url: server.url)) { $0.redirects = .followed(limit: 3) }
        }
    }

    @Test func connectionsAreReused() async throws {
        try await withServer { _ in
            .response(status: 200)
        } test: { server in
            let client = client()
            for _ in 0..<5 { _ = try await client.send(HTTPRequest(url: server.url)) }
            #expect(server.connectionCount == 1)
        }
    }

    @Test func manyRequestsRunAtOnce() async throws {
        try await withServer {
            .response(status: 200, body: Array($0.target.utf8))
        } test: { server in
            let client = client()
            let bodies = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                for number in 0..<40 {
                    group.addTask { (number, try await client.send(HTTPRequest(url: "\(server.url)/\(number)")).body) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            for number in 0..<40 { #expect(bodies[number] == Array("/\(number)".utf8)) }
        }
    }

    @Test func aUnixSocketIsReachedByItsPath() async throws {
        try await ScratchFolder.with { folder in
            let path = folder.path + "/s"
            try await withServer(unixSocketPath: path, reply: echo) { _ in
                let response = try await client { $0.unixSocketPath = path }.send(
                    HTTPRequest(url: "http://docker/info")
                )
                #expect(
                    String(decoding: response.body, as: UTF8.self).hasPrefix("GET /info\naccept: */*\nhost: docker\n")
                )
            }
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct HTTPFailureTests {
    @Test func aSlowServerIsATimeout() async throws {
        try await withServer { _ in
            .silence
        } test: { server in
            let error = await checkFailure(.timeout, HTTPRequest(url: server.url + "/?token=x")) {
                $0.totalTimeout = .milliseconds(50)
            }
            #expect(error?.message == "'\(server.url)' did not answer in time")
        }
    }

    @Test func aRefusedConnectionNamesTheServerAndNoSecret() async throws {
        let server = try LoopbackServer { _ in .silence }
        server.stop()
        let port = server.port
        var refused: HTTPError?
        for _ in 0..<100 where refused?.code != .connect {
            let request = HTTPRequest(url: "http://user:secret@127.0.0.1:\(port)/path?token=secret")
            refused = await failure(of: request) { $0.totalTimeout = .milliseconds(200) }
        }
        let error = try #require(refused)
        #expect(error.message == "cannot connect to 'http://127.0.0.1:\(port)'")
        #expect(error.cause != nil)
        #expect(!error.description.contains("secret"))
        #expect(error.code.isTransient)
    }

    @Test func anUnknownHostCannotBeConnected() async {
        await checkFailure(.connect, HTTPRequest(url: "http://no-such-host.invalid"))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ])
    func aCutConnectionIsLost(text: String) async throws {
        try await withServer { _ in
            .cut(after: text)
        } test: { server in
            await checkFailure(.connectionLost, HTTPRequest(url: server.url))
        }
    }

    @Test func whatIsNoHTTPIsRefused() async throws {
        try await withServer { _ in
            .cut(after: "SSH-2.0-OpenSSH\r\n")
        } test: { server in
            await checkFailure(.protocolViolation, HTTPRequest(url: server.url))
        }
    }

    @Test func aBodyOverTheLimitIsRefused() async throws {
        try await withServer { _ in
            .response(status: 200, body: [UInt8](repeating: 1, count: 100_000))
        } test: { server in
            let error = await checkFailure(.tooLarge, HTTPRequest(url: server.url)) { $0.maximumBodySize = 99_999 }
            #expect(error?.message == "answer of '\(server.url)' is larger than 99999 bytes")
            let client = client { $0.maximumBodySize = 100_000 }
            let answer = try await client.send(HTTPRequest(url: server.url))
            #expect(answer.body.count == 100_000)
        }
    }

    @Test func aHeaderWithoutEndIsRefused() async throws {
        let header = String(repeating: "X-Long: \(String(repeating: "x", count: 1000))\r\n", count: 2000)
        try await withServer { _ in
            .cut(after: "HTTP/1.1 200 OK\r\n" + header)
        } test: { server in
            let error = await failure(of: HTTPRequest(url: server.url)) { _ in }
            #expect(error != nil)
        }
    }

    @Test func cancellingTheTaskEndsTheRequest() async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        try await withServer { _ in
            arrival.yield()
            return .silence
        } test: { server in
            let task = Task { await failure(of: HTTPRequest(url: server.url)) { _ in } }
            for await _ in arrivals { break }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        try await withServer { _ in
            .response(status: 200)
        } test: { server in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await failure(of: HTTPRequest(url: server.url)) { _ in }
            }
            #expect(await task.value?.code == .cancelled)
            #expect(server.connectionCount == 0)
        }
    }

    @Test(arguments: [
        HTTPRequest(url: "ftp://a/b"), HTTPRequest(url: "file:///etc/passwd"), HTTPRequest(url: ""),
        HTTPRequest(url: "http://a/b c"), HTTPRequest(url: "http://a/\r\nX: y"), HTTPRequest(url: "http://"),
        HTTPRequest(method: "GET /\r\n", url: "http://a"), HTTPRequest(method: "", url: "http://a"),
        HTTPRequest(url: "http://a", headers: [("X", "a\r\nY: b")]),
        HTTPRequest(url: "http://a", headers: [("X", "\0")]),
        HTTPRequest(url: "http://a", headers: [("X:", "a")]), HTTPRequest(url: "http://a", headers: [("", "a")]),
    ])
    func aMalformedRequestIsNotSent(request: HTTPRequest) async {
        await checkFailure(.invalidRequest, request)
    }

    @Test func aServerWithoutTLSIsNotTrusted() async throws {
        try await withServer { _ in
            .response(status: 200)
        } test: { server in
            await checkFailure(.tls, HTTPRequest(url: "https://127.0.0.1:\(server.port)"))
        }
    }

    @Test func aMissingBundleIsATLSError() async throws {
        try await withServer { _ in
            .silence
        } test: { server in
            await checkFailure(.tls, HTTPRequest(url: "https://127.0.0.1:\(server.port)")) {
                $0.trust = .authorities(.file("/no/such/file"))
            }
        }
    }
}
