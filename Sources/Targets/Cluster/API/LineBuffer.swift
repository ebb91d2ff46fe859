/// Cuts what comes in parts into lines.
struct LineBuffer: Sendable {
    private var rest: [UInt8] = []

    /// Takes the next part and gives the lines that it ends, without their ends.
    mutating func lines(adding part: [UInt8]) -> [[UInt8]] {
        rest += part
        guard let end = part.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let complete = rest.count - (part.count - end)
        let lines = rest[..<complete].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest.removeFirst(complete + 1)
        return lines.map { Array($0) }
    }

    /// What has come since the last end of a line; `nil` if that is nothing.
    mutating func takeRest() -> [UInt8]? {
        defer { rest = [] }
        return rest.isEmpty ? nil : rest
    }
}
