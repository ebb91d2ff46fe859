/// `outputs-should-not-contain-secrets` and `no-hardcoded-outputs`.
extension Linter {
    /// Looks at all outputs.
    mutating func lintOutputs() {
        guard tree.language == .module else { return }
        if isOn(.outputsShouldNotContainSecrets) { lintSecretOutputs() }
        guard isOn(.noHardcodedOutputs) else { return }
        for output in module.outputs where output.value.isFixed {
            report(.fixedOutput(output.name), at: output.value.range)
        }
    }

    private mutating func lintSecretOutputs() {
        for output in module.outputs where !output.isSecure {
            for secret in possibleSecrets(in: output.value) {
                report(.secretInOutput(output.name, secret.name), at: secret.range)
            }
        }
        for statement in tree.root.nodes() where statement.kind == .output {
            guard let name = statement.name(2)?.text, name.lowercased().contains("password"),
                !statement.decorators.contains(where: { $0.decoratorName?.text == "secure" })
            else { continue }
            report(.secretOutputName(name), at: statement.range)
        }
    }
}

extension Expression {
    /// Whether the value is written out as it is.
    fileprivate var isFixed: Bool {
        switch kind {
        case .null, .bool, .integer, .string: true
        case .unary(_, let operand): operand.isFixed
        case .array(let elements):
            elements.allSatisfy { element in
                if case .item(let item) = element { item.isFixed } else { false }
            }
        case .object(let members):
            members.allSatisfy { member in
                if case .property(_, let value) = member { value.isFixed } else { true }
            }
        default: false
        }
    }
}

extension Linter.Finding {
    fileprivate static func secretOutputName(_ name: String) -> Self {
        Self(
            rule: .outputsShouldNotContainSecrets,
            message: "the name of the output '\(name)' says that it is a secret, and outputs are kept in clear",
            help: "remove the output, or write @secure() above it"
        )
    }

    fileprivate static func secretInOutput(_ output: String, _ secret: String) -> Self {
        Self(
            rule: .outputsShouldNotContainSecrets,
            message: "the output '\(output)' may tell a secret: \(secret)",
            help: "remove the output, or write @secure() above it"
        )
    }

    fileprivate static func fixedOutput(_ name: String) -> Self {
        Self(
            rule: .noHardcodedOutputs,
            message: "the output '\(name)' is a constant, which needs no deployment",
            help: "write @export() var \(name) = …, and import it where it is needed"
        )
    }
}
