import ArgumentParser
import Diagnostics
import Documents
import Engine

/// Shows the deployments of an application.
struct AppHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show the deployments of an application, the newest first.",
        discussion: """
            What was to be created, updated and deleted, how it ended, and what was typed. The last hundred \
            deployments are remembered at least.

            EXAMPLES
              rad app history traderx
              rad app history traderx -e aci -o json
            """
    )

    @OptionGroup var application: DeployedApplication
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (session, state) = try await application.found()
        let entries = try await session.store.history(of: state.identity) ?? []
        HistoryRows.print(entries, output.format)
    }
}

/// Deployments as rows, the newest first.
enum HistoryRows {
    static func print(_ entries: [HistoryEntry], _ format: OutputFormat) {
        format.print(table: table(entries.reversed()).text, json: .array(entries.reversed().map(\.document)))
    }

    private static func table(_ entries: [HistoryEntry]) -> Table {
        var table = Table("REVISION", "STATE", "BEGAN", "TOOK", "CHANGES", "COMMAND")
        for entry in entries {
            table.append(
                "\(entry.revision)",
                entry.status.word,
                entry.began.description,
                entry.duration.map { "\($0) s" } ?? "-",
                entry.extent,
                entry.command.isEmpty ? "-" : entry.command
            )
        }
        return table
    }
}

extension HistoryEntry {
    /// In seconds; `nil` if it is not known when it ended.
    fileprivate var duration: Int64? { ended.map { $0.seconds - began.seconds } }

    /// `+3 ~1 -2`.
    fileprivate var extent: String {
        let parts = [("+", created), ("~", updated), ("-", deleted)].filter { $0.1 > 0 }.map { "\($0.0)\($0.1)" }
        let failed = failures.isEmpty ? [] : ["failed: \(failures.joined(separator: ", "))"]
        return parts.isEmpty && failed.isEmpty ? "records" : (parts + failed).joined(separator: " ")
    }

    fileprivate var document: Value {
        [
            "revision": .integer(Int64(revision)),
            "state": .string(status.word),
            "began": .string(began.description),
            "ended": ended.map { .string($0.description) } ?? .null,
            "created": .integer(Int64(created)),
            "updated": .integer(Int64(updated)),
            "deleted": .integer(Int64(deleted)),
            "failures": .array(failures.map { .string($0) }),
            "command": .string(command),
        ]
    }
}
