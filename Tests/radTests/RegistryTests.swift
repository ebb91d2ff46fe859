import Foundation
import TestSupport
import Testing

private let module =
    "@export()\nvar image = 'nginx:1.27'\nmetadata description = 'A greeting.'\nparam name string\noutput text string = 'hello ${name}'\n"

/// `rad bicep publish` and `rad bicep restore` with the registry that most others are made of.
@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: RegistryServer.program != nil, "set RAD_TEST_REGISTRY to the path of docker-registry")
)
struct RegistryTests {
    @Test func whatIsPublishedCanBeUsed() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.folder.write(module, to: "m.bicep")
                let target = "br:\(server.address)/shop/hello:1.0"
                let published = try rad.succeed("bicep", "publish", "m.bicep", "--target", target, "--plain-http")
                let digest = try #require(published.firstMatch(of: /@(sha256:[0-9a-f]{64})\n$/)?.output.1)
                let pinned = "br:\(server.address)/shop/hello@\(digest)"
                #expect(published == "Published m.bicep as \(target)\n\(pinned)\n")

                try rad.folder.write(using([target, pinned]), to: "main.bicep")
                let missing = try rad.run("bicep", "lint", "main.bicep", "--no-restore")
                #expect(missing.status == 1 && missing.output.contains("[BCP190]\n"))
                #expect(missing.output.contains("help: rad bicep restore main.bicep\n"))

                let restored = try rad.succeed("bicep", "restore", "main.bicep", "--plain-http")
                #expect(restored == "Restored \(target)\nRestored \(pinned)\n")
                try rad.succeed("bicep", "lint", "main.bicep")
                let snapshot = try rad.succeed("bicep", "snapshot", "main.bicep")
                #expect(snapshot.contains("\"o0\": \"hello you\"") && snapshot.contains("\"o1\": \"hello you\""))

                let folder = ".rad/cache/br/\(server.address.replacing(":", with: "$"))/shop$hello"
                let names = ["main.json", "manifest", "metadata"]
                let files = try rad.folder.files().filter { $0.hasPrefix(".rad") }
                #expect(
                    files.sorted()
                        == ["1.0$", digest.replacing(":", with: "#")].flatMap { tag in
                            names.map { "\(folder)/\(tag)/\($0)" }
                        }
                )
                #expect(try rad.folder.read("\(folder)/1.0$/metadata").contains("\"manifestDigest\": \"\(digest)\""))
                #expect(
                    try rad.folder.read("\(folder)/1.0$/main.json")
                        == rad.succeed("bicep", "build", "m.bicep", "--stdout")
                )
            }
        }
    }

    @Test func aTagIsReplacedOnlyByForce() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                let target = "br:\(server.address)/hello:1.0"
                let publish = ["bicep", "publish", "--file", "m.bicep", "--target", target, "--plain-http"]
                try rad.folder.write(module, to: "m.bicep")
                #expect(try rad.run(publish).status == 0)
                try rad.folder.write(using([target]), to: "main.bicep")
                try rad.succeed("bicep", "restore", "main.bicep", "--plain-http")

                try rad.folder.write(module.replacing("hello $", with: "bye $"), to: "m.bicep")
                let refused = try rad.run(publish)
                #expect(refused.status == 1 && refused.output == "")
                #expect(
                    refused.errors == """
                        error: cannot publish 'm.bicep' as '\(target)': '\(server.address)' has a 'hello:1.0' already [RAD1122]
                        help: publish under another tag, or replace it with '--force'

                        """
                )
                #expect(try rad.run(publish + ["--force"]).status == 0)

                let kept = try rad.succeed("bicep", "restore", "main.bicep", "--plain-http")
                #expect(kept == "Nothing to restore: the cache has every module.\n")
                #expect(try rad.succeed("bicep", "snapshot", "main.bicep").contains("hello you"))
                try rad.succeed("bicep", "restore", "main.bicep", "--plain-http", "--force")
                #expect(try rad.succeed("bicep", "snapshot", "main.bicep").contains("bye you"))
            }
        }
    }

    @Test func aRecipeFromARegistryIsThatOfTheFile() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                let path = "templatePath: '../recipes/redis.bicep'"
                let address = "\(server.address)/recipes/redis"
                #expect(Environments.prod.contains(path))
                try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
                try rad.folder.write(Environments.prod, to: "env/prod.bicep")
                try rad.folder.write(Applications.shop, to: "app.bicep")
                try rad.succeed("deploy", "env/prod.bicep")
                try rad.succeed("deploy", "app.bicep", "-e", "prod")

                let remote = "templatePath: '\(address)', plainHttp: true"
                try rad.folder.write(Environments.prod.replacing(path, with: remote), to: "env/prod.bicep")
                try rad.succeed("deploy", "env/prod.bicep")
                let missing = try rad.run("plan", "app.bicep", "-e", "prod")
                #expect(missing.status == 1 && missing.errors.contains("has no 'recipes/redis:latest' [RAD4003]"))
                let target = "br:\(address):latest"
                try rad.succeed("bicep", "publish", "recipes/redis.bicep", "--target", target, "--plain-http")
                let plan = try rad.succeed("plan", "app.bicep", "-e", "prod")
                #expect(plan.hasPrefix("No changes: "), "\(plan)")
                try rad.succeed("deploy", "app.bicep", "-e", "prod", "--no-restore")
            }
        }
    }

    @Test func theSourceGoesAlongIfItIsWanted() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.folder.write(module, to: "shared/m.bicep")
                try rad.folder.write(using(["../shared/m.bicep", "part.bicep"]), to: "app/main.bicep")
                try rad.folder.write(module, to: "app/part.bicep")
                let target = "br:\(server.address)/app:1.0"
                let publish = ["bicep", "publish", "app/main.bicep", "--target", target, "--plain-http"]
                #expect(try rad.run(publish + ["--with-source"]).status == 0)
                try rad.folder.write("module app '\(target)' = {}\n", to: "main.bicep")
                try rad.succeed("bicep", "restore", "main.bicep", "--plain-http")
                let path = try #require(try rad.folder.files().first { $0.hasSuffix("/manifest") })
                let manifest = try rad.folder.read(path)
                let layer = try #require(
                    manifest.firstMatch(of: /module\.source\.v1\.tar\+gzip","digest":"(sha256:[0-9a-f]+)"/)
                )
                let archive = String(decoding: try server.blob(String(layer.output.1)), as: UTF8.self)
                for name in ["files/main.bicep", "files/part.bicep", "files/_root1_/shared/m.bicep"] {
                    #expect(archive.contains(name))
                }
                #expect(!archive.contains(rad.folder.path))
            }
        }
    }

    @Test func manyMayRestoreAtOnce() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                let targets = (0..<6).map { "br:\(server.address)/hello:\($0)" }
                try rad.folder.write(module, to: "m.bicep")
                for target in targets {
                    try rad.succeed("bicep", "publish", "m.bicep", "--target", target, "--plain-http")
                }
                try rad.folder.write(using(targets), to: "main.bicep")
                try rad.succeed("bicep", "restore", "main.bicep", "--plain-http")
                let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
                    for number in 0..<8 {
                        let command =
                            number % 2 == 0
                            ? ["restore", "main.bicep", "--plain-http", "--force"] : ["snapshot", "main.bicep"]
                        group.addTask { try rad.run(["bicep"] + command).status }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses == [Int32](repeating: 0, count: 8))
                #expect(try rad.folder.files().count { $0.hasPrefix(".rad/cache") } == 3 * targets.count)
            }
        }
    }

    @Test func eachFailureIsReportedAtItsPlace() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.folder.write(module, to: "m.bicep")
                let good = "br:\(server.address)/hello:1.0"
                let bad = "br:\(server.address)/none:1.0"
                try rad.succeed("bicep", "publish", "m.bicep", "--target", good, "--plain-http")
                try rad.folder.write(using([bad, good, bad]), to: "parts/inner.bicep")
                try rad.folder.write(
                    "module inner 'parts/inner.bicep' = {}\noutput x int = nothing\n",
                    to: "main.bicep"
                )
                let outcome = try rad.run("bicep", "restore", "main.bicep", "--plain-http")
                #expect(outcome.status == 1 && outcome.output == "Restored \(good)\n")
                let marks = String(repeating: "^", count: bad.utf8.count + 2)
                #expect(
                    outcome.errors == """
                        parts/inner.bicep:1:11: error: cannot restore '\(bad)': '\(server.address)' has no 'none:1.0' [RAD1112]
                          |
                        1 | module m0 '\(bad)' = { params: { name: 'you' } }
                          |           \(marks)
                        help: check the repository and the tag; some registries hide what they do not allow to see

                        """
                )
            }
        }
    }

    @Test(.enabled(if: variable("RAD_TEST_SKOPEO") != nil, "set RAD_TEST_SKOPEO to the path of skopeo"))
    func skopeoCopiesWhatIsPublished() async throws {
        let skopeo = try #require(variable("RAD_TEST_SKOPEO"))
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.folder.write(module, to: "m.bicep")
                let target = "\(server.address)/shop/hello"
                try rad.succeed("bicep", "publish", "m.bicep", "--target", "br:\(target):1.0", "--plain-http")
                let copy = ["copy", "--src-tls-verify=false", "--dest-tls-verify=false"]
                let policy = ["--policy", "\(rad.folder.path)/policy.json"]
                try rad.folder.write(#"{"default": [{"type": "insecureAcceptAnything"}]}"#, to: "policy.json")
                _ = try RegistryServer.run(
                    skopeo,
                    policy + copy + ["docker://\(target):1.0", "docker://\(server.address)/mirror/hello:2.0"]
                )
                try rad.folder.write(using(["br:\(server.address)/mirror/hello:2.0"]), to: "main.bicep")
                try rad.succeed("bicep", "restore", "main.bicep", "--plain-http")
                #expect(try rad.succeed("bicep", "snapshot", "main.bicep").contains("hello you"))
            }
        }
    }

    @Test(.enabled(if: variable("RAD_TEST_PYTHON") != nil, "needs a Python with oras, named by RAD_TEST_PYTHON"))
    func orasReadsWhatIsPublishedAndPublishesWhatIsRead() async throws {
        let python = try #require(variable("RAD_TEST_PYTHON"))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Tools/exchange-module.py").standardizedFileURL.path
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.folder.write(module, to: "m.bicep")
                let repository = "\(server.address)/shop/hello"
                try rad.succeed("bicep", "publish", "m.bicep", "--target", "br:\(repository):1.0", "--plain-http")
                let digest = try RegistryServer.run(python, [script, repository, "1.0", "2.0"])
                try rad.folder.write(using(["br:\(repository):1.0", "br:\(repository):2.0"]), to: "main.bicep")
                try rad.succeed("bicep", "restore", "main.bicep", "--plain-http")
                #expect(try rad.succeed("bicep", "snapshot", "main.bicep").contains("\"o1\": \"hello you\""))
                let manifest = try rad.folder.files().filter { $0.hasSuffix("/1.0$/manifest") }
                let text = try rad.folder.read(try #require(manifest.first))
                #expect(text.contains(String(decoding: digest, as: UTF8.self).trimmingCharacters(in: .newlines)))
            }
        }
    }

    @Test func credentialsAreThoseOfDocker() async throws {
        try await RegistryServer.with(.password) { server in
            try await checkLogin(to: server, mayPullWithout: false)
        }
    }

    @Test func tokensAreFetched() async throws {
        try await TokenService.with { realm, certificate in
            try await RegistryServer.with(.token(realm: realm, certificate: certificate)) { server in
                try await checkLogin(to: server, mayPullWithout: true)
            }
        }
    }

    @Test func commandsRestoreByThemselvesWhatIsMissing() async throws {
        try await RegistryServer.with(isProtected: true) { server in
            try await Program.with { rad in
                let trust = ["SSL_CERT_FILE": try #require(server.authorities)]
                let target = "br:\(server.address)/hello:V1"
                try rad.folder.write(module, to: "m.bicep")
                let publish = ["bicep", "publish", "m.bicep", "--target", target]
                let distrusted = try rad.run(publish)
                #expect(distrusted.status == 1 && distrusted.errors.contains("[RAD1114]"))
                #expect(try rad.run(publish, environment: trust).status == 0)

                try rad.folder.write(using([target]), to: "main.bicep")
                for (place, command) in [["lint"], ["build"], ["snapshot"]].enumerated() {
                    let environment = trust.merging(["RAD_CACHE_DIR": "\(rad.folder.path)/\(place)"]) { $1 }
                    let outcome = try rad.run(["bicep"] + command + ["main.bicep"], environment: environment)
                    #expect(outcome.status == 0 && outcome.errors == "", "\(command): \(outcome.errors)")
                    // Nothing is fetched the second time, so that nobody has to be trusted.
                    let again = try rad.run(
                        ["bicep"] + command + ["main.bicep"],
                        environment: ["RAD_CACHE_DIR": "\(rad.folder.path)/\(place)"]
                    )
                    #expect(again.status == 0)
                }
                try rad.folder.write("import { image } from '\(target)'\n\(application)", to: "app.bicep")
                let plan = try rad.run("plan", "app.bicep", environment: trust)
                #expect(plan.status == 0 && plan.errors == "" && plan.output.contains("shop"), "\(plan.errors)")
                let offline = try rad.run(["deploy", "app.bicep", "--no-restore"])
                #expect(offline.status == 0 && offline.errors == "", "\(offline.errors)")
            }
        }
    }
}

/// A variable of the tests; `nil` if it is empty.
private func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
}

/// An application whose image comes from a module.
private let application = """
    extension radius

    resource shop 'Applications.Core/applications@2023-10-01-preview' = {
      name: 'shop'
      properties: { environment: 'default' }
    }

    resource web 'Applications.Core/containers@2023-10-01-preview' = {
      name: 'web'
      properties: { application: shop.id, container: { image: image } }
    }

    """

/// A file that uses modules with a parameter and an output each.
private func using(_ references: [String]) -> String {
    references.enumerated().map { place, reference in
        "module m\(place) '\(reference)' = { params: { name: 'you' } }\noutput o\(place) string = m\(place).outputs.text\n"
    }
    .joined()
}

/// Publishes and restores without credentials, with wrong ones and with the right ones; they are never shown.
private func checkLogin(to server: RegistryServer, mayPullWithout isPublic: Bool) async throws {
    try await Program.with { rad in
        let target = "br:\(server.address)/shop/hello:1.0"
        let publish = ["bicep", "publish", "m.bicep", "--target", target, "--plain-http"]
        let restore = ["bicep", "restore", "main.bicep", "--plain-http", "--force"]
        var outcomes: [Program.Outcome] = []
        func run(_ arguments: [String], password: String?) throws -> Program.Outcome {
            let auth = Data("anna:\(password ?? "")".utf8).base64EncodedString()
            let entry = password.map { _ in "\"\(server.address)\": {\"auth\": \"\(auth)\"}" } ?? ""
            try rad.folder.write("{\"auths\": {\(entry)}}", to: ".docker/config.json")
            let outcome = try rad.run(arguments)
            outcomes.append(outcome)
            for secret in [auth, password, RegistryServer.password] where secret?.isEmpty == false {
                #expect(!(outcome.output + outcome.errors).contains(secret ?? ""), "a secret is shown")
            }
            return outcome
        }
        try rad.folder.write(module, to: "m.bicep")
        try rad.folder.write(using([target]), to: "main.bicep")

        let anonymous = try run(publish, password: nil)
        #expect(anonymous.status == 1 && anonymous.errors.contains("docker login \(server.address)\n"))
        let wrong = try run(publish, password: "wrong-password")
        #expect(wrong.status == 1 && wrong.errors.contains("does not accept the stored credentials [RAD1110]"))
        let right = try run(publish, password: RegistryServer.password)
        #expect(right.status == 0, "\(right.errors)")

        #expect(try run(restore, password: nil).status == (isPublic ? 0 : 1))
        #expect(try run(restore, password: "wrong-password").status == 1)
        #expect(try run(restore, password: RegistryServer.password).status == 0)
    }
}

/// What `publish` and `restore` refuse before any registry is asked.
@Suite struct RegistryRefusalTests {
    @Test(arguments: [
        ("example.com/m:1", "[BCP193]"), ("br:example.com/m", "[BCP196]"), ("br/shop:m:1", "[BCP213]"),
        ("ts:shop/m:1", "[RAD1102]"), ("br:example.com/m@sha256:\(String(repeating: "0", count: 64))", "[RAD7091]"),
    ])
    func aTargetThatIsNoTagIsRefused(target: String, code: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(module, to: "m.bicep")
            let outcome = try rad.run("bicep", "publish", "m.bicep", "--target", target)
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.hasPrefix("--target:1:1: error: ") && outcome.errors.contains(code))
        }
    }

    @Test func onlyBicepIsPublished() async throws {
        try await Program.with { rad in
            try rad.folder.write("hello", to: "m.txt")
            try rad.refuse(
                "bicep",
                "publish",
                "m.txt",
                "--target",
                "br:example.com/m:1",
                saying: """
                    error: 'm.txt' cannot be published: its name must end in '.bicep' or '.json' [RAD7090]
                    help: name the .bicep file
                    """
            )
        }
    }

    @Test func brokenFilesAreNotPublished() async throws {
        try await Program.with { rad in
            try rad.folder.write("output o string = nothing", to: "m.bicep")
            let outcome = try rad.run("bicep", "publish", "m.bicep", "--target", "br:127.0.0.1:1/m:1")
            #expect(outcome.status == 1 && outcome.errors.contains("[BCP057]"))
        }
    }

    @Test(arguments: [
        ["--target", "br:h/m:1"], ["m.bicep", "--file", "m.bicep", "--target", "br:h/m:1"], ["m.bicep"],
        ["m.bicep", "--target", "br:h/m:1", "--documentation-uri", "docs"],
    ])
    func wrongUsageIsRefused(arguments: [String]) async throws {
        try await Program.with { rad in
            let outcome = try rad.run(["bicep", "publish"] + arguments)
            #expect(outcome.status == 64)
        }
    }

    @Test func aFileWithoutModulesNeedsNoRegistry() async throws {
        try await Program.with { rad in
            try rad.folder.write(module, to: "m.bicep")
            let output = try rad.succeed("bicep", "restore", "m.bicep")
            #expect(output == "Nothing to restore: no module of a registry is used.\n")
        }
    }
}
