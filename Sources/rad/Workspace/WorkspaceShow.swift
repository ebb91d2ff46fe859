import ArgumentParser

/// Shows one workspace.
struct WorkspaceShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a workspace, by default the current one.",
        discussion: """
            EXAMPLES
              rad workspace show
              rad workspace show production
            """
    )

    @Argument(help: "The workspace.")
    var name: String?
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try Configuration.read(from: scope.config)
        WorkspaceRows.print([try configuration.workspace(named: name ?? scope.workspace)], output)
    }
}
