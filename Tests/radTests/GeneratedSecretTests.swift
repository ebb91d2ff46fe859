import Foundation
import TestSupport
import Testing

/// Secrets that nobody gives: made once for a resource, or anew at each deployment where the author says so.
@Suite struct GeneratedSecretTests {
    private static let shop =
        Applications.legacy(named: "shop") + """


            resource documents 'Applications.Datastores/mongoDatabases@2023-10-01-preview' = {
              name: 'documents'
              properties: { application: app.id, environment: environment }
            }
            """

    @Test func aGeneratedPasswordStaysAndIsOnlyInTheSecret() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.shop, to: "app.bicep")
            let first = try rad.run("deploy", "app.bicep")
            #expect(first.status == 0, "\(first.errors)")
            let password = try Self.password(in: rad.folder)
            #expect(password.utf8.count == 36)
            #expect(!password.hasPrefix("00000000"))
            let second = try rad.run("deploy", "app.bicep")
            #expect(second.output.hasPrefix("No changes:"), "\(second.output)")
            #expect(try rad.run("plan", "app.bicep", "--exit-code").status == 0)
            #expect(try Self.password(in: rad.folder) == password)
            for file in try rad.folder.files() where !file.contains("/secret-") {
                #expect(try !rad.folder.read(file).contains(password), "\(file)")
            }
            #expect(!(first.output + first.errors).contains(password))
        }
    }

    /// The names are the same; what differs is the key of each state.
    @Test func twoStatesHaveTwoPasswords() async throws {
        var passwords: Set<String> = []
        for _ in 0..<2 {
            try await Program.with { rad in
                try rad.folder.write(Self.shop, to: "app.bicep")
                #expect(try rad.run("deploy", "app.bicep").status == 0)
                passwords.insert(try Self.password(in: rad.folder))
            }
        }
        #expect(passwords.count == 2)
    }

    /// A plan keeps no key, and neither does a deployment whose input is bad.
    @Test func aPlanWithoutAStateSaysWhatADeploymentWouldDoAndWritesNothing() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.shop, to: "app.bicep")
            let plan = try rad.run("plan", "app.bicep")
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(plan.output.contains("+ core/Secret documents-credentials in default-shop"), "\(plan.output)")
            try rad.folder.write(Self.shop.replacing("name: 'documents'", with: "name: 3"), to: "bad.bicep")
            #expect(try rad.run("deploy", "bad.bicep").status == 1)
            #expect(try rad.folder.files().sorted() == ["app.bicep", "bad.bicep"])
        }
    }

    /// In the author's own file a GUID is new whenever the file is deployed, as in Bicep.
    @Test func aGUIDOfTheApplicationIsNewAtEachDeployment() async throws {
        try await Program.with { rad in
            let text = Applications.shop.replacing(
                "param environment string",
                with: "param environment string\nparam run string = newGuid()\nparam other string = newGuid()"
            )
            .replacing(
                "image: 'registry.example/web:1.0'",
                with: "image: 'registry.example/web:1.0'\n      env: { RUN: { value: '${run}/${other}' } }"
            )
            try rad.folder.write(text, to: "app.bicep")
            var runs: Set<Substring> = []
            for _ in 0..<2 {
                #expect(try rad.run("deploy", "app.bicep").status == 0)
                let file = try #require(try rad.folder.files().first { $0.hasSuffix("deployment-web.yaml") })
                let guids = try rad.folder.read(file).matches(of: /[0-9a-f-]{36}\/[0-9a-f-]{36}/).map(\.output)
                #expect(guids.count == 1)
                for guid in guids { runs.formUnion(guid.split(separator: "/")) }
            }
            #expect(runs.count == 4)
            #expect(!runs.contains { $0.hasPrefix("00000000") })
        }
    }

    /// What the Secret of the database holds.
    private static func password(in folder: ScratchFolder) throws -> String {
        let file = try #require(try folder.files().first { $0.contains("/secret-documents") })
        let match = try #require(try folder.read(file).firstMatch(of: /password: *"?([^"\n]+)/))
        return String(match.1)
    }
}
