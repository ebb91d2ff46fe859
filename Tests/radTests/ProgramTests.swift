import Glibc
import TestSupport
import Testing

/// How tests run programs: apart from each other.
@Suite struct ProgramTests {
    @Test func aProgramGetsNoFilesOfTheOtherTests() async throws {
        try await Program.with { rad in
            var ends: [Int32] = [-1, -1]
            #expect(pipe(&ends) == 0)
            defer { for end in ends { close(end) } }
            // The fourth is the folder that is listed.
            let open = try rad.run(script: "ls -m /proc/self/fd")
            #expect(open.output == "0, 1, 2, 3\n")
            let input = try rad.run(script: "cat")
            #expect(input.output == "")
        }
    }

    @Test func theStatusIsThatOfTheProgram() async throws {
        try await Program.with { rad in
            let ended = try rad.run(script: "echo a; echo b >&2; exit 3")
            #expect(ended.status == 3 && ended.output == "a\n" && ended.errors == "b\n")
            #expect(try rad.run(script: "kill -TERM $$").status == SIGTERM)
        }
    }
}
