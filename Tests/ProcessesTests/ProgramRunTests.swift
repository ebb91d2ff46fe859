import Processes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct ProgramRunTests {
    private func shell(_ script: String, _ arguments: String...) throws -> ProgramRun {
        let program = try #require(Program.find("sh", in: "/usr/bin:/bin"))
        return ProgramRun(program, ["-c", script, "sh"] + arguments, environment: ["A": "b c"], in: "/")
    }

    @Test func argumentsVariablesInputAndStatusGoOverAsTheyAre() async throws {
        var run = try shell(#"printf '%s|%s|%s|' "$1" "$A" "$PWD"; cat; echo gone >&2; exit 3"#, "*; $(id) \"x\"")
        run.input = Array("in".utf8)
        let outcome = try await run.run()
        #expect(String(decoding: outcome.output, as: UTF8.self) == "*; $(id) \"x\"|b c|/|in")
        #expect(String(decoding: outcome.error, as: UTF8.self) == "gone\n")
        #expect(outcome.status == 3)
        #expect(!outcome.wasStopped)
    }

    @Test func aSignalIsAStatusAbove128() async throws {
        #expect(try await shell("kill -KILL $$").run().status == 137)
    }

    @Test func linesAreHandedOnWhole() async throws {
        let lines = Mutex<[String]>([])
        var run = try shell(#"printf 'one\ntw'; printf 'o\n\nlast'"#)
        run.onLine = { stream, line in
            if stream == .output { lines.withLock { $0.append(line) } }
        }
        _ = try await run.run()
        #expect(lines.withLock { $0 } == ["one", "two", "", "last"])
    }

    @Test func aRunThatIsToStopIsAskedOnceAndWaitedFor() async throws {
        let isStopping = Atomic(false)
        var run = try shell("trap 'echo saved; exit 7' INT; echo ready; while :; do sleep 0.05; done")
        run.onLine = { _, line in if line == "ready" { isStopping.store(true, ordering: .relaxed) } }
        run.isStopping = { isStopping.load(ordering: .relaxed) }
        let outcome = try await run.run()
        #expect(String(decoding: outcome.output, as: UTF8.self) == "ready\nsaved\n")
        #expect(outcome.status == 7)
        #expect(outcome.wasStopped)
    }

    @Test func whatTakesTooLongIsEnded() async throws {
        var run = try shell("trap '' INT TERM; while :; do sleep 0.05; done")
        run.timeLimit = .milliseconds(200)
        await #expect { try await run.run() } throws: { error in
            (error as? ProgramError)?.reason == .tooSlow(limit: .milliseconds(200))
        }
    }

    @Test func whatPrintsTooMuchIsEnded() async throws {
        var run = try shell("while :; do echo more; done")
        run.sizeLimit = 1000
        await #expect { try await run.run() } throws: { error in
            (error as? ProgramError)?.reason == .tooMuchOutput(limit: 1000)
        }
    }

    @Test func aProgramThatIsNotThereCannotBeStarted() async {
        let run = ProgramRun(Program(path: "/nowhere/at/all"), [], environment: [:])
        await #expect { try await run.run() } throws: { error in
            (error as? ProgramError)?.reason == .notStarted("there is no such program")
        }
    }

    @Test func onlyAbsoluteFoldersAreSearched() {
        #expect(Program.find("sh", in: ".:bin::/nowhere") == nil)
        #expect(Program.find("sh", in: "/nowhere:/bin") == Program(path: "/bin/sh"))
        #expect(Program.find("bin", in: "/usr") == nil)
    }
}
