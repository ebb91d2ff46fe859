public import Diagnostics
public import Documents
import OrderedCollections

/// What a `.bicepparam` file assigns.
public struct ParameterFile: Sendable {
    /// The path after `using`, as written; `nil` for `using none`.
    public var usedModule: String?
    /// The file after `using` as it was read, be it of a registry; `nil` if it was not.
    public var moduleFile: SourceFile?
    /// The assigned values, in order.
    public var values: ValueObject = [:]
    /// The assignments that name a secret of a key vault; their `values` are unknown.
    public var keyVaultSecrets: [String: KeyVaultSecret] = [:]
    /// What the tool that deploys the file is asked for; the `values` that need it are unknown.
    public var externalInputs = ExternalInputs()
    public var diagnostics: [Diagnostic] = []

    /// What becomes of parameters that have no default and are not assigned.
    public enum Missing: Sendable {
        /// They are errors: the file must be complete.
        case areErrors
        /// They get their values from elsewhere, such as the command line.
        case areGivenElsewhere
    }

    /// Creates an empty file.
    public init() {}

    /// Parses, checks and evaluates a parameter file.
    ///
    /// The assignments are checked against the module that the file uses, if that can be read. Values are
    /// there only if nothing is wrong.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - files: Reads the files of `load…` functions, the module and the files that this one extends.
    ///   - environment: The process environment, for `readEnvironmentVariable`.
    ///   - missing: What becomes of parameters that are not assigned.
    /// - Returns: What the file assigns, with everything that is wrong with it.
    public static func read(
        _ file: SourceFile,
        files: any FileLoader,
        environment: [String: String],
        missing: Missing = .areErrors
    ) -> ParameterFile {
        var reader = ParameterFileReader(files: files, environment: environment, missing: missing)
        return reader.read(file)
    }
}

/// Reads a parameter file and those that it extends.
private struct ParameterFileReader {
    let files: any FileLoader
    let environment: [String: String]
    let missing: ParameterFile.Missing
    /// The files that are being read, outermost first.
    var open: [String] = []
    /// The configurations whose mistakes have been reported.
    var configurations: Set<String> = []

    mutating func read(_ file: SourceFile) -> ParameterFile {
        open.append(file.path)
        defer { open.removeLast() }
        let limits = CompilationLimits()
        guard file.bytes.count <= limits.source else {
            var result = ParameterFile()
            result.diagnostics = [.sourceTooLarge(file, limit: limits.source)]
            return result
        }
        var compilation = Compilation(files: files)
        let configuration = compilation.configuration(of: file)
        var binder = Binder(tree: SyntaxTree.parse(file, as: .parameters), extensions: configuration.extensions)
        binder.module.experimentalFeatures = configuration.experimentalFeatures
        binder.bindParameterFile(loading: &compilation)
        var result = ParameterFile()
        result.usedModule = binder.usedModule
        let base = binder.extendedFile.flatMap { extend($0.path, in: file, at: $0.range, &binder) }
        binder.checkAssignments(alreadyAssigned: base?.values ?? [:], missing, loading: &compilation)
        result.moduleFile = binder.assignedModule?.module.file
        let found = binder.diagnostics + compilation.lint(binder)
        result.diagnostics = found.suppressed(by: binder.tree).sortedByPlace().limited(to: limits.diagnostics)
        result.diagnostics += compilation.loadedDiagnostics + configurationDiagnostics(of: compilation)
        result.diagnostics += base?.diagnostics ?? []
        guard !result.diagnostics.hasErrors else { return result }
        var context = EvaluationContext()
        context.files = files
        context.environment = environment
        if !binder.module.parameters.isEmpty {
            context.parameters = [Binder.baseName: .object(base?.values ?? [:])]
        }
        let evaluation = binder.module.evaluate(in: context)
        result.diagnostics += evaluation.diagnostics
        result.values = base?.values ?? [:]
        result.keyVaultSecrets = base?.keyVaultSecrets ?? [:]
        let secrets = binder.module.keyVaultSecrets(in: context)
        result.externalInputs = ExternalInputs(of: binder.module, in: context, extending: base)
        result.diagnostics += result.externalInputs.diagnostics
        for (name, value) in evaluation.outputs {
            result.values[name] = value
            result.keyVaultSecrets[name] = secrets[name]
        }
        return result
    }

    /// What is wrong with the configurations that were followed, unless it was reported for another file.
    private mutating func configurationDiagnostics(of compilation: Compilation) -> [Diagnostic] {
        let found = compilation.configurationDiagnostics.filter { diagnostic in
            diagnostic.span.map { !configurations.contains($0.file.path) } ?? true
        }
        configurations.formUnion(found.compactMap { $0.span?.file.path })
        return found
    }

    private mutating func extend(
        _ path: String,
        in file: SourceFile,
        at range: Range<UInt32>,
        _ binder: inout Binder
    ) -> ParameterFile? {
        let loaded: LoadedFile
        do throws(FileLoadError) {
            loaded = try files.load(path, from: file.path)
        } catch {
            binder.report(.unreadableFile(path, error, at: binder.span(range)))
            return nil
        }
        guard !open.contains(loaded.path) else {
            binder.report(.moduleCycle(open, loaded.path, at: binder.span(range)))
            return nil
        }
        let limit = CompilationLimits().depth
        guard open.count < limit else {
            binder.report(.modulesTooDeep(limit: limit, at: binder.span(range)))
            return nil
        }
        return read(SourceFile(path: loaded.path, bytes: loaded.bytes))
    }
}
