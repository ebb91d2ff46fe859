import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine

/// Shows what somebody else changed of an application.
struct AppDrift: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Show which objects of an application are gone, or are no longer as rad made them.",
        discussion: """
            Looks at every object that is recorded. Nothing is changed, and no definition is needed; the next \
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
        let drift = try await deployment.drift(of: state)
        output.format.print(table: Self.text(drift, state), json: .array(drift.map(\.document)))
        if exitCode, !drift.isEmpty { ExitStatus.changesPending.exit() }
    }

    private static func text(_ drift: [Drift], _ state: DeploymentState) -> String {
        let count = state.outputs.count == 1 ? "1 object" : "\(state.outputs.count) objects"
        guard !drift.isEmpty else { return "No drift: \(state.identity) is as it was deployed (\(count)).\n" }
        var table = Table("RESOURCE", "OBJECT", "NAME", "NAMESPACE", "DRIFT")
        for item in drift {
            table.append(
                item.output.owner.name,
                item.output.type,
                item.output.name,
                item.output.namespace.isEmpty ? "-" : item.output.namespace,
                item.kind.words
            )
        }
        return table.text + "\n\(drift.count) of \(count) drifted.\n"
    }
}

extension Drift {
    fileprivate var document: Value {
        [
            "resource": .string(output.owner.description),
            "id": .string(output.id.description),
            "type": .string(output.type),
            "name": .string(output.name),
            "drift": .string(kind.rawValue),
        ]
    }
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
