import AppModel
import ArgumentParser
import Diagnostics
import Engine

/// Removes a resource type that was registered.
struct ResourceTypeDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove a resource type that was registered.",
        discussion: """
            A type that deployed applications use stays: remove its resources from their definitions and deploy \
            again, or delete the applications. What a registered type replaced of rad's own is there again.

            EXAMPLES
              rad resource-type delete MyCompany.Resources/postgreSQL
              rad resource-type delete MyCompany.Resources/postgreSQL --yes
            """
    )

    @Argument(help: "The resource type, for example MyCompany.Resources/postgreSQL.")
    var type: String
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try ResourceRows.type(type)
    }

    func run() async throws {
        let session = try Session(scope)
        let wanted = try ResourceRows.type(type)
        guard let record = try await session.store.resourceTypes().first(where: { $0.type == wanted }) else {
            guard ResourceTypeCatalog.builtin[wanted] == nil else { throw Failure(.builtinType(wanted, at: nil)) }
            Terminal.standardOutput.write("\(wanted) not found\n")
            return
        }
        try await session.checkIsUnused(record.type)
        let question = "Are you sure you want to delete resource type \"\(record.type)\"?"
        guard try yes || Question.isConfirmed(question) else {
            Terminal.standardOutput.write("Resource type '\(record.type)' NOT deleted\n")
            return
        }
        // Something may have been deployed while the question was open.
        try await session.checkIsUnused(record.type)
        try await session.store.removeResourceType(record.type)
        Terminal.standardOutput.write("\(record.type) deleted\n")
    }
}

extension Session {
    /// Refuses to remove a type that is in use, unless it gives way to one of rad's own.
    fileprivate func checkIsUnused(_ type: ResourceType) async throws {
        guard ResourceTypeCatalog.builtin[type] == nil else { return }
        let users = try await users(of: type)
        guard users.isEmpty else { throw Failure(.typeInUse(type, by: users)) }
    }

    /// The deployments of any group that have resources of a type.
    private func users(of type: ResourceType) async throws -> [String] {
        var users: [String] = []
        for group in try await store.groups() {
            for state in try await applications(in: nil, of: group) {
                for resource in state.resources where resource.type == type {
                    users.append("'\(resource.name)' of \(state.identity)")
                }
            }
        }
        return users
    }
}

extension Diagnostic {
    fileprivate static func typeInUse(_ type: ResourceType, by users: [String]) -> Diagnostic {
        let shown = users.prefix(3).joined(separator: ", ") + (users.count > 3 ? " and \(users.count - 3) more" : "")
        return Diagnostic(
            .error,
            "RAD7105",
            "resources of type '\(type)' are deployed: \(shown)",
            at: nil,
            help: "remove them from their definitions and deploy again, or delete the applications"
        )
    }
}
