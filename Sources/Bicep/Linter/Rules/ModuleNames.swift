/// `no-module-name`: modules whose deployments are named by hand.
extension Linter {
    /// Looks at a module.
    mutating func lintName(of declaration: BoundModule.ModuleDeclaration) {
        guard let name = declaration.body.members.first(where: { $0.name == "name" }) else { return }
        report(.moduleName(declaration.symbol), at: name.nameRange.lowerBound..<name.value.range.upperBound)
    }
}

extension Linter.Finding {
    fileprivate static func moduleName(_ symbol: String) -> Self {
        Self(
            rule: .noModuleName,
            message: "the module '\(symbol)' has a name of its own, which another deployment may have as well",
            help: "remove 'name'; a name is made from '\(symbol)'"
        )
    }
}
