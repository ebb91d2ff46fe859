import ArgumentParser
import Engine
import Targets

/// Deletes a resource group.
struct GroupDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a resource group, its environments and applications, and everything that they produced.",
        discussion: """
            EXAMPLES
              rad group delete team
              rad group delete team --yes
            """
    )

    @Argument(help: "The group.")
    var name: String?
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try GroupName.checked(name, or: scope.group)
    }

    func run() async throws {
        let session = try Session(scope)
        let wanted = try GroupName.checked(name, or: scope.group)
        let names = try await session.store.groups()
        guard let group = names.first(where: { $0.lowercased() == wanted.lowercased() }) else {
            Terminal.standardOutput.write("System.Resources/resourceGroups/\(wanted) not found\n")
            return
        }
        let deployments = try await session.store.deployments(in: group)
        let environments = try await session.store.environments(in: group)
        let isEmpty = deployments.isEmpty && environments.isEmpty
        guard try yes || Question.isConfirmed(Self.question(group, isEmpty: isEmpty)) else {
            Terminal.standardOutput.write("Resource group '\(group)' NOT deleted\n")
            return
        }
        let command = "rad group delete \(group)"
        // Something may have been deployed while the question was open.
        let present = try await session.store.deployments(in: group)
        for identity in present where identity.application != nil {
            try await session.delete(identity, command: command, ClusterTarget.Options(waiting))
        }
        let recorded = try await session.store.environments(in: group).map(\.name)
        let deployed = present.filter { $0.application == nil }.map(\.environment)
        for name in deployed.filter({ !recorded.contains($0) }) + recorded {
            try await session.deleteEnvironment(name, in: group, command: command, ClusterTarget.Options(waiting))
        }
        try await session.store.removeGroup(group)
        Terminal.standardOutput.write("System.Resources/resourceGroups/\(group) deleted\n")
    }

    private static func question(_ group: String, isEmpty: Bool) -> String {
        isEmpty
            ? "The resource group \(group) is empty. Are you sure you want to delete the resource group?"
            : "The resource group \(group) contains deployed resources. "
                + "Are you sure you want to delete the resource group and its resources?"
    }
}
