/// `simplify-interpolation`: `'${text}'`, which is the text itself.
extension Linter {
    /// Looks at the value of a parameter, variable, output or property.
    mutating func lintInterpolation(ofValue value: Expression) {
        guard case .interpolation(let segments) = value.kind, segments.count == 1, case .hole(let hole) = segments[0],
            isOn(.simplifyInterpolation), isStringLiteral(value), isText(hole)
        else { return }
        report(.interpolation(text(hole.range)), at: value.range)
    }
}

extension Linter.Finding {
    fileprivate static func interpolation(_ text: String) -> Self {
        Self(
            rule: .simplifyInterpolation,
            message: "the string holds nothing but a text",
            help: text.utf8.count <= 60 ? "write \(text)" : "leave the quotes and '${…}' out"
        )
    }
}
