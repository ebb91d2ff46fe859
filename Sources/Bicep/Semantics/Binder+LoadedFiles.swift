import Diagnostics

extension Binder {
    /// The functions that read a file.
    private static let loading: Set = ["loadTextContent", "loadFileAsBase64", "loadJsonContent", "loadYamlContent"]

    /// Reports files that `load…` functions name and that cannot be read.
    mutating func checkLoadedFiles(loading compilation: inout Compilation) {
        var paths: [(text: String, range: Range<UInt32>)] = []
        module.forEachExpression { expression in
            guard case .call(let function, let arguments) = expression.kind, Self.loading.contains(function.name),
                let first = arguments.first, case .string(let path) = first.kind
            else { return }
            paths.append((path, first.range))
        }
        for path in paths {
            let problem = compilation.problem(withLoaded: path.text, from: tree.file, at: span(path.range))
            if let problem { report(problem) }
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
