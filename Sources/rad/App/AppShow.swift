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

    @Argument(help: "The application.")
    var name: String?
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var preview: PreviewOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try application.name(or: name)
    }

    func run() async throws {
        let name = try application.name(or: name)
        let state = try await Session(scope).application(name, in: environment.environment)
        output.format.print(
            table: ApplicationRows.table([state]).text,
            wide: { ApplicationRows.wideTable([state]).text },
            json: state.summary
        )
    }
}
