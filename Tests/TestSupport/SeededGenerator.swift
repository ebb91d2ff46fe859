/// Random numbers that are the same in every run (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Creates a generator; equal seeds give equal numbers.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SeededGenerator {
    /// A copy with a few bytes changed, left out, repeated or moved.
    public mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard !result.isEmpty else { break }
            let position = Int.random(in: result.indices, using: &self)
            let length = min(Int.random(in: 1...24, using: &self), result.count - position)
            let piece = Array(result[position..<(position + length)])
            switch Int.random(in: 0..<6, using: &self) {
            case 0: result[position] = UInt8.random(in: .min ... .max, using: &self)
            case 1: result.removeSubrange(position..<(position + length))
            case 2: result.insert(contentsOf: piece, at: position)
            case 3:
                let signs = Array("'\"{}[]()$\\\n\r:=@?.|".utf8)
                result.insert(signs[Int.random(in: signs.indices, using: &self)], at: position)
            case 4: result.removeLast(result.count - position)
            default: result.insert(contentsOf: piece, at: Int.random(in: result.indices, using: &self))
            }
        }
        return result
    }
}
