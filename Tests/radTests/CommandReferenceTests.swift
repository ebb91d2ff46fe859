import Foundation
import TestSupport
import Testing

/// docs/commands.md is what `--help` prints, command by command.
@Suite struct CommandReferenceTests {
    /// A command as the program itself describes it.
    private struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?

        /// The words that call it and those below, each with whether it only groups others.
        func words(after path: [String]) -> [(words: [String], isGroup: Bool)] {
            let below = (subcommands ?? []).filter { $0.commandName != "help" }
            return [(path, !below.isEmpty)] + below.flatMap { $0.words(after: path + [$0.commandName]) }
        }
    }

    private struct Description: Decodable {
        let command: Command
    }

    private func commands(of rad: Program) throws -> [(words: [String], isGroup: Bool)] {
        let text = try rad.succeed("--experimental-dump-help")
        return try JSONDecoder().decode(Description.self, from: Data(text.utf8)).command.words(after: [])
    }

    @Test func theReferenceIsWhatTheProgramSays() async throws {
        let reference = try await Program.with { rad in
            try commands(of: rad).map { command, _ in
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

    @Test func everyCommandShowsExamples() async throws {
        try await Program.with { rad in
            for (command, isGroup) in try commands(of: rad) where !isGroup || command.isEmpty {
                let outcome = try rad.run(command + ["--help"])
                #expect(outcome.output.contains("EXAMPLES"), "rad \(command.joined(separator: " "))")
            }
        }
    }
}
