public import Diagnostics

/// A piece of the language in a text of another one: an expression or a type that stands by itself.
///
/// A piece with which nothing is wrong may be written into a Bicep file: it neither ends what stands around it there nor
/// begins something else.
public struct SyntaxFragment: Sendable {
    /// What a piece has to be.
    public enum Form: Sendable {
        /// Any expression.
        case expression
        /// An expression that may stand in the hole of a string.
        case hole
        /// A type.
        case type
        /// What a loop goes through: `item in items` or `(item, index) in items`.
        case loop
    }

    /// What is known of a piece that has to be of a form.
    public struct Check: Sendable {
        /// What is wrong with it, with places in its text.
        public let diagnostics: [Diagnostic]
        /// The names that it leaves to what stands around it.
        public let names: Set<String>
        /// The variables of a loop; none if it has not the form of one.
        public let variables: [String]
    }

    /// The text that the piece stands in.
    public let file: SourceFile
    /// The piece without the blanks, line ends and comments around it.
    public let range: Range<Int>
    /// Where the piece ends with all that is around it: before a brace, or at the end of the text.
    public let end: Int
    /// Whether the piece has line ends, which cannot stand in the hole of a string.
    public let hasLineEnds: Bool
    private let tokens: [Token]
    private let problems: [PlacedProblem]

    /// The piece that is the whole of a text.
    public init(_ file: SourceFile) {
        var lexer = Lexer(file.bytes)
        lexer.run()
        self.init(file, lexer)
    }

    /// The piece between a `${` and the brace that ends it; `nil` if none does.
    ///
    /// - Parameters:
    ///   - file: The text.
    ///   - start: The offset behind the `${`.
    public init?(holeIn file: SourceFile, from start: Int) {
        var lexer = Lexer(file.bytes, from: start)
        guard lexer.runToEndOfHole() else { return nil }
        self.init(file, lexer)
    }

    private init(_ file: SourceFile, _ lexer: Lexer) {
        self.file = file
        (tokens, problems) = (lexer.tokens, lexer.problems)
        let inner = tokens.dropLast().trimmingLineEnds
        end = tokens.last.map { Int($0.start) } ?? file.bytes.count
        range = (inner.first.map { Int($0.start) } ?? end)..<(inner.last.map { Int($0.end) } ?? end)
        hasLineEnds = inner.contains { $0.kind == .newLine }
    }

    /// The text of the piece.
    public var text: String { file.text(in: range) }

    /// Reads the piece as one of a form.
    public func check(as form: Form) -> Check {
        var parser = Parser(bytes: file.bytes, tokens: tokens, language: .module)
        parser.fragment(form)
        let tree = SyntaxTree(
            file: file,
            language: .module,
            tokens: tokens,
            directives: [],
            problems: (problems + parser.problems).sorted { $0.range.lowerBound < $1.range.lowerBound },
            nodes: parser.nodes,
            children: parser.children
        )
        var names: Set<String> = []
        tree.root.addFreeNames(to: &names, besides: [])
        let variables = form == .loop ? tree.root.nodes().flatMap(\.variables).map(\.text) : []
        return Check(diagnostics: tree.diagnostics, names: names, variables: variables)
    }
}

extension ArraySlice<Token> {
    /// The tokens without the line ends before and behind them.
    fileprivate var trimmingLineEnds: ArraySlice<Token> {
        var rest = drop { $0.kind == .newLine }
        while rest.last?.kind == .newLine { rest.removeLast() }
        return rest
    }
}

extension Parser {
    /// A piece and nothing else.
    fileprivate mutating func fragment(_ form: SyntaxFragment.Form) {
        newLines()
        recover(to: []) { parser throws(Failure) in
            switch form {
            case .expression: try parser.expression(.literals)
            case .hole: try parser.expression([])
            case .type: try parser.declaredType(resourceTypeIsOptional: true)
            case .loop: try parser.fragmentOfLoop()
            }
        }
        newLines()
        recover(to: []) { parser throws(Failure) in
            guard parser.isAtEnd else { throw parser.failure(.unexpectedInPiece) }
            parser.take()
        }
        finish(.program, from: 0)
    }

    private mutating func fragmentOfLoop() throws(Failure) {
        try loopVariables()
        try expect(.in)
        recover(to: []) { parser throws(Failure) in try parser.expression(.literals) }
    }
}

extension SyntaxNode {
    /// Adds the names of values that the node mentions and does not declare itself.
    fileprivate func addFreeNames(to names: inout Set<String>, besides bound: Set<String>) {
        switch kind {
        case .variableAccess:
            if let name = name(0)?.text, !bound.contains(name) { names.insert(name) }
        case .lambda:
            node(3)?.addFreeNames(to: &names, besides: bound.union(node(0)?.variables.map(\.text) ?? []))
        case .loop:
            node(5)?.addFreeNames(to: &names, besides: bound)
            node(7)?.addFreeNames(to: &names, besides: bound.union(node(3)?.variables.map(\.text) ?? []))
        default:
            for child in nodes() { child.addFreeNames(to: &names, besides: bound) }
        }
    }
}
