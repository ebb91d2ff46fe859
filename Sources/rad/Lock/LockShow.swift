import ArgumentParser
import Documents
import Engine
import Targets

/// Shows the locks that are held.
struct LockShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show which deployments are being worked on, by whom and since when.",
        discussion: """
            A lock in files goes with the process that holds it, however that ends. One in a cluster ends at the time \
            that is shown, unless its holder renews it; 'rad lock break' ends it before that. One that Terraform has put \
            on the state of a recipe ends when Terraform gives it back; if that was killed, 'rad lock break' does.

            EXAMPLES
              rad lock show
              rad lock show -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try Session(scope)
        var held = HeldLocks()
        held.deployments = try await session.store.heldLocks().map { ($0.identity, $0.holder) }
        for group in try await session.store.groups() {
            for identity in try await session.store.deployments(in: group) {
                for lock in try await session.terraformLocks(of: identity) { held.states.append((identity, lock)) }
            }
        }
        output.format.print(
            table: Self.text(held),
            json: .array(held.deployments.map(Self.document) + held.states.map(Self.document))
        )
    }

    private struct HeldLocks {
        var deployments: [(identity: DeploymentIdentity, holder: LockHolder)] = []
        var states: [(identity: DeploymentIdentity, lock: TerraformLock)] = []
    }

    private static func text(_ held: HeldLocks) -> String {
        guard !held.deployments.isEmpty || !held.states.isEmpty else { return "Nobody works on a deployment.\n" }
        var table = Table("GROUP", "ENVIRONMENT", "APPLICATION", "PROCESS", "HOST", "SINCE", "ENDS", "COMMAND")
        for (identity, holder) in held.deployments {
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
        for (identity, lock) in held.states {
            table.append(
                identity.group,
                identity.environment,
                identity.application ?? "-",
                lock.process.map { "\($0)" } ?? "-",
                lock.who.isEmpty ? "-" : lock.who,
                lock.since?.description ?? "-",
                lock.process == nil ? "when it is given back" : "with the process",
                "terraform \(lock.operation.isEmpty ? "" : "\(lock.operation) ")for \(lock.name)"
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

    private static func document(_ identity: DeploymentIdentity, _ lock: TerraformLock) -> Value {
        [
            "group": .string(identity.group),
            "environment": .string(identity.environment),
            "application": identity.application.map { .string($0) } ?? .null,
            "resource": .string(lock.name),
            "process": lock.process.map { .integer(Int64($0)) } ?? .null,
            "host": .string(lock.who),
            "since": lock.since.map { .string($0.description) } ?? .null,
            "ends": .null,
            "command": .string("terraform \(lock.operation)"),
        ]
    }
}
