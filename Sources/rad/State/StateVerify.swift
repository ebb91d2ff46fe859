import ArgumentParser
import Diagnostics
import Documents
import Engine

/// Reads everything that is remembered, and says whether it is whole.
struct StateVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read the journals of all groups, and say whether each is whole.",
        discussion: """
            Every line of a journal carries the digest of the line before: one that was changed, lost or moved is \
            found and named. Exits with 1 if a journal is damaged.

            EXAMPLES
              rad state verify
              rad state verify -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    private struct Row {
        let identity: DeploymentIdentity
        let state: DeploymentState?
    }

    func run() async throws {
        let store = try Session(scope).store
        var rows: [Row] = []
        var failures: [Diagnostic] = []
        for group in try await store.groups() {
            for identity in try await store.deployments(in: group) {
                do {
                    rows.append(Row(identity: identity, state: try await store.state(of: identity)))
                } catch let error as StateError {
                    rows.append(Row(identity: identity, state: nil))
                    failures.append(.refusal(error))
                }
            }
        }
        output.format.print(table: Self.text(rows, failures: failures.count), json: .array(rows.map(Self.document)))
        guard failures.isEmpty else { throw Failure(failures) }
    }

    private static func text(_ rows: [Row], failures: Int) -> String {
        var table = Table("GROUP", "ENVIRONMENT", "APPLICATION", "REVISION", "OBJECTS", "JOURNAL")
        for row in rows {
            table.append(
                row.identity.group,
                row.identity.environment,
                row.identity.application ?? "-",
                row.state.map { "\($0.revision)" } ?? "-",
                row.state.map { "\($0.outputs.count + $0.uncertain.count)" } ?? "-",
                row.state == nil ? "damaged" : "whole"
            )
        }
        let journals = rows.count == 1 ? "1 journal" : "\(rows.count) journals"
        return "\(table.text)\n\(journals): \(failures == 0 ? "all whole" : "\(failures) damaged").\n"
    }

    private static func document(_ row: Row) -> Value {
        [
            "group": .string(row.identity.group),
            "environment": .string(row.identity.environment),
            "application": row.identity.application.map { .string($0) } ?? .null,
            "revision": row.state.map { .integer(Int64($0.revision)) } ?? .null,
            "whole": .bool(row.state != nil),
        ]
    }
}
