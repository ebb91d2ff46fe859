import Diagnostics

/// Checks files, each once, and loads those that they name.
struct Compilation {
    let files: any FileLoader
    private var checked: [String: CheckedFile] = [:]
    /// The files in the order in which they were first loaded.
    private(set) var order: [String] = []
    /// The files that are being checked, outermost first.
    private var open: [String] = []

    /// The files that were found to use each other, in circles.
    private var circles: [[String]] = []

    /// What the linter's findings are wanted for.
    let linting: Linting
    /// The configurations of the files that were checked, by the folders of the files.
    private var configurations: [String: BicepConfiguration] = [:]
    /// The configurations and what is wrong with them, by their own paths.
    private var readConfigurations: [String: (configuration: BicepConfiguration, diagnostics: [Diagnostic])] = [:]

    private let limits: CompilationLimits
    /// Bytes of the files that were read, each counted once.
    private var size = 0
    /// The referrers and paths of files that `load…` functions name and that can be read.
    private var readable: Set<[String]> = []

    /// What is known of the resources of extensions.
    let resourceTypes: any ResourceTypeProvider

    init(
        files: any FileLoader,
        limits: CompilationLimits = CompilationLimits(),
        linting: Linting = .everything,
        resourceTypes: any ResourceTypeProvider = NoResourceTypes()
    ) {
        self.files = files
        self.limits = limits
        self.linting = linting
        self.resourceTypes = resourceTypes
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

    /// Checks a file that has been read: Bicep, or a compiled template by its name.
    mutating func check(_ file: SourceFile) -> CheckedFile {
        if file.path.isTemplatePath { return readTemplate(file) }
        guard file.bytes.count <= limits.source else {
            let problem = Diagnostic.sourceTooLarge(file, limit: limits.source)
            return CheckedFile(
                loaded: LoadedModule(BoundModule(file: file)),
                exports: Exports(path: file.path),
                diagnostics: [problem]
            )
        }
        return check(SyntaxTree.parse(file))
    }

    /// Checks a file that has been parsed.
    mutating func check(_ tree: SyntaxTree) -> CheckedFile {
        open.append(tree.file.path)
        let configuration = configuration(of: tree.file)
        var binder = Binder(
            tree: tree,
            extensions: configuration.extensions,
            sources: configuration.extensionSources,
            resourceTypes: resourceTypes
        )
        binder.module.experimentalFeatures = configuration.experimentalFeatures
        binder.module.cloud = configuration.cloud
        binder.bindModule(loading: &self)
        open.removeLast()
        let loaded = LoadedModule(binder.module)
        let exports = binder.exports(of: loaded)
        let diagnostics = binder.diagnostics + lint(binder)
        return CheckedFile(
            loaded: loaded,
            exports: exports,
            diagnostics: diagnostics.suppressed(by: binder.tree).sortedByPlace().limited(to: limits.diagnostics)
        )
    }

    /// Loads and checks the module at a path, as it is written in a file.
    mutating func load(_ path: String, from referrer: SourceFile, at span: Span) -> Result<CheckedFile, Failure> {
        let file: LoadedFile
        do throws(Failure) {
            file = try locate(path, from: referrer, at: span)
        } catch {
            return .failure(error)
        }
        if let known = checked[file.path] { return .success(known) }
        guard !open.contains(file.path) else {
            let isSelf = open.last == file.path
            if !isSelf { circles.append(Array(open.drop { $0 != file.path })) }
            return .failure(
                Failure(diagnostic: isSelf ? .moduleIsItself(at: span) : .moduleCycle(open, file.path, at: span))
            )
        }
        if let problem = takeIn(file, at: span) { return .failure(Failure(diagnostic: problem)) }
        let source = SourceFile(path: file.path, bytes: file.bytes)
        let result = check(source)
        checked[file.path] = result
        order.append(file.path)
        // Each file of a circle says so where it names the next.
        if let circle = circles.first(where: { $0.contains(file.path) && $0.contains(referrer.path) }) {
            return .failure(Failure(diagnostic: .moduleCycle(circle, circle.first ?? file.path, at: span)))
        }
        return .success(result)
    }

    /// Counts a module that is about to be checked; gives what is wrong if it is one too many.
    private mutating func takeIn(_ file: LoadedFile, at span: Span) -> Diagnostic? {
        guard open.count < limits.depth else { return .modulesTooDeep(limit: limits.depth, at: span) }
        guard order.count + open.count <= limits.modules else {
            return .tooManyModules(limit: limits.modules, at: span)
        }
        size += file.bytes.count
        return size > limits.total ? .filesTooLarge(limit: limits.total, at: span) : nil
    }

    /// What is wrong with a file that a `load…` function names, if something is.
    mutating func problem(withLoaded path: String, from referrer: SourceFile, at span: Span) -> Diagnostic? {
        if let diagnostic = Diagnostic.unusablePath(path, at: span) { return diagnostic }
        let reference = [referrer.path, path]
        guard !readable.contains(reference) else { return nil }
        do throws(FileLoadError) {
            let file = try files.load(path, from: referrer.path)
            readable.insert(reference)
            size += file.bytes.count
            return size > limits.total ? .filesTooLarge(limit: limits.total, at: span) : nil
        } catch {
            return .unreadableFile(path, error, at: span)
        }
    }

    /// What is wrong with a folder whose files are listed, if something is.
    func problem(withListed path: String, from referrer: SourceFile, at span: Span) -> Diagnostic? {
        if let diagnostic = Diagnostic.unusablePath(path, at: span) { return diagnostic }
        do throws(FileLoadError) {
            _ = try files.names(in: path, from: referrer.path)
            return nil
        } catch {
            return .unreadableFile(path, error, at: span)
        }
    }

    private func readTemplate(_ file: SourceFile) -> CheckedFile {
        let template = CompiledTemplate.read(file)
        let diagnostics = template.diagnostics.limited(to: limits.diagnostics)
        return CheckedFile(loaded: template.loaded, exports: template.exports, diagnostics: diagnostics)
    }

    /// Reads the file that a path names, beside the file that mentions it or among the restored artifacts.
    private mutating func locate(
        _ path: String,
        from referrer: SourceFile,
        at span: Span
    ) throws(Failure) -> LoadedFile {
        if path.isRegistryPath { return try artifact(path, from: referrer, at: span) }
        if path.contains(":") { throw Failure(diagnostic: .unknownScheme(at: span)) }
        if path.isYAMLPath { throw Failure(diagnostic: .moduleInYAML(path, at: span)) }
        if let diagnostic = Diagnostic.unusablePath(path, at: span) { throw Failure(diagnostic: diagnostic) }
        do throws(FileLoadError) {
            return try files.load(path, from: referrer.path)
        } catch {
            throw Failure(diagnostic: .unreadableFile(path, error, at: span))
        }
    }

    /// The reference to a registry that a path stands for; `nil` if it names a file.
    mutating func artifact(_ path: String, from referrer: SourceFile) -> String? {
        guard path.isRegistryPath else { return nil }
        return try? ArtifactReference(path, configuration(of: referrer)).text
    }

    private mutating func artifact(
        _ path: String,
        from referrer: SourceFile,
        at span: Span
    ) throws(Failure) -> LoadedFile {
        let reference: ArtifactReference
        do throws(ArtifactReference.Problem) {
            reference = try ArtifactReference(path, configuration(of: referrer))
        } catch {
            throw Failure(diagnostic: .unusableReference(path, error, at: span))
        }
        do throws(FileLoadError) {
            return try files.artifact(reference, file: "main.json")
        } catch {
            let entry = open.first ?? referrer.path
            throw Failure(diagnostic: .artifactMissing(reference.text, error, entry: entry, at: span))
        }
    }

    /// What the nearest `bicepconfig.json` says for a file.
    mutating func configuration(of file: SourceFile) -> BicepConfiguration {
        let folder = file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? ""
        if let known = configurations[folder] { return known }
        var configuration = BicepConfiguration()
        if let nearest = files.nearest(BicepConfiguration.fileName, to: file.path) {
            configuration = readConfiguration(nearest)
        }
        configurations[folder] = configuration
        return configuration
    }

    private mutating func readConfiguration(_ nearest: LoadedFile) -> BicepConfiguration {
        if let known = readConfigurations[nearest.path] { return known.configuration }
        let source = SourceFile(path: nearest.path, bytes: nearest.bytes)
        var found = BicepConfiguration.read(source, files: files)
        found.diagnostics += found.configuration.remarks(on: source)
        readConfigurations[nearest.path] = found
        return found.configuration
    }

    /// What the linter finds in a file, as far as somebody wants to know.
    mutating func lint(_ binder: Binder) -> [Diagnostic] {
        let settings = configuration(of: binder.tree.file).linter
        switch linting {
        case .everything: return Linter.diagnostics(of: binder, settings)
        case .errors: return Linter.diagnostics(of: binder, settings.onlyErrors)
        }
    }

    /// What is wrong with the configurations that were followed, in the order of their paths.
    var configurationDiagnostics: [Diagnostic] {
        // Several may extend one file, whose mistakes are said once.
        var seen: Set<String> = []
        let found = readConfigurations.sorted { $0.key < $1.key }.flatMap(\.value.diagnostics).filter { diagnostic in
            let place = diagnostic.span.map { "\($0.file.path):\($0.range)" } ?? ""
            return seen.insert("\(place) \(diagnostic.code)").inserted
        }
        switch linting {
        case .everything: return found
        case .errors: return found.filter { $0.severity == .error }
        }
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
            case .type(let index):
                exports.names[name] = .type(BoundModule.ImportedDeclaration(module: loaded, index: index))
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

extension String {
    /// Whether a path names a compiled template.
    fileprivate var isTemplatePath: Bool {
        let lowercased = lowercased()
        return [".json", ".jsonc", ".arm"].contains { lowercased.hasSuffix($0) }
    }

    /// Whether a path names a file in YAML, which no other file can use as a module.
    fileprivate var isYAMLPath: Bool {
        let lowercased = lowercased()
        return lowercased.hasSuffix(".yaml") || lowercased.hasSuffix(".yml")
    }
}

extension [Diagnostic] {
    /// The diagnostics without what the directives of their file turn off: findings of the linter, and warnings.
    func suppressed(by tree: SyntaxTree) -> [Diagnostic] {
        guard !tree.directives.isEmpty else { return self }
        let suppressions = Suppressions(tree)
        return filter { diagnostic in
            let canBeOff = diagnostic.severity != .error || LinterRule(rawValue: diagnostic.code) != nil
            return !canBeOff || !suppressions.cover(diagnostic)
        }
    }
}
