/// Rules about what describes a declaration.
///
/// `use-description-…`: declarations without a description. `no-conflicting-metadata`: a description in `@metadata`
/// beside one of its own.
extension Linter {
    /// Looks for declarations whose description is missing or empty.
    mutating func lintDescriptions() {
        for parameter in module.parameters where tree.language == .module {
            lintDescription(
                .useDescriptionParameters,
                "parameter",
                parameter.name,
                parameter.nameRange,
                parameter.decorators
            )
        }
        for variable in module.variables where variable.imported == nil && tree.language == .module {
            lintDescription(
                .useDescriptionVariables,
                "variable",
                variable.name,
                variable.nameRange,
                variable.decorators
            )
        }
        for output in module.outputs where tree.language == .module {
            lintDescription(.useDescriptionOutputs, "output", output.name, output.nameRange, output.decorators)
        }
        for type in module.types where type.imported == nil && type.decorators.discriminator == nil {
            lintDescription(.useDescriptionTypes, "type", type.name, type.nameRange, type.decorators)
        }
    }

    private mutating func lintDescription(
        _ rule: LinterRule,
        _ noun: String,
        _ name: String,
        _ range: Range<UInt32>,
        _ decorators: TypeDecorators
    ) {
        guard isOn(rule) else { return }
        guard let value = decorators.descriptionValue else { return report(.undescribed(rule, noun, name), at: range) }
        guard decorators.description?.allSatisfy(\.isWhitespace) ?? false else { return }
        report(.undescribed(rule, noun, name), at: value.range)
    }

    /// Looks at a property of a type, listed or additional.
    mutating func lintDescription(ofProperty node: SyntaxNode) {
        guard isOn(.useDescriptionTypeProperties), let range = node[1].range else { return }
        let name = node.name(1)?.text ?? node.node(1)?.plainString ?? "*"
        let finding = Finding.undescribed(.useDescriptionTypeProperties, "property", name)
        guard let decorator = node.decorators.first(where: { $0.decoratorName?.text == "description" }) else {
            return report(finding, at: range)
        }
        guard let text = decorator.decoratorArguments.first, text.plainString?.allSatisfy(\.isWhitespace) ?? false
        else {
            return
        }
        report(finding, at: text.range)
    }

    /// Looks for a description in the metadata of what is described already.
    mutating func lintMetadata(_ node: SyntaxNode) {
        let decorators = node.nodes().filter { $0.kind == .decorator }
        guard decorators.contains(where: { $0.decoratorName?.text == "description" }),
            let metadata = decorators.first(where: { $0.decoratorName?.text == "metadata" })?.decoratorArguments.first,
            let property = metadata.property("description"), let range = property[0].range
        else { return }
        report(.conflictingDescription, at: range)
    }
}

extension Linter.Finding {
    fileprivate static func undescribed(_ rule: LinterRule, _ noun: String, _ name: String) -> Self {
        Self(rule: rule, message: "the \(noun) '\(name)' has no description", help: "write @description('…') above it")
    }

    fileprivate static var conflictingDescription: Self {
        Self(
            rule: .noConflictingMetadata,
            message: "'description' in the metadata is lost, since '@description' sets it",
            help: "remove one of the two"
        )
    }
}
