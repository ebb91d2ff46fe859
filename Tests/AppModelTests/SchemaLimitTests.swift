import Diagnostics
import Testing

@testable import AppModel

/// References multiply what a small manifest says: reading it costs neither the stack nor the memory.
@Suite(.timeLimit(.minutes(10)))
struct SchemaLimitTests {
    @Test func aLongChainOfReferencesIsRefused() throws {
        let links = (0..<6000).map { "            d\($0): { $ref: '#/$defs/d\($0 + 1)' }" }
        let found = diagnostics(of: links + ["            d6000: { type: string }"])
        #expect(
            found.map(\.message) == [
                "'#/$defs/d200' is reached through more than 200 references that lead from one to the next"
            ]
        )
        #expect(found.map(\.code) == ["RAD2170"])
    }

    @Test func aChainWithinTheLimitIsFollowed() throws {
        let links = (0..<199).map { "            d\($0): { $ref: '#/$defs/d\($0 + 1)' }" }
        #expect(diagnostics(of: links + ["            d199: { type: string }"]).isEmpty)
    }

    @Test func referencesThatDoubleAreRefused() throws {
        let pairs = (0..<40).map { number in
            let reference = "{ $ref: '#/$defs/d\(number + 1)' }"
            return "            d\(number): { properties: { a: \(reference), b: \(reference) } }"
        }
        let found = diagnostics(of: pairs + ["            d40: { type: string }"])
        #expect(
            found.map(\.message) == [
                "the schema has more than 20000 parts, those counted that its references lead to"
            ]
        )
        #expect(found.map(\.code) == ["RAD2170"])
    }

    /// Each is said once, however many references lead there, and in a time that grows with the text alone.
    @Test func manyReferencesToManyMistakesAreRead() throws {
        let count = 6_000
        let definitions = (0..<count).map { "            d\($0): { type: bogus }" }
        let references = (0..<count).map { "                a\($0): { $ref: '#/$defs/d\($0)' }" }
        let users = ["            d\(count): {", "              type: object, properties: {"]
        let found = diagnostics(
            of: definitions + users + [references.joined(separator: ",\n"), "              } }"],
            first: count
        )
        #expect(found.count == count)
        #expect(Set(found.map(\.code)).count == 1)
    }

    /// What is said of a schema whose property refers to one of some definitions.
    private func diagnostics(of definitions: [String], first: Int = 0) -> [Diagnostic] {
        let text =
            """
            namespace: My.Types
            types:
              note:
                apiVersions:
                  '2025-01-01':
                    schema:
                      properties: { a: { $ref: '#/$defs/d\(first)' } }
                      $defs:

            """ + definitions.joined(separator: "\n")
        return TypeManifest.read(SourceFile(path: "types.yaml", text: text)).diagnostics
    }
}
