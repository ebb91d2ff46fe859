extension Parser {
    /// The whole file.
    mutating func program() {
        while !isAtEnd {
            declaration()
            guard let last = pending.last, let kind = kind(of: last), kind != .skipped else { continue }
            guard !isAtEnd else { break }
            recover(to: [.newLine], takingTerminator: true) { parser throws(Failure) in
                try parser.expect(.newLine, .expected(.newLine))
            }
        }
        take()
        finish(.program, from: 0)
    }

    /// A declaration, the end of an empty line, or a line that is neither.
    mutating func declaration() {
        recover(to: [.newLine]) { parser throws(Failure) in
            if parser.kind == .newLine { return parser.take() }
            let mark = parser.pending.count
            parser.decorators()
            switch parser.language {
            case .module: try parser.moduleDeclaration(from: mark)
            case .parameters: try parser.parameterFileDeclaration(from: mark)
            }
        }
    }

    /// A resource within the body of another.
    mutating func nestedResource() {
        recover(to: [.newLine]) { parser throws(Failure) in
            let mark = parser.pending.count
            parser.decorators()
            guard parser.isKeyword(.resource) else { return try parser.missingDeclaration(from: mark) }
            parser.resourceDeclaration(from: mark)
        }
    }

    private mutating func moduleDeclaration(from mark: Int) throws(Failure) {
        switch keyword(at: position) {
        case .targetScope: targetScopeDeclaration(from: mark)
        case .metadata: metadataDeclaration(from: mark)
        case .type: typeDeclaration(from: mark)
        case .param: parameterDeclaration(from: mark)
        case .var: variableDeclaration(from: mark)
        case .func: functionDeclaration(from: mark)
        case .resource: resourceDeclaration(from: mark)
        case .output: outputDeclaration(from: mark)
        case .module: moduleReference(from: mark)
        case .test: testDeclaration(from: mark)
        case .import: importDeclaration(from: mark)
        case .extension: extensionDeclaration(from: mark)
        case .assert: assertDeclaration(from: mark)
        case .using, .extends, .extensionConfig, .existing, .if, .for, .in, .as, .with, .from, .some(.none), nil:
            try missingDeclaration(from: mark)
        }
    }

    private mutating func parameterFileDeclaration(from mark: Int) throws(Failure) {
        switch keyword(at: position) {
        case .using: try usingDeclaration(from: mark)
        case .extends: extendsDeclaration(from: mark)
        case .param: parameterAssignment(from: mark)
        case .var: variableDeclaration(from: mark)
        case .import: importDeclaration(from: mark)
        case .type: typeDeclaration(from: mark)
        case .extension: extensionDeclaration(from: mark)
        case .extensionConfig: extensionConfiguration(from: mark)
        case .targetScope, .metadata, .func, .resource, .output, .module, .test, .assert, .existing, .if, .for, .in,
            .as, .with, .from, .some(.none), nil:
            throw failure(.unrecognizedParameterFileDeclaration)
        }
    }

    private mutating func missingDeclaration(from mark: Int) throws(Failure) {
        guard pending[mark] != .absent else { throw failure(.unrecognizedDeclaration) }
        finish(.missingDeclaration, from: mark)
    }

    /// Decorators with the line ends after them, as one optional part.
    mutating func decorators() {
        guard kind == .at else { return pending.append(.absent) }
        let mark = pending.count
        while kind == .at {
            decorator()
            recover(to: [.newLine], takingTerminator: true) { parser throws(Failure) in
                try parser.expect(.newLine, .expected(.newLine))
            }
            newLines()
        }
        finish(.decorators, from: mark)
    }

    private mutating func decorator() {
        let mark = pending.count
        take()
        recover(to: [.newLine]) { parser throws(Failure) in
            let start = parser.pending.count
            try parser.expect(.identifier, .expected(.decoratorName))
            try parser.callOrName(from: start)
            while parser.kind == .dot {
                parser.take()
                parser.memberName()
                if parser.kind == .leftParenthesis {
                    try parser.callArguments(.literals)
                    parser.finish(.methodCall, from: start)
                } else {
                    let name = parser.pending.removeLast()
                    parser.pending += [.absent, name]
                    parser.finish(.propertyAccess, from: start)
                }
            }
        }
        finish(.decorator, from: mark)
    }

    private mutating func callOrName(from mark: Int) throws(Failure) {
        guard kind == .leftParenthesis else { return finish(.variableAccess, from: mark) }
        try callArguments(.literals)
        finish(.functionCall, from: mark)
    }
}

// MARK: - Parts of declarations

extension Parser {
    /// A name, or whatever stands in its place.
    mutating func name(
        _ expectation: SyntaxProblem.Expectation,
        or terminators: TokenSet,
        quietly: Bool = false
    ) {
        recover(to: terminators, quietly: quietly) { parser throws(Failure) in
            try parser.expect(.identifier, .expected(expectation))
        }
    }

    mutating func assignment(to terminators: TokenSet = [.newLine], quietly: Bool) {
        recover(to: terminators, quietly: quietly) { parser throws(Failure) in
            try parser.expect(.assignment, .expectedCharacter("="))
        }
    }

    mutating func value(quietly: Bool) {
        recover(to: [.newLine], quietly: quietly) { parser throws(Failure) in
            try parser.expression(.literals)
        }
    }

    /// A string; whatever is wrong with it is reported as this expectation.
    mutating func path(_ expectation: SyntaxProblem.Expectation, to terminators: TokenSet, quietly: Bool) {
        recover(to: terminators, quietly: quietly) { parser throws(Failure) in
            try parser.wholeString(.expected(expectation))
        }
    }

    /// A string that could be read; fails otherwise.
    mutating func wholeString(_ problem: SyntaxProblem) throws(Failure) {
        let failure = failure(problem)
        guard kind == .stringComplete || kind == .stringLeft else { throw failure }
        string()
        if lastIsSkipped { throw failure }
    }
}
