extension Parser {
    /// Where reading goes on after a bad operand.
    static let operandEnds: TokenSet = [.stringRight, .rightBrace, .rightParenthesis, .rightSquare, .newLine]

    /// Any expression.
    mutating func expression(_ context: Context) throws(Failure) {
        try nested { parser throws(Failure) in try parser.ternary(context) }
    }

    private mutating func ternary(_ context: Context) throws(Failure) {
        let mark = pending.count
        try binary(context, above: 0)
        guard kind == .question || (kind == .newLine && tokens[nextOnAnyLine].kind == .question) else { return }
        optionalNewLines()
        take()
        recover(to: [.colon, .stringRight, .rightBrace, .rightParenthesis, .rightSquare, .newLine]) {
            parser throws(Failure) in
            try parser.expression(context)
        }
        let valueIsMissing = lastIsMissing
        if !lastIsSkipped, tokens[nextOnAnyLine].kind == .colon {
            optionalNewLines()
        } else {
            pending.append(.absent)
        }
        recover(to: Parser.operandEnds, quietly: valueIsMissing) { parser throws(Failure) in
            try parser.expect(.colon, .expectedCharacter(":"))
        }
        recover(to: Parser.operandEnds, quietly: lastIsMissing) { parser throws(Failure) in
            try parser.expression(context)
        }
        finish(.ternary, from: mark)
    }

    private mutating func binary(_ context: Context, above minimum: Int) throws(Failure) {
        let mark = pending.count
        try unary(context)
        var links = 0
        while let precedence = kind.binaryPrecedence, precedence > minimum {
            links += 1
            guard depth + links <= Parser.depthLimit else { throw failure(.tooDeep) }
            take()
            recover(to: Parser.operandEnds) { parser throws(Failure) in
                try parser.binary(context, above: precedence)
            }
            finish(.binary, from: mark)
        }
    }

    private mutating func unary(_ context: Context) throws(Failure) {
        guard kind == .exclamation || kind == .minus else { return try member(context) }
        let mark = pending.count
        take()
        recover(to: Parser.operandEnds) { parser throws(Failure) in try parser.member(context) }
        finish(.unary, from: mark)
    }

    private mutating func member(_ context: Context) throws(Failure) {
        let mark = pending.count
        try primary(context)
        var links = 0
        while true {
            links += 1
            guard depth + links <= Parser.depthLimit else { throw failure(.tooDeep) }
            switch kind {
            case .leftSquare: try index(context, from: mark)
            case .dot: try access(context, from: mark)
            case .doubleColon:
                take()
                memberName()
                finish(.resourceAccess, from: mark)
            case .exclamation:
                take()
                finish(.nonNull, from: mark)
            default: return
            }
        }
    }

    private mutating func index(_ context: Context, from mark: Int) throws(Failure) {
        take()
        takeOptional(.question)
        takeOptional(.hat)
        if kind == .rightSquare {
            missing(.emptyIndexer)
        } else {
            try expression(context)
        }
        try expect(.rightSquare, .expectedCharacter("]"))
        finish(.indexAccess, from: mark)
    }

    private mutating func access(_ context: Context, from mark: Int) throws(Failure) {
        take()
        let question = pending.count
        takeOptional(.question)
        memberName()
        guard kind == .leftParenthesis else { return finish(.propertyAccess, from: mark) }
        if pending[question] == .absent {
            pending.remove(at: question)
        } else {
            let start = range(of: pending[question])?.lowerBound ?? token.start
            finish(.skipped, from: question)
            problems.append(PlacedProblem(.safeMethodCall, start..<token.start))
        }
        try callArguments(context)
        finish(.methodCall, from: mark)
    }

    /// The name after a dot or `::`.
    mutating func memberName() {
        if kind == .identifier { take() } else { missing(.expected(.memberName)) }
    }

    /// The arguments of a call with their parentheses, left on the stack.
    mutating func callArguments(_ context: Context) throws(Failure) {
        try expect(.leftParenthesis, .expectedCharacter("("))
        try arguments(until: .rightParenthesis) { parser throws(Failure) in
            parser.recover(to: [.newLine, .comma, .rightParenthesis]) { parser throws(Failure) in
                try parser.expression(context)
            }
        }
        if kind == .rightParenthesis { take() } else { missing(.expectedCharacter(")")) }
    }

    private mutating func primary(_ context: Context) throws(Failure) {
        switch kind {
        case .integer, .trueKeyword, .falseKeyword, .nullKeyword:
            try literal()
        case .stringComplete, .stringLeft:
            string()
        case .leftBrace where context.contains(.literals):
            try object(context)
        case .leftSquare where context.contains(.literals):
            if keyword(at: indexAfterLines(position + 1)) == .for {
                try loop(context, ofDeclarations: false)
            } else {
                try array()
            }
        case .leftBrace, .leftSquare:
            throw failure(.complexLiteralNotAllowed)
        case .leftParenthesis:
            try parenthesizedOrLambda(context)
        case .identifier:
            try nameCallOrLambda(context)
        default:
            throw failure(.unrecognizedExpression)
        }
    }

    private func indexAfterLines(_ start: Int) -> Int {
        var index = start
        while index < tokens.count, tokens[index].kind == .newLine { index += 1 }
        return index
    }

    /// `true`, `false`, `null` or an integer.
    mutating func literal() throws(Failure) {
        let mark = pending.count
        switch kind {
        case .integer:
            let digits = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
            guard UInt64(digits) != nil else { throw failure(.invalidInteger) }
            take()
            finish(.integerLiteral, from: mark)
        case .nullKeyword:
            take()
            finish(.nullLiteral, from: mark)
        case .trueKeyword, .falseKeyword:
            take()
            finish(.booleanLiteral, from: mark)
        default:
            throw failure(.invalidLiteral)
        }
    }

    private mutating func nameCallOrLambda(_ context: Context) throws(Failure) {
        let mark = pending.count
        take()
        switch kind {
        case .leftParenthesis:
            try callArguments(context)
            finish(.functionCall, from: mark)
        case .arrow:
            finish(.localVariable, from: mark)
            lambdaBody(from: mark)
        default:
            finish(.variableAccess, from: mark)
        }
    }

    private mutating func lambdaBody(from mark: Int) {
        take()
        newLinesBeforeLambdaBody()
        recover(to: [.newLine, .rightParenthesis]) { parser throws(Failure) in try parser.expression(.literals) }
        finish(.lambda, from: mark)
    }

    /// Line ends before the body of a lambda, unless a declaration follows them.
    mutating func newLinesBeforeLambdaBody() {
        if let keyword = keyword(at: nextOnAnyLine), keyword.beginsDeclaration {
            pending.append(.absent)
        } else {
            optionalNewLines()
        }
    }
}

extension TokenKind {
    /// How strongly a binary operator binds; `nil` for what is none.
    var binaryPrecedence: Int? {
        switch self {
        case .percent, .asterisk, .slash: 100
        case .plus, .minus: 90
        case .greater, .greaterOrEqual, .less, .lessOrEqual: 80
        case .equal, .notEqual, .equalIgnoringCase, .notEqualIgnoringCase: 70
        case .and: 50
        case .or: 40
        case .doubleQuestion: 30
        default: nil
        }
    }
}
