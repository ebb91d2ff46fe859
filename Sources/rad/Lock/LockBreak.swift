import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine
import Targets

/// Takes the lock of a deployment away from whoever holds it.
struct LockBreak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "break",
        abstract: "Take the lock of a deployment away from whoever holds it.",
        discussion: """
            Says first who holds it, and what breaking it does. Only for a holder that cannot end by itself: a lock in \
            a cluster ends half a minute after its holder last renewed it, one in files with its process. Whoever \
            held it writes nothing more to the state, and the next deployment looks at what was left unfinished.

            Without an application, the lock is that of the environment itself.

            Locks that Terraform has put on the states of recipes in the cluster are broken with it: a Terraform that \
            was killed leaves its lock for ever. One in files goes with its process.

            EXAMPLES
              rad lock break traderx -e prod
              rad lock break traderx -e prod --yes
              rad lock break -e prod
            """
    )

    @Argument(help: "The application.")
    var name: String?
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try Session(scope)
        let identity = try await identity(in: session)
        let holder = try await session.store.holder(of: identity)
        let locks = try await session.terraformLocks(of: identity)
        guard holder != nil || !locks.isEmpty else {
            output.format.print(
                table: "Nobody holds the lock of \(identity).\n",
                json: Self.document(identity, nil, locks, isBroken: false)
            )
            return
        }
        if let holder, holder.expires == nil { throw Failure(.lockOfProcess(identity, holder)) }
        if let lock = locks.first(where: { $0.process != nil }) { throw Failure(.lockOfTerraform(lock)) }
        Terminal.standardError.write(Self.explanation(identity, holder, locks))
        guard try yes || Question.isConfirmed("Break the lock of \(identity)?") else {
            output.format.print(
                table: "The lock was NOT broken\n",
                json: Self.document(identity, holder, locks, isBroken: false)
            )
            return
        }
        if holder != nil { _ = try await session.store.breakLock(of: identity) }
        try await Self.lift(locks, in: session)
        output.format.print(
            table: "The lock of \(identity) is broken\n",
            json: Self.document(identity, holder, locks, isBroken: true)
        )
    }

    private static func lift(_ locks: [TerraformLock], in session: Session) async throws {
        guard !locks.isEmpty else { return }
        let target = session.terraform(try await session.store.key())
        do {
            for lock in locks { _ = try await target.breakLock(lock) }
        } catch let error as ApplyError {
            throw Failure(.refusal(error))
        }
    }

    /// What breaks the lock of a deployment, to be typed.
    static func command(for identity: DeploymentIdentity) -> String {
        let application = identity.application.map { " \($0)" } ?? ""
        return "rad lock break\(application) -e \(identity.environment)"
    }

    /// The deployment that is meant, known or only now beginning.
    private func identity(in session: Session) async throws -> DeploymentIdentity {
        let place = environment.environment
        guard name != nil || application.application != nil else {
            let id = session.environmentID(place)
            return DeploymentIdentity(group: id.group, environment: id.name, application: nil)
        }
        let name = try application.name(or: name)
        do {
            return try await session.application(name, in: place).identity
        } catch let failure as Failure where failure.isUnknownApplication {
            let id = session.applicationID(name)
            if let known = try await identity(locked: id, in: place, session) { return known }
            return DeploymentIdentity(
                group: id.group,
                environment: session.environmentID(place).name,
                application: id.name
            )
        }
    }

    /// The deployment of an application of which nothing is recorded yet, by the lock that is held of it.
    ///
    /// - Throws: `Failure` if it begins in several environments of which none was named.
    private func identity(
        locked id: ResourceID,
        in environment: String?,
        _ session: Session
    ) async throws -> DeploymentIdentity? {
        let environment = environment.map { ResourceID($0)?.name ?? $0 }
        let found = try await session.store.heldLocks().map(\.identity).filter { identity in
            identity.application?.lowercased() == id.name.lowercased()
                && identity.group.lowercased() == id.group.lowercased()
                && (environment.map { $0.lowercased() == identity.environment.lowercased() } ?? true)
        }
        guard found.count < 2 else {
            throw Failure(.applicationInSeveralEnvironments(id.name, found.map(\.environment)))
        }
        return found.first
    }

    private static func explanation(
        _ identity: DeploymentIdentity,
        _ holder: LockHolder?,
        _ locks: [TerraformLock]
    ) -> String {
        var text = ""
        if let holder {
            let end = holder.expires.map { "; it ends at \($0) unless it is renewed" } ?? ""
            text += """
                The lock of \(identity) is held by '\(holder.command)', process \(holder.process) on \(holder.host), \
                since \(holder.since)\(end).
                Breaking it lets others deploy at once. If that process is still at work, it stops at its next write to \
                the state; what it has changed until then stays, and the next deployment looks at it.

                """
        }
        for lock in locks { text += "The state of Terraform for '\(lock.name)' is locked, \(lock).\n" }
        guard !locks.isEmpty else { return text }
        return text + """
            Breaking that lets the next Terraform write to the state. If the one that holds the lock is still at work, \
            both write, and what one of them makes is lost to the other: make sure that it has ended.

            """
    }

    private static func document(
        _ identity: DeploymentIdentity,
        _ holder: LockHolder?,
        _ locks: [TerraformLock],
        isBroken: Bool
    ) -> Value {
        [
            "group": .string(identity.group),
            "environment": .string(identity.environment),
            "application": identity.application.map { .string($0) } ?? .null,
            "broken": .bool(isBroken),
            "holder": holder.map {
                [
                    "process": .integer(Int64($0.process)), "host": .string($0.host), "command": .string($0.command),
                    "since": .string($0.since.description),
                    "ends": $0.expires.map { .string($0.description) } ?? .null,
                ]
            } ?? .null,
            "terraform": .array(
                locks.map { lock in
                    [
                        "resource": .string(lock.name), "state": .string(lock.place), "id": .string(lock.id),
                        "holder": .string(lock.who), "since": lock.since.map { .string($0.description) } ?? .null,
                    ]
                }
            ),
        ]
    }
}

extension Diagnostic {
    fileprivate static func lockOfProcess(_ identity: DeploymentIdentity, _ holder: LockHolder) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7173",
            "the lock of \(identity) goes with the process that holds it: '\(holder.command)', process "
                + "\(holder.process) on \(holder.host), since \(holder.since)",
            at: nil,
            help: "wait until it has ended, or end it: 'kill \(holder.process)'"
        )
    }

    fileprivate static func lockOfTerraform(_ lock: TerraformLock) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7210",
            "the lock of Terraform's state for '\(lock.name)' goes with the process that holds it: \(lock)",
            at: nil,
            help: "wait until it has ended, or end it: 'kill \(lock.process ?? 0)'"
        )
    }
}
