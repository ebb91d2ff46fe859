/// `prefer-unquoted-property-names`: quotes that a name does not need.
extension Linter {
    /// Reports the quoted name of a property that could stand without quotes.
    mutating func lintQuotedName(ofProperty node: SyntaxNode) {
        guard let key = node.node(0), let name = key.plainString, name.isPropertyName else { return }
        report(.quotedName(name), at: key.range)
    }

    /// Reports `value['name']`, which could be `value.name`.
    mutating func lintQuotedName(ofIndex node: SyntaxNode) {
        guard let name = node.node(4)?.plainString, name.isPropertyName,
            let start = node.token(1)?.range.lowerBound, let end = node.token(5)?.range.upperBound
        else { return }
        report(.indexedName(name), at: start..<end)
    }
}

extension Linter.Finding {
    fileprivate static func quotedName(_ name: String) -> Self {
        Self(
            rule: .preferUnquotedPropertyNames,
            message: "the name '\(name)' needs no quotes",
            help: "write \(name) without quotes"
        )
    }

    fileprivate static func indexedName(_ name: String) -> Self {
        Self(
            rule: .preferUnquotedPropertyNames,
            message: "'\(name)' is looked up in brackets, and is a plain name",
            help: "write .\(name)"
        )
    }
}

extension String {
    /// Whether the text can be a property's name without quotes.
    fileprivate var isPropertyName: Bool {
        isIdentifier && !["true", "false", "null"].contains(self)
    }
}
