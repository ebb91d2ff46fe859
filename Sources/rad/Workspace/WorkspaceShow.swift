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

    func validate() throws {
        guard name == nil || scope.workspace == nil else {
            throw ValidationError("Name the workspace once, as an argument or with -w.")
        }
    }

    func run() async throws {
        let workspace = try Configuration.read(from: scope.config).workspace(named: name ?? scope.workspace)
        output.format.print(table: WorkspaceRows.table([workspace]).text, json: WorkspaceRows.json(workspace))
    }
}
