import AppModel
import Diagnostics
import Documents
import Engine
import Glibc
import Processes
public import Recipes

/// Modules of Terraform that were fetched by Terraform itself, each with what it calls, in a folder named by the digest
/// of its source and version.
public struct TerraformModuleCache: Sendable {
    public let folder: String
    private let environment: [String: String]
    private let access: TerraformAccess

    /// Uses a folder; it is made when something is first fetched, with what lets Terraform in.
    public init(folder: String, environment: [String: String], access: TerraformAccess = .none) {
        self.folder = folder
        self.access = access
        self.environment = ["CHECKPOINT_DISABLE": "1"].merging(environment) { _, given in given }
    }

    private static let rootModuleName = "main.tf.json"
    static let callName = "recipe"
    private static let configurationName = ".terraformrc"
    static let listPath = ".terraform/modules/modules.json"

    /// A module that was fetched: its own folder, and the one around all that came with it.
    public func find(_ module: TerraformModuleReference) -> (root: String, module: String)? {
        let root = path(of: module)
        guard let folder = try? Folder.open("\(root)/.terraform/modules"),
            let bytes = try? folder.read("modules.json")
        else { return nil }
        let (document, _) = JSONReader.read(SourceFile(path: Self.listPath, bytes: bytes))
        let calls = document?.value["Modules"]?.arrayValue ?? []
        let call = calls.first { $0["Key"]?.stringValue == Self.callName }
        return call?["Dir"]?.stringValue.map { (root, "\(root)/\($0)") }
    }

    /// Fetches a module with `terraform get`; it appears in the cache as a whole or not at all.
    ///
    /// - Parameters:
    ///   - module: The module.
    ///   - isReplacing: Whether one that is there already makes place.
    /// - Throws: `ApplyError` if Terraform is missing or cannot fetch it.
    public func fetch(_ module: TerraformModuleReference, replacing isReplacing: Bool = false) async throws {
        let program = try TerraformProgram.find(in: environment)
        let parent: Folder
        do throws(FileError) {
            parent = try Folder.create(folder, .personal)
        } catch {
            throw ApplyError.file(error)
        }
        let draft = try TemporaryFolder.make(named: ".draft", in: parent.path)
        defer { FolderTree.remove(draft) }
        var call: ValueObject = ["source": .string(module.source)]
        call["version"] = module.version.map { .string($0) }
        let root: Value = ["module": .object([Self.callName: .object(call)])]
        do throws(FileError) {
            guard let folder = try Folder.open(draft) else { throw FileError("open", draft) }
            try folder.write(Array(root.json(.pretty).utf8), to: Self.rootModuleName, .personal, durably: false)
        } catch {
            throw ApplyError.file(error)
        }
        try await get(module, with: program, in: draft)
        if isReplacing, rename(path(of: module), "\(draft).old") == 0 { FolderTree.remove("\(draft).old") }
        // Of two that fetch the same module at once one is first; the other's is as good.
        guard rename(draft, path(of: module)) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
            throw ApplyError.file(FileError("put a module into", folder))
        }
    }

    private func get(
        _ module: TerraformModuleReference,
        with program: TerraformProgram,
        in draft: String
    ) async throws {
        // Beside the draft, which is kept: tokens are not to stay.
        let settings = try TemporaryFolder.make(named: "rad-terraform", in: environment["TMPDIR"])
        defer { FolderTree.remove(settings) }
        var variables = environment.filter { name, _ in name != "TF_DATA_DIR" && !name.hasPrefix("TF_CLI_ARGS") }
        variables["TF_INPUT"] = "0"
        // Nobody is there to answer.
        variables["GIT_TERMINAL_PROMPT"] = variables["GIT_TERMINAL_PROMPT"] ?? "0"
        variables = access.variables(addingTo: variables)
        if let text = access.configuration {
            do throws(FileError) {
                let folder = try Folder.create(settings, .personal)
                try folder.write(Array(text.utf8), to: Self.configurationName, .personal, durably: false)
            } catch {
                throw ApplyError.file(error)
            }
            variables["TF_CLI_CONFIG_FILE"] = "\(settings)/\(Self.configurationName)"
        }
        var run = ProgramRun(program.program, ["get", "-no-color"], environment: variables, in: draft)
        run.timeLimit = .seconds(600)
        let outcome: ProgramRun.Outcome
        do throws(ProgramError) {
            outcome = try await run.run()
        } catch {
            throw ApplyError.terraformNotRun(error, of: module.source)
        }
        guard outcome.status == 0 else {
            let said = String(decoding: outcome.error.isEmpty ? outcome.output : outcome.error, as: UTF8.self)
            let cause = TerraformInvocation.cause(in: said).redacting(access.secrets)
            throw ApplyError.moduleNotFetched(module, cause: cause)
        }
    }

    private func path(of module: TerraformModuleReference) -> String {
        "\(folder)/\(hexSHA256("\(module.source)\0\(module.version ?? "")"))"
    }
}
