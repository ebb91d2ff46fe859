import AppModel
import ArgumentParser
import Documents
import Engine

/// Lists the applications that are deployed.
struct AppList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the applications that are deployed.",
        discussion: """
            With --preview only those of the current generation are listed.

            EXAMPLES
              rad app list
              rad app list -e aci -o json

              With the environments that they are deployed to:
                rad app list -o wide
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var preview: PreviewOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var states = try await Session(scope).applications(in: environment.environment)
        if preview.isOn { states.removeAll { $0.applicationID.type != .coreApplications } }
        output.format.print(
            table: ApplicationRows.table(states).text,
            wide: { [states] in ApplicationRows.wideTable(states).text },
            json: .array(states.map(\.summary))
        )
    }
}

/// Applications as rows, the way `list` and `show` print them.
enum ApplicationRows {
    static func table(_ states: [DeploymentState]) -> Table {
        var table = Table("RESOURCE", "TYPE", "GROUP", "STATE")
        for state in states {
            let id = state.applicationID
            table.append(id.name, id.type.description, id.group, state.status.word)
        }
        return table
    }

    /// The rows with the environments.
    static func wideTable(_ states: [DeploymentState]) -> Table {
        var table = Table("RESOURCE", "TYPE", "GROUP", "STATE", "ENVIRONMENT")
        for state in states {
            let id = state.applicationID
            table.append(id.name, id.type.description, id.group, state.status.word, state.identity.environment)
        }
        return table
    }
}

extension DeploymentState {
    /// The application's id, in the generation that its resources and objects name.
    var applicationID: ResourceID {
        let named = resources.lazy.compactMap { $0.properties["application"]?.stringValue.flatMap { ResourceID($0) } }
        let owners = outputs.lazy.map(\.owner).filter { $0.type.name.lowercased() == "applications" }
        return named.first ?? owners.first
            ?? ResourceID(group: identity.group, type: .applications, name: identity.application ?? "")
    }

    /// The deployment in a few members, for programs.
    var summary: Value {
        [
            "id": .string(applicationID.description),
            "name": .string(applicationID.name),
            "type": .string(applicationID.type.description),
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
