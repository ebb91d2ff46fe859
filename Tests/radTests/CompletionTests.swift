import Foundation
import TestSupport
import Testing

/// `rad completion` and `rad version`: what needs neither files nor state.
@Suite struct CompletionTests {
    @Test(arguments: ["bash", "zsh", "fish"])
    func theScriptKnowsEveryCommand(shell: String) async throws {
        try await Program.with { rad in
            let script = try rad.succeed("completion", shell)
            for word in [
                "deploy", "plan", "app", "env", "resource", "workspace", "version", "completion",
                "graph", "switch", "delete", "exit-code", "output-dir",
            ] {
                #expect(script.contains(word), "\(word) is not in the script for \(shell)")
            }
            #expect(script.hasSuffix("\n") && !script.hasSuffix("\n\n"))
            #expect(try rad.folder.files() == [])
        }
    }

    @Test func bashReadsTheScript() async throws {
        try await Program.with { rad in
            try rad.folder.write(try rad.succeed("completion", "bash"), to: "rad.bash")
            #expect(try rad.run(script: "bash -n rad.bash").status == 0)
            let completions = "COMP_WORDS=(rad workspace sw) COMP_CWORD=2 COMP_LINE='rad workspace sw' COMP_POINT=16"
            let script = "source ./rad.bash; \(completions); _rad rad sw workspace; [ \"${COMPREPLY[*]}\" = switch ]"
            try rad.folder.write(script, to: "try.bash")
            #expect(try rad.run(script: "bash try.bash").status == 0)
        }
    }

    @Test func anotherShellIsWrongUsage() async throws {
        try await Program.with { rad in
            let outcome = try rad.run("completion", "tcsh")
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("'bash', 'zsh' or 'fish'"), "\(outcome.errors)")
        }
    }

    @Test func theVersionIsATable() async throws {
        try await Program.with { rad in
            let lines = try rad.succeed("version").split(separator: "\n").map { $0.split(separator: " ").count }
            #expect(lines == [4, 3])
        }
    }
}
