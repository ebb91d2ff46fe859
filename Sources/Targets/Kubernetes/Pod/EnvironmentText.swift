import Documents

/// The text that stands for a value in an environment variable.
///
/// Text as it is, whole numbers in decimal, other numbers without needless zeros, everything else as compact JSON.
enum EnvironmentText {
    /// The text of a value, as secret or unknown as the value itself.
    static func text(of value: Value) -> Value {
        switch value {
        case .string: value
        case .null: ""
        case .bool(let flag): .string(flag ? "true" : "false")
        case .integer(let number): .string(String(number))
        case .number(let number): .string(text(of: number))
        case .array, .object: structuredText(of: value)
        case .secret(let inner): text(of: inner).concealed
        case .unknown(let unknown):
            .unknown(
                Unknown(expression: unknown.expression, sources: unknown.sources) { runtime in
                    text(of: unknown.resolved(with: runtime))
                }
            )
        }
    }

    private static func text(of number: Double) -> String {
        guard number == number.rounded(), abs(number) < 1e15 else { return "\(number)" }
        return String(Int64(number))
    }
}

extension EnvironmentText {
    /// Arrays and objects as JSON; one secret part makes the whole a secret, one unknown part leaves it unknown.
    private static func structuredText(of value: Value) -> Value {
        var survey = ValueSurvey()
        survey.visit(value)
        guard survey.sources.isEmpty else {
            return .unknown(
                Unknown(expression: "text of an object", sources: survey.sources) { runtime in
                    text(of: value.resolved(with: runtime))
                }
            )
        }
        let json = Value.string(value.json(.compact, disclosing: .revealed))
        return survey.secretPath == nil ? json : json.concealed
    }
}
