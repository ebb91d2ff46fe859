import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine
import Targets

/// Shows what somebody else changed of an application.
struct AppDrift: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Show which objects of an application are gone, or are no longer as rad made them.",
        discussion: """
            Looks at every object that is recorded, and lets Terraform look at what it made. Nothing is changed, and no definition is needed; the next \
            'rad deploy' puts right what is shown here.

            EXAMPLES
              rad app drift traderx

              In a pipeline:
                rad app drift traderx -e prod --exit-code

              Until Ctrl-C, with a line for everything that drifts or is put right:
                rad app drift traderx -e prod --watch
            """
    )

    @OptionGroup var application: DeployedApplication
    @Flag(help: "Exit with 2 if something has drifted, with 0 if nothing has.")
    var exitCode = false
    @Flag(help: "Look again and again, and print what changes, until Ctrl-C.")
    var watch = false
    @Option(help: ArgumentHelp("With --watch, how long to wait between two looks.", valueName: "seconds"))
    var interval = 10
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard interval > 0 else { throw ValidationError("Give at least one second to '--interval'.") }
    }

    func run() async throws {
        let (session, state) = try await application.found()
        let drift = try await session.drift(of: state)
        guard !watch else { return try await keepLooking(drift, state, in: session) }
        output.format.print(table: Self.text(drift, state), json: .array(drift.map(\.document)))
        if exitCode, !drift.isEmpty { ExitStatus.changesPending.exit() }
    }

    /// Prints the drift and then what changes of it, until the user stops it or the application is gone.
    private func keepLooking(_ first: [FoundDrift], _ state: DeploymentState, in session: Session) async throws {
        Interruption.listen()
        var drift = first
        output.format.print(
            table: Self.text(drift, state),
            line: ["at": .string(Timestamp.now().description), "drift": .array(drift.map(\.document))]
        )
        while await waited() {
            guard let state = try await session.store.state(of: state.identity) else { return }
            let found = try await session.drift(of: state)
            let old = Set(drift.map(\.key))
            for item in found where !old.contains(item.key) { report(item, item.drift.kind.words) }
            let present = Set(found.map(\.drift.output.id))
            for item in drift where !present.contains(item.drift.output.id) { report(item, nil) }
            drift = found
        }
        if exitCode, !drift.isEmpty { ExitStatus.changesPending.exit() }
    }

    /// Waits until the next look; false if the user has had enough.
    private func waited() async -> Bool {
        let end = ContinuousClock.now + .seconds(interval)
        while ContinuousClock.now < end {
            guard !Interruption.isRequested else { return false }
            _ = try? await Task.sleep(for: .milliseconds(100))
        }
        return !Interruption.isRequested
    }

    /// Tells of something that has drifted, or is as it was if there are no words for it.
    private func report(_ item: FoundDrift, _ words: String?) {
        let (moment, object) = (Timestamp.now(), item.drift.output)
        let place = object.namespace.isEmpty ? "" : " in \(object.namespace)"
        let subject = "\(object.owner.name)  \(object.type) \(object.name)\(place)"
        var members = item.document.objectValue ?? [:]
        members["at"] = .string(moment.description)
        if words == nil { members["drift"] = .null }
        output.format.print(
            table: "\(moment)  \(subject)  \(words ?? "as rad made it")\n",
            line: .object(members)
        )
    }

    private static func text(_ drift: [FoundDrift], _ state: DeploymentState) -> String {
        let count = state.outputs.count == 1 ? "1 object" : "\(state.outputs.count) objects"
        guard !drift.isEmpty else { return "No drift: \(state.identity) is as it was deployed (\(count)).\n" }
        var table = Table("RESOURCE", "OBJECT", "NAME", "NAMESPACE", "DRIFT")
        for found in drift {
            let item = found.drift
            table.append(
                item.output.owner.name,
                item.output.type,
                item.output.name,
                item.output.namespace.isEmpty ? "-" : item.output.namespace,
                item.kind.words
            )
            for object in found.inside {
                table.append(item.output.owner.name, object.type, object.address, "-", object.words)
            }
        }
        return table.text + "\n\(drift.count) of \(count) drifted.\n"
    }
}

/// An object that is not as rad left it, and for a module of Terraform what of it is not.
struct FoundDrift {
    let drift: Drift
    var inside: [TerraformDrift.Object] = []

    /// Tells what is new from what was seen before.
    fileprivate var key: String { "\(drift.kind.rawValue) \(drift.output.id) \(inside.count)" }

    var document: Value {
        var members: ValueObject = [
            "resource": .string(drift.output.owner.description),
            "id": .string(drift.output.id.description),
            "type": .string(drift.output.type),
            "name": .string(drift.output.name),
            "drift": .string(drift.kind.rawValue),
        ]
        if !inside.isEmpty { members["objects"] = .array(inside.map(\.document)) }
        return .object(members)
    }
}

extension Session {
    /// What of an application is not as rad left it.
    fileprivate func drift(of state: DeploymentState) async throws -> [FoundDrift] {
        let key = try await store.key()
        let deployment = self.deployment(of: state.identity, key: key, withTerraform: state.usesTerraform)
        return try await driftInside(state, besides: try await deployment.drift(of: state), key)
    }

    /// Lets Terraform look at what it made, in modules whose states are as they were left.
    fileprivate func driftInside(
        _ state: DeploymentState,
        besides found: [Drift],
        _ key: StateKey
    ) async throws -> [FoundDrift] {
        let known = Set(found.map(\.output.id))
        let modules = state.outputs.filter { $0.platform == .terraform && !known.contains($0.id) }
        var all = found.map { FoundDrift(drift: $0) }
        guard !modules.isEmpty else { return all }
        Interruption.listen()
        let target = terraform(key)
        for module in modules {
            let objects = try await target.drift(of: module).objects
            guard !objects.isEmpty else { continue }
            all.append(FoundDrift(drift: Drift(output: module, kind: .changed), inside: objects))
        }
        return all.sorted { $0.drift.output.id < $1.drift.output.id }
    }
}

extension TerraformDrift.Object {
    fileprivate var document: Value {
        let names: Value = .array(attributes.map { .string($0) })
        return [
            "address": .string(address), "type": .string(type), "drift": .string(isGone ? "missing" : "changed"),
            "attributes": names,
        ]
    }

    fileprivate var words: String { isGone ? "missing" : "changed: \(attributes.joined(separator: ", "))" }
}

extension Drift.Kind {
    fileprivate var words: String {
        switch self {
        case .missing: "missing"
        case .changed: "changed"
        case .uncertain: "left unfinished"
        }
    }
}
