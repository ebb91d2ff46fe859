import AppModel
import ArgumentParser
import Diagnostics
import Engine
import Targets

/// Deletes an application.
struct AppDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete an application and everything that it produced.",
        discussion: """
            Objects are removed in the reverse of the order in which they were made.

            EXAMPLES
              rad app delete traderx -e aci
              rad app delete traderx -e aci --yes
            """
    )

    @Argument(help: "The application.")
    var name: String?
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var preview: PreviewOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        let name = try application.name(or: name)
        guard !DefinitionFrontend.reads(name) else {
            throw ValidationError("'\(name)' is a file; give the name of an application, as 'rad app list' shows it.")
        }
    }

    func run() async throws {
        let name = try application.name(or: name)
        let session = try Session(scope)
        let state: DeploymentState
        do {
            state = try await session.application(name, in: environment.environment)
        } catch let failure as Failure where failure.isUnknownApplication {
            let id = session.applicationID(name)
            Terminal.standardOutput.write("\(id.type)/\(id.name) not found\n")
            return
        }
        let id = state.applicationID
        let place = state.identity.environment
        let question = "Are you sure you want to delete application '\(id.name)' from environment '\(place)'?"
        guard try yes || Question.isConfirmed(question) else {
            Terminal.standardOutput.write("Application '\(id.name)' NOT deleted\n")
            return
        }
        try await session.delete(state.identity, command: "rad app delete \(id.name)", ClusterTarget.Options(waiting))
        Terminal.standardOutput.write("\(id.type)/\(id.name) deleted\n")
    }
}
