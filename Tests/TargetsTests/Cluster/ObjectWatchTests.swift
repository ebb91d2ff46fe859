import Documents
import Engine
import Synchronization
import TestSupport
import Testing

@testable import Targets

/// Following objects of a server that misbehaves.
@Suite(.timeLimit(.minutes(10))) struct ObjectWatchTests {
    private static let pods = APIResource(apiVersion: "v1", kind: "Pod", plural: "pods", isNamespaced: true)
    private static let expired = #"{"kind":"Status","code":410,"reason":"Expired","message":"too old"}"#

    @Test func aWatchGoesOnFromTheLastBookmark() async throws {
        try await check(
            [
                .json(list("5", "a")),
                .json(
                    change("MODIFIED", "a", "6") + change("BOOKMARK", "", "9") + change("ADDED", "b", "10")
                        + "{\"type\":\"MOD"
                ),
                .json(change("DELETED", "a", "11")),
            ],
            sees: ["listed a", "present a", "present b", "gone a"],
            asks: ["", "5", "10"]
        )
    }

    @Test func whatIsTooOldIsListedAgain() async throws {
        let event = #"{"type":"ERROR","object":\#(Self.expired)}"# + "\n"
        try await check(
            [.json(list("5", "a")), .json(event), .json(list("8", "b")), .refusal(410), .json(list("12", "c"))],
            sees: ["listed a", "listed b", "listed c"],
            asks: ["", "5", "", "8", "", "12"]
        )
    }

    @Test func aConnectionThatBreaksOffIsMadeAgain() async throws {
        let cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let line = change("MODIFIED", "a", "6")
        let chunk = "\(String(line.utf8.count, radix: 16))\r\n\(line)\r\n"
        try await check(
            [.json(list("5", "a")), .cut(after: cut + chunk), .json(list("7", "a", "b"))],
            sees: ["listed a", "present a", "listed a b"],
            asks: ["", "5", "", "7"]
        )
    }

    @Test func aServerThatFallsSilentIsTakenForDead() async throws {
        try await check(
            [.json(list("5", "a")), .silence, .json(change("MODIFIED", "a", "6"))],
            sees: ["listed a", "present a"],
            asks: ["", "5", "5"]
        )
    }

    @Test func whoMayNotWatchListsNowAndThen() async throws {
        try await check(
            [.json(list("5", "a")), .refusal(403), .json(list("6", "b"))],
            sees: ["listed a", "listed b"],
            asks: ["", "5", "", ""]
        )
    }

    @Test func whoMayNotEvenListIsTold() async throws {
        let server = try Scripted([.refusal(403)])
        let watch = ObjectWatch(client: server.client(), resource: Self.pods, namespace: "a", pace: Self.pace)
        let status = await #expect(throws: APIStatus.self) { try await watch.run { _ in } }
        #expect(status?.code == 403)
    }

    @Test func whatAListShowsSaysWhatItIs() async throws {
        let server = try Scripted([.json(list("5", "a")), .silence])
        let seen = Seen()
        let watch = ObjectWatch(client: server.client(), resource: Self.pods, namespace: "a", pace: Self.pace)
        let task = Task { try await watch.run { seen.note($0) } }
        while seen.objects.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        task.cancel()
        #expect(seen.objects.first?["kind"] == "Pod")
        #expect(seen.objects.first?["apiVersion"] == "v1")
    }

    @Test func linesThatComeInPartsAreWhole() {
        var buffer = LineBuffer()
        func lines(_ text: String) -> [String] {
            buffer.lines(adding: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(lines("on") == [])
        #expect(lines("e\ntwo\n\nthr") == ["one", "two", ""])
        #expect(lines("ee\n") == ["three"])
        #expect(buffer.takeRest() == nil)
        #expect(lines("rest") == [])
        #expect(buffer.takeRest().map { String(decoding: $0, as: UTF8.self) } == "rest")
        #expect(buffer.takeRest() == nil)
    }

    @Test func aLogIsReadAndFollowedAndARefusalIsNoLog() async throws {
        let refusal = #"{"kind":"Status","code":400,"message":"container is waiting to start"}"#
        let server = try Scripted { request in
            request.target.contains("container=web")
                ? .response(status: 200, body: Array("one\ntwo".utf8))
                : .response(status: 400, body: Array(refusal.utf8))
        }
        var log = ClusterClient.LogRequest(pod: "p", namespace: "a", container: "web")
        log.tail = 2
        log.isPrevious = true
        #expect(try await server.client().log(log) == ["one", "two"])
        let followed = Mutex<[String]>([])
        try await server.client().follow(log) { line in followed.withLock { $0.append(line) } }
        #expect(followed.withLock { $0 } == ["one", "two"])
        let root = "/api/v1/namespaces/a/pods/p/log?container=web"
        #expect(
            server.seen.map(\.target) == [
                "\(root)&previous=true&tailLines=2", "\(root)&follow=true&previous=true&tailLines=2",
            ]
        )
        let other = ClusterClient.LogRequest(pod: "p", namespace: "a", container: "other")
        for attempt in 0..<2 {
            let status = await #expect(throws: APIStatus.self) {
                if attempt == 0 {
                    _ = try await server.client().log(other)
                } else {
                    try await server.client().follow(other) { _ in Issue.record("a refusal is no line") }
                }
            }
            #expect(status?.message == "container is waiting to start")
        }
    }

    // MARK: - What a server says

    private static let pace = ObjectWatch.Pace(
        life: .milliseconds(300),
        silence: .zero,
        rest: .milliseconds(1),
        longestRest: .milliseconds(2),
        listing: .milliseconds(2)
    )

    private func list(_ version: String, _ names: String...) -> String {
        let items = names.map { #"{"metadata":{"name":"\#($0)","resourceVersion":"1"}}"# }.joined(separator: ",")
        return #"{"metadata":{"resourceVersion":"\#(version)"},"items":[\#(items)]}"#
    }

    private func change(_ type: String, _ name: String, _ version: String) -> String {
        #"{"type":"\#(type)","object":{"kind":"Pod","metadata":{"name":"\#(name)","resourceVersion":"\#(version)"}}}"#
            + "\n"
    }

    /// Follows until everything was seen and asked; a version that is watched from is empty for a list.
    private func check(_ replies: [Reply], sees: [String], asks: [String]) async throws {
        let server = try Scripted(replies + [.silence])
        let seen = Seen()
        let watch = ObjectWatch(client: server.client(), resource: Self.pods, namespace: "a", pace: Self.pace)
        let task = Task { try await watch.run { seen.note($0) } }
        while seen.lines.count < sees.count || server.seen.count < asks.count {
            try await Task.sleep(for: .milliseconds(2))
        }
        task.cancel()
        #expect(Array(seen.lines.prefix(sees.count)) == sees)
        let versions = server.seen.map { request in
            request.target.firstMatch(of: /watch=true&resourceVersion=(\d+)/).map { String($0.output.1) } ?? ""
        }
        #expect(Array(versions.prefix(asks.count)) == asks)
    }
}

extension Reply {
    fileprivate static func json(_ text: String) -> Reply { .response(status: 200, body: Array(text.utf8)) }

    fileprivate static func refusal(_ code: Int) -> Reply {
        .response(status: code, body: Array(#"{"kind":"Status","code":\#(code),"message":"no"}"#.utf8))
    }
}

/// Notes what is seen.
private final class Seen: Sendable {
    private let noted = Mutex<(lines: [String], objects: [Value])>(([], []))

    var lines: [String] { noted.withLock { $0.lines } }
    var objects: [Value] { noted.withLock { $0.objects } }

    func note(_ sighting: ClusterView.Sighting) {
        noted.withLock { noted in
            switch sighting {
            case .listed(let objects):
                noted.lines.append((["listed"] + objects.map(\.objectName)).joined(separator: " "))
                noted.objects += objects
            case .present(let object): noted.lines.append("present \(object.objectName)")
            case .gone(let object): noted.lines.append("gone \(object.objectName)")
            }
        }
    }
}
