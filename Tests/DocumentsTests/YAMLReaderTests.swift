import Diagnostics
import Documents
import Testing

@Suite struct YAMLReaderTests {
    @Test func everyKindOfNodeIsRead() {
        checkYAML(
            """
            # a comment
            name: web
            ports:
            - 80
            - {name: https, port: 443}
            empty:
            flow: [a, "b", 'c']
            text: |
              one
              two
            folded: >-
              one
              two
            """,
            is: [
                "name": "web", "ports": [80, ["name": "https", "port": 443]], "empty": nil, "flow": ["a", "b", "c"],
                "text": "one\ntwo\n", "folded": "one two",
            ]
        )
    }

    @Test func documentsAreReadOneByOne() {
        checkYAML("a: 1\n---\n- 2\n...\n---\n---\n# nothing\n", is: ["a": 1], [2], nil, nil)
    }

    @Test(arguments: ["", "# only a comment\n", "\n\n", "\u{FEFF}"])
    func aFileOfBlanksAndCommentsHasNoDocument(text: String) {
        let result = YAMLReader.read(SourceFile(path: "test.yaml", text: text))
        #expect(result.documents.isEmpty)
        #expect(result.diagnostics.isEmpty)
    }

    @Test(
        arguments: [
            ("~", nil), ("null", nil), ("Null", nil), ("NULL", nil), ("nULL", "nULL"), ("true", true), ("True", true),
            ("FALSE", false), ("tRUE", "tRUE"), ("yes", "yes"), ("No", "No"), ("on", "on"), ("OFF", "OFF"), ("y", "y"),
            ("0", 0), ("-0", 0), ("+12", 12), ("-12", -12), ("0x1F", 31), ("0o17", 15), ("0644", 420), ("00", 0),
            ("0899", 899), ("0b101", "0b101"), ("1_000", "1_000"), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9223372036854775808)),
            ("0xFFFFFFFFFFFFFFFFFF", .number(4722366482869645213696)), ("1.5", 1.5), ("-1.5", -1.5), (".5", 0.5),
            ("5.", 5.0), ("1e3", 1000.0), ("1.5E-3", 0.0015), (".inf", .number(.infinity)),
            ("-.Inf", .number(-.infinity)),
            ("1e999", "1e999"), ("12:30", "12:30"), ("2024-01-01", "2024-01-01"), ("1.2.3", "1.2.3"), ("-", [nil]),
            ("+", "+"), (".", "."), ("0x", "0x"), ("0o8", "0o8"), ("e3", "e3"), ("1e", "1e"), ("=", "="),
            ("'1'", "1"), ("\"true\"", "true"), ("''", ""), ("|\n  1\n", "1\n"),
        ] as [(String, Value)]
    )
    func plainScalarsFollowTheCoreSchema(yaml: String, value: Value) {
        checkYAML(yaml, is: value)
    }

    @Test func notANumberIsRead() {
        let documents = YAMLReader.read(SourceFile(path: "test.yaml", text: "[.nan, .NaN]")).documents
        #expect(documents.first?.value.json(.compact) == "[null,null]")
    }

    @Test(
        arguments: [
            ("!!str 1", "1"), ("!!int '1'", 1), ("!!float 1", 1.0), ("!!bool 'true'", true), ("!!null ''", nil),
            ("! 1", "1"), ("!!seq [1]", [1]), ("!!map {a: 1}", ["a": 1]), ("!!str", ""),
        ] as [(String, Value)]
    )
    func tagsOfTheCoreSchemaAreObeyed(yaml: String, value: Value) {
        checkYAML(yaml, is: value)
    }

    @Test(
        arguments: [
            ("!Ref x", "x", "1:1 RAD1024 unknown tag '!Ref', \(expectedTags)"),
            ("!!binary aGk=", "aGk=", "1:1 RAD1024 unknown tag '!!binary', \(expectedTags)"),
            ("!<tag:x> {}", [:], "1:1 RAD1024 unknown tag 'tag:x', \(expectedTags)"),
            ("!!int abc", "abc", "1:1 RAD1026 '!!int abc' is not what the tag '!!int' says"),
            ("!!map [a]", ["a"], "1:1 RAD1026 tag '!!map' does not fit what follows it"),
        ] as [(String, Value, String)]
    )
    func otherTagsAreRefused(yaml: String, value: Value, diagnostic: String) {
        checkYAML(yaml, is: value, diagnostics: [diagnostic])
    }

    @Test func everyPartHasItsPlace() throws {
        let text = "\u{FEFF}é: [1, {b: 'x'}]\nc:\n  - 😀\n  - 2 # comment\n\nd: |\n  t\nz:\n"
        let result = YAMLReader.read(SourceFile(path: "test.yaml", text: text))
        let document = try #require(result.documents.first)
        #expect(
            coveredTexts(document) == [
                String(text.dropFirst().dropLast()), "é", "[1, {b: 'x'}]", "1", "{b: 'x'}", "b", "'x'", "c",
                "- 😀\n  - 2", "😀", "2", "d", "|\n  t\n", "z", "",
            ]
        )
    }

    @Test func linesMayEndAsOnWindows() {
        checkYAML("a: |\r\n  x\r\n  y\r\nb: 1\r\n", is: ["a": "x\ny\n", "b": 1])
    }

    @Test func keysMayBeNumbersAndTruthValues() {
        checkYAML("1: a\ntrue: b\n'c': d\n0x10: e", is: ["1": "a", "true": "b", "c": "d", "0x10": "e"])
    }

    @Test(arguments: [
        ("? [a]\n: 1\nb: 2", "1:3 RAD1025 expected a name as the key, found '[a]'"),
        ("? {a: 1}\n: 1\nb: 2", "1:3 RAD1025 expected a name as the key, found '{a: 1}'"),
        ("~: 1\nb: 2", "1:1 RAD1025 expected a name as the key, found '~'"),
    ])
    func otherKeysAreRefused(yaml: String, diagnostic: String) {
        checkYAML(yaml, is: ["b": 2], diagnostics: [diagnostic])
    }

    @Test func namesThatStandTwiceAreReportedAndTheFirstIsKept() {
        checkYAML(
            "a: 1\nb: {c: 1, c: 2}\n'a': 2\n",
            is: ["a": 1, "b": ["c": 1]],
            diagnostics: [
                "2:11 RAD1002 name 'c' stands twice in one object", "3:1 RAD1002 name 'a' stands twice in one object",
            ]
        )
    }

    @Test(arguments: [
        ("a: b: c", "1:5 RAD1021 ':' cannot stand here"),
        ("a:\n\tb: 1", "2:1 RAD1021 a tab cannot indent"),
        ("a: 'b", "1:4 RAD1021 quoted text is not closed"),
        ("a: @b", "1:4 RAD1021 a value cannot start with '@'"),
        ("a: [1, 2\nb: 3", "2:2 RAD1021 expected ',' or ']'"),
        ("a: {b: 1", "1:9 RAD1021 expected ',' or '}'"),
        ("a: 1\n b: 2", "2:3 RAD1021 ':' cannot stand here"),
        ("a:\n  - 1\n c: 2", "3:2 RAD1021 line does not fit the block around it"),
        ("a: 'b' c", "1:8 RAD1021 line does not fit the block around it"),
        ("a: 1\nb\nc: 2", "3:1 RAD1021 expected ':' after a key"),
        ("a: - b", "1:4 RAD1021 '-' cannot stand here"),
        ("a: \"\\q\"", "1:5 RAD1021 unknown escape sequence in double quotes"),
        ("a: \u{1}", "1:4 RAD1021 control characters are not allowed"),
        ("a: !x!y z", "1:4 RAD1021 unknown kind of tag"),
        ("a: 1\nb", "2:2 RAD1021 expected ':' after a key"),
        ("a: [,]", "1:5 RAD1021 expected a value, found ','"),
        ("a: [", "1:5 RAD1021 expected a value, found the end of the file"),
        ("a: &b\n@", "2:1 RAD1021 a value cannot start with '@'"),
        ("{a: 1}\nb", "2:1 RAD1021 expected '---' before another document"),
    ])
    func brokenSyntaxIsReportedOnceWithItsPlace(yaml: String, diagnostic: String) {
        let result = YAMLReader.read(SourceFile(path: "test.yaml", text: yaml))
        #expect(result.diagnostics.map(summary) == [diagnostic])
    }

    @Test func placesAreRightAfterWideCharacters() {
        checkYAML("é😀: a\nb: @c\n", diagnostics: ["2:4 RAD1021 a value cannot start with '@'"])
    }

    @Test func documentsBeforeAMistakeAreKept() {
        checkYAML("a: 1\n---\nb: @c\n", is: ["a": 1], diagnostics: ["3:4 RAD1021 a value cannot start with '@'"])
    }

    @Test func nestingHasALimit() {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(YAMLReader.read(SourceFile(path: "test.yaml", text: deep)).diagnostics.isEmpty)
        for unit in ["[", "{a: ", "- ", "? "] {
            let text = String(repeating: unit, count: 5000)
            let result = YAMLReader.read(SourceFile(path: "test.yaml", text: text))
            #expect(result.diagnostics.map(\.code) == ["RAD1003"])
        }
    }

    @Test func bytesThatAreNotTextAreRefused() {
        let result = YAMLReader.read(SourceFile(path: "test.yaml", bytes: Array("a: ".utf8) + [0xFF]))
        #expect(result.documents.isEmpty)
        #expect(result.diagnostics.map(summary) == ["1:4 RAD1001 file is not valid UTF-8 text"])
    }

    @Test func anyBytesGiveAResult() {
        var random = RandomDocuments(seed: 3)
        for round in 0..<3000 {
            let bytes =
                round % 2 == 0
                ? random.bytes(count: round % 50)
                : random.damaged(Array(random.value().yaml().utf8))
            let result = YAMLReader.read(SourceFile(path: "test.yaml", bytes: bytes))
            #expect(result.diagnostics.allSatisfy { !summary($0).hasPrefix("incomplete") })
        }
    }
}

private let expectedTags =
    "expected one of '!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map'"
