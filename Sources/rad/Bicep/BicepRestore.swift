import AppModel
import ArgumentParser
import Bicep
import Diagnostics

/// Fetches the modules of registries that files use.
struct BicepRestore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Fetch the modules of registries that Bicep files use into the cache.",
        discussion: """
            Looks through the files and the local modules that they use, and fetches every 'br:' module that the \
            cache does not have: $RAD_CACHE_DIR, or ~/.rad/cache. The other commands do so by themselves, but not \
            with --plain-http or --force. Credentials are those of 'docker login'. Exits with 1 if a module could \
            not be fetched.

            EXAMPLES
              rad bicep restore main.bicep
              rad bicep restore app.bicep environments/*.bicep

              Tags that have moved:
                rad bicep restore main.bicep --force

              From a registry on this machine:
                rad bicep restore main.bicep --plain-http
            """
    )

    @Argument(help: "Bicep or .bicepparam files.")
    var files: [String]
    @Flag(help: "Fetch modules that the cache has already, too.")
    var force = false
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var project: ProjectOption

    func run() async throws {
        let loader = RestoringFiles(
            try project.filesOfArguments(),
            force ? .all : .missing,
            over: .configured(plainHTTP: registry.plainHttp)
        )
        let sources = try files.map { try SourceFile.read($0) }
        let found = try await loader.restoring { sources.flatMap { $0.checked(files: loader) } }
        let codes = loader.failureCodes
        let problems = found.filter { $0.isAboutModuleReference || codes.contains($0.code) }.withoutRepetitions
        Terminal.standardOutput.write(summary(of: loader))
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private func summary(of loader: RestoringFiles) -> String {
        let restored = loader.restored
        guard restored.isEmpty else { return restored.map { "Restored \($0.text)\n" }.joined() }
        guard loader.failureCodes.isEmpty else { return "" }
        return loader.used.isEmpty
            ? "Nothing to restore: no module of a registry is used.\n"
            : "Nothing to restore: the cache has every module.\n"
    }
}

extension SourceFile {
    /// Everything that is wrong with a Bicep or parameter file, by its name.
    func checked(files: any FileLoader, types: ResourceTypeCatalog = .builtin) -> [Diagnostic] {
        guard path.hasSuffix(".bicepparam") else {
            return BoundModule.check(self, files: files, resourceTypes: types).diagnostics
        }
        return ParameterFile.read(self, files: files, environment: .process).diagnostics
    }
}

extension [Diagnostic] {
    /// The diagnostics, each cause once: where it stands first.
    fileprivate var withoutRepetitions: [Diagnostic] {
        var seen: Set<String> = []
        return filter { seen.insert("\($0.code) \($0.message)").inserted }
    }
}
