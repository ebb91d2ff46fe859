import Diagnostics

/// A node of a syntax tree, by its index.
struct SyntaxNode {
    let tree: SyntaxTree
    let index: Int

    private var stored: SyntaxTree.Node { tree.nodes[index] }

    var kind: SyntaxKind { stored.kind }

    /// The range of the text without the trivia before it.
    var range: Range<UInt32> {
        let node = stored
        return node.start..<node.end
    }

    var isEmpty: Bool { range.isEmpty }

    var childCount: Int { Int(stored.childCount) }

    /// The child in a slot; see `SyntaxKind` for what stands where.
    subscript(slot: Int) -> SyntaxChild {
        let element = tree.children[Int(stored.firstChild) + slot]
        if let index = element.nodeIndex { return .node(SyntaxNode(tree: tree, index: index)) }
        if let index = element.tokenIndex { return .token(SyntaxToken(tree: tree, index: index)) }
        return .absent
    }

    /// The kind of the child node in a slot; `nil` where none stands.
    func kind(of slot: Int) -> SyntaxKind? {
        tree.children[Int(stored.firstChild) + slot].nodeIndex.map { tree.nodes[$0].kind }
    }

    /// The child node in a slot.
    func node(_ slot: Int) -> SyntaxNode? {
        if case .node(let node) = self[slot] { node } else { nil }
    }

    /// The token in a slot.
    func token(_ slot: Int) -> SyntaxToken? {
        if case .token(let token) = self[slot] { token } else { nil }
    }

    /// The name in a slot; `nil` where something else stands, which the parser has reported.
    func name(_ slot: Int) -> SyntaxToken? {
        guard let token = token(slot), token.kind == .identifier else { return nil }
        return token
    }

    /// All children that are there.
    var children: some Sequence<SyntaxChild> {
        (0..<childCount).lazy.map { self[$0] }.filter { !$0.isAbsent }
    }

    /// The children that are nodes, from a slot on.
    func nodes(from slot: Int = 0) -> [SyntaxNode] {
        var nodes: [SyntaxNode] = []
        nodes.reserveCapacity(max(0, childCount - slot))
        for slot in slot..<max(slot, childCount) {
            if let node = node(slot) { nodes.append(node) }
        }
        return nodes
    }

    var text: String { tree.file.text(in: Int(range.lowerBound)..<Int(range.upperBound)) }

    /// The names in a variable or a block of variables of a loop or a lambda.
    var variables: [SyntaxToken] {
        switch kind {
        case .localVariable: [name(0)].compactMap { $0 }
        case .variableBlock: nodes(from: 1).compactMap { $0.kind == .localVariable ? $0.name(0) : nil }
        default: []
        }
    }
}

/// A token of a syntax tree, by its index.
struct SyntaxToken {
    let tree: SyntaxTree
    let index: Int

    var kind: TokenKind { tree.tokens[index].kind }

    var isMalformed: Bool { tree.tokens[index].isMalformed }

    var range: Range<UInt32> { tree.tokens[index].range }

    var text: String { tree.file.text(in: Int(range.lowerBound)..<Int(range.upperBound)) }
}

/// What stands in a slot of a node.
enum SyntaxChild {
    case node(SyntaxNode)
    case token(SyntaxToken)
    case absent

    var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }

    var range: Range<UInt32>? {
        switch self {
        case .node(let node): node.range
        case .token(let token): token.range
        case .absent: nil
        }
    }
}
