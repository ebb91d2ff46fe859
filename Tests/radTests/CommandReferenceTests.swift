import Foundation
import TestSupport
import Testing

/// docs/commands.md is what `--help` prints, command by command.
@Suite struct CommandReferenceTests {
    static let commands: [[String]] = [
        [], ["deploy"], ["plan"],
        ["app"], ["app", "list"], ["app", "show"], ["app", "graph"], ["app", "delete"],
        ["env"], ["env", "create"], ["env", "list"], ["env", "show"], ["env", "update"], ["env", "switch"],
        ["env", "delete"],
        ["group"], ["group", "create"], ["group", "list"], ["group", "show"], ["group", "switch"], ["group", "delete"],
        ["resource"], ["resource", "list"], ["resource", "show"],
        ["resource-type"], ["resource-type", "create"], ["resource-type", "list"], ["resource-type", "show"],
        ["resource-type", "delete"],
        ["workspace"], ["workspace", "list"], ["workspace", "show"], ["workspace", "switch"],
        ["bicep"], ["bicep", "lint"], ["bicep", "format"], ["bicep", "snapshot"], ["bicep", "build"],
        ["bicep", "build-params"], ["bicep", "restore"], ["bicep", "publish"],
        ["version"], ["completion"],
    ]

    @Test func theReferenceIsWhatTheProgramSays() async throws {
        let reference = try await Program.with { rad in
            try Self.commands.map { command in
                let outcome = try rad.run(command + ["--help"], environment: ["COLUMNS": "100"])
                #expect(outcome.status == 0)
                return "## rad \(command.joined(separator: " "))".trimmingCharacters(in: .whitespaces)
                    + "\n\n```\n\(outcome.output.trimmingCharacters(in: .newlines))\n```\n"
            }
        }
        let text = "# Commands\n\nWhat `--help` prints, command by command.\n\n" + reference.joined(separator: "\n")
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/commands.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
            try Data(text.utf8).write(to: path)
            Issue.record("recorded docs/commands.md; review it and run again without UPDATE_SNAPSHOTS")
            return
        }
        #expect(try String(contentsOf: path, encoding: .utf8) == text)
    }

    @Test(
        arguments: commands.filter {
            !["app", "env", "group", "resource", "resource-type", "workspace", "bicep"].contains($0.joined())
        }
    )
    func everyCommandShowsExamples(command: [String]) async throws {
        try await Program.with { rad in
            let outcome = try rad.run(command + ["--help"])
            #expect(outcome.output.contains("EXAMPLES"))
        }
    }
}
