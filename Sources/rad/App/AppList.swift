import ArgumentParser
import Documents
import Engine

/// Lists the applications that are deployed.
struct AppList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the applications that are deployed.",
        discussion: """
            EXAMPLES
              rad app list
              rad app list -e aci -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let states = try await Session(scope).applications(in: environment.environment)
        ApplicationRows.print(states, output)
    }
}

/// Applications as rows, the way `list` and `show` print them.
enum ApplicationRows {
    static let type = "Applications.Core/applications"

    static func print(_ states: [DeploymentState], _ output: OutputOptions) {
        var table = Table("RESOURCE", "TYPE", "GROUP", "STATE", "ENVIRONMENT")
        for state in states {
            let name = state.identity.application ?? ""
            table.append(name, type, state.identity.group, state.status.word, state.identity.environment)
        }
        output.format.print(table: table.text, json: .array(states.map(\.summary)))
    }
}

extension DeploymentState {
    /// The deployment in a few members, for programs.
    var summary: Value {
        [
            "name": .string(identity.application ?? identity.environment),
            "group": .string(identity.group),
            "environment": .string(identity.environment),
            "state": .string(status.word),
            "target": .string(target),
            "revision": .integer(Int64(revision)),
            "updated": .string(updated.description),
            "resources": .integer(Int64(resources.count)),
            "outputResources": .integer(Int64(outputs.count)),
        ]
    }
}

extension DeploymentState.Status {
    /// The state as Radius' tables spell it.
    var word: String {
        switch self {
        case .succeeded: "Succeeded"
        case .failed: "Failed"
        case .cancelled: "Canceled"
        case .interrupted: "Interrupted"
        }
    }
}
