import Foundation
import TestSupport
import Testing

/// What another rad does after one has planned and before it begins: it looks once more under the lock of the group.
@Suite(.timeLimit(.minutes(10)))
struct MeanwhileTests {
    /// Lets commands plan, runs something while they wait for the lock of the group, and gives what they printed.
    private func run(_ commands: [String], meanwhile: String, in rad: Program) throws -> [String] {
        let places = commands.indices.map { "run\($0)" }
        let starts = zip(commands, places).map { "\($0) >\($1).out 2>\($1).err 9>&- &" }
        let waits = places.map { "until grep -q 'Deploying' \($0).out; do sleep 0.02; done" }
        let script =
            ["mkdir -p .rad/state/groups/default", "exec 9>>.rad/state/groups/default/group.lock", "flock 9"] + starts
            + waits + [meanwhile, "exec 9>&-", "wait"]
        _ = try rad.run(script: script.joined(separator: "\n"))
        return try places.map { try rad.folder.read("\($0).err") }
    }

    private static func application(_ name: String) -> String {
        """
        extension radius
        param environment string
        resource app 'Radius.Core/applications@2025-08-01-preview' = {
          name: '\(name)'
          properties: { environment: environment }
        }
        resource web 'Radius.Compute/containers@2025-08-01-preview' = {
          name: 'web'
          properties: { application: app.id, environment: environment, containers: { main: { image: 'web:1' } } }
        }

        """
    }

    @Test func ofApplicationsAtTheSameTimeOneMakesAnObject() async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "prod", "--preview")
            let names = ["one", "two", "three"]
            for name in names { try rad.folder.write(Self.application(name), to: "\(name).bicep") }
            let errors = try run(names.map { "rad deploy \($0).bicep -e prod" }, meanwhile: "true", in: rad)
            #expect(errors.filter { $0.contains("[RAD7050]") }.count == 2, "\(errors)")
            #expect(errors.filter(\.isEmpty).count == 1)
            #expect(try rad.folder.files().filter { $0.hasSuffix("deployment-web.yaml") }.count == 1)
        }
    }

    private static let record = ".rad/state/groups/default/environments/prod/environment.json"

    @Test func nothingIsDeployedToAnEnvironmentThatIsGone() async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "prod", "--preview")
            try rad.folder.write(Self.application("one"), to: "one.bicep")
            let errors = try run(["rad deploy one.bicep -e prod"], meanwhile: "rm \(Self.record)", in: rad)
            #expect(errors[0].contains("there is no environment 'prod' in group 'default' [RAD7031]"), "\(errors)")
            #expect(try !rad.folder.files().contains { $0.contains("/out/") || $0.hasSuffix("one.journal") })
        }
    }

    @Test func nothingIsDeployedToAnEnvironmentThatHasMoved() async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "prod", "--preview", "--kubernetes-namespace", "new")
            try rad.succeed("env", "list")
            let moved = try rad.folder.read(Self.record)
            try rad.succeed("env", "update", "prod", "--preview", "--kubernetes-namespace", "old")
            try rad.folder.write(moved, to: "moved.json")
            try rad.folder.write(Self.application("one"), to: "one.bicep")
            let errors = try run(["rad deploy one.bicep -e prod"], meanwhile: "cp moved.json \(Self.record)", in: rad)
            #expect(
                errors[0].hasPrefix(
                    "one.bicep:3:10: error: environment 'prod' was changed while this deployment was prepared for it "
                        + "[RAD7052]"
                ),
                "\(errors)"
            )
            #expect(try !rad.folder.files().contains { $0.contains("/out/") })
        }
    }

    @Test func anEnvironmentStaysInTheGenerationThatWasFirst() async throws {
        try await Program.with { rad in
            let outcome = try rad.run(
                script: """
                    for n in 1 2 3 4; do
                      rad env create both --kubernetes-namespace both &
                      rad env create both --preview --kubernetes-namespace both &
                    done
                    wait
                    """
            )
            let ways = Set(outcome.output.split(separator: "\n"))
            #expect(ways.count == 1, "\(outcome.output)")
        }
    }

    /// Whoever finds the environment being worked on says so; what was said to be done is done.
    @Test func updatesAtTheSameTimeUndoNothingOfEachOther() async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "prod")
            let changes = [
                "--kubernetes-namespace moved", "--aws-region r --aws-account-id 123456789012",
                "--azure-subscription-id s --azure-resource-group g",
            ]
            let marks = ["moved", "123456789012", "resourceGroups/g"]
            let commands = changes.indices.map { "rad env update prod \(changes[$0]) && touch done\($0) &" }
            let outcome = try rad.run(script: commands.joined(separator: "\n") + "\nwait")
            let shown = try rad.folder.read(Self.record)
            let files = try rad.folder.files()
            let succeeded = changes.indices.filter { files.contains("done\($0)") }
            #expect(!succeeded.isEmpty, "\(outcome.errors)")
            for number in succeeded { #expect(shown.contains(marks[number]), "\(shown)") }
            #expect(outcome.errors.components(separatedBy: "[RAD6020]").count == 4 - succeeded.count)
        }
    }

    /// The application begins while the environment's own objects are taken away.
    @Test func anEnvironmentWithAnApplicationIsNotForgotten() async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "prod", "--preview")
            try rad.succeed("env", "create", "other", "--preview", "--kubernetes-namespace", "other")
            try rad.folder.write(Self.application("one"), to: "one.bicep")
            try rad.succeed("deploy", "one.bicep", "-e", "prod")
            let journal = "environments/prod/applications/one.journal"
            let outcome = try rad.run(
                script: """
                    cd .rad/state/groups/default
                    exec 9>>group.lock
                    flock 9
                    mkdir aside && mv environments/prod/applications aside/
                    (cd ../../../.. && exec rad env delete prod --yes >delete.out 2>delete.err 9>&-) &
                    until [ -e environments/prod/environment.lock ]; do sleep 0.01; done
                    sleep 0.3
                    mv aside/applications environments/prod/
                    exec 9>&-
                    wait
                    """
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            let errors = try rad.folder.read("delete.err")
            #expect(errors.contains("application 'one' in environment 'prod' was deployed while"), "\(errors)")
            #expect(errors.contains("[RAD7053]"))
            let files = try rad.folder.files()
            #expect(files.contains(Self.record) && files.contains { $0.hasSuffix(journal) })
            try rad.succeed("env", "delete", "prod", "--yes")
            #expect(try !rad.folder.files().contains(Self.record))
        }
    }
}
