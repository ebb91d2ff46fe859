/// Rules about calls that can be written shorter.
///
/// `simplify-json-null`: `json('null')`. `prefer-interpolation`: `concat` of texts.
extension Linter {
    /// Looks for `json('null')`.
    mutating func lintJSONNull(_ call: Call) {
        guard call.arguments.count == 1, call.arguments[0].plainString?.trimmed == "null" else { return }
        report(.jsonNull, at: call.node.range)
    }

    /// Looks for a `concat` that gives a text.
    mutating func lintConcatenation(_ expression: Expression, _ arguments: [Expression]) {
        guard isOn(.preferInterpolation), arguments.count > 1, isText(joining: arguments) else { return }
        report(.concatenation, at: expression.range)
    }
}

extension Linter.Finding {
    fileprivate static var jsonNull: Self {
        Self(rule: .simplifyJSONNull, message: "json('null') is null", help: "write null")
    }

    fileprivate static var concatenation: Self {
        Self(
            rule: .preferInterpolation,
            message: "'concat' joins texts, which a string can do by itself",
            help: "write '${first}${second}'"
        )
    }
}
