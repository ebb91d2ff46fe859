/// What may be a secret in an expression: something declared as one, or what a `list…` function tells.
struct PossibleSecret {
    let range: Range<UInt32>
    /// As it is named in messages.
    let name: String
}

extension Linter {
    /// The parts of an expression that may be secrets, in the order of the text.
    func possibleSecrets(in expression: Expression) -> [PossibleSecret] {
        var found: [PossibleSecret] = []
        collectSecrets(in: expression, isAccessed: false, into: &found)
        return found
    }

    private func collectSecrets(in expression: Expression, isAccessed: Bool, into found: inout [PossibleSecret]) {
        switch expression.kind {
        case .parameter, .variable:
            addPaths(of: expression, at: expression.range, isAccessed, to: &found)
        case .property(let base, let name, _):
            let end = expression.range.upperBound
            let start = end - min(UInt32(name.utf8.count), end - expression.range.lowerBound)
            addPaths(of: expression, at: start..<end, isAccessed, to: &found)
            collectSecrets(in: base, isAccessed: true, into: &found)
        case .index(let base, let index, _, _):
            addPaths(of: expression, at: index.range, isAccessed, to: &found)
            collectSecrets(in: base, isAccessed: true, into: &found)
            collectSecrets(in: index, isAccessed: true, into: &found)
        case .call(let function, let arguments):
            if function.name.lowercased().hasPrefix("list") {
                found.append(PossibleSecret(range: expression.range, name: "what '\(function.name)' gives"))
            }
            for argument in arguments { collectSecrets(in: argument, isAccessed: isAccessed, into: &found) }
        case .methodCall(let base, let name, let arguments):
            if name.lowercased().hasPrefix("list"), case .resource = base.kind {
                found.append(PossibleSecret(range: expression.range, name: "what '\(name)' gives"))
            }
            for part in [base] + arguments { collectSecrets(in: part, isAccessed: isAccessed, into: &found) }
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .resource, .module, .local,
            .userCall, .unary, .binary, .conditional, .nonNull, .lambda, .loop, .invalid:
            expression.forEachChild { collectSecrets(in: $0, isAccessed: isAccessed, into: &found) }
        }
    }

    private func addPaths(
        of expression: Expression,
        at range: Range<UInt32>,
        _ isAccessed: Bool,
        to found: inout [PossibleSecret]
    ) {
        if case .variable(let index) = expression.kind, secretVariables.contains(index) {
            found.append(PossibleSecret(range: range, name: "the secure value '\(text(expression.range))'"))
            return
        }
        guard let type = declaredType(of: expression) else { return }
        for path in secretPaths(in: type, onlyWhole: isAccessed) {
            found.append(PossibleSecret(range: range, name: "the secure value '\(text(expression.range))\(path)'"))
        }
    }
}
