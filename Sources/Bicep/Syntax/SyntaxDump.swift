extension SyntaxTree: CustomDebugStringConvertible {
    /// The tree in brackets: kinds, tokens as they are written, `~` for what is absent, line ends left out.
    public var debugDescription: String { root.dump }
}

extension SyntaxNode {
    /// The node and what is below it, for tests.
    var dump: String {
        let parts = (0..<childCount).compactMap { slot -> String? in
            switch self[slot] {
            case .absent: "~"
            case .node(let node): node.dump
            case .token(let token) where token.kind == .newLine || token.kind == .endOfFile: nil
            case .token(let token): token.text
            }
        }
        return "(\(([String(describing: kind)] + parts).joined(separator: " ")))"
    }
}
