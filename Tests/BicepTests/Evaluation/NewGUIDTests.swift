import Bicep
import Diagnostics
import Documents
import Testing

/// `newGuid()` of a deployment: like no other, and the same whenever the same is evaluated again.
@Suite struct NewGUIDTests {
    private static let seed = GUIDSeed(bytes: Array(repeating: 7, count: 32))

    private static let text = """
        param first string = newGuid()
        param pair string = '${newGuid()} ${newGuid()}'
        param some array = map(range(0, 3), i => newGuid())
        output all string = '${first} ${pair} ${join(some, ' ')}'
        """

    @Test func everyCallGivesAnotherGUID() throws {
        let guids = try Self.guids(Self.text, Self.seed)
        #expect(guids.count == 6)
        #expect(Set(guids).count == 6)
        for guid in guids {
            #expect(guid.utf8.count == 36)
            #expect(Array(guid)[14] == "4", "version 4: \(guid)")
            #expect("89ab".contains(Array(guid)[19]), "the variant of RFC 9562: \(guid)")
        }
    }

    @Test func theSameSeedGivesTheSameGUIDsAndNoOtherDoes() throws {
        let guids = try Self.guids(Self.text, Self.seed)
        #expect(try Self.guids(Self.text, Self.seed) == guids)
        #expect(try Set(Self.guids(Self.text, GUIDSeed())).isDisjoint(with: guids))
        #expect(try Set(Self.guids(Self.text, Self.seed.derived(for: "cache"))).isDisjoint(with: guids))
    }

    /// A password does not change because another one is given, or because a parameter is added before it.
    @Test func aGUIDDoesNotDependOnTheOthers() throws {
        let text = "param a string = newGuid()\nparam b string = newGuid()\noutput all string = '${a} ${b}'"
        let guids = try Self.guids(text, Self.seed)
        #expect(try Self.guids(text, Self.seed, parameters: ["a": "given"]) == ["given", guids[1]])
        let longer = "param new string = newGuid()\n" + text.replacing("'${a} ${b}'", with: "'${new} ${b} ${a}'")
        #expect(try Self.guids(longer, Self.seed).dropFirst() == [guids[1], guids[0]])
    }

    /// Each use of a module has GUIDs of its own.
    @Test func modulesAreToldApart() throws {
        let files = OneFile(text: "param id string = newGuid()\noutput id string = id")
        let text = """
            param id string = newGuid()
            module inner 'inner.bicep' = [for i in range(0, 2): { name: 'inner${i}' }]
            output all string = '${id} ${inner[0].outputs.id} ${inner[1].outputs.id}'
            """
        #expect(try Set(Self.guids(text, Self.seed, files: files)).count == 3)
    }

    /// The words of the output `all`.
    private static func guids(
        _ text: String,
        _ seed: GUIDSeed,
        parameters: ValueObject = [:],
        files: any FileLoader = NoFiles()
    ) throws -> [String] {
        let checked = BoundModule.check(SourceFile(path: "main.bicep", text: text), files: files)
        var context = EvaluationContext()
        context.parameters = parameters
        context.files = files
        context.newGuid = { seed.guid(of: $0) }
        let evaluation = checked.module.evaluate(in: context)
        #expect(evaluation.diagnostics.map(\.message) == [])
        return try #require(evaluation.outputs.first { $0.key == "all" }?.value.stringValue).split(separator: " ").map(
            String.init
        )
    }
}

private struct OneFile: FileLoader {
    let text: String

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        LoadedFile(path: path, bytes: Array(text.utf8))
    }
}
