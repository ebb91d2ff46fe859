public import Diagnostics

/// A file as a lossless tree: every byte belongs to a token or to the trivia before one.
///
/// The tree is stored flat: tokens in the order of the text, nodes in the order in which they were
/// completed, and the children of each node side by side.
public final class SyntaxTree: Sendable {
    /// The text that was parsed.
    public let file: SourceFile
    /// The language that it was parsed as.
    public let language: Language
    let tokens: [Token]
    let directives: [Directive]
    /// What the lexer and the parser found wrong, in the order of their places.
    let problems: [PlacedProblem]
    let nodes: [Node]
    let children: [Element]

    /// A node of the tree as it is stored.
    struct Node {
        var firstChild: UInt32
        var childCount: UInt32
        var start: UInt32
        var end: UInt32
        var kind: SyntaxKind
    }

    /// A child of a node: another node, a token, or nothing in the slot of an optional part.
    struct Element: Equatable {
        private let bits: UInt32

        static let absent = Element(bits: .max)

        static func node(_ index: Int) -> Element { Element(bits: UInt32(index)) }

        static func token(_ index: Int) -> Element { Element(bits: UInt32(index) | 1 << 31) }

        var nodeIndex: Int? { bits & 1 << 31 == 0 ? Int(bits) : nil }

        var tokenIndex: Int? { bits & 1 << 31 != 0 && bits != .max ? Int(bits & ~(1 << 31)) : nil }
    }

    init(
        file: SourceFile,
        language: Language,
        tokens: [Token],
        directives: [Directive],
        problems: [PlacedProblem],
        nodes: [Node],
        children: [Element]
    ) {
        self.file = file
        self.language = language
        self.tokens = tokens
        self.directives = directives
        self.problems = problems
        self.nodes = nodes
        self.children = children
    }

    /// What the file says it is.
    public enum Language: Sendable {
        /// `.bicep`
        case module
        /// `.bicepparam`
        case parameters
    }

    /// Parses a file.
    ///
    /// Never throws, whatever the bytes.
    public static func parse(_ file: SourceFile, as language: Language = .module) -> SyntaxTree {
        var lexer = Lexer(file.bytes)
        lexer.run()
        var parser = Parser(bytes: file.bytes, tokens: lexer.tokens, language: language)
        parser.program()
        let problems = lexer.problems.isEmpty ? parser.problems : lexer.problems + parser.problems
        return SyntaxTree(
            file: file,
            language: language,
            tokens: lexer.tokens,
            directives: lexer.directives,
            problems: problems.sorted { $0.range.lowerBound < $1.range.lowerBound },
            nodes: parser.nodes,
            children: parser.children
        )
    }

    /// The root of the tree.
    var root: SyntaxNode { SyntaxNode(tree: self, index: nodes.count - 1) }

    /// The bytes of the file, put together again from the tree.
    public var text: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(file.bytes.count)
        var pending: [Element] = [.node(nodes.count - 1)]
        while let element = pending.popLast() {
            if let index = element.tokenIndex {
                let start = index == 0 ? 0 : tokens[index - 1].end
                text += file.bytes[Int(start)..<Int(tokens[index].end)]
            } else if let index = element.nodeIndex {
                pending += childElements(of: nodes[index]).reversed()
            }
        }
        return text
    }

    /// What is wrong with the syntax of the file.
    public var diagnostics: [Diagnostic] { diagnostics(upTo: problems.count) }

    /// The first diagnostics, no more than a number of them.
    func diagnostics(upTo count: Int) -> [Diagnostic] {
        problems.prefix(count).map { Diagnostic.syntax($0.problem, at: span($0.range)) }
    }

    /// Whether something is wrong with the syntax that begins within a range.
    func hasProblem(in range: Range<UInt32>) -> Bool {
        let first = problems.partitioningIndex { $0.range.lowerBound >= range.lowerBound }
        return first < problems.endIndex && range.contains(problems[first].range.lowerBound)
    }

    func span(_ range: Range<UInt32>) -> Span { Span(file, Int(range.lowerBound)..<Int(range.upperBound)) }

    func childElements(of node: Node) -> ArraySlice<Element> {
        children[Int(node.firstChild)..<Int(node.firstChild + node.childCount)]
    }
}
