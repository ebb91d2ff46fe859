import Foundation
import Glibc
import TestSupport
import Testing

/// What `rad` keeps between runs: the lock, the state, the output folder.
@Suite struct StateTests {
    private static let applications = ".rad/state/groups/default/environments/default/applications"

    @Test(arguments: [["deploy", "app.bicep"], ["app", "delete", "shop", "--yes"]])
    func aSecondRadIsRefusedAndChangesNothing(arguments: [String]) async throws {
        try await deployed { rad in
            try rad.folder.write(Applications.shopWithoutWeb, to: "app.bicep")
            let lock = "\(Self.applications)/shop.lock"
            let note = #"{"process":4711,"host":"builder","command":"rad deploy app.bicep","since":1769847300}"#
            try rad.folder.write(note + "\n", to: lock)
            let descriptor = open("\(rad.folder.path)/\(lock)", O_RDWR | O_CLOEXEC)
            defer { close(descriptor) }
            try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(
                outcome.errors == """
                    error: application 'shop' in environment 'default' is being worked on by 'rad deploy app.bicep', \
                    process 4711 on builder, since 2026-01-31T08:15:00Z [RAD6020]
                    help: wait until it has ended and run the command again

                    """
            )
            #expect(try rad.folder.fingerprint() == before)
            #expect(try rad.run("plan", "app.bicep").status == 0, "planning takes no lock")
        }
    }

    @Test func theLockOfAKilledRadIsNoHindrance() async throws {
        try await deployed { rad in
            try rad.folder.write(
                #"{"process":1,"host":"x","command":"rad","since":0}"#,
                to: "\(Self.applications)/shop.lock"
            )
            #expect(try rad.run("deploy", "app.bicep").status == 0)
            #expect(try rad.folder.files().contains("\(Self.applications)/shop.lock") == false)
        }
    }

    /// Whoever looks at one application does not read the others, which may be large or damaged.
    @Test func anApplicationIsShownWhateverHasBecomeOfAnother() async throws {
        try await deployed { rad in
            let other = Applications.shop.replacingOccurrences(of: "name: 'shop'", with: "name: 'other'")
            try rad.folder.write(other, to: "other.bicep")
            try rad.succeed("deploy", "other.bicep")
            let shown = try rad.succeed("app", "graph", "shop")
            let journal = "\(Self.applications)/other.journal"
            let lines = try rad.folder.read(journal).split(separator: "\n")
            try rad.folder.write(([lines[0]] + lines[2...]).map { "\($0)\n" }.joined(), to: journal)
            #expect(try rad.succeed("app", "graph", "shop") == shown)
            let damaged = try rad.run("app", "graph", "other")
            #expect(damaged.status == 1 && damaged.errors.contains("[RAD6022]"), "\(damaged.errors)")
        }
    }

    @Test(arguments: [["deploy", "app.bicep"], ["plan", "app.bicep"], ["app", "list"]])
    func whatReadsOnlyAndWhatHasNothingToDoWritesNothing(arguments: [String]) async throws {
        try await deployed { rad in
            let before = try rad.folder.fingerprint()
            try #require(try rad.run(arguments).status == 0)
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test func anEnvironmentThatIsUpToDateIsNotWritten() async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            let before = try rad.folder.fingerprint()
            #expect(
                try rad.succeed("deploy", "env/prod.bicep")
                    == "No changes: environment 'prod' is up to date (1 object).\n"
            )
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test func aStateThatCannotBeWrittenIsRefusedBeforeAnythingIsDone() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write("", to: ".rad/state")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run("deploy", "app.bicep")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("'.rad/state") && outcome.errors.contains("[RAD6021]"), "\(outcome.errors)")
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test func aDeploymentThatMovesToAnotherFolderLeavesNothingBehind() async throws {
        try await deployed { rad in
            let before = try rad.folder.files().filter { $0.hasPrefix(".rad/out/") }
            #expect(try rad.run("deploy", "app.bicep", "--output-dir", "manifests").status == 0)
            let files = try rad.folder.files()
            #expect(files.allSatisfy { !$0.hasPrefix(".rad/out/") })
            #expect(
                files.filter { $0.hasPrefix("manifests/") }
                    == before.map { "manifests/" + $0.dropFirst(".rad/out/".count) }
            )
        }
    }

    @Test func deletingAnEnvironmentRemovesItsApplications() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            try rad.succeed("deploy", "app.bicep")
            let others = try rad.folder.files().filter { $0.hasPrefix(".rad/out/default/") }
            #expect(
                try rad.succeed("env", "delete", "prod", "--yes") == "Applications.Core/environments/prod deleted\n"
            )
            #expect(try rad.folder.files().filter { $0.hasPrefix(".rad/out/") } == others)
            #expect(try rad.folder.files().allSatisfy { !$0.hasPrefix(".rad/state/groups/default/environments/prod") })
            #expect(try rad.succeed("app", "list").split(separator: "\n").count == 2)
        }
    }

    @Test func aFileThatRadDidNotMakeStays() async throws {
        try await deployed { rad in
            let mine = ".rad/out/default/shop/kubernetes/default-shop/mine.yaml"
            try rad.folder.write("kind: ConfigMap\n", to: mine)
            try rad.succeed("app", "delete", "shop", "--yes")
            #expect(try rad.folder.files().filter { $0.hasPrefix(".rad/out/") } == [mine])
        }
    }

    private func deployed(_ body: (Program) throws -> Void) async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            try body(rad)
        }
    }
}
