import Documents

/// What an object's values wait for, and whether one of them must not be shown: one walk over all of them.
struct ValueSurvey {
    /// The addresses that unknown parts wait for, each once.
    private(set) var sources: [String] = []
    /// The way to the first secret.
    private(set) var secretPath: ValuePath?

    /// How many bytes the texts and names have together.
    private(set) var size = 0

    /// Walks over a value.
    mutating func visit(_ value: Value) {
        var steps: [ValuePath.Step] = []
        visit(value, &steps)
    }

    private mutating func visit(_ value: Value, _ steps: inout [ValuePath.Step]) {
        switch value {
        case .null, .bool, .integer, .number: size += 8
        case .string(let text): size += text.utf8.count
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                steps.append(.element(index))
                visit(element, &steps)
                steps.removeLast()
            }
        case .object(let members):
            for (name, member) in members {
                steps.append(.member(name))
                size += name.utf8.count
                visit(member, &steps)
                steps.removeLast()
            }
        case .secret(let inner):
            secretPath = secretPath ?? ValuePath(steps)
            visit(inner, &steps)
        case .unknown(let unknown):
            for source in unknown.sources where !sources.contains(source) { sources.append(source) }
        }
    }
}
