import Foundation
import TestSupport
import Testing

/// `rad plan`: what a deployment would do, without doing it.
@Suite struct PlanTests {
    @Test func thePlanShowsEveryObjectThatChangesAndWhy() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            var text = try rad.transcript("rad plan app.bicep")
            #expect(try rad.folder.files() == ["app.bicep"], "planning writes nothing")
            try rad.succeed("deploy", "app.bicep")
            text += "\n" + (try rad.transcript("rad plan app.bicep"))
            try rad.folder.write(
                Applications.shop.replacingOccurrences(of: "web:1.0", with: "web:2.0"),
                to: "app.bicep"
            )
            text += "\n" + (try rad.transcript("rad plan app.bicep"))
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("service-cache.yaml") })
            try rad.folder.write("kind: Service\n", to: file)
            text += "\n" + (try rad.transcript("rad plan app.bicep"))
            try rad.folder.write(Applications.shopWithoutWeb, to: "app.bicep")
            text += "\n" + (try rad.transcript("rad plan app.bicep"))
            text += "\n" + (try rad.transcript("rad deploy app.bicep"))
            try expectSnapshot(text, "plan-shop.txt")
        }
    }

    @Test func aPlanIsATableOfMarkdown() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.succeed("plan", "app.bicep", "-o", "markdown").hasPrefix("No changes: "))
            try rad.folder.write(Applications.shop.replacing("web:1.0", with: "web:2.0"), to: "app.bicep")
            #expect(
                try rad.succeed("plan", "app.bicep", "-o", "markdown") == """
                    ### application 'shop' in environment 'default'

                    Plan: 1 to update, 8 unchanged.

                    | | Resource | Type | Object | Why |
                    |---|---|---|---|---|
                    | ~ | web | Applications.Core/containers | apps/Deployment web in default-shop | changed |

                    """
            )
            #expect(try rad.succeed("plan", "app.bicep", "-o", "plain-text").hasPrefix("application 'shop'"))
        }
    }

    @Test func theExitStatusTellsWhetherThereAreChanges() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            #expect(try rad.run("plan", "app.bicep").status == 0)
            #expect(try rad.run("plan", "app.bicep", "--exit-code").status == 2)
            #expect(try rad.run("plan", "app.bicep", "--exit-code", "-o", "json").status == 2)
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.run("plan", "app.bicep", "--exit-code").status == 0)
            try rad.folder.write("resource web", to: "app.bicep")
            #expect(try rad.run("plan", "app.bicep", "--exit-code").status == 1)
        }
    }

    @Test func whatTheLinterFindsStopsAPlanOnlyIfAConfigurationSaysSo() async throws {
        try await Program.with { rad in
            try rad.folder.write("var unused = 1\n" + Applications.shop, to: "app.bicep")
            let quiet = try rad.run("plan", "app.bicep")
            #expect(quiet.status == 0)
            #expect(quiet.errors == "")
            let rule = "{\"analyzers\": {\"core\": {\"rules\": {\"no-unused-vars\": {\"level\": \"error\"}}}}}"
            try rad.folder.write(rule, to: "bicepconfig.json")
            let strict = try rad.run("plan", "app.bicep")
            #expect(strict.status == 1)
            #expect(
                strict.errors.hasPrefix("app.bicep:1:5: error: the variable 'unused' is never used [no-unused-vars]")
            )
        }
    }

    @Test func thePlanForProgramsListsTheSameChanges() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let plan = try rad.succeed("plan", "app.bicep", "-o", "json")
            try expectSnapshot(try shape(ofJSON: plan) + "\n", "plan-json.txt")
            let names = try changes(of: plan, "create")
            #expect(names.first == "core/Namespace default-shop")
            #expect(names.count == 9)
            let deployed = try rad.succeed("deploy", "app.bicep", "-o", "json")
            try expectSnapshot(try shape(ofJSON: deployed) + "\n", "deploy-json.txt")
            #expect(try changes(of: try rad.succeed("plan", "app.bicep", "-o", "json"), "create") == [])
        }
    }

    /// `rad app delete` carries out the plan of an application without resources.
    @Test func whatNeedsOthersIsRemovedBeforeThem() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let made = try changes(of: try rad.succeed("plan", "app.bicep", "-o", "json"), "create")
            try rad.succeed("deploy", "app.bicep")
            let start = try #require(Applications.shop.range(of: "resource web"))
            try rad.folder.write(String(Applications.shop[..<start.lowerBound]), to: "app.bicep")
            let removed = try changes(of: try rad.succeed("plan", "app.bicep", "-o", "json"), "delete")
            #expect(removed.sorted() == made.filter { !$0.hasPrefix("core/Namespace") }.sorted())
            for (dependent, needed) in [
                ("core/Service web", "apps/Deployment web"), ("apps/Deployment web", "core/Secret web"),
                ("apps/Deployment web", "core/ServiceAccount web"),
                ("rbac.authorization.k8s.io/RoleBinding web", "rbac.authorization.k8s.io/Role web"),
                ("apps/Deployment web", "apps/Deployment cache"), ("core/Service cache", "apps/Deployment cache"),
            ] {
                let position = try #require(removed.firstIndex(of: dependent))
                #expect(removed[position...].contains(needed), "\(needed) goes before \(dependent)")
                #expect(made.prefix { $0 != dependent }.contains(needed), "\(needed) is made after \(dependent)")
            }
        }
    }

    @Test func anEnvironmentWhoseDefinitionChangesIsNotUpToDate() async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.prod, to: "prod.bicep")
            try rad.succeed("deploy", "prod.bicep")
            #expect(
                try rad.succeed("plan", "prod.bicep", "--exit-code")
                    == "No changes: environment 'prod' is up to date (1 object).\n"
            )
            try rad.folder.write(
                Environments.prod.replacingOccurrences(of: "redis.bicep", with: "valkey.bicep"),
                to: "prod.bicep"
            )
            let planned = try rad.run("plan", "prod.bicep", "--exit-code")
            #expect(planned.status == 2)
            #expect(
                planned.output == """
                    environment 'prod'

                    Plan: 1 unchanged.
                      ~ prod  Applications.Core/environments  definition

                    """
            )
            #expect(try rad.succeed("plan", "prod.bicep", "-o", "json").contains("\"definition\": \"changed\""))
            #expect(
                try rad.succeed("deploy", "prod.bicep").contains("~ prod  Applications.Core/environments  definition")
            )
            #expect(try rad.succeed("env", "show", "prod", "-o", "wide").contains("../recipes/valkey.bicep"))
            #expect(try rad.succeed("deploy", "prod.bicep").hasPrefix("No changes: environment 'prod'"))
        }
    }

    /// The objects of the changes of one kind, in order.
    private func changes(of plan: String, _ action: String) throws -> [String] {
        let document = try JSONSerialization.jsonObject(with: Data(plan.utf8))
        let parts = try #require(document as? [[String: Any]])
        let changes = parts.flatMap { $0["changes"] as? [[String: String]] ?? [] }
        return changes.filter { $0["action"] == action }.map { "\($0["type"] ?? "") \($0["name"] ?? "")" }
    }
}
