public import Diagnostics

extension BoundModule {
    /// The files that the module is made of: its own, and those of the modules that it uses or imports from, each once.
    public var sourceFiles: [SourceFile] {
        var walk = FileWalk()
        walk.visit(self)
        return walk.files
    }

    /// The modules that the module names, in the order of its declarations.
    fileprivate var named: [LoadedModule] {
        let imported =
            types.map(\.imported) + variables.map(\.imported) + functions.map(\.imported)
            + wildcardImports.flatMap { $0.types + $0.variables + $0.functions }
        return modules.compactMap(\.module) + imported.compactMap { $0?.module }
    }
}

/// Collects files from the inside of modules.
private struct FileWalk {
    var files: [SourceFile] = []
    private var paths: Set<String> = []

    mutating func visit(_ module: BoundModule) {
        guard paths.insert(module.file.path).inserted else { return }
        files.append(module.file)
        for other in module.named { visit(other.module) }
    }
}
