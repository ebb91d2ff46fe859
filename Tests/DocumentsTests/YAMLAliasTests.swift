import Diagnostics
import Documents
import Testing

@Suite struct YAMLAliasTests {
    @Test func anAliasStandsForTheValueOfItsAnchor() {
        checkYAML(
            "a: &x [1, {b: 2}]\nc: *x\nd: &y t\n*y : 3",
            is: ["a": [1, ["b": 2]], "c": [1, ["b": 2]], "d": "t", "t": 3]
        )
    }

    @Test func aLaterAnchorReplacesAnEarlierOne() {
        checkYAML("- &x 1\n- *x\n- &x 2\n- *x", is: [1, 1, 2, 2])
    }

    @Test func anAliasHasAPlaceOfItsOwnAndItsPartsTheirs() throws {
        let text = "a: &x {b: 2}\nc: *x"
        let document = try #require(YAMLReader.read(SourceFile(path: "test.yaml", text: text)).documents.first)
        #expect(coveredTexts(document) == [text, "a", "&x {b: 2}", "b", "2", "c", "*x", "b", "2"])
    }

    @Test func anchorsEndWithTheirDocument() {
        checkYAML(
            "&x a\n---\n*x",
            is: "a",
            nil,
            diagnostics: ["3:1 RAD1022 no anchor 'x' stands before this alias"]
        )
    }

    @Test func aValueCannotHoldItself() {
        checkYAML("&x [*x]", is: [nil], diagnostics: ["1:5 RAD1022 alias 'x' stands inside the value that it names"])
    }

    @Test func aBombIsRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let result = YAMLReader.read(SourceFile(path: "test.yaml", text: text))
        #expect(
            result.diagnostics.map(summary) == ["6:20 RAD1023 aliases of this file stand for more than 250000 values"]
        )
        #expect(result.documents.isEmpty)
    }

    @Test func nestingThroughAliasesHasTheSameLimit() {
        let text = "- &a0 x\n" + (1...300).map { "- &a\($0) [*a\($0 - 1)]\n" }.joined()
        let result = YAMLReader.read(SourceFile(path: "test.yaml", text: text))
        #expect(result.diagnostics.map(summary) == ["201:10 RAD1003 values are nested more than 200 levels deep"])
    }

    @Test func mergedMembersStandInThePlaceOfTheMergeKey() {
        checkYAML(
            "base: &b {x: 1, y: 2}\nit:\n  a: 0\n  <<: *b\n  y: 3\n",
            is: ["base": ["x": 1, "y": 2], "it": ["a": 0, "x": 1, "y": 3]]
        )
        let result = YAMLReader.read(SourceFile(path: "test.yaml", text: "a: 0\n<<: {x: 1}\ny: 3"))
        #expect(result.documents.first?.value.objectValue.map { Array($0.names) } == ["a", "x", "y"])
    }

    @Test func theEarlierOfSeveralMergedMappingsWins() {
        checkYAML("<<: [{a: 1, b: 1}, {b: 2, c: 2}]\nc: 3", is: ["a": 1, "b": 1, "c": 3])
    }

    @Test func aQuotedMergeKeyIsAName() {
        checkYAML("'<<': {a: 1}", is: ["<<": ["a": 1]])
    }

    @Test(arguments: [
        ("<<: 1\na: 2", "1:5 RAD1027 expected a mapping to merge, found '1'"),
        ("<<: [{b: 1}, x]\na: 2", "1:14 RAD1027 expected a mapping to merge, found 'x'"),
        ("<<: {}\n<<: {}\na: 2", "2:1 RAD1002 name '<<' stands twice in one object"),
    ])
    func onlyMappingsAreMergedAndOnlyOnce(yaml: String, diagnostic: String) {
        let result = YAMLReader.read(SourceFile(path: "test.yaml", text: yaml))
        #expect(result.diagnostics.map(summary) == [diagnostic])
        #expect(result.documents.first?.value["a"] == 2)
    }
}
