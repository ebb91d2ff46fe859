import Diagnostics

/// A comment or a directive between two tokens.
struct Trivia {
    enum Kind {
        /// `//` to the end of the line
        case lineComment
        /// `/*` to `*/`, or to the end of the file
        case blockComment
        /// `#disable-next-line` and its like, with its codes
        case directive(Directive)
    }

    let kind: Kind
    let range: Range<UInt32>
}

extension SyntaxTree {
    /// The comments and directives before a token that do not belong to the token before it.
    func leadingTrivia(of index: Int) -> [Trivia] {
        let start = index == 0 ? 0 : trailingTrivia(of: index - 1).end
        return trivia(from: Int(start), to: Int(tokens[index].start), withDirectives: true).found
    }

    /// The comments behind a token that belong to it, and where they end.
    func trailingTrivia(of index: Int) -> (found: [Trivia], end: UInt32) {
        let end = tokens[index].end
        guard index + 1 < tokens.count, tokens[index].kind.takesTrailingComments else { return ([], end) }
        return trivia(from: Int(end), to: Int(tokens[index + 1].start), withDirectives: false)
    }

    /// All comments and directives between a token and the one before it.
    func trivia(before index: Int) -> [Trivia] {
        let start = index == 0 ? 0 : Int(tokens[index - 1].end)
        return trivia(from: start, to: Int(tokens[index].start), withDirectives: true).found
    }

    private func trivia(from start: Int, to end: Int, withDirectives: Bool) -> (found: [Trivia], end: UInt32) {
        var found: [Trivia] = []
        var index = start
        while index < end {
            let byte = file.bytes[index]
            if byte == UInt8(ascii: "/") {
                let trivia = comment(at: index, limit: end)
                found.append(trivia)
                index = Int(trivia.range.upperBound)
            } else if byte == UInt8(ascii: "#") {
                guard withDirectives, let directive = directive(at: index) else { break }
                found.append(Trivia(kind: .directive(directive), range: directive.range))
                index = Int(directive.range.upperBound)
            } else {
                index += 1
            }
        }
        return (found, UInt32(index))
    }

    /// The comment that begins somewhere between two tokens.
    private func comment(at start: Int, limit: Int) -> Trivia {
        guard file.bytes[start + 1] == UInt8(ascii: "*") else {
            return Trivia(kind: .lineComment, range: UInt32(start)..<UInt32(limit))
        }
        var index = start + 2
        while index + 1 < limit {
            if file.bytes[index] == UInt8(ascii: "*"), file.bytes[index + 1] == UInt8(ascii: "/") {
                return Trivia(kind: .blockComment, range: UInt32(start)..<UInt32(index + 2))
            }
            index += 1
        }
        return Trivia(kind: .blockComment, range: UInt32(start)..<UInt32(limit))
    }

    private func directive(at start: Int) -> Directive? {
        let index = directives.partitioningIndex { Int($0.range.lowerBound) >= start }
        guard index < directives.count, Int(directives[index].range.lowerBound) == start else { return nil }
        return directives[index]
    }
}

extension TokenKind {
    /// Whether a comment behind the token, on its line, belongs to it and not to what follows.
    ///
    /// So it is for what can end an expression, except `>`, as in the Bicep compiler.
    var takesTrailingComments: Bool {
        switch self {
        case .identifier, .integer, .trueKeyword, .falseKeyword, .nullKeyword, .stringComplete, .stringRight,
            .rightBrace, .rightParenthesis, .rightSquare, .question, .exclamation:
            true
        case .endOfFile, .newLine, .unrecognized, .stringLeft, .stringMiddle, .leftBrace, .leftParenthesis,
            .leftSquare, .at, .comma, .dot, .ellipsis, .doubleQuestion, .colon, .doubleColon, .semicolon,
            .assignment, .arrow, .plus, .minus, .asterisk, .slash, .percent, .hat, .less, .lessOrEqual,
            .greater, .greaterOrEqual, .equal, .notEqual, .equalIgnoringCase, .notEqualIgnoringCase, .and, .or,
            .pipe:
            false
        }
    }

    /// Whether comments before the token stand on their own: it closes a list, which they may end.
    var leavesLeadingComments: Bool {
        self == .rightBrace || self == .rightParenthesis || self == .rightSquare || self == .greater
    }
}
