/// Where the lines of a file start, so that finding the place of an offset does not scan the file.
///
/// Very long lines have marks on their way, so that columns in them are cheap as well.
public struct LineTable: Sendable {
    /// A known place: the start of a line, or some character in a long one.
    private struct Mark {
        let offset: Int
        let line: Int
        let column: Int
    }

    /// The distance of the marks in a line, in bytes.
    private static let stride = 4096

    private let file: SourceFile
    private var marks: [Mark]

    /// Scans a file once.
    public init(_ file: SourceFile) {
        self.init(file, upTo: file.bytes.count)
    }

    /// Scans a file as far as is needed to locate one offset.
    init(_ file: SourceFile, upTo limit: Int) {
        self.file = file
        let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        marks = [Mark(offset: start, line: 1, column: 1)]
        let bytes = file.bytes
        var index = start
        while index < min(limit, bytes.count) {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
                marks.append(Mark(offset: index, line: marks[marks.count - 1].line + 1, column: 1))
            } else if index - marks[marks.count - 1].offset >= Self.stride {
                index = bytes.characterEnd(index)
                let last = marks[marks.count - 1]
                let column = last.column + columns(in: last.offset..<index)
                marks.append(Mark(offset: index, line: last.line, column: column))
            }
        }
    }

    /// The line and column of a UTF-8 offset, which is clamped to the file.
    ///
    /// An offset inside a character is the place of the character; one between `\r` and `\n` still is in their line.
    public func location(at offset: Int) -> SourceLocation {
        // Stray bytes behind a byte order mark look like the rest of it.
        let start = file.bytes.characterStart(min(max(offset, marks[0].offset), file.bytes.count))
        let offset = max(start, marks[0].offset)
        let mark = marks[firstMark { $0.offset > offset } - 1]
        return SourceLocation(line: mark.line, column: mark.column + columns(in: mark.offset..<offset))
    }

    /// The bytes of the line that contains an offset, without its line end and a byte order mark.
    public func lineRange(containing offset: Int) -> Range<Int> {
        let line = location(at: offset).line
        let start = marks[firstMark { $0.line >= line }].offset
        let next = firstMark { $0.line > line }
        guard next < marks.count else { return start..<file.bytes.count }
        var end = marks[next].offset - 1
        if end > start, file.bytes[end] == UInt8(ascii: "\n"), file.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start..<end
    }

    /// The index of the first mark that is past some place; the number of marks if none is.
    private func firstMark(where isPast: (Mark) -> Bool) -> Int {
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if isPast(marks[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func columns(in range: Range<Int>) -> Int {
        String(decoding: file.bytes[range], as: UTF8.self).utf16.count
    }
}
