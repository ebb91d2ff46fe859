/// Reads tar: POSIX.1-1988 (ustar), the headers of POSIX.1-2001 (pax) and the long names of GNU.
struct TarReader {
    static let blockSize = 512

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The fields of a header by their places (POSIX.1-2001, `pax`, "ustar Interchange Format").
    private enum Field {
        static let name = 0..<100
        static let size = 124..<136
        static let sum = 148..<156
        static let type = 156
        static let magic = 257..<262
        static let prefix = 345..<500
    }

    func read(into contents: inout ArchiveContents) throws(ArchiveError) {
        var position = 0
        var longName: [UInt8]?
        var attributes: PaxAttributes?
        while true {
            guard position + Self.blockSize <= bytes.count else { throw .damaged("it ends in the middle") }
            let header = bytes[position..<position + Self.blockSize]
            position += Self.blockSize
            if header.allSatisfy({ $0 == 0 }) { break }
            let block = Array(header)
            try Self.checkSum(of: block)
            let ownSize = try Self.number(block[Field.size])
            let size = attributes?.size ?? ownSize
            let name = longName ?? attributes?.path ?? Self.name(in: block)
            let type = block[Field.type]
            let isMeta = [UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L")].contains(type)
            try contents.count(size: Self.hasContent(type) ? size : 0)
            let data = try content(at: &position, size: Self.hasContent(type) ? size : 0)
            switch type {
            case UInt8(ascii: "0"), 0, UInt8(ascii: "7"): try contents.addFile(name, Array(data))
            case UInt8(ascii: "5"): try contents.addFolder(name)
            case UInt8(ascii: "x"): attributes = try PaxAttributes(Array(data))
            // What holds for all that follows: the commit, with archives of git. Names and sizes are not for all.
            case UInt8(ascii: "g"):
                let common = try PaxAttributes(Array(data))
                guard common.path == nil, common.size == nil else { throw .damaged("a name is said to be that of all") }
            case UInt8(ascii: "L"): longName = Array(data.prefix { $0 != 0 })
            case UInt8(ascii: "1"), UInt8(ascii: "2"), UInt8(ascii: "K"):
                throw .link(ArchiveContents.shown(name))
            case _: throw .special(ArchiveContents.shown(name))
            }
            if !isMeta { (longName, attributes) = (nil, nil) }
        }
        guard longName == nil, attributes == nil else { throw .damaged("it ends in the middle") }
    }

    private static func hasContent(_ type: UInt8) -> Bool {
        [UInt8(ascii: "0"), 0, UInt8(ascii: "7"), UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L")].contains(
            type
        )
    }

    private func content(at position: inout Int, size: Int) throws(ArchiveError) -> ArraySlice<UInt8> {
        guard size <= bytes.count - position else { throw .damaged("it ends in the middle") }
        let data = bytes[position..<position + size]
        let padded = (size + Self.blockSize - 1) / Self.blockSize * Self.blockSize
        position = min(position + padded, bytes.count)
        return data
    }

    /// The sum is taken over the header with blanks in its own place.
    private static func checkSum(of block: [UInt8]) throws(ArchiveError) {
        let stored = try number(block[Field.sum])
        var sum = 0
        for (index, byte) in block.enumerated() { sum += Field.sum.contains(index) ? 0x20 : Int(byte) }
        guard sum == stored else { throw .damaged("a header is not what it was") }
    }

    /// A number in octal digits; larger ones, in base 256, are more than any limit.
    private static func number(_ field: ArraySlice<UInt8>) throws(ArchiveError) -> Int {
        if let first = field.first, first & 0x80 != 0 { return .max }
        var value = 0
        for byte in field.drop(while: { $0 == 0x20 }).prefix(while: { $0 != 0 && $0 != 0x20 }) {
            guard UInt8(ascii: "0")...UInt8(ascii: "7") ~= byte else { throw .damaged("a number in a header is none") }
            value = value << 3 | Int(byte & 7)
        }
        return value
    }

    private static func name(in block: [UInt8]) -> [UInt8] {
        let name = Array(block[Field.name].prefix { $0 != 0 })
        guard Array(block[Field.magic]) == Array("ustar".utf8), block[Field.magic.upperBound] == 0 else { return name }
        let prefix = Array(block[Field.prefix].prefix { $0 != 0 })
        return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }
}

/// What a header of pax says of the file after it.
private struct PaxAttributes {
    private(set) var path: [UInt8]?
    private(set) var size: Int?

    /// Reads records of the form `LENGTH NAME=VALUE\n`, where the length counts the whole record.
    init(_ bytes: [UInt8]) throws(ArchiveError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0 != 0x20 }
            guard digits.count < 10, let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 1,
                length <= rest.count, rest[rest.startIndex + length - 1] == UInt8(ascii: "\n")
            else { throw .damaged("a header of pax is none") }
            let record = rest.prefix(length - 1).dropFirst(digits.count + 1)
            rest = rest.dropFirst(length)
            guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw .damaged("a header of pax is none")
            }
            let value = Array(record[record.index(after: equals)...])
            switch String(decoding: record[..<equals], as: UTF8.self) {
            case "path": path = value
            case "size":
                guard let number = Int(String(decoding: value, as: UTF8.self)), number >= 0 else {
                    throw .damaged("a header of pax is none")
                }
                size = number
            case "linkpath": throw .link(ArchiveContents.shown(value))
            case _: continue
            }
        }
    }
}
