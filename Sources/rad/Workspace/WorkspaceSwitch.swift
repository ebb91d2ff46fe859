import ArgumentParser

/// Changes the default workspace.
struct WorkspaceSwitch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch",
        abstract: "Choose the workspace that is used when none is named.",
        discussion: """
            EXAMPLES
              rad workspace switch production
              rad workspace switch local
            """
    )

    @Argument(help: "The workspace.")
    var name: String
    @OptionGroup var scope: ScopeOptions

    func run() async throws {
        let configuration = try Configuration.read(from: scope.config)
        let wanted = try configuration.workspace(named: name)
        let current = configuration.defaultName ?? Workspace.local.name
        guard current.lowercased() != wanted.name.lowercased() else {
            Terminal.standardOutput.write("Default workspace is already set to \(wanted.name)\n")
            return
        }
        try Configuration.write(.defaultName(wanted.name), to: scope.config)
        Terminal.standardOutput.write("Switching default workspace from \(current) to \(wanted.name)\n")
    }
}
