import Diagnostics

/// What rules ask of the syntax.
extension Linter {
    /// A call of a function of the language.
    struct Call {
        let node: SyntaxNode
        let name: String
        let namespace: BuiltinFunctions.Namespace
        let arguments: [SyntaxNode]

        /// Whether it is `listKeys` or another of its kind.
        var isListFunction: Bool { namespace == .az && name.hasPrefix("list") }
    }

    /// A call of a function of the language, with its namespace or without; `nil` if the node is something else.
    func builtinCall(_ node: SyntaxNode?) -> Call? {
        guard let node else { return nil }
        let name: String
        var namespace: BuiltinFunctions.Namespace?
        switch node.kind {
        case .functionCall:
            guard let token = node.name(0), binder.symbols[token.text] == nil else { return nil }
            name = token.text
        case .methodCall:
            guard let base = node.node(0), base.kind == .variableAccess, let qualifier = base.name(0)?.text,
                binder.symbols[qualifier] == nil, let token = node.name(2)
            else { return nil }
            namespace = BuiltinFunctions.Namespace(rawValue: qualifier)
            guard namespace != nil else { return nil }
            name = token.text
        default: return nil
        }
        guard let signature = BuiltinFunctions.signature(of: name),
            namespace ?? signature.namespace == signature.namespace
        else { return nil }
        let arguments = node.nodes(from: node.kind == .functionCall ? 2 : 4)
        return Call(node: node, name: name, namespace: signature.namespace, arguments: arguments)
    }

    /// Whether two nodes are written with the same tokens.
    func isSame(_ left: SyntaxNode, _ right: SyntaxNode) -> Bool {
        let (left, right) = (tokens(of: left), tokens(of: right))
        return left.count == right.count
            && zip(left, right).allSatisfy { tree.file.bytes[$0] == tree.file.bytes[$1] }
    }

    /// Where the tokens of a node stand, line ends left out.
    private func tokens(of node: SyntaxNode) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var pending: [SyntaxTree.Element] = [.node(node.index)]
        while let element = pending.popLast() {
            if let index = element.tokenIndex {
                let token = tree.tokens[index]
                if token.kind != .newLine { ranges.append(Int(token.start)..<Int(token.end)) }
            } else if let index = element.nodeIndex {
                pending += tree.childElements(of: tree.nodes[index]).reversed()
            }
        }
        return ranges
    }

    /// The text at a range of the file.
    func text(_ range: Range<UInt32>) -> String { tree.text(range) }

    /// Whether an expression is written as a string: with quotes around it.
    func isStringLiteral(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .string, .interpolation: startsWithQuote(expression.range)
        default: false
        }
    }

    private func startsWithQuote(_ range: Range<UInt32>) -> Bool {
        guard let byte = tree.file.bytes[Int(range.lowerBound)...].first else { return false }
        return byte == UInt8(ascii: "'") || byte == UInt8(ascii: "$")
    }
}

extension SyntaxNode {
    /// The member of an object that is written out, by its exact name.
    func property(_ name: String) -> SyntaxNode? {
        guard kind == .object else { return nil }
        return nodes(from: 1).first { $0.kind == .objectProperty && $0.propertyName == name }
    }

    /// The name of a property that is known before evaluation.
    var propertyName: String? { name(0)?.text ?? node(0)?.plainString }
}

extension Expression {
    /// The value of a member of an object, by its name without regard to case.
    func member(ignoringCase name: String) -> Expression? {
        members.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The text of a plain string.
    var text: String? {
        if case .string(let text) = kind { text } else { nil }
    }

    /// Whether it is an object that is written out.
    var isObject: Bool {
        if case .object = kind { true } else { false }
    }
}
