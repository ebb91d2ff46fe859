extension Parser {
    /// Elements separated by line ends or commas, up to the closing token: of arrays, objects and their types.
    mutating func elements(until closing: TokenKind, _ element: (inout Parser) throws(Failure) -> Void) throws(Failure)
    {
        guard kind != closing else { return }
        newLines()
        while !isAtEnd, kind != closing {
            try element(&self)
            guard !isAtEnd, kind != closing else { return }
            switch kind {
            case .newLine:
                newLines()
            case .comma:
                take()
                if kind == .newLine {
                    missing(.newLineAfterComma)
                    newLines()
                }
            default:
                missing(.expectedNewLineOrComma)
            }
        }
    }

    /// Arguments separated by commas, each of which line ends may follow, up to the closing token.
    mutating func arguments(until closing: TokenKind, _ argument: (inout Parser) throws(Failure) -> Void)
        throws(Failure)
    {
        guard kind != closing else { return }
        newLines()
        while !isAtEnd, kind != closing {
            try argument(&self)
            guard !isAtEnd, kind != closing else { return }
            switch kind {
            case .newLine:
                let next = tokens[nextOnAnyLine].kind
                // Where a declaration or the end of the file follows, the bracket is missing, not a comma.
                guard next != .endOfFile, !startsDeclaration(at: nextOnAnyLine) else { return }
                if next != closing { missing(.expectedComma) }
                newLines()
            case .comma:
                take()
                newLines()
                if kind == closing { try argument(&self) }
            default:
                missing(.expectedNewLineOrComma)
            }
        }
    }

    /// Whether a keyword with a name after it stands somewhere, which no expression begins with.
    private func startsDeclaration(at index: Int) -> Bool {
        guard let keyword = keyword(at: index), keyword.beginsDeclaration, index + 1 < tokens.count else {
            return false
        }
        return tokens[index + 1].kind == .identifier
    }

    /// `(`, items with commas between them, `)`: the elements are left on the stack.
    mutating func parenthesizedList(
        acrossLines: Bool,
        _ item: (inout Parser) throws(Failure) -> Void
    ) throws(Failure) {
        try expect(.leftParenthesis, .expectedCharacter("("))
        let first = pending.count
        if acrossLines { newLines() }
        while kind != .rightParenthesis {
            recover(
                to: [.stringRight, .rightBrace, .rightParenthesis, .rightSquare, .newLine, .comma],
                item
            )
            if acrossLines { newLines() }
            guard kind == .comma else { break }
            take()
            if acrossLines { newLines() }
        }
        recover(
            to: [.stringRight, .rightBrace, .rightSquare, .newLine],
            quietly: pending.count > first && lastIsMissing
        ) { parser throws(Failure) in
            try parser.expect(.rightParenthesis, .expectedCharacter(")"))
        }
    }
}
