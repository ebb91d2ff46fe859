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
            if checked.hasErrors {
                report(.moduleHasErrors(path, at: span(range)))
                return nil
            }
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
                report(.unknownProperty(member.name, of: "module", known: allowed, at: span(member.nameRange)))
            }
            guard let target = declaration.module else { continue }
            checkParameters(of: declaration, against: target)
        }
    }

    private mutating func checkParameters(of declaration: BoundModule.ModuleDeclaration, against loaded: LoadedModule) {
        let target = loaded.module
        guard case .object = declaration.body.kind, declaration.body.hasOnlyPlainMembers else { return }
        let required = target.parameters.filter { $0.defaultValue == nil && !$0.type.isNullable }.map(\.name)
        guard let parameters = declaration.body.members.first(where: { $0.name == "params" }) else {
            if !required.isEmpty {
                report(
                    .missingProperties(
                        ["params"],
                        of: "module",
                        at: span(declaration.symbolRange),
                        help: "give \(required.quotedList) a value in params"
                    )
                )
            }
            return
        }
        guard case .object = parameters.value.kind else {
            if !parameters.value.isInvalid { report(.paramsAreNoObject(at: span(parameters.value.range))) }
            return
        }
        let given = parameters.value.members
        for member in given {
            guard let parameter = target.parameters.first(where: { $0.name == member.name }) else {
                let known = target.parameters.map(\.name)
                report(.unknownProperty(member.name, of: "params", known: known, at: span(member.nameRange)))
                continue
            }
            checkAssigned(member.value, to: parameter, of: loaded, at: member.nameRange)
        }
        guard parameters.value.hasOnlyPlainMembers else { return }
        let missing = required.filter { name in !given.contains { $0.name == name } }
        if !missing.isEmpty { report(.missingProperties(missing, of: "params", at: span(parameters.nameRange))) }
    }
}

extension [String] {
    /// The texts in quotes: `'a', 'b'`.
    var quotedList: String { map { "'\($0)'" }.joined(separator: ", ") }
}
