import AppModel
import ArgumentParser
import Diagnostics
import Engine

/// Changes the default environment of a workspace.
struct EnvSwitch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch",
        abstract: "Choose the environment that is used when none is named.",
        discussion: """
            Writes the workspace's 'environment' in the configuration, and nothing else.

            EXAMPLES
              rad env switch prod
              rad env switch prod -w production
            """
    )

    @Argument(help: "The environment.")
    var name: String?
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var preview: PreviewOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        guard try environment.name(or: name) != nil else { throw ValidationError("Name the environment to use.") }
    }

    func run() async throws {
        let session = try Session(scope)
        let given = try environment.name(or: name)
        let id = try await session.knownEnvironmentID(given)
        let isThere = try await session.store.environment(id.name, in: id.group) != nil
        guard isThere || id.name.lowercased() == "default" else {
            let names = try await session.store.environments(in: id.group).map(\.name)
            throw Failure(.cannotSwitch(to: id.name, among: names + ["default"]))
        }
        let current = session.workspace.environment
        guard current.lowercased() != id.name.lowercased() else {
            Terminal.standardOutput.write("Default environment is already set to \(id.name)\n")
            return
        }
        try Configuration.write(.environment(id.description, of: session.workspace), to: scope.config)
        let from = current.isEmpty ? "" : " from \(current)"
        Terminal.standardOutput.write("Switching default environment\(from) to \(id.name)\n")
    }
}

extension Diagnostic {
    fileprivate static func cannotSwitch(to name: String, among names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7116",
            "unable to switch environments as requested environment \(name) does not exist",
            at: nil,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "define it first with 'rad env create \(name)', or use one of: \(names.joined(separator: ", "))"
        )
    }
}
