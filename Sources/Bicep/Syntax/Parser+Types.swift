extension Parser {
    /// The type in a declaration, `resource 'Type@version'` included.
    mutating func declaredType(resourceTypeIsOptional: Bool) throws(Failure) {
        guard isKeyword(.resource), kind(ahead: 1) != .less else { return try typeExpression() }
        let mark = pending.count
        take()
        recover(to: [.assignment, .newLine]) { parser throws(Failure) in
            if resourceTypeIsOptional, parser.kind != .stringComplete, parser.kind != .stringLeft {
                parser.pending.append(.absent)
            } else {
                try parser.wholeString(.expected(.resourceType))
            }
        }
        finish(.resourceType, from: mark)
    }

    /// Any type.
    mutating func typeExpression() throws(Failure) {
        try nested { parser throws(Failure) in try parser.union() }
    }

    private mutating func union() throws(Failure) {
        let mark = pending.count
        let beginsWithPipe = isUnionSeparator
        if beginsWithPipe {
            newLines()
            take()
        }
        try suffixedType()
        guard beginsWithPipe || isUnionSeparator else { return }
        while isUnionSeparator {
            newLines()
            take()
            if kind == .newLine {
                missing(.expected(.literalType))
            } else {
                recover(to: []) { parser throws(Failure) in try parser.suffixedType() }
            }
        }
        finish(.unionType, from: mark)
    }

    private var isUnionSeparator: Bool {
        kind == .pipe || (kind == .newLine && kind(ahead: 1) == .pipe)
    }

    /// Reads a type with the signs after it: `T?` and `T!`.
    private mutating func suffixedType() throws(Failure) {
        let mark = pending.count
        try prefixedType()
        var links = 0
        while kind == .question || kind == .exclamation {
            links += 1
            guard depth + links <= Parser.depthLimit else { throw failure(.tooDeep) }
            let isNullable = kind == .question
            take()
            finish(isNullable ? .nullableType : .nonNullType, from: mark)
        }
    }

    private mutating func prefixedType() throws(Failure) {
        guard kind == .minus || kind == .exclamation else { return try memberType() }
        let mark = pending.count
        take()
        recover(to: Parser.operandEnds) { parser throws(Failure) in try parser.memberType() }
        finish(.unaryType, from: mark)
    }

    private mutating func memberType() throws(Failure) {
        let mark = pending.count
        try primaryType()
        var links = 0
        while kind == .leftSquare || kind == .dot {
            links += 1
            guard depth + links <= Parser.depthLimit else { throw failure(.tooDeep) }
            if kind == .leftSquare { try typeBrackets(from: mark) } else { try typeDot(from: mark) }
        }
    }

    private mutating func typeBrackets(from mark: Int) throws(Failure) {
        take()
        let form: SyntaxKind
        switch kind {
        case .rightSquare:
            form = .arrayType
        case .asterisk:
            take()
            form = .typeItems
        default:
            try expression([])
            form = .typeIndex
        }
        try expect(.rightSquare, .expectedCharacter("]"))
        finish(form, from: mark)
    }

    private mutating func typeDot(from mark: Int) throws(Failure) {
        take()
        if kind == .asterisk {
            take()
            return finish(.typeAdditionalProperties, from: mark)
        }
        memberName()
        guard kind == .less else { return finish(.typeProperty, from: mark) }
        try typeArguments()
        finish(.qualifiedParameterizedType, from: mark)
    }

    private mutating func typeArguments() throws(Failure) {
        take()
        try arguments(until: .greater) { parser throws(Failure) in
            parser.recover(to: [.newLine, .comma, .greater]) { parser throws(Failure) in
                try parser.typeExpression()
            }
        }
        if kind == .greater { take() } else { missing(.expectedCharacter(">")) }
    }

    private mutating func primaryType() throws(Failure) {
        switch kind {
        case .integer, .trueKeyword, .falseKeyword, .nullKeyword: try literal()
        case .stringComplete, .stringLeft: string()
        case .leftBrace: try objectType()
        case .leftSquare: try tupleType()
        case .leftParenthesis:
            let mark = pending.count
            try parenthesizedList(acrossLines: false) { parser throws(Failure) in try parser.typeExpression() }
            finishParenthesized(.parenthesizedType, from: mark)
        case .identifier:
            let mark = pending.count
            take()
            guard kind == .less else { return finish(.typeName, from: mark) }
            try typeArguments()
            finish(.parameterizedType, from: mark)
        default: throw failure(.unrecognizedType)
        }
    }

    private mutating func objectType() throws(Failure) {
        let mark = pending.count
        take()
        try elements(until: .rightBrace) { parser throws(Failure) in parser.objectTypeProperty() }
        try expect(.rightBrace, .expectedCharacter("}"))
        finish(.objectType, from: mark)
    }

    private mutating func objectTypeProperty() {
        let mark = pending.count
        decorators()
        recover(to: [.colon, .newLine, .rightBrace]) { parser throws(Failure) in
            switch parser.kind {
            case .identifier, .asterisk: parser.take()
            case .stringComplete, .stringLeft: try parser.wholeString(.expected(.propertyName))
            default: throw parser.failure(.expected(.propertyNameOrMatcher))
            }
        }
        recover(to: [.newLine, .rightBrace], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.expect(.colon, .expectedCharacter(":"))
        }
        recover(to: [.newLine, .rightBrace], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.typeExpression()
        }
        finish(.objectTypeProperty, from: mark)
    }

    private mutating func tupleType() throws(Failure) {
        let mark = pending.count
        take()
        try elements(until: .rightSquare) { parser throws(Failure) in
            parser.recover(to: [.newLine, .rightSquare]) { parser throws(Failure) in
                let item = parser.pending.count
                parser.decorators()
                try parser.typeExpression()
                parser.finish(.tupleItem, from: item)
            }
        }
        try expect(.rightSquare, .expectedCharacter("]"))
        finish(.tupleType, from: mark)
    }

    /// The parameters, return type and body of a function.
    mutating func typedLambda() throws(Failure) {
        let mark = pending.count
        try parenthesizedList(acrossLines: true) { parser throws(Failure) in parser.typedVariable() }
        finish(.typedVariableBlock, from: mark)
        recover(to: [.newLine, .rightParenthesis]) { parser throws(Failure) in
            try parser.declaredType(resourceTypeIsOptional: false)
        }
        recover(to: [.newLine, .rightParenthesis]) { parser throws(Failure) in
            try parser.expect(.arrow, .expectedCharacter(.init("=", ">")))
        }
        if lastIsSkipped { pending.append(.absent) } else { newLinesBeforeLambdaBody() }
        recover(to: [.newLine, .rightParenthesis]) { parser throws(Failure) in
            try parser.expression(.literals)
        }
        finish(.typedLambda, from: mark)
    }

    private mutating func typedVariable() {
        let mark = pending.count
        if kind == .identifier { take() } else { missing(.expected(.variableName)) }
        recover(to: [.newLine, .comma, .rightParenthesis]) { parser throws(Failure) in
            try parser.declaredType(resourceTypeIsOptional: false)
        }
        finish(.typedVariable, from: mark)
    }
}
