import HTTP
import Synchronization

extension ClusterClient {
    /// What of a container's log is asked for.
    struct LogRequest: Sendable {
        let pod: String
        let namespace: String
        let container: String
        /// The log of the run before the present one.
        var isPrevious = false
        /// The last lines only; `nil` for all.
        var tail: Int?
        /// Only what is younger; `nil` for all.
        var age: Duration?
        /// Only what is from this time on (RFC 3339); `nil` for all.
        var start: String?
        /// Whether each line begins with its time.
        var hasTimes = false

        fileprivate func request(isFollowing: Bool) -> Request {
            let root = "/api/v1/namespaces/\(namespace.percentEncodedForPath)/pods/\(pod.percentEncodedForPath)"
            var request = Request("\(root)/log")
            request.accept = "*/*"
            request.query = [("container", container)]
            if isFollowing { request.query.append(("follow", "true")) }
            if isPrevious { request.query.append(("previous", "true")) }
            if let tail { request.query.append(("tailLines", String(tail))) }
            if let age { request.query.append(("sinceSeconds", String(max(1, age.components.seconds)))) }
            if let start { request.query.append(("sinceTime", start)) }
            if hasTimes { request.query.append(("timestamps", "true")) }
            return request
        }
    }

    /// The lines of a log as it is now.
    ///
    /// - Throws: `APIStatus` if the server refuses, as it does for a container that has not begun yet.
    func log(_ log: LogRequest) async throws -> [String] {
        let response = try await response(to: log.request(isFollowing: false))
        guard 200..<300 ~= response.status else {
            throw APIStatus(code: response.status, body: Self.value(of: response.body))
        }
        let lines = response.body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.last?.isEmpty == true ? lines.dropLast() : lines[...]).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Hands on each line of a log as it is written, until the container ends or the task is cancelled.
    ///
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if the connection breaks off.
    func follow(_ log: LogRequest, line: @escaping @Sendable (String) -> Void) async throws {
        let buffer = LogBuffer()
        try await stream(log.request(isFollowing: true)) { part in
            for text in buffer.lines(adding: part) { line(String(decoding: text, as: UTF8.self)) }
        }
        if let rest = buffer.takeRest() { line(String(decoding: rest, as: UTF8.self)) }
    }
}

/// Lines that come on the thread of a connection.
private final class LogBuffer: Sendable {
    private let buffer = Mutex(LineBuffer())

    func lines(adding part: [UInt8]) -> [[UInt8]] { buffer.withLock { $0.lines(adding: part) } }

    func takeRest() -> [UInt8]? { buffer.withLock { $0.takeRest() } }
}
