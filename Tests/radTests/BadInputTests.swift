import Foundation
import TestSupport
import Testing

/// Whatever is wrong, there is one error with its place, cause and next step, and nothing is written.
@Suite struct BadInputTests {
    /// An input that must be refused.
    struct Refused: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var arguments: [String] = []
        /// How the error begins; the code stands at the end of the line.
        let error: String
        let code: String

        var testDescription: String { name }
    }

    static let shop = Applications.shop

    static let refused: [Refused] = [
        Refused(
            name: "an unknown name",
            text: shop.replacingOccurrences(of: "source: cache.id", with: "source: cahce.id"),
            error: "app.bicep:21:24: error: ",
            code: "BCP057"
        ),
        Refused(
            name: "a cycle",
            text: shop.replacingOccurrences(
                of: "name: 'cache'",
                with: "name: web.properties.container.image"
            ),
            error: "app.bicep:21:24: error: the declarations depend on each other: web -> cache -> web",
            code: "BCP080"
        ),
        Refused(
            name: "a connection to nothing",
            text: shop.replacingOccurrences(
                of: "source: cache.id",
                with:
                    "source: '/planes/radius/local/resourceGroups/default/providers/Applications.Datastores/redisCaches/none'"
            ),
            error: "app.bicep:21:",
            code: "RAD3"
        ),
        Refused(
            name: "a missing parameter",
            text: shop.replacingOccurrences(
                of: "param environment string",
                with: "param environment string\nparam size int"
            )
            .replacingOccurrences(of: "containerPort: 8080", with: "containerPort: size"),
            error: "app.bicep:4:7: error: ",
            code: "RAD2"
        ),
        Refused(
            name: "a parameter of the wrong type",
            text: shop.replacingOccurrences(
                of: "param environment string",
                with: "param environment string\nparam size int"
            )
            .replacingOccurrences(of: "containerPort: 8080", with: "containerPort: size"),
            arguments: ["-p", "size=large"],
            error: "app.bicep:4:7: error: ",
            code: "RAD2"
        ),
        Refused(
            name: "a value of the wrong type",
            text: shop.replacingOccurrences(of: "containerPort: 8080", with: "containerPort: 'http'"),
            error: "app.bicep:18:39: error: ",
            code: "RAD2"
        ),
        Refused(
            name: "an unknown resource type",
            text: shop.replacingOccurrences(
                of: "Applications.Datastores/redisCaches@",
                with: "Applications.Datastores/redisCache@"
            ),
            error: "app.bicep:26:16: error: ",
            code: "RAD2"
        ),
        Refused(
            name: "a missing environment",
            text: shop,
            arguments: ["-e", "prod"],
            error: "app.bicep:5:10: error: there is no environment 'prod'",
            code: "RAD7031"
        ),
    ]

    @Test(arguments: refused)
    func itIsOneErrorWithItsPlaceAndNothingIsWritten(input: Refused) async throws {
        try await Program.with { rad in
            try rad.folder.write(input.text, to: "app.bicep")
            let outcome = try rad.run(["deploy", "app.bicep"] + input.arguments)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            let errors = outcome.errors.split(separator: "\n").filter { $0.contains("error: ") }
            #expect(errors.count == 1, "\(outcome.errors)")
            #expect(errors.first?.hasPrefix(input.error) == true, "\(outcome.errors)")
            #expect(errors.first?.contains("[\(input.code)") == true, "\(outcome.errors)")
            #expect(outcome.errors.contains("help: ") || outcome.errors.contains("note: "), "\(outcome.errors)")
            #expect(try rad.folder.files() == ["app.bicep"])
        }
    }

    @Test func aFileThatIsNotThere() async throws {
        try await refusesFile("none.bicep", code: "RAD7010") { _ in }
    }

    @Test func aFolder() async throws {
        try await refusesFile("folder.bicep", code: "RAD7010") { try $0.write("", to: "folder.bicep/x") }
    }

    @Test func aBinaryFile() async throws {
        try await refusesFile("app.bicep", code: "RAD7011") { try $0.write("extension radius\u{0}", to: "app.bicep") }
    }

    @Test func anEnormousFile() async throws {
        try await refusesFile("app.bicep", code: "RAD7010") { folder in
            try folder.write("", to: "app.bicep")
            let handle = try #require(FileHandle(forWritingAtPath: "\(folder.path)/app.bicep"))
            try handle.truncate(atOffset: 1 << 32)
        }
    }

    @Test func aFileOfAnotherKind() async throws {
        try await refusesFile("app.txt", code: "RAD7013") { try $0.write("", to: "app.txt") }
    }

    @Test func anOutputFolderThatCannotBeWritten() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write("", to: "taken")
            let outcome = try rad.run("deploy", "app.bicep", "--output-dir", "taken")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("taken"), "\(outcome.errors)")
            #expect(outcome.errors.contains("help: move 'taken' out of the way"), "\(outcome.errors)")
            #expect(try rad.run("deploy", "app.bicep").status == 0)
        }
    }

    private func refusesFile(
        _ name: String,
        code: String,
        _ prepare: (ScratchFolder) throws -> Void
    ) async throws {
        try await Program.with { rad in
            try prepare(rad.folder)
            let before = try rad.folder.files()
            let outcome = try rad.run("deploy", name)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
            #expect(outcome.errors.contains("help: "), "\(outcome.errors)")
            #expect(try rad.folder.files() == before)
        }
    }
}
