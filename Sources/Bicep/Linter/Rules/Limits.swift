/// `max-asserts`, `max-outputs`, `max-params`, `max-resources`, `max-variables`: what a template can hold.
///
/// The limits are those of Azure Resource Manager.
extension Linter {
    /// Reports what there is too much of at its first declaration.
    mutating func lintLimits() {
        guard tree.language == .module else { return }
        limit(.maximumAssertions, "assertions", to: 32, module.assertions.map(\.nameRange))
        limit(.maximumOutputs, "outputs", to: 64, module.outputs.map(\.nameRange))
        limit(.maximumParameters, "parameters", to: 256, module.parameters.map(\.nameRange))
        let resources = module.resources.filter { $0.extensionName == nil }
        limit(.maximumResources, "resources of Azure", to: 800, resources.map(\.symbolRange))
        if module.isDeployable { limit(.maximumVariables, "variables", to: 512, module.variables.map(\.nameRange)) }
    }

    private mutating func limit(_ rule: LinterRule, _ noun: String, to limit: Int, _ places: [Range<UInt32>]) {
        guard places.count > limit else { return }
        report(.tooMany(rule, noun, found: places.count, limit: limit), at: places[0])
    }
}

extension Linter.Finding {
    fileprivate static func tooMany(_ rule: LinterRule, _ noun: String, found: Int, limit: Int) -> Self {
        Self(
            rule: rule,
            message: "there are \(found) \(noun), and a template can hold \(limit)",
            help: "move some of them into a module"
        )
    }
}

extension BoundModule {
    /// Whether the file is more than a library of variables.
    fileprivate var isDeployable: Bool {
        let deploys = !(parameters.isEmpty && resources.isEmpty && modules.isEmpty && outputs.isEmpty)
        return deploys || !variables.contains { $0.decorators.isExported }
    }
}
