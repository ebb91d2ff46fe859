/// One frame of a WebSocket (RFC 6455, section 5.2).
struct WebSocketFrame: Equatable {
    /// What a frame is; those that are not listed are reserved.
    enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10

        /// Whether the frame is about the connection and may stand between the frames of a message.
        var isControl: Bool { rawValue >= Opcode.close.rawValue }
    }

    var opcode: Opcode
    var isFinal = true
    var payload: [UInt8]

    /// The largest payload of a frame about the connection, in bytes.
    static let controlLimit = 125

    /// Creates a frame.
    init(_ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true) {
        self.opcode = opcode
        self.payload = payload
        self.isFinal = isFinal
    }

    /// The frame as a client sends it: all that it says is masked, so that nothing between takes it for something else.
    func masked(with mask: UInt32) -> [UInt8] {
        let key = withUnsafeBytes(of: mask.bigEndian) { Array($0) }
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode.rawValue]
        switch payload.count {
        case ...125: bytes.append(0x80 | UInt8(payload.count))
        case ...0xFFFF:
            bytes.append(0x80 | 126)
            withUnsafeBytes(of: UInt16(payload.count).bigEndian) { bytes += $0 }
        case _:
            bytes.append(0x80 | 127)
            withUnsafeBytes(of: UInt64(payload.count).bigEndian) { bytes += $0 }
        }
        bytes += key
        bytes.reserveCapacity(bytes.count + payload.count)
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index & 3]) }
        return bytes
    }
}

extension WebSocketFrame {
    /// The frame that ends a connection, with a reason (section 7.4).
    static func close(_ code: UInt16) -> WebSocketFrame {
        WebSocketFrame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)])
    }
}
