import Bicep
import Diagnostics
import Foundation
import TestSupport
import Testing

/// The sample: one application file, two environments.
@Suite struct TraderXTests {
    @Test(arguments: ["kubernetes", "aci"])
    func theSameFileIsDeployedToBothEnvironments(environment: String) async throws {
        try await deployed(to: environment) { rad in
            let again = try rad.run("deploy", "traderx/app.bicep", "-e", environment)
            #expect(again.status == 0)
            #expect(again.errors == "")
            let line = "No changes: application 'traderx' in environment '\(environment)' is up to date"
            #expect(again.output.hasPrefix(line) && again.output.split(separator: "\n").count == 1, "\(again.output)")
        }
    }

    @Test func theManifestsFollowTheSchemasOfKubernetes() async throws {
        guard let python = Tool.python else { return }
        try await deployed(to: "kubernetes") { rad in
            var arguments = [Tool.path("validate-manifests.py"), ".rad/out/kubernetes"]
            if let definitions = Tool.customResources {
                arguments += ["--crds", definitions]
            } else {
                arguments += ["--skip", "HTTPProxy"]
            }
            let outcome = try Tool.run(python, arguments, in: rad.folder)
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }

    @Test func whatDeletesTheApplicationLeavesTheEnvironment() async throws {
        try await deployed(to: "aci") { rad in
            let outcome = try rad.run("app", "delete", "traderx", "-e", "aci", "--yes")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let files = try rad.folder.files()
            #expect(files.allSatisfy { !$0.hasPrefix(".rad/out/aci/traderx") })
            #expect(files.contains { $0.hasPrefix(".rad/out/aci/_environment") })
        }
    }

    @Test(arguments: ["kubernetes", "aci"])
    func theGraphShowsTheServicesAndTheirDatabase(environment: String) async throws {
        try await deployed(to: environment) { rad in
            let graph = try rad.run("app", "graph", "traderx", "-e", environment, "-o", "dot").output
            for name in ["account-service", "database", "ingress", "trade-processor", "web-front-end-angular"] {
                #expect(graph.contains("\"\(name)\"") || graph.contains(">\(name)<"), "\(name) is not in\n\(graph)")
            }
        }
    }

    @Test func theRecipesDoWhatTheirExamplesSay() async throws {
        try await Program.with { rad in
            try FileManager.default.copyItem(atPath: Self.folder, toPath: "\(rad.folder.path)/traderx")
            let outcome = try rad.run("recipe", "test", "traderx/recipes")
            #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)\(outcome.output)")
            #expect(outcome.output.hasSuffix(" passed, 0 failed.\n"))
        }
    }

    /// A change of the platform's recipe concerns this environment, and everyone who reads what the recipe gives.
    @Test(arguments: ["kubernetes", "aci"])
    func aChangeOfTheRecipeConcernsTheDatabase(environment: String) async throws {
        try await deployed(to: environment) { rad in
            let impact = [
                "recipe", "impact", "--resource-type", "Applications.Datastores/sqlDatabases", "-e", environment,
            ]
            let unchanged = try rad.run(impact)
            #expect(unchanged.status == 0 && unchanged.errors == "", "\(unchanged.errors)")
            #expect(unchanged.output.hasSuffix("1 resource uses the recipe: 0 would change.\n"), "\(unchanged.output)")
            let folder = environment == "aci" ? "container-instances" : environment
            let path = "traderx/recipes/\(folder)/sql-database.bicep"
            let text = try rad.folder.read(path)
            try rad.folder.write(
                text.replacing("param database string = 'traderx'", with: "param database string = 'tx'"),
                to: path
            )
            let changed = try rad.run(impact).output
            #expect(changed.contains("~ database: traderx → tx\n"), "\(changed)")
            #expect(changed.contains("read by account-service, position-service, trade-"), "\(changed)")
        }
    }

    @Test func theNextVersionIsShownAsADifference() async throws {
        try await deployed(to: "kubernetes") { rad in
            let outcome = try rad.run("app", "graph", "traderx", "-e", "kubernetes", "--diff", "traderx/next.bicep")
            #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            for line in [
                "~ position-service (Applications.Core/containers)", "~ trade-service (Applications.Core/containers)",
                "+ notification-service (Applications.Core/containers)", "~ ingress (Applications.Core/gateways)",
                "+ notification-service -> trade-feed (tradeFeed)", "- trade-service -> database (database)",
                "1 added, 0 removed, 3 changed, 7 unchanged.",
            ] { #expect(outcome.output.contains(line + "\n"), "\(outcome.output)") }
            let plan = try rad.run("deploy", "traderx/next.bicep", "-e", "kubernetes")
            #expect(plan.status == 0 && plan.errors == "", "\(plan.errors)")
        }
    }

    /// Ten thousand mutated copies: none traps, none hangs, each is printed as it was read.
    @Test(arguments: 0..<10) func mutatedCopiesAreReadToTheirEnd(round: Int) throws {
        var random = SeededGenerator(seed: UInt64(round) &* 104_729 &+ 3)
        let sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/app.bicep")))
        for _ in 0..<1_000 {
            let bytes = random.mutated(sample)
            let tree = SyntaxTree.parse(SourceFile(path: "app.bicep", bytes: bytes))
            guard tree.text == bytes else {
                Issue.record("printing the tree gives another text: \(bytes)")
                return
            }
        }
    }

    /// Whatever the definition says, the program ends with 0 or 1 and leaves the state whole.
    @Test func mutatedCopiesAreDeployedOrRefused() async throws {
        try await deployed(to: "kubernetes") { rad in
            var random = SeededGenerator(seed: 17)
            let sample = Array(try rad.folder.read("traderx/app.bicep").utf8)
            for _ in 0..<25 {
                let text = String(decoding: random.mutated(sample), as: UTF8.self)
                try rad.folder.write(text, to: "traderx/app.bicep")
                let before = try rad.folder.fingerprint()
                let outcome = try rad.run("deploy", "traderx/app.bicep", "-e", "kubernetes")
                #expect([0, 1].contains(outcome.status), "\(outcome.errors)\n\(text)")
                guard outcome.status == 1 else { continue }
                #expect(outcome.errors.contains("error: "), "\(outcome.errors)")
                #expect(try rad.folder.fingerprint() == before, "a refused definition has changed something")
            }
        }
    }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("samples/traderx").path

    /// Runs a test in a folder where the sample is deployed.
    private func deployed(to environment: String, _ body: (Program) async throws -> Void) async throws {
        try await Program.with { rad in
            try FileManager.default.copyItem(atPath: Self.folder, toPath: "\(rad.folder.path)/traderx")
            for arguments in [["traderx/environments/\(environment).bicep"], ["traderx/app.bicep", "-e", environment]] {
                let outcome = try rad.run(["deploy"] + arguments)
                try #require(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.errors == "")
            }
            try await body(rad)
        }
    }
}

/// The validators of Tests/Tools, where there is a Python that has what they need.
private enum Tool {
    static let python = variable("RAD_TEST_PYTHON")
    static let customResources = variable("RAD_TEST_CRDS")

    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Tools/\(name)").path
    }

    static func run(
        _ program: String,
        _ arguments: [String],
        in folder: ScratchFolder
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
