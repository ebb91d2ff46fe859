import ArgumentParser
import Engine

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
        let applications = deployments.filter { $0.application != nil }
        for identity in applications + deployments.filter({ $0.application == nil }) {
            try await session.delete(identity, command: command)
        }
        for environment in environments { try await session.store.removeEnvironment(environment.name, in: group) }
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
