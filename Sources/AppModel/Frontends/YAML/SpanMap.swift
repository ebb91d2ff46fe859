import Diagnostics

/// Where each part of a text that was made from another file comes from.
///
/// The parts are nested like the values of the file; what is not in a smaller part belongs to the one around it.
struct SpanMap: Sendable {
    private struct Part {
        var start: Int
        var end: Int
        let span: Span
        /// Whether the text is that of the file, byte for byte.
        let isVerbatim: Bool
        let parent: Int?
    }

    private var parts: [Part] = []
    private var open: [Int] = []

    /// Begins a part at an offset of the text.
    mutating func begin(at offset: Int, _ span: Span, isVerbatim: Bool = false) {
        parts.append(Part(start: offset, end: offset, span: span, isVerbatim: isVerbatim, parent: open.last))
        open.append(parts.count - 1)
    }

    /// Ends the part that was begun last.
    mutating func end(at offset: Int) {
        guard let index = open.popLast() else { return }
        parts[index].end = offset
    }

    /// Makes room for text before all parts, which is of none of them.
    mutating func move(by count: Int) {
        for index in parts.indices {
            parts[index].start += count
            parts[index].end += count
        }
    }

    /// The place in the file of a range of the text; that of the first part for what is in none.
    func span(of range: Range<Int>) -> Span? {
        // The last part that begins before the range, or one around it, is the smallest that holds it.
        var (low, high) = (0, parts.count)
        while low < high {
            let middle = (low + high) / 2
            if parts[middle].start <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var next = low > 0 ? low - 1 : nil
        while let index = next {
            let part = parts[index]
            if part.start <= range.lowerBound, range.upperBound <= part.end { return place(range, in: part) }
            next = part.parent
        }
        return parts.first?.span
    }

    private func place(_ range: Range<Int>, in part: Part) -> Span {
        guard part.isVerbatim else { return part.span }
        let offset = part.span.range.lowerBound - part.start
        return Span(part.span.file, (range.lowerBound + offset)..<(range.upperBound + offset))
    }
}

extension Diagnostic {
    /// The diagnostic with its places taken from one file to another.
    func moved(_ move: (Span) -> Span) -> Diagnostic {
        Diagnostic(
            severity,
            code,
            message,
            at: span.map(move),
            notes: notes.map { Note($0.message, at: $0.span.map(move)) },
            help: help
        )
    }
}
