import ArgumentParser
import Diagnostics
import Engine

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
    @OptionGroup var scope: ScopeOptions

    func run() async throws {
        let name = try application.name(or: name)
        guard !name.hasSuffix(".bicep") else {
            throw ValidationError("'\(name)' is a file; give the name of an application, as 'rad app list' shows it.")
        }
        let session = try Session(scope)
        let identity: DeploymentIdentity
        do {
            identity = try await session.application(name, in: environment.environment).identity
        } catch let failure as Failure where failure.isUnknownApplication {
            Terminal.standardOutput.write("\(ApplicationRows.type)/\(name) not found\n")
            return
        }
        let found = identity.application ?? name
        let question =
            "Are you sure you want to delete application '\(found)' from environment '\(identity.environment)'?"
        guard try yes || Question.isConfirmed(question) else {
            Terminal.standardOutput.write("Application '\(found)' NOT deleted\n")
            return
        }
        try await session.delete(identity, command: "rad app delete \(found)")
        Terminal.standardOutput.write("\(ApplicationRows.type)/\(found) deleted\n")
    }
}
