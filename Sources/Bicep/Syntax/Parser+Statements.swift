// One production for each kind of declaration. `mark` is where its decorators, or their absence, stand.
extension Parser {
    mutating func targetScopeDeclaration(from mark: Int) {
        take()
        assignment(quietly: false)
        value(quietly: false)
        finish(.targetScope, from: mark)
    }

    mutating func metadataDeclaration(from mark: Int) {
        take()
        name(.metadataName, or: [.assignment, .newLine])
        assignment(quietly: lastIsMissing)
        value(quietly: lastIsMissing)
        finish(.metadata, from: mark)
    }

    mutating func parameterDeclaration(from mark: Int) {
        take()
        name(.parameterName, or: [.identifier, .newLine])
        recover(to: [.assignment, .leftBrace, .newLine], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.declaredType(resourceTypeIsOptional: false)
        }
        recover(to: [.newLine], quietly: lastIsMissing) { parser throws(Failure) in
            switch parser.kind {
            case .newLine, .endOfFile: parser.pending.append(.absent)
            case .assignment: parser.parameterDefault()
            default: throw parser.failure(.expected(.parameterContinuation))
            }
        }
        finish(.parameter, from: mark)
    }

    private mutating func parameterDefault() {
        let mark = pending.count
        take()
        value(quietly: false)
        finish(.parameterDefault, from: mark)
    }

    mutating func variableDeclaration(from mark: Int) {
        take()
        name(.variableName, or: [.identifier, .newLine])
        let nameIsMissing = lastIsMissing
        recover(to: [.assignment, .newLine], quietly: nameIsMissing) { parser throws(Failure) in
            switch parser.kind {
            case .endOfFile, .newLine, .assignment: parser.pending.append(.absent)
            default: try parser.declaredType(resourceTypeIsOptional: false)
            }
        }
        assignment(quietly: pending.last == .absent ? nameIsMissing : lastIsMissing)
        value(quietly: lastIsMissing)
        finish(.variable, from: mark)
    }

    mutating func typeDeclaration(from mark: Int) {
        take()
        name(.typeName, or: [.assignment, .newLine])
        let nameIsMissing = lastIsMissing
        assignment(quietly: nameIsMissing)
        recover(to: [.assignment, .leftBrace, .newLine], quietly: nameIsMissing) { parser throws(Failure) in
            try parser.declaredType(resourceTypeIsOptional: false)
        }
        finish(.typeAlias, from: mark)
    }

    mutating func functionDeclaration(from mark: Int) {
        take()
        name(.variableName, or: [.assignment, .newLine])
        recover(to: [.newLine], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.typedLambda()
        }
        finish(.function, from: mark)
    }

    mutating func outputDeclaration(from mark: Int) {
        take()
        name(.outputName, or: [.identifier, .newLine])
        recover(to: [.assignment, .newLine], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.declaredType(resourceTypeIsOptional: true)
        }
        assignment(quietly: lastIsMissing)
        value(quietly: lastIsMissing)
        finish(.output, from: mark)
    }

    mutating func resourceDeclaration(from mark: Int) {
        take()
        name(.resourceName, or: [.stringComplete, .stringLeft, .newLine])
        path(.resourceType, to: [.assignment, .newLine], quietly: lastIsMissing)
        let typeIsMissing = lastIsMissing
        if isKeyword(.existing) { take() } else { pending.append(.absent) }
        assignment(to: [.leftBrace, .newLine], quietly: typeIsMissing)
        let bodyIsQuiet = lastIsMissing
        newLinesBeforeCondition(ifAllowed: !lastIsSkipped)
        body([.literals, .resources], quietly: bodyIsQuiet)
        finish(.resource, from: mark)
    }

    mutating func moduleReference(from mark: Int) {
        take()
        name(.moduleName, or: [.stringComplete, .stringLeft, .newLine])
        path(.modulePath, to: [.assignment, .newLine], quietly: lastIsMissing)
        assignment(to: [.leftBrace, .newLine], quietly: lastIsMissing)
        let bodyIsQuiet = lastIsMissing
        newLinesBeforeCondition(ifAllowed: true)
        body(.literals, quietly: bodyIsQuiet)
        finish(.module, from: mark)
    }

    private mutating func newLinesBeforeCondition(ifAllowed allowed: Bool) {
        if allowed, keyword(at: nextOnAnyLine) == .if { optionalNewLines() } else { pending.append(.absent) }
    }

    /// The body of a resource or module: an object, a condition or a loop.
    private mutating func body(_ context: Context, quietly: Bool) {
        recover(to: [.newLine], quietly: quietly) { parser throws(Failure) in
            switch parser.kind {
            case .leftBrace: try parser.object(context)
            case .leftSquare: try parser.loop(context, ofDeclarations: true)
            case .identifier where parser.isKeyword(.if): try parser.condition(context, insideLoop: false)
            default: throw parser.failure(.expected(.body))
            }
        }
    }

    mutating func testDeclaration(from mark: Int) {
        take()
        name(.testName, or: [.stringComplete, .stringLeft, .newLine])
        path(.testPath, to: [.assignment, .newLine], quietly: lastIsMissing)
        assignment(to: [.leftBrace, .newLine], quietly: lastIsMissing)
        recover(to: [.newLine], quietly: lastIsMissing) { parser throws(Failure) in
            try parser.object(.literals)
        }
        finish(.test, from: mark)
    }

    mutating func assertDeclaration(from mark: Int) {
        take()
        name(.assertName, or: [.assignment, .newLine])
        assignment(quietly: lastIsMissing)
        value(quietly: lastIsMissing)
        finish(.assert, from: mark)
    }
}

// MARK: - Imports and extensions

extension Parser {
    mutating func importDeclaration(from mark: Int) {
        if kind(ahead: 1) == .stringComplete || kind(ahead: 1) == .stringLeft {
            return extensionDeclaration(from: mark)
        }
        take()
        if kind == .identifier, keyword(at: position + 1) == .as { return legacyImport(from: mark) }
        switch kind {
        case .endOfFile, .newLine, .identifier:
            missing(.expected(.importList))
        case .leftBrace:
            recover(to: [.newLine]) { parser throws(Failure) in try parser.importList() }
        case .asterisk:
            recover(to: [.newLine]) { parser throws(Failure) in try parser.wildcardImport() }
        default:
            skipToken(.expected(.importList))
        }
        recover(to: [.newLine]) { parser throws(Failure) in try parser.fromClause() }
        finish(.import, from: mark)
    }

    /// `import name as alias`, as extensions were once declared: one error that says what to write.
    private mutating func legacyImport(from mark: Int) {
        recover(to: [.newLine]) { parser throws(Failure) in throw parser.failure(.legacyImport) }
        missing()
        finish(.import, from: mark)
    }

    /// Wraps the current token in a node that says why it does not belong here.
    private mutating func skipToken(_ problem: SyntaxProblem) {
        problems.append(PlacedProblem(problem, token.range))
        let mark = pending.count
        take()
        finish(.skipped, from: mark)
    }

    private mutating func importList() throws(Failure) {
        let mark = pending.count
        take()
        try elements(until: .rightBrace) { parser throws(Failure) in parser.importItem() }
        try expect(.rightBrace, .expectedCharacter("}"))
        finish(.importList, from: mark)
    }

    private mutating func importItem() {
        let mark = pending.count
        let start = token.range
        switch kind {
        case .identifier:
            take()
        case .stringComplete:
            string()
        case .stringLeft:
            string()
            problems.append(PlacedProblem(.interpolatedImportName, range(of: pending[mark]) ?? start))
        default:
            skipToken(.expected(.importedName))
        }
        guard isKeyword(.as) else {
            if kind(of: pending[mark]) == .string {
                problems.append(PlacedProblem(.importNameNeedsAlias, range(of: pending[mark]) ?? start))
            }
            pending.append(.absent)
            return finish(.importItem, from: mark)
        }
        let alias = pending.count
        take()
        name(.typeName, or: [.comma, .newLine])
        finish(.asClause, from: alias)
        finish(.importItem, from: mark)
    }

    private mutating func wildcardImport() throws(Failure) {
        let mark = pending.count
        take()
        let alias = pending.count
        try expect(.as)
        try expect(.identifier, .expected(.namespaceName))
        finish(.asClause, from: alias)
        finish(.wildcardImport, from: mark)
    }

    private mutating func fromClause() throws(Failure) {
        let mark = pending.count
        try expect(.from)
        path(.modulePath, to: [.newLine], quietly: false)
        finish(.fromClause, from: mark)
    }

    mutating func extensionDeclaration(from mark: Int) {
        take()
        if kind == .identifier {
            take()
        } else {
            path(.extensionName, to: [.newLine], quietly: false)
        }
        let specificationIsMissing = lastIsMissing
        if kind == .endOfFile || kind == .newLine || isKeyword(.as) {
            pending.append(.absent)
        } else {
            recover(to: [.newLine], quietly: specificationIsMissing) { parser throws(Failure) in
                try parser.withClause(.expected(.withOrAs))
            }
        }
        if kind == .endOfFile || kind == .newLine {
            pending.append(.absent)
        } else {
            recover(to: [.newLine], quietly: lastIsMissing) { parser throws(Failure) in
                let start = parser.pending.count
                try parser.expect(.as, .expected(.withOrAs))
                parser.name(.extensionAlias, or: [.newLine])
                parser.finish(.asClause, from: start)
            }
        }
        finish(.extension, from: mark)
    }

    private mutating func withClause(_ problem: SyntaxProblem? = nil) throws(Failure) {
        let mark = pending.count
        try expect(.with, problem)
        recover(to: [.newLine]) { parser throws(Failure) in try parser.object(.literals) }
        finish(.withClause, from: mark)
    }
}

// MARK: - Parameter files

extension Parser {
    mutating func usingDeclaration(from mark: Int) throws(Failure) {
        take()
        switch kind {
        case .identifier: try expect(Keyword.none)
        case .stringComplete: try wholeString(.expected(.filePath))
        default: missing(.expected(.filePath))
        }
        if kind == .endOfFile || kind == .newLine {
            pending.append(.absent)
        } else {
            recover(to: [.newLine], quietly: lastIsMissing) { parser throws(Failure) in
                try parser.withClause(.expected(.withOrNewLine))
            }
        }
        finish(.using, from: mark)
    }

    mutating func extendsDeclaration(from mark: Int) {
        take()
        path(.extendsPath, to: [.newLine], quietly: false)
        finish(.extends, from: mark)
    }

    mutating func parameterAssignment(from mark: Int) {
        take()
        name(.parameterName, or: [.identifier, .newLine])
        assignment(quietly: lastIsMissing)
        value(quietly: lastIsMissing)
        finish(.parameterAssignment, from: mark)
    }

    mutating func extensionConfiguration(from mark: Int) {
        take()
        name(.extensionAlias, or: [.identifier, .newLine])
        recover(to: [.newLine], quietly: lastIsMissing) { parser throws(Failure) in try parser.withClause() }
        finish(.extensionConfig, from: mark)
    }
}
