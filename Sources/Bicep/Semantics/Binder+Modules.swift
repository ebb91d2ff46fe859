import Diagnostics

extension Binder {
    mutating func bindModule(_ node: SyntaxNode, index: Int, loading compilation: inout Compilation) {
        module.modules[index].decorators = deploymentDecorators(of: node, on: .module)
        place.kind = .body
        if let path = node.node(3), path.kind == .string {
            module.modules[index].pathRange = path.range
            if let text = path.plainString {
                module.modules[index].path = text
                module.modules[index].module = load(text, at: path.range, from: &compilation)
            } else {
                report(.interpolatedPath(at: span(path.range)))
            }
        }
        guard let value = node.node(6) else { return }
        let body = bindBody(value)
        module.modules[index].condition = body.condition
        module.modules[index].loop = body.loop
        module.modules[index].body = body.object
    }

    /// Loads a module; what is wrong with it as a whole is reported at the path.
    private mutating func load(
        _ path: String,
        at range: Range<UInt32>,
        from compilation: inout Compilation
    ) -> LoadedModule? {
        switch compilation.load(path, from: tree.file, at: span(range)) {
        case .success(let checked):
            // What the module takes and gives is known all the same.
            if checked.hasErrors { report(.moduleHasErrors(path, at: span(range))) }
            return checked.loaded
        case .failure(let failure):
            report(failure.diagnostic)
            return nil
        }
    }

    /// Checks the bodies of modules against the modules that they name.
    mutating func checkModules() {
        for declaration in module.modules {
            let allowed = ["name", "scope", "params", "dependsOn", "identity", "extensionConfigs"]
            for member in declaration.body.members where !allowed.contains(member.name) {
                guard member.name != "outputs" else {
                    report(.readOnlyProperty(member.name, at: span(member.nameRange)))
                    continue
                }
                let place = span(member.nameRange)
                report(.unknownProperty(member.name, of: "module", known: allowed, comparedWith: allowed, at: place))
            }
        }
    }
}
