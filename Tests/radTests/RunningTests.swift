import TestSupport
import Testing

/// `rad resource logs|expose` and `rad run` where nothing runs.
@Suite(.timeLimit(.minutes(10))) struct RunningTests {
    @Test func nothingRunsInAFolder() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            #expect(try rad.run("deploy", "app.bicep").status == 0)
            for arguments in [
                ["resource", "logs", "Applications.Core/containers", "web"],
                ["resource", "expose", "Applications.Core/containers", "web", "--port", "8080"],
                ["run", "app.bicep"],
            ] {
                let outcome = try rad.run(arguments)
                #expect(outcome.status == 1)
                #expect(
                    outcome.errors == """
                        error: workspace 'local' writes files: nothing runs there [RAD7190]
                        help: use a workspace of kind 'kubernetes' with '-w'; 'rad workspace list' shows which there are

                        """
                )
            }
        }
    }

    @Test(arguments: [
        (["logs", "web", "web"], "'web' is no resource type"),
        (
            ["logs", "Applications.Core/containers", "web", "--tail=-2"],
            "'--tail' is a number of lines, 0 or more, or -1 for all."
        ),
        (
            ["logs", "Applications.Core/containers", "web", "--previous", "--follow"],
            "What was written before cannot be followed: leave '--follow' out."
        ),
        (["expose", "Applications.Core/containers", "web", "--port", "70000"], "A port is a number from 1 to 65535"),
        (["expose", "Applications.Core/containers", "web"], "Missing expected argument '--port <port>'"),
    ])
    func wrongUsageIsSaidAtOnce(arguments: [String], message: String) async throws {
        try await Program.with { rad in
            let outcome = try rad.run(["resource"] + arguments)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
        }
    }
}
