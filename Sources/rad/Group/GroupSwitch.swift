import ArgumentParser
import Diagnostics
import Engine

/// Changes the default group of a workspace.
struct GroupSwitch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch",
        abstract: "Choose the resource group that is used when none is named.",
        discussion: """
            Writes the workspace's 'scope' in the configuration, and nothing else: its default environment stays.

            EXAMPLES
              rad group switch team
              rad group switch team -w production
            """
    )

    @Argument(help: "The group.")
    var name: String?
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try GroupName.checked(name, or: scope.group)
    }

    func run() async throws {
        let session = try Session(scope)
        let wanted = try GroupName.checked(name, or: scope.group)
        let groups = try await session.groups()
        guard let group = groups.first(where: { $0.lowercased() == wanted.lowercased() }) else {
            throw Failure(.cannotSwitchGroup(to: wanted, among: groups))
        }
        if session.workspace.group != group {
            try Configuration.write(.group(GroupName.id(group), of: session.workspace), to: scope.config)
        }
        Terminal.standardOutput.write("Switched to resource group \"\(group)\"\n")
    }
}

extension Diagnostic {
    fileprivate static func cannotSwitchGroup(to name: String, among names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7117",
            "the resource group \"\(name)\" does not exist",
            at: nil,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "run 'rad group create \(name)' and try again"
        )
    }
}
