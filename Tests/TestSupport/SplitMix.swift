/// A small generator of numbers that are the same in each run.
public struct SplitMix {
    private var state: UInt64

    /// Creates a generator; equal seeds give equal numbers.
    public init(state: UInt64) {
        self.state = state
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A copy with a few bytes changed, left out, repeated or moved.
    public mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...(next() % 4) {
            guard !result.isEmpty else { break }
            let position = Int(next() % UInt64(result.count))
            let length = min(Int(next() % 24) + 1, result.count - position)
            switch next() % 6 {
            case 0: result[position] = UInt8(truncatingIfNeeded: next())
            case 1: result.removeSubrange(position..<(position + length))
            case 2: result.insert(contentsOf: Array(result[position..<(position + length)]), at: position)
            case 3:
                let signs = Array("'\"{}[]()$\\\n\r:=@?.|".utf8)
                result.insert(signs[Int(next() % UInt64(signs.count))], at: position)
            case 4: result.removeLast(result.count - position)
            default:
                let piece = Array(result[position..<(position + length)])
                result.insert(contentsOf: piece, at: Int(next() % UInt64(result.count)))
            }
        }
        return result
    }
}
