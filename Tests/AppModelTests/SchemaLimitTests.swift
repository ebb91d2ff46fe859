import Diagnostics
import Testing

@testable import AppModel

/// References multiply what a small manifest says: reading it costs neither the stack nor the memory.
@Suite(.timeLimit(.minutes(1)))
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

    /// What is said of a schema whose property refers to the first of some definitions.
    private func diagnostics(of definitions: [String]) -> [Diagnostic] {
        let text =
            """
            namespace: My.Types
            types:
              note:
                apiVersions:
                  '2025-01-01':
                    schema:
                      properties: { a: { $ref: '#/$defs/d0' } }
                      $defs:

            """ + definitions.joined(separator: "\n")
        return TypeManifest.read(SourceFile(path: "types.yaml", text: text)).diagnostics
    }
}
