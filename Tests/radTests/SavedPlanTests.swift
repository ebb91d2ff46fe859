import Foundation
import TestSupport
import Testing

/// `rad plan --out`, and what `rad deploy` makes of the file.
@Suite struct SavedPlanTests {
    private static let changed = Applications.shop.replacing("web:1.0", with: "web:2.0")

    @Test func aPlanIsCarriedOutAsItIs() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let planned = try rad.succeed("plan", "app.bicep", "--out", "plan.json")
            #expect(planned == (try rad.succeed("plan", "app.bicep")))
            #expect(try rad.run(script: "stat -c %a plan.json").output == "600\n")
            let deployed = try rad.succeed("deploy", "plan.json")
            #expect(deployed.contains("Deployment Complete"))
            #expect(try rad.succeed("plan", "app.bicep").hasPrefix("No changes: "))
            #expect(try rad.succeed("app", "history", "shop").contains("rad deploy plan.json"))
        }
    }

    /// Whatever changed in between, nothing is done, and what would be different is named.
    @Test func aStalePlanIsRefused() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            try rad.folder.write(Self.changed, to: "app.bicep")
            try rad.succeed("plan", "app.bicep", "--out", "plan.json")

            try rad.folder.write(Self.changed.replacing("web:2.0", with: "web:3.0"), to: "app.bicep")
            try rad.refuse(
                "deploy",
                "plan.json",
                saying: """
                    error: 'plan.json' is no longer what would be done [RAD7160]
                    note: apps/Deployment 'web': ~ spec.template.spec.containers[0].image: registry.example/web:2.0 \
                    -> registry.example/web:3.0
                    help: plan again with 'rad plan ... --out plan.json', and look at it before you deploy it
                    """
            )
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let undone = try rad.run("deploy", "plan.json")
            #expect(undone.errors.contains("apps/Deployment 'web' would no longer be updated"), "\(undone.errors)")

            // Somebody else was faster.
            try rad.folder.write(Self.changed, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.run("deploy", "plan.json").errors.contains("[RAD7160]"))

            // What is there was changed.
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("plan", "app.bicep", "--out", "plan.json")
            let service = try #require(try rad.folder.files().first { $0.hasSuffix("service-cache.yaml") })
            try rad.folder.write("kind: Service\n", to: service)
            let drifted = try rad.run("deploy", "plan.json")
            #expect(
                drifted.errors.contains("core/Service 'cache' would be updated, which was not planned"),
                "\(drifted.errors)"
            )
        }
    }

    /// What was typed counts, and secrets among it are in no file.
    @Test func parametersAreRememberedSealed() async throws {
        try await Program.with { rad in
            let declared = "@secure()\nparam token string\nparam tag string\n"
            let text = Applications.shop.replacing("param environment", with: "\(declared)param environment")
                .replacing("'registry.example/web:1.0'", with: "'registry.example/web:${tag}'")
                .replacing("ports: {", with: "env: { TOKEN: { value: token } }\n      ports: {")
            try rad.folder.write(text, to: "app.bicep")
            let plan = ["plan", "app.bicep", "-p", "token=geheimnis", "-p", "tag=7", "--out", "plan.json"]
            #expect(try rad.run(plan).status == 0)
            #expect(try !rad.folder.read("plan.json").contains("geheimnis"))
            #expect(try rad.run("deploy", "plan.json").status == 0)
            let files = try rad.folder.files().filter { $0.hasPrefix(".rad/out") }
            #expect(try files.contains { try rad.folder.read($0).contains("web:7") })

            // Another secret is another plan.
            #expect(try rad.run(plan.map { $0 == "tag=7" ? "tag=8" : $0 }).status == 0)
            let sealed = try rad.folder.read("plan.json")
            let other = plan.map { $0 == "token=geheimnis" ? "token=anderes" : $0 == "tag=7" ? "tag=8" : $0 }
            #expect(try rad.run(Array(other.dropLast(2) + ["--out", "other.json"])).status == 0)
            let swapped = try rad.folder.read("other.json")
            let mixed = sealed.replacing(try sealedParameters(in: sealed), with: try sealedParameters(in: swapped))
            try rad.folder.write(mixed, to: "plan.json")
            let refused = try rad.run("deploy", "plan.json")
            #expect(refused.errors.contains("[RAD7160]"), "\(refused.errors)")
            #expect(!(refused.errors + refused.output).contains("anderes"))
        }
    }

    private func sealedParameters(in plan: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(plan.utf8)) as? [String: Any]
        return try #require(object?["parameters"] as? String)
    }

    @Test(arguments: [
        (#"{"planVersion": 2}"#, "RAD7161"), (#"{"planVersion": 1}"#, "RAD7162"),
        (#"{"planVersion": 1, "arguments": ["app.bicep"], "parameters": "", "plans": [1]}"#, "RAD7162"),
        (#"{"planVersion": 1, "arguments": ["app.bicep"], "parameters": "00", "plans": []}"#, "RAD7163"),
    ])
    func whatIsNoPlanIsSaid(_ text: String, _ code: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(text, to: "plan.json")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let outcome = try rad.run("deploy", "plan.json")
            #expect(outcome.status == 1 && outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
            #expect(try rad.run("plan", "app.bicep", "--out", "plan.txt").status != 0)
        }
    }
}
