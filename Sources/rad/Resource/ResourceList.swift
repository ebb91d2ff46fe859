import AppModel
import ArgumentParser
import Engine

/// Lists the resources of the applications that are deployed.
struct ResourceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List resources, of one type or of all.",
        discussion: """
            EXAMPLES
              rad resource list
              rad resource list Applications.Core/containers -a traderx -e aci
              rad resource list -o json

              With the applications and environments that they are in:
                rad resource list -o wide
            """
    )

    @Argument(help: "The resource type, for example Applications.Core/containers.")
    var type: String?
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try type.map(ResourceRows.type)
    }

    func run() async throws {
        let type = try type.map(ResourceRows.type)
        let session = try Session(scope)
        let states =
            if let application = application.application {
                [try await session.application(application, in: environment.environment)]
            } else {
                try await session.applications(in: environment.environment)
            }
        let rows = states.flatMap { state in
            state.resources
                .filter { type == nil || $0.type == type }
                .map { ResourceRows.Row(resource: $0, state: state) }
        }
        ResourceRows.print(rows, output)
    }
}
