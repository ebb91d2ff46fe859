import Diagnostics
import Documents
import Engine
import Glibc
import Processes
import Recipes

/// Runs of Terraform in one folder.
struct TerraformInvocation {
    private let program: TerraformProgram
    private let configuration: TerraformTarget.Configuration
    private let settings: TerraformSettingsFile
    private let name: String
    private let folder: String
    private let secrets: [String]

    static let rootModuleName = "main.tf.json"
    private static let configurationName = ".terraformrc"

    init(
        _ program: TerraformProgram,
        _ configuration: TerraformTarget.Configuration,
        settings: TerraformSettingsFile,
        name: String,
        folder: String
    ) {
        self.program = program
        self.configuration = configuration
        self.settings = settings
        self.name = name
        self.folder = folder
        secrets = settings.secrets
    }

    /// Writes the root module, what is known of modules that were fetched before, and the configuration of the command
    /// line if there is one.
    func prepare(_ work: Folder, _ backend: TerraformRootModule.Backend) throws {
        var wanted = settings.rootModule
        var source = "./missing"
        if let path = settings.sourceFolder.flatMap(Self.realPath), let own = Self.realPath(folder) {
            source = FilePath.relative(path, to: own)
            try TerraformManifest(ofModuleIn: path)?.write(calledIn: wanted, from: source, to: work, at: own)
        } else {
            // What it made can be destroyed without it.
            var members = wanted.objectValue ?? [:]
            members["module"] = nil
            members["output"] = nil
            wanted = .object(members)
        }
        let module = TerraformRootModule(wanted, source: source, backend: backend)
        do throws(FileError) {
            try work.write(module.bytes, to: Self.rootModuleName, .personal, durably: false)
            if let text = configurationText {
                try work.write(Array(text.utf8), to: Self.configurationName, .personal, durably: false)
            }
        } catch {
            throw ApplyError.file(error)
        }
    }

    /// Fetches providers and modules: one run at a time, because they share a folder.
    func initialize(takingState takesState: Bool) async throws {
        let lock = try await cacheLock()
        do {
            try await run(.initialize(takesState: takesState))
        } catch let error as ApplyError where configuration.isOffline && error.isTerraformFailure {
            throw ApplyError.terraformOffline(of: name, cause: error.cause)
        }
        withExtendedLifetime(lock) {}
    }

    /// The text of the command line's configuration; `nil` for that of the user.
    private var configurationText: String? {
        guard configuration.isOffline else { return settings.access.configuration }
        return TerraformOffline(configuration.environment, programs: pluginFolder).configuration
    }

    /// Runs a command.
    ///
    /// - Throws: `ApplyError` if it fails, or was stopped.
    func run(_ command: TerraformCommand) async throws {
        _ = try await output(of: command)
    }

    /// Runs a command and gives what it printed to its standard output.
    func output(of command: TerraformCommand) async throws -> [UInt8] {
        let environment = environment(for: command)
        var run = ProgramRun(program.program, command.arguments, environment: environment, in: folder)
        run.isStopping = configuration.isStopping
        let isShown = command.keepsState
        let (report, name, secrets) = (configuration.onLine, name, secrets)
        run.onLine = { _, line in
            if isShown, !line.isEmpty { report(name, line.redacting(secrets)) }
        }
        let outcome: ProgramRun.Outcome
        do throws(ProgramError) {
            outcome = try await run.run()
        } catch {
            throw ApplyError.terraformNotRun(error, of: name)
        }
        guard outcome.status == 0 else {
            if outcome.wasStopped { throw ApplyError.terraformStopped(command, of: name) }
            let said = String(decoding: outcome.error.isEmpty ? outcome.output : outcome.error, as: UTF8.self)
            throw ApplyError.terraformFailed(
                command,
                of: name,
                status: outcome.status,
                cause: Self.cause(in: said).redacting(secrets)
            )
        }
        return outcome.output
    }

    /// The variables of this process, those of the environment's, and those that keep Terraform from asking.
    private func environment(for command: TerraformCommand) -> [String: String] {
        var variables = configuration.environment
        // They would change where the state is, or what is run.
        for name in variables.keys
        where name.hasPrefix("TF_CLI_ARGS") || name == "TF_WORKSPACE" || name == "TF_DATA_DIR" {
            variables[name] = nil
        }
        variables["TF_IN_AUTOMATION"] = "1"
        variables["TF_INPUT"] = "0"
        if variables["TF_PLUGIN_CACHE_DIR"] == nil { variables["TF_PLUGIN_CACHE_DIR"] = pluginFolder }
        if configurationText != nil {
            variables["TF_CLI_CONFIG_FILE"] = "\(Self.realPath(folder) ?? folder)/\(Self.configurationName)"
        }
        variables.merge(settings.environment) { _, own in own }
        variables = settings.access.variables(addingTo: variables)
        if configuration.isOffline, case .initialize = command {
            // What is kept of programs is a place to take them from, and not one to put them.
            variables["TF_PLUGIN_CACHE_DIR"] = nil
            variables.merge(TerraformOffline.variables) { _, own in own }
        }
        return variables
    }

    private var pluginFolder: String { "\(configuration.cacheFolder)/terraform/plugins" }

    private func cacheLock() async throws -> FileLock {
        do {
            let folder = try Folder.create(pluginFolder, .personal)
            while true {
                if let lock = try FileLock.take(".lock", in: folder, note: []) { return lock }
                try await Task.sleep(for: .milliseconds(50))
            }
        } catch let error as FileError {
            throw ApplyError.file(error)
        }
    }

    /// What Terraform says of its errors, without the frames around it.
    static func cause(in text: String) -> String {
        let frames: Set<Character> = ["╷", "│", "╵", "─"]
        let lines = text.split(separator: "\n").map { line in
            line.drop { frames.contains($0) || $0 == " " }
        }
        let clean = lines.filter { !$0.isEmpty }
        let start = clean.firstIndex { $0.hasPrefix("Error") } ?? clean.startIndex
        // It says the same once for every place at which it meets it.
        var errors: [String] = []
        for line in clean[start...] {
            if errors.isEmpty || line.hasPrefix("Error") { errors.append("") }
            errors[errors.count - 1] += "\(line)\n"
        }
        let distinct = errors.enumerated().filter { !errors[..<$0.offset].contains($0.element) }
        return distinct.flatMap { $0.element.split(separator: "\n") }.prefix(12).joined(separator: "\n")
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
