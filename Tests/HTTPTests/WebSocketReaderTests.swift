import TestSupport
import Testing

@testable import HTTP

/// Bytes in, messages out.
@Suite struct WebSocketReaderTests {
    @Test(arguments: [
        ("81 02 68 69", "message hi"),
        ("82 03 00 01 02 | 82 00", "message \u{0}\u{1}\u{2}, message "),
        ("01 02 68 6f | 89 01 70 | 80 01 21", "ping p, message ho!"),
        ("02 01 61 | 00 01 62 | 80 01 63", "message abc"),
        ("8a 00 | 88 00", "close -"),
        ("88 06 03 f3 67 6f 6e 65", "close 1011 gone"),
        ("82 7e 00 03 61 62 63", "message abc"),
        ("82 7f 00 00 00 00 00 00 00 01 61", "message a"),
        ("80 00", "goes on with a message that has not begun"),
        ("01 00 | 01 00", "begins a message in another one"),
        ("81 82 00 00 00 00 68 69", "masks what it sends"),
        ("c1 00", "uses an extension that was not agreed upon"),
        ("83 00", "uses an extension that was not agreed upon"),
        ("09 00", "splits a frame about the connection"),
        ("89 7e 00 80", "splits a frame about the connection"),
        ("88 01 03", "ends the connection with half a code"),
        ("82 7f ff ff ff ff ff ff ff ff", "sends a message of more than 16 bytes"),
        ("02 0a 30 31 32 33 34 35 36 37 38 39 | 80 07 30 31 32 33 34 35 36", "sends a message of more than 16 bytes"),
    ])
    func framesBecomeEvents(bytes: String, expected: String) {
        let bytes = bytes.split(whereSeparator: { " |".contains($0) }).compactMap { UInt8($0, radix: 16) }
        #expect(events(bytes, by: bytes.count) == expected)
        // However the bytes come, they mean the same.
        for size in 1..<bytes.count { #expect(events(bytes, by: size) == expected, "in parts of \(size)") }
    }

    @Test(arguments: [0, 1, 125, 126, 65_535, 65_536])
    func whatAClientSendsIsMasked(size: Int) {
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let bytes = WebSocketFrame(.binary, payload).masked(with: 0x0102_FF00)
        let header = size < 126 ? 2 : size < 65_536 ? 4 : 10
        #expect(bytes.count == header + 4 + size)
        #expect(bytes[1] & 0x80 != 0)
        #expect(Array(bytes[header..<(header + 4)]) == [1, 2, 0xFF, 0])
        // Unmasked by hand it is what a server would send.
        var plain = Array(bytes[..<header])
        plain[1] &= 0x7F
        for (index, byte) in bytes[(header + 4)...].enumerated() { plain.append(byte ^ [1, 2, 0xFF, 0][index & 3]) }
        var reader = WebSocketReader(limit: 1 << 20)
        reader.append(plain)
        #expect(throws: Never.self) { try #expect(reader.next() == .message(payload)) }
    }

    @Test func anyBytesEndInEventsOrAViolation() {
        var generator = SeededGenerator(seed: 6455)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                // Mostly headers that mean something.
                Bool.random(using: &generator)
                    ? [0x81, 0x01, 0x80, 0x89, 0x88, 0x00, 0x7E, 0x7F].randomElement(using: &generator) ?? 0
                    : UInt8.random(in: 0...255, using: &generator)
            }
            #expect(events(bytes, by: 3) == events(bytes, by: max(bytes.count, 1)))
        }
    }

    /// What is read, up to what is wrong with it.
    private func events(_ bytes: [UInt8], by size: Int) -> String {
        var reader = WebSocketReader(limit: 16)
        var found: [String] = []
        do throws(WebSocketReader.Violation) {
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.append(bytes[start..<min(start + size, bytes.count)])
                while let event = try reader.next() { found.append(event.text) }
            }
        } catch {
            // What came before is another matter: only the last word counts.
            return error.message
        }
        return found.joined(separator: ", ")
    }
}

extension WebSocketReader.Event {
    fileprivate var text: String {
        switch self {
        case .message(let bytes): "message \(String(decoding: bytes, as: UTF8.self))"
        case .ping(let bytes): "ping \(String(decoding: bytes, as: UTF8.self))"
        case .close(let code, let reason): "close \(code.map { "\($0) \(reason)" } ?? "-")"
        }
    }
}
