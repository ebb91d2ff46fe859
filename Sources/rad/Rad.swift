import ArgumentParser
import Diagnostics
import Engine

/// The program.
///
/// Everything it can do is a subcommand; folders are nouns, files are noun and verb.
@main
struct Rad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rad",
        abstract: "Deploy applications to Kubernetes and Azure Container Instances from one definition.",
        discussion: """
            rad reads an application definition, binds its abstract resources to the recipes of an \
            environment, plans, deploys, and draws the application graph. There is no control plane \
            to install; with no configuration the results are files under .rad/out.

            EXAMPLES
              Deploy an application into the default environment:
                rad deploy app.bicep

              Define an environment, then deploy into it:
                rad deploy environments/aci.bicep
                rad deploy app.bicep -e aci

              Deploy, follow the logs, and reach the ports from this machine:
                rad run app.bicep

              See what a deployment would change:
                rad plan app.bicep -e aci

              Draw the application graph:
                rad app graph app.bicep -o dot | dot -Tsvg -o graph.svg

              Remove an application and everything that it produced:
                rad app delete traderx -e aci
            """,
        subcommands: [
            DeployCommand.self,
            RunCommand.self,
            PlanCommand.self,
            AppCommand.self,
            EnvCommand.self,
            GroupCommand.self,
            ResourceCommand.self,
            ResourceTypeCommand.self,
            RecipeCommand.self,
            RecipePackCommand.self,
            WorkspaceCommand.self,
            StateCommand.self,
            LockCommand.self,
            BicepCommand.self,
            VersionCommand.self,
            CompletionCommand.self,
        ]
    )

    static func main() async {
        Memory.prepare()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            failure.report()
            ExitStatus.failure.exit()
        } catch let error as ApplyError {
            Failure(.refusal(error)).report()
            ExitStatus.failure.exit()
        } catch let error as StateError {
            Failure(.refusal(error)).report()
            ExitStatus.failure.exit()
        } catch {
            Rad.exit(withError: error)
        }
    }
}
