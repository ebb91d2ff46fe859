import Diagnostics

extension Diagnostic {
    /// What the lexer or the parser found, in words.
    static func syntax(_ problem: SyntaxProblem, at span: Span) -> Diagnostic {
        let words = problem.words(found: span)
        return Diagnostic(.error, words.code, words.message, at: span, help: words.help)
    }
}

/// A code with what to say.
private struct Words {
    let code: String
    let message: String
    let help: String?

    init(_ code: String, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }
}

extension Span {
    /// The text in quotes, or what stands for a text that cannot be shown.
    fileprivate var quoted: String {
        let text = text
        if text.isEmpty { return range.lowerBound >= file.bytes.count ? "the end of the file" : "nothing" }
        guard let first = text.unicodeScalars.first, first != "\n", first != "\r" else { return "the end of the line" }
        return "'\(text.prefix { !$0.isNewline }.prefix(40))'"
    }
}

extension SyntaxProblem {
    fileprivate func words(found span: Span) -> Words {
        lexicalWords(span) ?? structuralWords(span)
    }

    private func lexicalWords(_ span: Span) -> Words? {
        switch self {
        case .unrecognizedToken:
            Words("BCP001", "\(span.quoted) means nothing in Bicep")
        case .unterminatedComment:
            Words("BCP002", "the comment is not closed", help: "end it with */")
        case .unterminatedStringAtEnd:
            Words("BCP003", "the string is not closed before the end of the file", help: "end it with '")
        case .unterminatedString:
            Words("BCP004", "the string is not closed before the end of the line", help: "end it with '")
        case .unknownEscape:
            Words(
                "BCP006",
                "\(span.quoted) is no escape sequence",
                help: "use one of \\\\ \\' \\n \\r \\t \\$ \\u{...}"
            )
        case .identifierTooLong:
            Words("BCP024", "the name is longer than 255 characters")
        case .doubleQuote:
            Words("BCP103", "strings are not written in double quotes", help: "use single quotes")
        case .invalidUnicodeEscape:
            Words("BCP133", "\(span.quoted) names no character", help: "write \\u{1F600}")
        case .unterminatedMultiLineString:
            Words("BCP140", "the multi-line string is not closed", help: "end it with '''")
        case .missingDirectiveCodes:
            Words("BCP226", "the directive names no diagnostic code", help: "write #disable-next-line BCP037")
        default:
            nil
        }
    }

    private func structuralWords(_ span: Span) -> Words {
        let found = span.quoted
        switch self {
        case .unrecognizedDeclaration:
            return Words(
                "BCP007",
                "\(found) begins no declaration",
                help: "a line begins with param, var, resource, module, output, type, func, import or extension"
            )
        case .unrecognizedExpression: return Words("BCP009", "expected an expression, found \(found)")
        case .invalidInteger: return Words("BCP010", "\(found) is too large for an integer")
        case .invalidLiteral: return Words("BCP011", "expected a literal, found \(found)")
        case .expectedKeyword(let keyword): return Words("BCP012", "expected '\(keyword.rawValue)', found \(found)")
        case .expectedCharacter(let text): return Words("BCP018", "expected '\(text.text)', found \(found)")
        case .unexpectedInHole: return Words("BCP064", "\(found) does not belong in the hole of a string")
        case .unexpectedInPiece: return Words("BCP064", "\(found) does not belong to what stands before it")
        case .complexLiteralNotAllowed: return Words("BCP087", "an array or object cannot be written here")
        case .emptyIndexer: return Words("BCP117", "there is no index between the brackets")
        case .declarationMissingAfterDecorator: return Words("BCP132", "the decorator stands before no declaration")
        case .expectedNewLineOrComma: return Words("BCP236", "expected a comma or a new line, found \(found)")
        case .expectedComma: return Words("BCP237", "expected a comma, found \(found)")
        case .newLineAfterComma:
            return Words(
                "BCP238",
                "a new line stands after a comma",
                help: "separate by commas or by new lines, not both"
            )
        case .parenthesesNeedOneItem: return Words("BCP243", "parentheses enclose exactly one expression")
        case .loopNeedsTwoVariables: return Words("BCP249", "a loop has one variable, or two: (item, index)")
        case .unrecognizedType: return Words("BCP279", "expected a type, found \(found)")
        case .safeMethodCall: return Words("BCP322", "'.?' cannot be used to call a function")
        case .unrecognizedParameterFileDeclaration:
            return Words(
                "BCP337",
                "\(found) begins no declaration of a parameters file",
                help: "write using, param or var"
            )
        case .legacyImport:
            return Words(
                "BCP354",
                "extensions are no longer declared with 'import'",
                help: "write extension \(span.legacyExtensionName)"
            )
        case .interpolatedImportName: return Words("BCP032", "the name of an import must be a plain string")
        case .importNameNeedsAlias:
            return Words("BCP375", "an import named by a string needs a name of its own", help: "add as NAME")
        case .expected(let expectation):
            return Words(expectation.code, "expected \(expectation.text), found \(found)")
        case .tooDeep:
            return Words(
                "RAD1101",
                "this is nested more than \(Parser.depthLimit) levels deep",
                help: "give inner parts names with var"
            )
        case .unrecognizedToken, .doubleQuote, .unterminatedComment, .unterminatedStringAtEnd, .unterminatedString,
            .unknownEscape, .invalidUnicodeEscape, .unterminatedMultiLineString, .identifierTooLong,
            .missingDirectiveCodes:
            preconditionFailure("a lexical problem is described by lexicalWords")
        }
    }
}

extension Span {
    /// The name that `import name as alias` gives.
    fileprivate var legacyExtensionName: String { text.isEmpty ? "radius" : text }
}

extension SyntaxProblem.Expectation {
    fileprivate var code: String { description.code }

    fileprivate var text: String { description.text }

    private var description: (code: String, text: String) {
        switch self {
        case .parameterContinuation: ("BCP008", "'=' or a new line")
        case .parameterName: ("BCP013", "the name of a parameter")
        case .variableName: ("BCP015", "the name of a variable")
        case .outputName: ("BCP016", "the name of an output")
        case .resourceName: ("BCP017", "the name of a resource")
        case .newLine: ("BCP019", "a new line")
        case .memberName: ("BCP020", "the name of a function or property")
        case .propertyName: ("BCP022", "the name of a property")
        case .resourceType: ("BCP068", "a resource type as a string: 'Applications.Core/containers@2023-10-01-preview'")
        case .moduleName: ("BCP096", "the name of a module")
        case .modulePath: ("BCP097", "the path of a module as a string")
        case .body: ("BCP118", "'{', '[' or 'if'")
        case .decoratorName: ("BCP123", "the name of a decorator")
        case .loopVariable: ("BCP136", "the name of a loop variable")
        case .loopVariables: ("BCP162", "the name of a loop variable, or (item, index)")
        case .conditionalBody: ("BCP167", "'{' or 'if'")
        case .extensionName: ("BCP201", "the name of an extension")
        case .extensionAlias: ("BCP202", "a name for the extension")
        case .filePath: ("BCP257", "the path of a file as a string")
        case .metadataName: ("BCP266", "the name of the metadata")
        case .literalType: ("BCP300", "a literal type")
        case .withOrAs: ("BCP305", "'with', 'as' or a new line")
        case .propertyNameOrMatcher: ("BCP317", "the name of a property, or '*'")
        case .typeName: ("BCP325", "the name of a type")
        case .assertName: ("BCP344", "the name of an assertion")
        case .testName: ("BCP346", "the name of a test")
        case .testPath: ("BCP347", "the path of a test as a string")
        case .importList: ("BCP354", "'{' or '*'")
        case .importedName: ("BCP355", "the name of something exported")
        case .namespaceName: ("BCP356", "a name for the imports")
        case .extendsPath: ("BCP404", "the path of a parameters file as a string")
        case .withOrNewLine: ("BCP436", "'with' or a new line")
        }
    }
}
