import ArgumentParser

/// Prints a completion script.
struct CompletionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print a completion script for a shell.",
        discussion: """
            EXAMPLES
              Load completions in the current bash session:
                source <(rad completion bash)

              Install them for zsh or fish:
                rad completion zsh > "${fpath[1]}/_rad"
                rad completion fish > ~/.config/fish/completions/rad.fish
            """
    )

    /// The shells that there is a script for.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish

        var completionShell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "The shell.")
    var shell: Shell

    func run() async throws {
        Terminal.standardOutput.write(Rad.completionScript(for: shell.completionShell) + "\n")
    }
}
