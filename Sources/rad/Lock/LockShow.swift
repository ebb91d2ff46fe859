import ArgumentParser
import Documents
import Engine

/// Shows the locks that are held.
struct LockShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show which deployments are being worked on, by whom and since when.",
        discussion: """
            A lock in files goes with the process that holds it, however that ends. One in a cluster ends at the time \
            that is shown, unless its holder renews it; 'rad lock break' ends it before that.

            EXAMPLES
              rad lock show
              rad lock show -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let store = try Session(scope).store
        var held: [(identity: DeploymentIdentity, holder: LockHolder)] = []
        for group in try await store.groups() {
            for identity in try await store.deployments(in: group) {
                if let holder = try await store.holder(of: identity) { held.append((identity, holder)) }
            }
        }
        output.format.print(table: Self.text(held), json: .array(held.map(Self.document)))
    }

    private static func text(_ held: [(identity: DeploymentIdentity, holder: LockHolder)]) -> String {
        guard !held.isEmpty else { return "Nobody works on a deployment.\n" }
        var table = Table("GROUP", "ENVIRONMENT", "APPLICATION", "PROCESS", "HOST", "SINCE", "ENDS", "COMMAND")
        for (identity, holder) in held {
            let isNamed = !holder.host.isEmpty
            table.append(
                identity.group,
                identity.environment,
                identity.application ?? "-",
                isNamed ? "\(holder.process)" : "-",
                isNamed ? holder.host : "-",
                isNamed ? holder.since.description : "-",
                holder.expires?.description ?? "with the process",
                isNamed ? holder.command : "-"
            )
        }
        return table.text
    }

    private static func document(_ identity: DeploymentIdentity, _ holder: LockHolder) -> Value {
        [
            "group": .string(identity.group),
            "environment": .string(identity.environment),
            "application": identity.application.map { .string($0) } ?? .null,
            "process": .integer(Int64(holder.process)),
            "host": .string(holder.host),
            "since": .string(holder.since.description),
            "ends": holder.expires.map { .string($0.description) } ?? .null,
            "command": .string(holder.command),
        ]
    }
}
