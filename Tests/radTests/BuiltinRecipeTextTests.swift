import Foundation
import TestSupport
import Testing

/// The texts of the recipes that are built in, as a user copies them to begin one.
@Suite struct BuiltinRecipeTextTests {
    @Test(arguments: ["local-dev", "aci", "azure", "aws"])
    func theyAreLaidOutAndNothingIsToBeSaidOfThem(pack: String) async throws {
        try await Program.with { rad in
            let shown = try rad.run("recipe-pack", "show", pack, "-o", "json")
            let sources = shown.output.matches(of: /"source": "(builtin:[^"]+)"/).map { String($0.output.1) }
            #expect(!sources.isEmpty, "\(shown.errors)")
            for source in sources {
                let name = source.split(separator: "/").dropFirst().joined(separator: ".") + ".bicep"
                try rad.folder.write(rad.run("recipe", "show", source, "--source").output, to: name)
                let lint = try rad.run("bicep", "lint", name)
                #expect(lint.status == 0)
                #expect(lint.output + lint.errors == "", "\(source)")
            }
            let format = try rad.run("bicep", "format", "--check", ".")
            #expect(format.status == 0, "\(format.output + format.errors)")
        }
    }
}
