import ArgumentParser

/// Shows one application.
struct AppShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an application.",
        discussion: """
            EXAMPLES
              rad app show traderx
              rad app show traderx -e aci -o json
            """
    )

    @OptionGroup var application: DeployedApplication
    @OptionGroup var preview: PreviewOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let state = try await application.found().state
        output.format.print(
            table: ApplicationRows.table([state]).text,
            wide: { ApplicationRows.wideTable([state]).text },
            json: state.summary
        )
    }
}
