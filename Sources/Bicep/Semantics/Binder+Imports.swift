import Diagnostics

/// What a file offers to others.
struct Exports {
    let path: String
    /// The reference to a registry by which the file was found; `nil` for one on this machine.
    var artifact: String?
    var names: [String: Export] = [:]

    enum Export {
        case type(BoundModule.ImportedDeclaration)
        case variable(BoundModule.ImportedDeclaration)
        case function(BoundModule.ImportedDeclaration)
    }

    subscript(name: String) -> Export? { names[name] }

    /// The same, found by a reference to a registry, or by a path if that is `nil`.
    func found(as artifact: String?) -> Exports {
        var exports = self
        exports.artifact = artifact
        return exports
    }

    /// Everything that is offered, in the order of the names.
    func wildcardImport(named name: String, path: String) -> BoundModule.WildcardImport {
        var all = BoundModule.WildcardImport(name: name)
        for (_, export) in names.sorted(by: { $0.key < $1.key }) {
            switch export.found(as: artifact) {
            case .type(let declaration): all.types.append(declaration)
            case .variable(let declaration): all.variables.append(declaration)
            case .function(let declaration): all.functions.append(declaration)
            }
        }
        return all
    }
}

extension Exports.Export {
    /// The same, found by a reference to a registry.
    func found(as artifact: String?) -> Exports.Export {
        switch self {
        case .type(let declaration): .type(declaration.found(as: artifact))
        case .variable(let declaration): .variable(declaration.found(as: artifact))
        case .function(let declaration): .function(declaration.found(as: artifact))
        }
    }
}

extension Binder {
    /// Enters what an import brings in; gives the names.
    mutating func declareImport(_ node: SyntaxNode, loading compilation: inout Compilation) -> [SyntaxToken] {
        guard let what = node.node(2), what.kind != .skipped else { return declareLegacyExtension(node) }
        guard let path = node.node(3)?.node(1), path.kind == .string else { return [] }
        guard let text = path.plainString else {
            report(.interpolatedPath(at: span(path.range)))
            return []
        }
        let exports: Exports?
        switch compilation.load(text, from: tree.file, at: span(path.range)) {
        case .success(let checked):
            if checked.hasErrors { report(.moduleHasErrors(text, at: span(path.range))) }
            exports = checked.hasErrors ? nil : checked.exports.found(as: compilation.artifact(text, from: tree.file))
        case .failure(let failure):
            report(failure.diagnostic)
            exports = nil
        }
        return what.kind == .wildcardImport
            ? declareWildcard(what, exports, path: text) : declareItems(what, exports, path: text)
    }

    private mutating func declareWildcard(_ node: SyntaxNode, _ exports: Exports?, path: String) -> [SyntaxToken] {
        guard let name = node.node(1)?.name(1) else { return [] }
        if let exports {
            module.wildcardImports.append(exports.wildcardImport(named: name.text, path: path))
            imports.append(WildcardImport(name: name.text, exports: exports, path: path))
            enter(.imports(imports.count - 1), for: name)
        } else {
            enter(.other(name.text), for: name)
        }
        return [name]
    }

    private mutating func declareItems(_ node: SyntaxNode, _ exports: Exports?, path: String) -> [SyntaxToken] {
        var names: [SyntaxToken] = []
        for item in node.nodes(from: 1) where item.kind == .importItem {
            guard let range = item[0].range, let original = item.name(0)?.text ?? item.node(0)?.plainString,
                let name = item.node(1)?.name(1) ?? item.name(0)
            else { continue }
            names.append(name)
            guard let exports, let export = exports[original] else {
                if let exports { report(.notExported(original, from: exports.path, at: span(range))) }
                enter(.other(name.text), for: name)
                continue
            }
            enter(symbol(for: export.found(as: exports.artifact), as: name, path: path), for: name)
        }
        return names
    }

    private mutating func enter(_ symbol: Symbol, for name: SyntaxToken) {
        if symbols[name.text] == nil { symbols[name.text] = symbol }
    }

    private mutating func symbol(for export: Exports.Export, as name: SyntaxToken, path: String) -> Symbol {
        switch export {
        case .type(let declaration): .type(type(importing: declaration.imported(from: path), as: name))
        case .variable(let declaration): .variable(variable(importing: declaration.imported(from: path), as: name))
        case .function(let declaration): .function(function(importing: declaration.imported(from: path), as: name))
        }
    }

    /// A type of this module that stands for one of another file; the same each time.
    mutating func type(importing declaration: BoundModule.ImportedDeclaration, as name: SyntaxToken) -> Int {
        if let index = module.types.firstIndex(where: { $0.imported?.isSame(as: declaration) ?? false }) {
            return index
        }
        var type = BoundModule.TypeDeclaration(name: name.text, nameRange: name.range, type: .any(name.range))
        type.imported = declaration
        module.types.append(type)
        return module.types.count - 1
    }

    /// A variable of this module that stands for one of another file; the same each time.
    mutating func variable(importing declaration: BoundModule.ImportedDeclaration, as name: SyntaxToken) -> Int {
        if let index = module.variables.firstIndex(where: { $0.imported?.isSame(as: declaration) ?? false }) {
            return index
        }
        var variable = BoundModule.Variable(name: name.text, nameRange: name.range, value: .invalid(name.range))
        variable.imported = declaration
        module.variables.append(variable)
        return module.variables.count - 1
    }

    /// A function of this module that stands for one of another file; the same each time.
    mutating func function(importing declaration: BoundModule.ImportedDeclaration, as name: SyntaxToken) -> Int {
        if let index = module.functions.firstIndex(where: { $0.imported?.isSame(as: declaration) ?? false }) {
            return index
        }
        var function = BoundModule.UserFunction(
            name: name.text,
            nameRange: name.range,
            parameterSlots: [],
            body: .invalid(name.range)
        )
        function.imported = declaration
        module.functions.append(function)
        let slots = declaration.module.interface.functions[declaration.index].parameterSlots
        functionTypes[module.functions.count - 1] = FunctionType(
            parameters: slots.map { _ in .any(name.range) },
            result: .any(name.range)
        )
        return module.functions.count - 1
    }
}

extension BoundModule.ImportedDeclaration {
    fileprivate func found(as artifact: String?) -> BoundModule.ImportedDeclaration {
        var declaration = self
        declaration.artifact = artifact
        return declaration
    }

    func isSame(as other: BoundModule.ImportedDeclaration) -> Bool {
        module === other.module && index == other.index && wildcard == other.wildcard
    }

    /// The same, as it is imported by its name.
    func imported(from path: String) -> BoundModule.ImportedDeclaration {
        BoundModule.ImportedDeclaration(module: module, index: index, path: path, artifact: artifact)
    }

    /// The same, as a member of a file that is imported as a whole.
    func imported(by file: Binder.WildcardImport) -> BoundModule.ImportedDeclaration {
        BoundModule.ImportedDeclaration(
            module: module,
            index: index,
            path: file.path,
            artifact: file.exports.artifact,
            wildcard: file.name
        )
    }
}

// MARK: - Extensions

extension Binder {
    /// Enters an extension; gives the name under which it is known.
    mutating func declareExtension(_ node: SyntaxNode) -> [SyntaxToken] {
        let name: String
        let range: Range<UInt32>
        if let token = node.name(2) {
            (name, range) = (token.text, token.range)
        } else if let path = node.node(2), path.kind == .string {
            guard let text = path.plainString else {
                report(.interpolatedExtension(at: span(path.range)))
                return []
            }
            (name, range) = (String(text.prefix { $0 != "@" }), path.range)
        } else {
            return []
        }
        let isKnown = configuredExtensions.contains(name) || resourceTypes.isExtension(name)
        if !name.isRegistryPath, BuiltinExtension(rawValue: name) == nil, !isKnown {
            report(.unknownExtension(name, at: span(range)))
        }
        let alias = node.node(4)?.name(1)
        declareExtension(name, alias: alias?.text ?? name, range: range)
        declarations.append(Declaration(node: node, symbol: .namespace(alias?.text ?? name)))
        return [alias ?? node.name(2)].compactMap { $0 }
    }

    private mutating func declareExtension(_ name: String, alias: String, range: Range<UInt32>) {
        module.extensions.append(
            BoundModule.ExtensionDeclaration(
                name: name,
                alias: alias,
                configuration: nil,
                range: range,
                source: name.isRegistryPath ? name : extensionSources[name]
            )
        )
        if symbols[alias] == nil { symbols[alias] = .namespace(alias) }
    }

    /// An extension declared in the old way is known, so that nothing but its declaration is reported.
    private mutating func declareLegacyExtension(_ node: SyntaxNode) -> [SyntaxToken] {
        guard let skipped = node.node(2), let name = skipped.name(0), skipped.childCount > 1 else { return [] }
        declareExtension(name.text, alias: name.text, range: name.range)
        return []
    }

    mutating func bindExtension(_ node: SyntaxNode, alias: String) {
        checkDecorators(of: node, on: .extension)
        guard let object = node.node(3)?.node(1), object.kind == .object,
            let index = module.extensions.firstIndex(where: { $0.alias == alias })
        else { return }
        module.extensions[index].configuration = bind(object)
    }
}
