import Foundation
import Synchronization
import TestSupport
import Testing

/// Recipes from archives on a server.
@Suite(.timeLimit(.minutes(10)))
struct ArchiveRecipeTests {
    private static let files = [
        "recipes-1/redis/main.bicep": """
        import { port } from '../shared/ports.bicep'
        param context object
        output result object = {
          values: { host: '${context.resource.name}.${loadTextContent('domain.txt')}', port: port }
        }
        """,
        "recipes-1/redis/domain.txt": "one.example",
        "recipes-1/shared/ports.bicep": "@export()\nvar port = 6380",
    ]

    /// A folder of which a server of this machine shows the files, and a program with an application.
    private static func with(_ test: (Program, LoopbackServer) async throws -> Void) async throws {
        try await Program.with { rad in
            for (name, text) in files { try rad.folder.write(text, to: "served/\(name)") }
            let made = try rad.run(
                script: """
                    set -e; cd served
                    tar czf recipes.tar.gz recipes-1; tar cf recipes.tar recipes-1
                    ln -s /etc/passwd link; tar cf link.tar link
                    echo x > evil; tar cPf up.tar --transform 's,^,../../,' evil
                    head -c 41943040 /dev/zero > zeros; tar czf bomb.tar.gz zeros; rm zeros
                    head -c 2000 recipes.tar > short.tar
                    python3 -c "import shutil; shutil.make_archive('recipes', 'zip', '.', 'recipes-1')"
                    cp recipes-1/shared/ports.bicep plain.bicep
                    """
            )
            try #require(made.status == 0, "\(made.errors)")
            let root = "\(rad.folder.path)/served/"
            let token = Data("anna:pass-word-1".utf8).base64EncodedString()
            let server = try LoopbackServer { request in
                let name = String(request.target.dropFirst())
                if name.hasPrefix("private/"), request.headers["authorization"] != "Basic \(token)" {
                    return .response(status: 401, headers: ["WWW-Authenticate: Basic realm=\"x\""])
                }
                if name == "moved.tar.gz" { return .response(status: 302, headers: ["Location: /recipes.tar.gz"]) }
                if name == "cut.tar.gz" { return .cut(after: "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nabc") }
                let path = root + (name.hasPrefix("private/") ? String(name.dropFirst(8)) : name)
                guard let bytes = FileManager.default.contents(atPath: path) else { return .response(status: 404) }
                return .response(status: 200, body: Array(bytes))
            }
            defer { server.stop() }
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try await test(rad, server)
        }
    }

    private static func plan(
        _ source: String,
        in rad: Program,
        _ more: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        try rad.folder.write(Environments.withRecipe(source), to: "env.bicep")
        let deployed = try rad.run("deploy", "env.bicep")
        #expect(deployed.status == 0, "\(deployed.errors)")
        return try rad.run(["plan", "app.bicep", "-e", "fetched"] + more, environment: environment)
    }

    @Test(arguments: ["recipes.tar.gz", "recipes.tar", "recipes.zip", "moved.tar.gz"])
    func aRecipeIsFetchedOnceWithTheFilesThatItRefersTo(name: String) async throws {
        try await Self.with { rad, server in
            let source = "\(server.url)/\(name)//recipes-1/redis"
            for (more, variables) in [(["--offline"], [:]), (["--no-restore"], [:]), ([], ["RAD_OFFLINE": "1"])] {
                let offline = try Self.plan(source, in: rad, more, environment: variables)
                #expect(offline.errors.contains("has not been fetched: it is not in "), "\(offline.errors)")
            }
            #expect(server.connectionCount == 0)
            let plan = try Self.plan(source, in: rad)
            #expect(plan.status == 0, "\(plan.errors)")
            server.stop()
            let deployed = try rad.run("deploy", "app.bicep", "-e", "fetched", environment: ["RAD_OFFLINE": "1"])
            #expect(deployed.status == 0, "\(deployed.errors)")
            let texts = try rad.folder.files().filter { $0.hasPrefix(".rad/out/") }.map { try rad.folder.read($0) }
            #expect(texts.contains { $0.contains("cache.one.example") })
            #expect(try rad.folder.files().allSatisfy { !$0.contains("draft") })
        }
    }

    @Test func whatWasSentMustHaveTheDigest() async throws {
        try await Self.with { rad, server in
            let digest = try rad.run(script: "sha256sum served/recipes.zip").output.prefix(64)
            let source = "\(server.url)/recipes.zip//recipes-1/redis?checksum=sha256:"
            let right = try Self.plan(source + digest, in: rad)
            #expect(right.status == 0, "\(right.errors)")
            let zeros = String(repeating: "0", count: 64)
            let wrong = try Self.plan(source + zeros, in: rad)
            #expect(wrong.status == 1)
            #expect(
                wrong.errors.contains("expected sha256:\(zeros), found sha256:\(digest) [RAD4138]"),
                "\(wrong.errors)"
            )
            #expect(try rad.folder.files().filter { $0.hasPrefix(".rad/cache/archives/") }.count == Self.files.count)
        }
    }

    @Test func aLongerDigestHoldsAsWellAndIsPartOfTheCache() async throws {
        try await Self.with { rad, server in
            let digest = try rad.run(script: "sha512sum served/recipes.zip").output.prefix(128)
            let source = "\(server.url)/recipes.zip//recipes-1/redis?checksum="
            for given in ["sha512:\(digest)", "\(digest)"] {
                let right = try Self.plan(source + given, in: rad)
                #expect(right.status == 0, "\(right.errors)")
            }
            // Both mean the same archive, which was fetched once.
            #expect(server.connectionCount == 1)
            let wrong = try Self.plan(source + "sha512:" + String(repeating: "0", count: 128), in: rad)
            #expect(wrong.errors.contains("found sha512:\(digest) [RAD4138]"), "\(wrong.errors)")
        }
    }

    /// What may pass is asked for again, and what will not is not.
    @Test func aServerThatIsBusyIsAskedAgain() async throws {
        try await Self.with { rad, server in
            let busy = Mutex(0)
            let archive = Array(try Data(contentsOf: URL(fileURLWithPath: "\(rad.folder.path)/served/recipes.zip")))
            let troubled = try LoopbackServer { request in
                let count = busy.withLock { count in
                    count += 1
                    return count
                }
                guard request.target != "/gone.zip" else { return .response(status: 404) }
                switch count {
                case 1: return .response(status: 503, headers: ["Retry-After: 0"])
                case 2: return .cut(after: "HTTP/1.1 200 OK\r\nContent-Length: \(archive.count)\r\n\r\nPK")
                case _: return .response(status: 200, body: archive)
                }
            }
            defer { troubled.stop() }
            let plan = try Self.plan("\(troubled.url)/recipes.zip//recipes-1/redis", in: rad)
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(busy.withLock { $0 } == 3)
            let gone = try Self.plan("\(troubled.url)/gone.zip//recipes-1/redis", in: rad)
            #expect(gone.errors.contains("has no such file (status 404) [RAD4136]"), "\(gone.errors)")
            #expect(busy.withLock { $0 } == 4)
        }
    }

    /// Behind TLS, with an authority that the user trusts; without it nothing is fetched.
    @Test func aServerBehindTLSIsTrustedOnlyThroughItsAuthority() async throws {
        try await TLSFiles.with { server in
            try await Self.with { rad, _ in
                let archive = try Data(contentsOf: URL(fileURLWithPath: "\(rad.folder.path)/served/recipes.zip"))
                try archive.write(to: URL(fileURLWithPath: "\(server.folder.path)/recipes.zip"))
                let source = "https://\(server.host)/recipes.zip//recipes-1/redis"
                let refused = try Self.plan(source, in: rad)
                #expect(refused.status == 1)
                #expect(refused.errors.contains("[RAD4136]"), "\(refused.errors)")
                let trusted = try Self.plan(source, in: rad, environment: ["SSL_CERT_FILE": server.certificate])
                #expect(trusted.status == 0, "\(trusted.errors)")
            }
        }
    }

    @Test(arguments: [
        ("gone.tar.gz", "'127.0.0.1' has no such file (status 404) [RAD4136]"),
        ("cut.tar.gz", "[RAD4136]"),
        ("private/recipes.zip", "'127.0.0.1' does not let rad in (status 401) [RAD4137]"),
        ("link.tar", "the archive holds 'link', which is a link [RAD4139]"),
        ("up.tar", "the archive holds '../../evil', which leads out of its folder or is no name of a file [RAD4139]"),
        ("bomb.tar.gz", "bytes that rad accepts of one of its size [RAD4140]"),
        ("short.tar", "the archive cannot be read: it ends in the middle [RAD4141]"),
        ("plain.bicep?archive=zip", "the archive cannot be read: it has no directory [RAD4141]"),
        ("recipes.zip//gone", "cannot be read: there is no such file [RAD4135]"),
    ])
    func whatCannotBeHadOrTrustedIsSaid(rest: String, expected: String) async throws {
        try await Self.with { rad, server in
            let source = "\(server.url)/\(rest)"
            let plan = try Self.plan(source, in: rad)
            #expect(plan.status == 1)
            #expect(plan.errors.contains("cannot fetch recipe '\(source)': "), "\(plan.errors)")
            #expect(plan.errors.contains(expected), "\(plan.errors)")
            let kept = try rad.folder.files().filter { $0.hasPrefix(".rad/cache/") }
            #expect(kept.isEmpty || expected.contains("RAD4135"), "\(kept)")
            #expect(!FileManager.default.fileExists(atPath: "\(rad.folder.path)/evil"))
        }
    }

    @Test func aServerThatAsksWhoIsThereIsToldByNetrc() async throws {
        try await Self.with { rad, server in
            let source = "\(server.url)/private/recipes.zip//recipes-1/redis"
            let refused = try Self.plan(source, in: rad)
            #expect(refused.errors.contains("write 'machine 127.0.0.1 login NAME password TOKEN' into ~/.netrc"))
            try rad.folder.write("machine 127.0.0.1\n  login anna password pass-word-1\n", to: ".netrc")
            let plan = try Self.plan(source, in: rad)
            #expect(plan.status == 0, "\(plan.errors)")
            for file in try rad.folder.files() where file.hasPrefix(".rad/") {
                #expect(try !rad.folder.read(file).contains("pass-word-1"), "\(file)")
            }
        }
    }
}
