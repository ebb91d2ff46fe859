extension Parser {
    /// A string with the expressions in its holes; a skipped node if it has no value.
    mutating func string() {
        let mark = pending.count
        var isMalformed = token.isMalformed
        let isComplete = kind == .stringComplete
        take()
        guard !isComplete else { return finish(isMalformed ? .skipped : .string, from: mark) }
        while true {
            hole()
            guard kind == .stringMiddle || kind == .stringRight else { return finish(.skipped, from: mark) }
            isMalformed = isMalformed || token.isMalformed
            let isLast = kind == .stringRight
            take()
            if isLast { return finish(isMalformed ? .skipped : .string, from: mark) }
        }
    }

    private mutating func hole() {
        let ends: TokenSet = [.stringMiddle, .stringRight, .newLine]
        let mark = pending.count
        let known = problems.count
        recover(to: ends) { parser throws(Failure) in try parser.expression([]) }
        if isAtEnd, problems.count == known {
            problems.append(PlacedProblem(.unterminatedStringAtEnd, token.start..<token.end))
        }
        guard !isAtEnd, !ends.contains(kind) else { return }
        recover(to: ends) { parser throws(Failure) in
            var end = parser.position
            while !ends.contains(parser.tokens[end].kind), parser.tokens[end].kind != .endOfFile { end += 1 }
            throw Failure(
                problem: .unexpectedInHole,
                range: parser.token.start..<parser.tokens[max(end - 1, parser.position)].end
            )
        }
        finish(.skipped, from: mark)
    }
}
