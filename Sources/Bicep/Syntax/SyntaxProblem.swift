import Diagnostics

/// What the lexer or the parser found wrong.
enum SyntaxProblem: Sendable, Equatable {
    case unrecognizedToken
    case doubleQuote
    case unterminatedComment
    case unterminatedStringAtEnd
    case unterminatedString
    case unknownEscape
    case invalidUnicodeEscape
    case unterminatedMultiLineString
    case identifierTooLong
    case missingDirectiveCodes

    case unrecognizedDeclaration
    case unrecognizedParameterFileDeclaration
    case unrecognizedExpression
    case unrecognizedType
    case invalidInteger
    case invalidLiteral
    case complexLiteralNotAllowed
    case expectedCharacter(StaticCharacter)
    case expectedKeyword(Keyword)
    case expected(Expectation)
    case expectedNewLineOrComma
    case expectedComma
    case newLineAfterComma
    case emptyIndexer
    case parenthesesNeedOneItem
    case loopNeedsTwoVariables
    case unexpectedInHole
    case unexpectedInPiece
    case safeMethodCall
    case interpolatedImportName
    case importNameNeedsAlias
    case declarationMissingAfterDecorator
    case legacyImport
    case tooDeep
}

extension SyntaxProblem {
    /// A character that was expected.
    struct StaticCharacter: Sendable, Equatable, ExpressibleByUnicodeScalarLiteral {
        let scalar: Unicode.Scalar
        let second: Unicode.Scalar?

        init(unicodeScalarLiteral scalar: Unicode.Scalar) { self.init(scalar) }

        init(_ scalar: Unicode.Scalar, _ second: Unicode.Scalar? = nil) {
            self.scalar = scalar
            self.second = second
        }

        var text: String { String(Character(scalar)) + (second.map { String(Character($0)) } ?? "") }
    }

    /// What should have stood at a place.
    ///
    /// The message says it in words.
    enum Expectation: Sendable {
        case newLine
        case parameterName
        case parameterContinuation
        case variableName
        case outputName
        case resourceName
        case moduleName
        case metadataName
        case typeName
        case assertName
        case testName
        case loopVariable
        case loopVariables
        case propertyName
        case propertyNameOrMatcher
        case memberName
        case decoratorName
        case resourceType
        case modulePath
        case testPath
        case filePath
        case extendsPath
        case extensionName
        case extensionAlias
        case withOrAs
        case withOrNewLine
        case body
        case conditionalBody
        case literalType
        case importList
        case importedName
        case namespaceName
    }
}

/// A problem with its place.
struct PlacedProblem: Sendable {
    let problem: SyntaxProblem
    let range: Range<UInt32>

    init(_ problem: SyntaxProblem, _ range: Range<UInt32>) {
        self.problem = problem
        self.range = range
    }
}
