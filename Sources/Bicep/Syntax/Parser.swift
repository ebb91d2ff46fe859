/// Reads tokens into a tree by recursive descent.
///
/// Each production puts exactly one element on `pending`, or throws and is undone: `recover` takes
/// back what it had put there and wraps the tokens that it read in a `skipped` node. So an error is
/// reported once, at the innermost place that knows how to go on.
struct Parser {
    let bytes: [UInt8]
    let tokens: [Token]
    let language: SyntaxTree.Language
    var position = 0
    var nodes: [SyntaxTree.Node] = []
    var children: [SyntaxTree.Element] = []
    /// Completed elements that wait for their parent.
    var pending: [SyntaxTree.Element] = []
    var problems: [PlacedProblem] = []
    var depth = 0

    /// How deep expressions and types may nest: far beyond what people write, and safe on small stacks.
    static let depthLimit = 200

    /// Which expressions may stand at a place.
    struct Context: OptionSet {
        let rawValue: UInt8
        /// Arrays and objects.
        static let literals = Context(rawValue: 1)
        /// Resource declarations within the object.
        static let resources = Context(rawValue: 2)
    }

    /// Why a production ended early.
    struct Failure: Error {
        let problem: SyntaxProblem
        let range: Range<UInt32>
    }

    init(bytes: [UInt8], tokens: [Token], language: SyntaxTree.Language) {
        self.bytes = bytes
        self.tokens = tokens
        self.language = language
        nodes.reserveCapacity(tokens.count)
        children.reserveCapacity(tokens.count * 2)
    }
}

// MARK: - Tokens

extension Parser {
    var token: Token { tokens[position] }

    var kind: TokenKind { tokens[position].kind }

    var isAtEnd: Bool { kind == .endOfFile }

    /// The kind of a token further on; end of file behind the last.
    func kind(ahead distance: Int) -> TokenKind {
        let index = position + distance
        return index < tokens.count ? tokens[index].kind : .endOfFile
    }

    /// The index of the next token that is no line end.
    var nextOnAnyLine: Int {
        var index = position
        while tokens[index].kind == .newLine { index += 1 }
        return index
    }

    /// The keyword that a token is, if it is one.
    func keyword(at index: Int) -> Keyword? {
        guard index < tokens.count, tokens[index].kind == .identifier else { return nil }
        return Keyword(bytes[Int(tokens[index].start)..<Int(tokens[index].end)])
    }

    /// Whether the current token is a keyword.
    func isKeyword(_ keyword: Keyword) -> Bool { self.keyword(at: position) == keyword }

    /// Puts the current token on the stack.
    @inline(__always)
    mutating func take() {
        pending.append(.token(position))
        if kind != .endOfFile { position += 1 }
    }

    /// Takes the current token if it is of a kind; otherwise notes an absent part.
    mutating func takeOptional(_ kind: TokenKind) {
        if self.kind == kind { take() } else { pending.append(.absent) }
    }

    mutating func expect(_ kind: TokenKind, _ problem: SyntaxProblem) throws(Failure) {
        guard self.kind == kind else { throw failure(problem) }
        take()
    }

    mutating func expect(_ keyword: Keyword, _ problem: SyntaxProblem? = nil) throws(Failure) {
        guard isKeyword(keyword) else { throw failure(problem ?? .expectedKeyword(keyword)) }
        take()
    }

    /// A failure at the current token.
    func failure(_ problem: SyntaxProblem) -> Failure { Failure(problem: problem, range: token.range) }
}

// MARK: - Nodes

extension Parser {
    /// Makes a node of everything that was put on the stack since a mark.
    mutating func finish(_ kind: SyntaxKind, from mark: Int) {
        let first = children.count
        var start: UInt32?
        var end: UInt32?
        for element in pending[mark...] {
            children.append(element)
            guard let range = range(of: element) else { continue }
            if start == nil { start = range.lowerBound }
            end = range.upperBound
        }
        pending.removeSubrange(mark...)
        let node = SyntaxTree.Node(
            firstChild: UInt32(first),
            childCount: UInt32(children.count - first),
            start: start ?? token.start,
            end: end ?? token.start,
            kind: kind
        )
        pending.append(.node(nodes.count))
        nodes.append(node)
    }

    func range(of element: SyntaxTree.Element) -> Range<UInt32>? {
        if let index = element.tokenIndex { return tokens[index].range }
        if let index = element.nodeIndex { return nodes[index].start..<nodes[index].end }
        return nil
    }

    func kind(of element: SyntaxTree.Element) -> SyntaxKind? {
        element.nodeIndex.map { nodes[$0].kind }
    }

    /// Puts an empty node where something is missing.
    mutating func missing(_ problem: SyntaxProblem? = nil) {
        if let problem { problems.append(PlacedProblem(problem, token.start..<token.start)) }
        finish(.skipped, from: pending.count)
    }

    /// Whether an element stands for something missing, so that what follows it need not be reported too.
    func isMissing(_ element: SyntaxTree.Element?) -> Bool {
        guard let element, kind(of: element) == .skipped, let range = range(of: element) else { return false }
        return range.isEmpty
    }

    var lastIsMissing: Bool { isMissing(pending.last) }

    var lastIsSkipped: Bool { pending.last.flatMap { kind(of: $0) } == .skipped }

    /// Takes all line ends that stand here as one optional part.
    mutating func optionalNewLines() {
        guard kind == .newLine else { return pending.append(.absent) }
        let mark = pending.count
        newLines()
        finish(.newLines, from: mark)
    }

    /// Takes all line ends that stand here.
    mutating func newLines() {
        while kind == .newLine { take() }
    }
}

// MARK: - Recovery

extension Parser {
    /// Runs a production; if it fails, skips to one of the terminators.
    mutating func recover(
        to terminators: TokenSet,
        quietly: Bool = false,
        takingTerminator: Bool = false,
        _ production: (inout Parser) throws(Failure) -> Void
    ) {
        let mark = Mark(self)
        do throws(Failure) {
            try production(&self)
        } catch {
            rewind(to: mark)
            if !quietly { problems.append(PlacedProblem(error.problem, error.range)) }
            skip(from: mark, to: terminators, takingTerminator: takingTerminator)
        }
    }

    /// Where a production began.
    struct Mark {
        let position: Int
        let pending: Int
        let nodes: Int
        let children: Int
        let problems: Int
        let depth: Int

        init(_ parser: Parser) {
            position = parser.position
            pending = parser.pending.count
            nodes = parser.nodes.count
            children = parser.children.count
            problems = parser.problems.count
            depth = parser.depth
        }
    }

    /// Forgets what a production made, but not how far it read.
    private mutating func rewind(to mark: Mark) {
        pending.removeSubrange(mark.pending...)
        nodes.removeSubrange(mark.nodes...)
        children.removeSubrange(mark.children...)
        problems.removeSubrange(mark.problems...)
        depth = mark.depth
    }

    /// Wraps everything from the mark to a terminator.
    private mutating func skip(from mark: Mark, to terminators: TokenSet, takingTerminator: Bool) {
        while !isAtEnd, !terminators.contains(kind) { position += 1 }
        if takingTerminator, !isAtEnd { position += 1 }
        for index in mark.position..<position { pending.append(.token(index)) }
        finish(.skipped, from: mark.pending)
    }

    /// Runs a production one level further down, unless that is too deep.
    mutating func nested(_ production: (inout Parser) throws(Failure) -> Void) throws(Failure) {
        guard depth < Parser.depthLimit else { throw failure(.tooDeep) }
        depth += 1
        try production(&self)
        depth -= 1
    }
}
