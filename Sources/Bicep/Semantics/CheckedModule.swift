public import Diagnostics

/// A module after binding and checking, with everything that was found wrong.
public struct CheckedModule: Sendable {
    /// The module as far as it was understood; it may be evaluated only if there are no errors.
    public let module: BoundModule
    /// The diagnostics of the file and of the modules that it uses.
    public let diagnostics: [Diagnostic]

    /// Creates the result of a check.
    public init(module: BoundModule, diagnostics: [Diagnostic]) {
        self.module = module
        self.diagnostics = diagnostics
    }
}

extension BoundModule {
    /// Parses, binds and checks a Bicep file and the modules that it uses.
    ///
    /// A file whose name ends in `.json` is read as the template that a Bicep file was compiled to. Never throws, whatever the bytes.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - files: Reads modules and the files of `load…` functions.
    ///   - linting: Which findings of the linter are among the diagnostics.
    ///   - resourceTypes: What is known of the resources of extensions; what does not fit it is a warning.
    /// - Returns: The module, with everything that was found wrong.
    public static func check(
        _ file: SourceFile,
        files: any FileLoader,
        linting: Linting = .everything,
        resourceTypes: any ResourceTypeProvider = NoResourceTypes()
    ) -> CheckedModule {
        var compilation = Compilation(files: files, linting: linting, resourceTypes: resourceTypes)
        let checked = compilation.check(file)
        return CheckedModule(
            module: checked.loaded.module,
            diagnostics: checked.diagnostics + compilation.loadedDiagnostics + compilation.configurationDiagnostics
        )
    }
}
