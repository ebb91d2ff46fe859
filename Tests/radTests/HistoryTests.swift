import Foundation
import Glibc
import TestSupport
import Testing

/// `rad app status|history|drift`, `rad state` and `rad lock`.
@Suite struct HistoryTests {
    private static let applications = ".rad/state/groups/default/environments/default/applications"

    private func deployed(_ body: (Program) async throws -> Void) async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            try await body(rad)
        }
    }

    private func lines(_ text: String) -> [[Substring]] {
        text.split(separator: "\n").map { $0.split(separator: " ") }
    }

    @Test func deploymentsAreListedTheNewestFirst() async throws {
        try await deployed { rad in
            try rad.succeed("deploy", "app.bicep")
            try rad.folder.write(Applications.shop.replacing("web:1.0", with: "web:2.0"), to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let rows = lines(try rad.succeed("app", "history", "shop"))
            #expect(rows.map(\.first) == ["REVISION", "2", "1"])
            #expect(rows[1].contains("~1") && rows[1].suffix(3) == ["rad", "deploy", "app.bicep"])
            #expect(rows[2].contains("+9") && rows[2].contains("Succeeded"), "\(rows[2])")
            let document = try rad.succeed("app", "history", "shop", "-o", "json")
            for member in ["\"revision\": 2", "\"created\": 9", "\"command\": \"rad deploy app.bicep\""] {
                #expect(document.contains(member), "\(document)")
            }
            #expect(try rad.run("app", "history", "shopp").errors.contains("[RAD7032]"))
        }
    }

    @Test func whatSomebodyElseChangedIsShown() async throws {
        try await deployed { rad in
            #expect(
                try rad.succeed("app", "drift", "shop")
                    == "No drift: application 'shop' in environment 'default' is as it was deployed (9 objects).\n"
            )
            let files = try rad.folder.files().filter { $0.hasPrefix(".rad/out/") }
            let service = try #require(files.first { $0.lowercased().contains("service") && $0.contains("web") })
            let deployment = try #require(files.first { $0.lowercased().contains("deployment") && $0.contains("web") })
            try FileManager.default.removeItem(atPath: "\(rad.folder.path)/\(service)")
            try rad.folder.write("replicas: 7\n", to: deployment)
            let before = try rad.folder.fingerprint()
            let drift = try rad.run("app", "drift", "shop", "--exit-code")
            #expect(drift.status == 2)
            let rows = lines(drift.output)
            #expect(rows.contains { $0.first == "web" && $0.contains("apps/Deployment") && $0.last == "changed" })
            #expect(rows.contains { $0.first == "web" && $0.last == "missing" })
            #expect(drift.output.hasSuffix("2 of 9 objects drifted.\n"), "\(drift.output)")
            #expect(try rad.folder.fingerprint() == before)
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.run("app", "drift", "shop", "--exit-code").status == 0)
        }
    }

    @Test func theStatusNamesGateways() async throws {
        try await Program.with { rad in
            let gateway = """
                resource gateway 'Applications.Core/gateways@2023-10-01-preview' = {
                  name: 'gateway'
                  properties: {
                    application: app.id
                    hostname: { fullyQualifiedHostname: 'shop.example.com' }
                    routes: [ { path: '/', destination: 'http://web:8080' } ]
                  }
                }

                """
            try rad.folder.write(Applications.shop + gateway, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            #expect(
                try rad.succeed("app", "status", "shop") == """
                    APPLICATION  RESOURCES
                    shop         3

                    GATEWAY   ENDPOINT
                    gateway   http://shop.example.com

                    """
            )
            #expect(try rad.succeed("app", "status", "shop", "-o", "json").contains("\"endpoint\": \"http://shop"))
        }
    }

    @Test func theStateIsShownAndVerified() async throws {
        try await deployed { rad in
            let shown = try rad.succeed("state", "show", "shop")
            #expect(shown.contains("directory:.rad/out") && shown.contains("apps/Deployment"))
            #expect(try rad.succeed("state", "show", "shop", "-o", "json").contains("\"certain\": true"))
            #expect(try rad.succeed("state", "verify").hasSuffix("1 journal: all whole.\n"))

            let journal = "\(Self.applications)/shop.journal"
            let text = try rad.folder.read(journal)
            try rad.folder.write(text.replacing("\"revision\":1", with: "\"revision\":7"), to: journal)
            let damaged = try rad.run("state", "verify")
            #expect(damaged.status == 1)
            #expect(damaged.output.hasSuffix("1 journal: 1 damaged.\n"), "\(damaged.output)")
            #expect(damaged.errors.contains("shop.journal"), "\(damaged.errors)")
        }
    }

    @Test func whoWorksOnADeploymentIsShown() async throws {
        try await deployed { rad in
            #expect(try rad.succeed("lock", "show") == "Nobody works on a deployment.\n")
            let lock = "\(Self.applications)/shop.lock"
            let note = #"{"process":4711,"host":"builder","command":"rad deploy app.bicep","since":1769847300}"#
            try rad.folder.write(note + "\n", to: lock)
            // A lock that was left behind is none.
            #expect(try rad.succeed("lock", "show") == "Nobody works on a deployment.\n")
            let descriptor = open("\(rad.folder.path)/\(lock)", O_RDWR | O_CLOEXEC)
            defer { close(descriptor) }
            try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            let held = lines(try rad.succeed("lock", "show"))
            #expect(
                held.last == [
                    "default", "default", "shop", "4711", "builder", "2026-01-31T08:15:00Z", "with", "the",
                    "process", "rad", "deploy", "app.bicep",
                ]
            )
            #expect(try rad.succeed("lock", "show", "-o", "json").contains("\"host\": \"builder\""))
            // A first deployment has no journal yet, and says itself what it has locked.
            let first = "\(Self.applications)/first.lock"
            let said = note.dropLast() + #","group":"default","environment":"far","application":"first"}"#
            try rad.folder.write("\(said)\n", to: first)
            let other = open("\(rad.folder.path)/\(first)", O_RDWR | O_CLOEXEC)
            defer { close(other) }
            try #require(flock(other, LOCK_EX | LOCK_NB) == 0)
            #expect(lines(try rad.succeed("lock", "show")).map { $0[2] } == ["APPLICATION", "shop", "first"])
            let broken = try rad.run("lock", "break", "shop", "--yes")
            #expect(broken.status == 1)
            #expect(broken.errors.contains("[RAD7173]"), "\(broken.errors)")
            #expect(broken.errors.contains("kill 4711"))
        }
    }
}
