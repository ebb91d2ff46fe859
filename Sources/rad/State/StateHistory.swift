import ArgumentParser
import Engine

/// Shows the deployments that the journal of an application tells of.
struct StateHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show the deployments that the journal of an application tells of, the newest first.",
        discussion: """
            The same as 'rad app history'.

            EXAMPLES
              rad state history traderx
              rad state history traderx -e aci -o json
            """
    )

    @OptionGroup var application: DeployedApplication
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (session, state) = try await application.found()
        HistoryRows.print(try await session.store.history(of: state.identity) ?? [], output.format)
    }
}
