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
            """
    )

    @OptionGroup var application: DeployedApplication
    @Flag(help: "Exit with 2 if something has drifted, with 0 if nothing has.")
    var exitCode = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (session, state) = try await application.found()
        let key = try await session.store.key()
        let deployment = session.deployment(of: state.identity, key: key, withTerraform: state.usesTerraform)
        let objects = try await deployment.drift(of: state)
        let drift = try await session.driftInside(state, besides: objects, key)
        output.format.print(table: Self.text(drift, state), json: .array(drift.map(\.document)))
        if exitCode, !drift.isEmpty { ExitStatus.changesPending.exit() }
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
