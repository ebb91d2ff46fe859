import AppModel
import ArgumentParser
import Engine
import Targets

/// Deletes an environment.
struct EnvDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete an environment, the applications in it, and everything that they produced.",
        discussion: """
            EXAMPLES
              rad env delete aci
              rad env delete aci --yes
            """
    )

    @Argument(help: "The environment.")
    var name: String?
    @OptionGroup var environment: EnvironmentOption
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var preview: PreviewOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        guard try environment.name(or: name) != nil else {
            throw ValidationError("Name the environment to delete.")
        }
    }

    func run() async throws {
        let session = try Session(scope)
        let given = try environment.name(or: name)
        let id = try await session.knownEnvironmentID(given)
        guard try await session.store.environment(id.name, in: id.group) != nil else {
            Terminal.standardOutput.write("\(id.type)/\(id.name) not found\n")
            return
        }
        let states = try await session.applications(in: id.name, of: id.group)
        guard try yes || Question.isConfirmed(Self.question(id.name, states.map(\.resources.count).reduce(0, +))) else {
            Terminal.standardOutput.write("Environment '\(id.name)' NOT deleted\n")
            return
        }
        let command = "rad env delete \(id.name)"
        let options = ClusterTarget.Options(waiting)
        // Something may have been deployed while the question was open.
        for state in try await session.applications(in: id.name, of: id.group) {
            try await session.delete(state.identity, command: command, options)
        }
        try await session.deleteEnvironment(id.name, in: id.group, command: command, options)
        Terminal.standardOutput.write("\(id.type)/\(id.name) deleted\n")
        let workspace = session.workspace
        // 'default' is there whether it was deployed or not.
        guard id.name.lowercased() == workspace.environment.lowercased(), id.name.lowercased() != "default" else {
            return
        }
        Terminal.standardError.write(
            "Workspace '\(workspace.name)' still uses it when none is named: choose another with 'rad env switch'.\n"
        )
    }

    private static func question(_ name: String, _ count: Int) -> String {
        guard count > 0 else {
            return "The environment \(name) is empty. Are you sure you want to delete the environment?"
        }
        let resources = count == 1 ? "1 deployed resource" : "\(count) deployed resources"
        return "The environment \(name) contains \(resources). "
            + "Are you sure you want to delete the environment and its resources?"
    }
}
