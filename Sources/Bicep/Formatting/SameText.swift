import Diagnostics

extension SyntaxTree {
    /// Whether this text, formatted from another, still says what that one says.
    ///
    /// It has the same tokens, comments and directives in the same order, and makes the same tree. Line ends,
    /// commas, `|` and white space between them do not count, nor does what ends the lines of a string or comment.
    /// With mistakes in the syntax, the tokens may be others where words move to a line of their own; then the
    /// characters are the same.
    func saysTheSame(as other: SyntaxTree) -> Bool {
        guard other.isWellFormed else { return withoutSpace == other.withoutSpace }
        let words = words
        let otherWords = other.words
        return isWellFormed && meaningfulKinds.elementsEqual(other.meaningfulKinds)
            && words.count == otherWords.count
            && zip(words, otherWords).allSatisfy { isSame(file.bytes[$0], other.file.bytes[$1]) }
    }

    /// Whether the file has no mistake in its syntax.
    var isWellFormed: Bool { problems.isEmpty && !nodes.contains { $0.kind == .skipped } }

    /// The kinds of the nodes, but for those that come and go with line ends and the first `|` of a union.
    private var meaningfulKinds: some Sequence<SyntaxKind> {
        nodes.lazy.map(\.kind).filter { $0 != .newLines && $0 != .unionType }
    }

    /// The text without white space, commas and `|`, and without its byte order mark.
    private var withoutSpace: [UInt8] {
        let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return file.bytes[start...].filter { byte in
            !byte.isBlank && !byte.isLineEnd && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "|")
        }
    }

    /// The tokens, comments and parts of directives that formatting must keep.
    private var words: [Range<Int>] {
        var words: [Range<Int>] = []
        words.reserveCapacity(tokens.count)
        for index in tokens.indices {
            for trivia in trivia(before: index) {
                switch trivia.kind {
                case .lineComment, .blockComment: words.append(trimmed(trivia.range))
                case .directive(let directive): words += directive.codes.map { Int($0.lowerBound)..<Int($0.upperBound) }
                }
            }
            switch tokens[index].kind {
            case .newLine, .comma, .pipe, .endOfFile: break
            case _: words.append(Int(tokens[index].start)..<Int(tokens[index].end))
            }
        }
        return words
    }

    /// A comment without what is white space at its end.
    private func trimmed(_ range: Range<UInt32>) -> Range<Int> {
        var end = Int(range.upperBound)
        while end > Int(range.lowerBound), file.bytes[end - 1].isBlank || file.bytes[end - 1].isLineEnd { end -= 1 }
        return Int(range.lowerBound)..<end
    }

    /// Whether two pieces of text are the same, whatever ends their lines.
    private func isSame(_ text: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
        if text == other { return true }
        var index = text.startIndex
        var otherIndex = other.startIndex
        while index < text.endIndex, otherIndex < other.endIndex {
            let isEnd = text[index].isLineEnd
            guard isEnd == other[otherIndex].isLineEnd, isEnd || text[index] == other[otherIndex] else { return false }
            index = text.index(afterLineEndOrByteAt: index)
            otherIndex = other.index(afterLineEndOrByteAt: otherIndex)
        }
        return index == text.endIndex && otherIndex == other.endIndex
    }
}

extension ArraySlice<UInt8> {
    /// The index behind the byte at an index, or behind both bytes of a line end.
    fileprivate func index(afterLineEndOrByteAt index: Int) -> Int {
        let isPair = self[index] == UInt8(ascii: "\r") && index + 1 < endIndex && self[index + 1] == UInt8(ascii: "\n")
        return index + (isPair ? 2 : 1)
    }
}
