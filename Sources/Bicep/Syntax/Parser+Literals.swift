// Arrays, objects, loops and parentheses.
extension Parser {
    mutating func array() throws(Failure) {
        let mark = pending.count
        try expect(.leftSquare, .expectedCharacter("["))
        try elements(until: .rightSquare) { parser throws(Failure) in parser.arrayItem() }
        try expect(.rightSquare, .expectedCharacter("]"))
        finish(.array, from: mark)
    }

    private mutating func arrayItem() {
        recover(to: [.newLine, .rightSquare]) { parser throws(Failure) in
            if parser.kind == .ellipsis {
                parser.spread(to: [.comma, .newLine, .rightSquare])
            } else {
                try parser.expression(.literals)
            }
        }
    }

    private mutating func spread(to terminators: TokenSet) {
        let mark = pending.count
        take()
        recover(to: terminators) { parser throws(Failure) in try parser.expression(.literals) }
        finish(.spread, from: mark)
    }

    mutating func object(_ context: Context) throws(Failure) {
        try nested { parser throws(Failure) in
            let mark = parser.pending.count
            try parser.expect(.leftBrace, .expectedCharacter("{"))
            try parser.elements(until: .rightBrace) { parser throws(Failure) in parser.objectElement(context) }
            try parser.expect(.rightBrace, .expectedCharacter("}"))
            parser.finish(.object, from: mark)
        }
    }

    private mutating func objectElement(_ context: Context) {
        if context.contains(.resources), startsNestedResource { return nestedResource() }
        if kind == .ellipsis { return spread(to: [.comma, .newLine, .rightBrace]) }
        let mark = pending.count
        recover(to: [.colon, .newLine, .rightBrace]) { parser throws(Failure) in try parser.objectKey() }
        recover(to: [.newLine, .rightBrace], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.expect(.colon, .expectedCharacter(":"))
        }
        recover(to: [.newLine, .rightBrace], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.expression(.literals)
        }
        finish(.objectProperty, from: mark)
    }

    private var startsNestedResource: Bool {
        kind == .at || (kind(ahead: 1) == .identifier && isKeyword(.resource))
    }

    private mutating func objectKey() throws(Failure) {
        switch kind {
        case .identifier: take()
        case .stringComplete, .stringLeft: try wholeString(.expected(.propertyName))
        default: throw failure(.expected(.propertyName))
        }
    }
}

// MARK: - Loops and conditions

extension Parser {
    /// Reads a loop: `[for item in items: body]`.
    mutating func loop(_ context: Context, ofDeclarations: Bool) throws(Failure) {
        let mark = pending.count
        try expect(.leftSquare, .expectedCharacter("["))
        optionalNewLines()
        try expect(.for)
        let problemsBefore = problems.count
        try loopVariables()
        let variablesAreWrong = problems.count > problemsBefore
        recover(to: [.rightSquare, .newLine], quietly: variablesAreWrong) { parser throws(Failure) in
            try parser.expect(.in)
        }
        recover(to: [.colon, .rightSquare, .newLine], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.expression(.literals)
        }
        recover(to: [.rightSquare, .newLine], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.expect(.colon, .expectedCharacter(":"))
        }
        recover(to: [.rightSquare, .newLine], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.loopBody(context, ofDeclarations: ofDeclarations)
        }
        let bodyIsMissing = lastIsMissing
        if lastIsSkipped { pending.append(.absent) } else { optionalNewLines() }
        recover(to: [.rightSquare, .newLine], quietly: bodyIsMissing) { parser throws(Failure) in
            try parser.expect(.rightSquare, .expectedCharacter("]"))
        }
        finish(.loop, from: mark)
    }

    mutating func loopVariables() throws(Failure) {
        let mark = pending.count
        switch kind {
        case .identifier:
            take()
            finish(.localVariable, from: mark)
        case .leftParenthesis:
            let problemsBefore = problems.count
            try parenthesizedList(acrossLines: false) { parser throws(Failure) in try parser.expression([]) }
            let count = pending[mark...].count { $0.nodeIndex != nil }
            finishVariableBlock(from: mark)
            if count != 2, problems.count == problemsBefore, let range = pending.last.flatMap({ range(of: $0) }) {
                problems.append(PlacedProblem(.loopNeedsTwoVariables, range))
                finish(.skipped, from: mark)
            }
        default:
            missing(.expected(.loopVariables))
        }
    }

    private mutating func loopBody(_ context: Context, ofDeclarations: Bool) throws(Failure) {
        guard ofDeclarations else { return try expression(context.union(.literals)) }
        switch kind {
        case .leftBrace: try object(context)
        case .identifier where isKeyword(.if): try condition(context, insideLoop: true)
        default: throw failure(.expected(.conditionalBody))
        }
    }

    /// Reads a condition with its body: `if (condition) { … }`.
    mutating func condition(_ context: Context, insideLoop: Bool) throws(Failure) {
        let mark = pending.count
        try expect(.if)
        recover(to: insideLoop ? [.rightSquare, .leftBrace, .newLine] : [.leftBrace, .newLine]) {
            parser throws(Failure) in
            try parser.parenthesized(context.subtracting(.resources))
        }
        let bodyIsQuiet = lastIsMissing || isUnclosedParenthesis(pending.last)
        recover(to: insideLoop ? [.rightSquare, .newLine] : [.newLine], quietly: bodyIsQuiet) {
            parser throws(Failure) in
            try parser.object(context)
        }
        finish(.condition, from: mark)
    }

    private func isUnclosedParenthesis(_ element: SyntaxTree.Element?) -> Bool {
        guard let index = element?.nodeIndex else { return true }
        let node = nodes[index]
        guard node.kind == .parenthesized else { return true }
        return kind(of: children[Int(node.firstChild + node.childCount) - 1]) == .skipped
    }
}

// MARK: - Parentheses

extension Parser {
    private mutating func parenthesized(_ context: Context) throws(Failure) {
        let mark = pending.count
        try parenthesizedList(acrossLines: true) { parser throws(Failure) in try parser.expression(context) }
        finishParenthesized(.parenthesized, from: mark)
    }

    mutating func parenthesizedOrLambda(_ context: Context) throws(Failure) {
        let mark = pending.count
        try parenthesizedList(acrossLines: true) { parser throws(Failure) in try parser.expression(context) }
        guard kind == .arrow else { return finishParenthesized(.parenthesized, from: mark) }
        finishVariableBlock(from: mark)
        take()
        newLinesBeforeLambdaBody()
        recover(to: [.newLine, .rightParenthesis]) { parser throws(Failure) in try parser.expression(.literals) }
        finish(.lambda, from: mark)
    }

    /// Makes a node of `(`, one expression and `)`; anything else between them is wrapped.
    mutating func finishParenthesized(_ kind: SyntaxKind, from mark: Int) {
        let close = pending.removeLast()
        let inner = mark + 1
        switch pending.count - inner {
        case 0:
            let end = pending.last.flatMap { range(of: $0) }?.upperBound ?? token.start
            problems.append(PlacedProblem(.parenthesesNeedOneItem, end..<end))
            finish(.skipped, from: inner)
        case 1 where pending[inner].nodeIndex != nil:
            break
        case 1:
            finish(.skipped, from: inner)
        default:
            finish(.skipped, from: inner)
            if let range = pending.last.flatMap({ range(of: $0) }) {
                problems.append(PlacedProblem(.parenthesesNeedOneItem, range))
            }
        }
        pending.append(close)
        finish(kind, from: mark)
    }

    /// Makes variables of names that were read as expressions; what else stands among them becomes skipped.
    private mutating func finishVariableBlock(from mark: Int) {
        for element in pending[(mark + 1)..<(pending.count - 1)] {
            guard let index = element.nodeIndex else { continue }
            nodes[index].kind = nodes[index].kind == .variableAccess ? .localVariable : .skipped
        }
        finish(.variableBlock, from: mark)
    }
}
