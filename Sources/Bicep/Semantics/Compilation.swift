import Diagnostics

/// Checks files, each once, and loads those that they name.
struct Compilation {
    let files: any FileLoader
    private var checked: [String: CheckedFile] = [:]
    /// The files in the order in which they were first loaded.
    private(set) var order: [String] = []
    /// The files that are being checked, outermost first.
    private var open: [String] = []

    /// How many modules may stand within each other.
    static let depthLimit = 50

    init(files: any FileLoader) {
        self.files = files
    }

    /// A file after it was checked.
    struct CheckedFile {
        let loaded: LoadedModule
        let exports: Exports
        let diagnostics: [Diagnostic]

        var hasErrors: Bool { diagnostics.hasErrors }
    }

    /// Why a module cannot be used.
    struct Failure: Error {
        let diagnostic: Diagnostic
    }

    /// Checks a file that has been read.
    mutating func check(_ file: SourceFile) -> CheckedFile { check(SyntaxTree.parse(file)) }

    /// Checks a file that has been parsed.
    mutating func check(_ tree: SyntaxTree) -> CheckedFile {
        open.append(tree.file.path)
        var binder = Binder(tree: tree)
        binder.bindModule(loading: &self)
        open.removeLast()
        let loaded = LoadedModule(binder.module)
        let exports = binder.exports(of: loaded)
        return CheckedFile(
            loaded: loaded,
            exports: exports,
            diagnostics: binder.diagnostics.suppressed(by: binder.tree).sortedByPlace()
        )
    }

    /// Loads and checks the module at a path, as it is written in a file.
    mutating func load(_ path: String, from referrer: SourceFile, at span: Span) -> Result<CheckedFile, Failure> {
        if let diagnostic = Diagnostic.unusablePath(path, at: span) { return .failure(Failure(diagnostic: diagnostic)) }
        let file: LoadedFile
        do throws(FileLoadError) {
            file = try files.load(path, from: referrer.path)
        } catch {
            return .failure(Failure(diagnostic: .unreadableFile(path, error.reason, at: span)))
        }
        if let known = checked[file.path] { return .success(known) }
        guard !open.contains(file.path) else {
            let isSelf = open.last == file.path
            return .failure(
                Failure(diagnostic: isSelf ? .moduleIsItself(at: span) : .moduleCycle(open, file.path, at: span))
            )
        }
        guard open.count < Compilation.depthLimit else {
            return .failure(Failure(diagnostic: .modulesTooDeep(at: span)))
        }
        let result = check(SourceFile(path: file.path, bytes: file.bytes))
        checked[file.path] = result
        order.append(file.path)
        return .success(result)
    }

    /// The diagnostics of all files that were loaded, file by file.
    var loadedDiagnostics: [Diagnostic] { order.flatMap { checked[$0]?.diagnostics ?? [] } }
}

extension Binder {
    /// What the file offers to others.
    mutating func exports(of loaded: LoadedModule) -> Exports {
        var exports = Exports(path: tree.file.path)
        for declaration in declarations where declaration.node.isExported {
            guard let name = declaration.node.name(2)?.text else { continue }
            switch declaration.symbol {
            case .type(let index): exports.names[name] = .type(type(index))
            case .variable(let index):
                exports.names[name] = .variable(BoundModule.ImportedDeclaration(module: loaded, index: index))
            case .function(let index):
                exports.names[name] = .function(BoundModule.ImportedDeclaration(module: loaded, index: index))
            case .parameter, .resource, .module, .namespace, .imports, .other: break
            }
        }
        return exports
    }
}

extension [Diagnostic] {
    /// The diagnostics without the warnings that the directives of their file turn off.
    func suppressed(by tree: SyntaxTree) -> [Diagnostic] {
        guard !tree.directives.isEmpty else { return self }
        let suppressions = Suppressions(tree)
        return filter { $0.severity == .error || !suppressions.cover($0) }
    }
}
