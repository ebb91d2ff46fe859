/// A line and column, both counted from 1, as editors and the Bicep CLI count them.
///
/// Lines end at `\n`, `\r\n` or `\r`. Columns count UTF-16 code units, a tab is one,
/// and a byte order mark at the start of the file is none.
public struct SourceLocation: Sendable, Hashable {
    public let line: Int
    public let column: Int
}

extension SourceFile {
    /// The line and column of a UTF-8 offset.
    ///
    /// Scans the file from its start: locations are for printing, not for analysis.
    public func location(at offset: Int) -> SourceLocation {
        let (line, lineStart) = lineStart(containing: offset)
        let prefix = text(in: lineStart..<min(offset, bytes.count))
        return SourceLocation(line: line, column: prefix.utf16.count + 1)
    }

    /// The text of the line that contains an offset, without its line end.
    public func lineText(containing offset: Int) -> String {
        let (_, start) = lineStart(containing: offset)
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
        return text(in: start..<end)
    }

    private func lineStart(containing offset: Int) -> (line: Int, start: Int) {
        let limit = min(offset, bytes.count)
        var line = 1
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var index = start
        while index < limit {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
            if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
                guard index < limit else { break }
                index += 1
            }
            line += 1
            start = index
        }
        return (line, start)
    }
}
