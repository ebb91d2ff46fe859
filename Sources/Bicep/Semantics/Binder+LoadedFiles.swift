import Diagnostics

extension Binder {
    /// The functions that read a file, by the position of the argument that names an encoding.
    private static let loading = [
        "loadTextContent": 1, "loadFileAsBase64": nil, "loadJsonContent": 2, "loadYamlContent": 2,
    ]

    private static let encodings = ["us-ascii", "utf-8", "utf-16", "utf-16BE", "iso-8859-1"]

    /// Reports files that `load…` functions name and that cannot be read.
    mutating func checkLoadedFiles(loading compilation: Compilation) {
        var calls: [(function: String, arguments: [Expression])] = []
        module.forEachExpression { expression in
            guard case .call(let function, let arguments) = expression.kind, Self.loading.keys.contains(function.name)
            else { return }
            calls.append((function.name, arguments))
        }
        for (function, arguments) in calls {
            if case .string(let path)? = arguments.first?.kind {
                checkFile(path, at: arguments[0].range, with: compilation)
            }
            guard let position = Self.loading[function] ?? nil, position < arguments.count,
                case .string(let encoding) = arguments[position].kind, !Self.encodings.contains(encoding)
            else { continue }
            let expected = Self.encodings.quotedUnion
            report(.wrongArgument(function, position + 1, expected: expected, at: span(arguments[position].range)))
        }
    }

    private mutating func checkFile(_ path: String, at range: Range<UInt32>, with compilation: Compilation) {
        if let diagnostic = Diagnostic.unusablePath(path, at: span(range)) { return report(diagnostic) }
        do throws(FileLoadError) {
            _ = try compilation.files.load(path, from: tree.file.path)
        } catch {
            report(.unreadableFile(path, error.reason, at: span(range)))
        }
    }
}

extension BoundModule {
    /// Calls something with every expression of the module, those within others included.
    func forEachExpression(_ visit: (Expression) -> Void) {
        func walk(_ expression: Expression) {
            visit(expression)
            expression.forEachPart(walk)
        }
        for parameter in parameters { parameter.defaultValue.map(walk) }
        for variable in variables { walk(variable.value) }
        for function in functions { walk(function.body) }
        for output in outputs { walk(output.value) }
        for resource in resources {
            [resource.condition, resource.loop?.items, resource.body].forEach { $0.map(walk) }
        }
        for module in modules { [module.condition, module.loop?.items, module.body].forEach { $0.map(walk) } }
    }
}
