/// The kinds of tokens of the Bicep language.
enum TokenKind: UInt8, Sendable {
    case endOfFile
    /// One or more line ends with nothing between them.
    case newLine
    case unrecognized
    case identifier
    case integer
    case trueKeyword
    case falseKeyword
    case nullKeyword

    /// `'text'`
    case stringComplete
    /// `'text${`
    case stringLeft
    /// `}text${`
    case stringMiddle
    /// `}text'`
    case stringRight

    case leftBrace
    case rightBrace
    case leftParenthesis
    case rightParenthesis
    case leftSquare
    case rightSquare
    case at
    case comma
    case dot
    case ellipsis
    case question
    case doubleQuestion
    case colon
    case doubleColon
    case semicolon
    case assignment
    case arrow
    case plus
    case minus
    case asterisk
    case slash
    case percent
    case hat
    case exclamation
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case equal
    case notEqual
    case equalIgnoringCase
    case notEqualIgnoringCase
    case and
    case or
    case pipe
}

/// A set of token kinds, for recovery.
struct TokenSet: Sendable, ExpressibleByArrayLiteral {
    private let bits: UInt64

    init(arrayLiteral kinds: TokenKind...) {
        bits = kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    @inline(__always)
    func contains(_ kind: TokenKind) -> Bool { bits & (1 << UInt64(kind.rawValue)) != 0 }
}

/// A token: a kind and the range of its text.
///
/// What stands between the end of one token and the start of the next is trivia: white space,
/// comments, directives and the byte order mark.
struct Token: Sendable {
    let start: UInt32
    let end: UInt32
    let kind: TokenKind
    /// Whether this is part of a string whose value cannot be known: not closed, or with a bad escape.
    let isMalformed: Bool

    var range: Range<UInt32> { start..<end }
}
