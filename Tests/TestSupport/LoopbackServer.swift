import Foundation
import Synchronization

/// A request as the server saw it.
public struct SeenRequest: Sendable {
    public let method: String
    public let target: String
    /// Names in lower case.
    public let headers: [String: String]
    public let body: [UInt8]
}

/// What the server does with a request.
public enum Reply: Sendable {
    /// A well-formed response; the connection stays open.
    case response(status: Int, headers: [String] = [], body: [UInt8] = [])
    /// These bytes, and then the connection is cut.
    case cut(after: String)
    /// Nothing, until the client hangs up.
    case silence
}

/// A small HTTP server in this process, on a port of 127.0.0.1 or a unix socket.
///
/// Sendable because its socket does not change and the counter is locked.
public final class LoopbackServer: Sendable {
    public let port: UInt16
    private let socket: Int32
    private let connections = Atomic(0)
    private let isStopped = Atomic(false)
    private let reply: @Sendable (SeenRequest) -> Reply

    /// Starts listening; each request is answered on a thread of its connection.
    public init(unixSocketPath: String? = nil, reply: @escaping @Sendable (SeenRequest) -> Reply) throws {
        self.reply = reply
        (socket, port) = try unixSocketPath.map { (try Self.listen(at: $0), 0) } ?? Self.listen()
        Thread.detachNewThread { [self] in
            while case let connection = Glibc.accept(socket, nil, nil), connection >= 0 {
                connections.add(1, ordering: .relaxed)
                Thread.detachNewThread { [self] in serve(connection) }
            }
            close(socket)
        }
    }

    /// The number of connections that clients have opened.
    public var connectionCount: Int { connections.load(ordering: .relaxed) }

    public var url: String { "http://127.0.0.1:\(port)" }

    /// Stops listening; to do so again is no harm.
    public func stop() {
        // The socket is closed after this, and its number may be another one's by the second time.
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var reader = Reader(connection: connection)
        while let request = reader.request() {
            switch reply(request) {
            case .response(let status, let headers, let body):
                let lines = ["HTTP/1.1 \(status) Whatever", "Content-Length: \(body.count)"] + headers + ["", ""]
                let isHead = request.method == "HEAD"
                Self.write(Array(lines.joined(separator: "\r\n").utf8) + (isHead ? [] : body), to: connection)
            case .cut(let text):
                return Self.write(Array(text.utf8), to: connection)
            case .silence:
                return reader.waitForEnd()
            }
        }
    }

    private static func write(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest.removeFirst(count)
        }
    }

    private static func listen() throws -> (Int32, UInt16) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                try check(bind(socket, address, size))
                try check(Glibc.listen(socket, 64))
                try check(getsockname(socket, address, &size))
            }
        }
        return (socket, UInt16(bigEndian: address.sin_port))
    }

    private static func listen(at path: String) throws -> Int32 {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                try check(bind(socket, address, size))
                try check(Glibc.listen(socket, 64))
            }
        }
        return socket
    }

    private static func check(_ result: Int32) throws {
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}

/// Takes requests from a connection.
private struct Reader {
    /// The first byte of a TLS connection, which this server does not speak.
    private static let tlsHandshake: UInt8 = 0x16

    let connection: Int32
    private var buffer: [UInt8] = []

    init(connection: Int32) { self.connection = connection }

    mutating func request() -> SeenRequest? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = 0
        while !buffer[headEnd...].starts(with: end) {
            if buffer.first == Self.tlsHandshake { return nil }
            if headEnd + end.count < buffer.count { headEnd += 1 } else if !fill() { return nil }
        }
        let lines = String(decoding: buffer[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")
        buffer.removeFirst(headEnd + end.count)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let count = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < count { guard fill() else { return nil } }
        let body = Array(buffer.prefix(count))
        buffer.removeFirst(count)
        let words = lines[0].split(separator: " ")
        return SeenRequest(method: String(words[0]), target: String(words[1]), headers: headers, body: body)
    }

    mutating func waitForEnd() {
        while fill() { buffer = [] }
    }

    private mutating func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(connection, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer.append(contentsOf: chunk[..<count])
        return true
    }
}
