import Diagnostics

/// Where a byte order mark ends, and the offset of the first byte that is not valid UTF-8.
struct UTF8Validation {
    /// The offset of the first byte after a byte order mark; zero without one.
    let start: Int
    /// The offset of the first byte of the first ill-formed sequence.
    let invalidOffset: Int?
    /// Whether every byte is ASCII, so that characters and bytes count alike.
    let isASCII: Bool

    init(_ bytes: [UInt8]) {
        self.init(bytes, in: bytes.indices)
    }

    /// Looks at a part of some bytes; offsets count from the first of them all.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        start = range.lowerBound + (bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        var index = range.lowerBound
        var isASCII = true
        while true {
            index = Self.endOfASCII(in: bytes, index..<range.upperBound)
            guard index < range.upperBound else { break }
            isASCII = false
            let length = Self.sequenceLength(in: bytes, at: index)
            guard length > 0, index + length <= range.upperBound else { break }
            index += length
        }
        invalidOffset = index < range.upperBound ? index : nil
        self.isASCII = isASCII
    }

    /// The offset of the first byte in a range that is no ASCII, or its end; eight are looked at together.
    private static func endOfASCII(in bytes: [UInt8], _ range: Range<Int>) -> Int {
        var index = range.lowerBound
        bytes.withUnsafeBytes { bytes in
            while index + 8 <= range.upperBound {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard word & 0x8080_8080_8080_8080 == 0 else { break }
                index += 8
            }
        }
        while index < range.upperBound, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// The length of the well-formed sequence that starts with a byte over 0x7F; zero if it is ill-formed.
    ///
    /// The ranges are those of table 3-7 of the Unicode Standard.
    private static func sequenceLength(in bytes: [UInt8], at index: Int) -> Int {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch bytes[index] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard index + length <= bytes.count, second ~= bytes[index + 1] else { return 0 }
        let rest = bytes[(index + 2)..<(index + length)]
        return rest.allSatisfy { 0x80...0xBF ~= $0 } ? length : 0
    }
}
