import Foundation
import TestSupport
import Testing

/// `rad app rollback` and `rad app drift --watch`.
@Suite(.timeLimit(.minutes(10))) struct RollbackTests {
    static let old = """
        extension radius
        param environment string
        @secure()
        param password string = 'hunter2'
        resource app 'Radius.Core/applications@2025-08-01-preview' = {
          name: 'shop'
          properties: { environment: environment }
        }
        resource keys 'Applications.Core/secretStores@2023-10-01-preview' = {
          name: 'keys'
          properties: {
            application: app.id
            environment: environment
            type: 'generic'
            data: { password: { value: password } }
          }
        }
        resource web 'Radius.Compute/containers@2025-08-01-preview' = {
          name: 'web'
          properties: {
            environment: environment
            application: app.id
            containers: {
              web: { image: 'registry.example/web:1.0', ports: { http: { containerPort: 8080 } } }
            }
          }
        }

        """

    private func deployed(_ body: (Program) async throws -> Void) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.old, to: "old.bicep")
            try rad.folder.write(
                Self.old.replacing("web:1.0", with: "web:2.0").replacing("hunter2", with: "secret-two"),
                to: "new.bicep"
            )
            try rad.succeed("deploy", "old.bicep")
            try await body(rad)
        }
    }

    /// What the folder target wrote, by name.
    private func output(_ rad: Program) throws -> [String: String] {
        let files = try rad.folder.files().filter { $0.hasPrefix(".rad/out") }
        return Dictionary(uniqueKeysWithValues: try files.map { ($0, try rad.folder.read($0)) })
    }

    @Test func anApplicationGoesBackExactly() async throws {
        try await deployed { rad in
            let before = try output(rad)
            try rad.succeed("deploy", "new.bicep")
            let asked = try rad.run("app", "rollback", "shop")
            #expect(asked.status == 1)
            #expect(
                asked.output.contains(
                    "Rolling application 'shop' in environment 'default' back to revision 1...\n\nPlan: "
                )
            )
            #expect(asked.output.contains("(changed)"))
            #expect(asked.errors.contains("[RAD7036]"))
            #expect(try output(rad) != before)
            let done = try rad.succeed("app", "rollback", "shop", "--yes")
            #expect(done.hasSuffix("Rolled back to revision 1\n"))
            #expect(try output(rad) == before)
            #expect(try rad.succeed("plan", "old.bicep").hasPrefix("No changes: "))
            #expect(try rad.succeed("app", "history", "shop").contains("rad app rollback shop --to 1"))
            let again = try rad.succeed("app", "rollback", "shop", "--to", "1")
            #expect(again == "No changes: application 'shop' in environment 'default' is as it was at revision 1.\n")
            for file in try rad.folder.files() where file.hasPrefix(".rad/state") {
                #expect(try !rad.folder.read(file).contains("hunter2"), "\(file)")
            }
            #expect(
                try rad.succeed("app", "rollback", "shop", "--to", "2", "--yes", "-o", "json").contains(
                    "\"revision\": 2"
                )
            )
        }
    }

    @Test func whatIsNotKeptIsSaid() async throws {
        try await deployed { rad in
            let none = try rad.run("app", "rollback", "shop")
            #expect(none.errors.contains("no deployment before this one of application 'shop'"))
            #expect(none.errors.contains("[RAD7179]"))
            let unknown = try rad.run("app", "rollback", "shop", "--to", "7")
            #expect(unknown.errors.contains("to revision 7: there is none of that number [RAD7178]"))
            try FileManager.default.removeItem(
                atPath: "\(rad.folder.path)/.rad/state/groups/default/environments/default/applications/shop.revisions"
            )
            try rad.succeed("deploy", "new.bicep")
            let lost = try rad.run("app", "rollback", "shop", "--to", "1")
            #expect(lost.errors.contains("to revision 1: it is not kept; the last 10 that succeeded are [RAD7178]"))
        }
    }

    @Test func theKeyMayBeKeptElsewhere() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.old, to: "old.bicep")
            let key = String(repeating: "0f", count: 32)
            let given = ["RAD_STATE_KEY": key]
            #expect(try rad.run("deploy", "old.bicep", environment: given).status == 0)
            #expect(try rad.run("plan", "old.bicep", environment: given).output.hasPrefix("No changes: "))
            for file in try rad.folder.files() { #expect(try !rad.folder.read(file).contains(key), "\(file)") }
            try rad.folder.write("\(key)\n", to: "key.txt")
            let inFile = ["RAD_STATE_KEY_FILE": "key.txt"]
            #expect(try rad.run("plan", "old.bicep", environment: inFile).output.hasPrefix("No changes: "))
            #expect(try rad.run("plan", "old.bicep").errors.contains("[RAD6046]"))
            let other = ["RAD_STATE_KEY": String(repeating: "1f", count: 32)]
            #expect(try rad.run("plan", "old.bicep", environment: other).errors.contains("[RAD6045]"))
            #expect(try rad.run("app", "list", environment: ["RAD_STATE_KEY": "x"]).errors.contains("[RAD7180]"))
            let missing = try rad.run("app", "list", environment: ["RAD_STATE_KEY_FILE": "none"])
            #expect(missing.errors.contains("[RAD7181]"))
        }
    }

    @Test func driftIsWatched() async throws {
        try await deployed { rad in
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("deployment-web.yaml") })
            let outcome = try rad.run(
                script: """
                    rad app drift shop --watch --interval 1 --exit-code >out.txt 2>err.txt &
                    until grep -q 'No drift' out.txt; do sleep 0.05; done
                    mv \(file) kept
                    until grep -q missing out.txt; do sleep 0.05; done
                    mv kept \(file)
                    until grep -q 'as rad made it' out.txt; do sleep 0.05; done
                    kill -INT $!
                    wait $!
                    """
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            let lines = try rad.folder.read("out.txt").split(separator: "\n")
            #expect(lines.count == 3)
            #expect(
                lines.last?.hasSuffix("  web  apps/Deployment web in default-shop  as rad made it") == true,
                "\(lines)"
            )
            #expect(try rad.folder.read("err.txt") == "")
        }
    }
}
