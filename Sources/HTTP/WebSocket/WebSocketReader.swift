/// Makes messages of the bytes that a server sends over a WebSocket (RFC 6455, section 5).
struct WebSocketReader {
    /// What the server says.
    enum Event: Equatable {
        case message([UInt8])
        /// It wants to know whether somebody is there, and gets the bytes back.
        case ping([UInt8])
        /// It says no more; the code says why, if it gave one.
        case close(code: UInt16?, reason: String)
    }

    /// What is wrong with the bytes, in words that continue "the server".
    struct Violation: Error, Equatable {
        let message: String
    }

    /// The largest message that is taken, in bytes.
    private let limit: Int
    private var bytes: [UInt8] = []
    /// How many of the bytes have been read.
    private var start = 0
    /// The frames of a message that has not ended yet.
    private var fragments: [UInt8]?

    /// Reads from the beginning of a connection.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes what came.
    mutating func append(_ more: some Collection<UInt8>) {
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        bytes += more
    }

    /// What comes next; `nil` if it has not come as a whole yet.
    ///
    /// - Throws: `Violation` if it can be no WebSocket; nothing can be read after that.
    mutating func next() throws(Violation) -> Event? {
        while let frame = try nextFrame() {
            switch frame.opcode {
            case .ping: return .ping(frame.payload)
            case .pong: continue
            case .close: return try Self.close(frame.payload)
            case .text, .binary, .continuation:
                if let message = try add(frame) { return .message(message) }
            }
        }
        return nil
    }

    /// Adds a frame to the message that it belongs to; gives the message if it is whole.
    private mutating func add(_ frame: WebSocketFrame) throws(Violation) -> [UInt8]? {
        let isContinuation = frame.opcode == .continuation
        guard isContinuation == (fragments != nil) else {
            throw Violation(
                message: isContinuation
                    ? "goes on with a message that has not begun" : "begins a message in another one"
            )
        }
        let message = (fragments ?? []) + frame.payload
        guard message.count <= limit else { throw tooLarge }
        fragments = frame.isFinal ? nil : message
        return frame.isFinal ? message : nil
    }

    private mutating func nextFrame() throws(Violation) -> WebSocketFrame? {
        let rest = bytes[start...]
        guard rest.count >= 2 else { return nil }
        let (first, second) = (rest[start], rest[start + 1])
        guard first & 0x70 == 0, let opcode = WebSocketFrame.Opcode(rawValue: first & 0x0F) else {
            throw Violation(message: "uses an extension that was not agreed upon")
        }
        guard second & 0x80 == 0 else { throw Violation(message: "masks what it sends") }
        let isFinal = first & 0x80 != 0
        let short = Int(second & 0x7F)
        if opcode.isControl, !isFinal || short > WebSocketFrame.controlLimit {
            throw Violation(message: "splits a frame about the connection")
        }
        let lengthSize = short == 126 ? 2 : short == 127 ? 8 : 0
        guard rest.count >= 2 + lengthSize else { return nil }
        let length =
            lengthSize == 0
            ? UInt64(short) : rest[(start + 2)..<(start + 2 + lengthSize)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(limit) else { throw tooLarge }
        let begin = start + 2 + lengthSize
        guard bytes.count - begin >= Int(length) else { return nil }
        start = begin + Int(length)
        return WebSocketFrame(opcode, Array(bytes[begin..<start]), isFinal: isFinal)
    }

    private var tooLarge: Violation { Violation(message: "sends a message of more than \(limit) bytes") }

    private static func close(_ payload: [UInt8]) throws(Violation) -> Event {
        switch payload.count {
        case 0: return .close(code: nil, reason: "")
        case 1: throw Violation(message: "ends the connection with half a code")
        case _:
            let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
            return .close(code: code, reason: String(decoding: payload[2...], as: UTF8.self))
        }
    }
}
