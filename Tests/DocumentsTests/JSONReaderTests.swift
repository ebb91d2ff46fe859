import Diagnostics
import Documents
import Testing

@Suite struct JSONReaderTests {
    @Test func everyKindOfValueIsRead() {
        checkJSON(
            #" { "a" : [ null , true , false ] , "b" : { } , "c" : [ ] , "d" : "e" , "f" : -1.5e3 , "g" : 7 } "#,
            is: ["a": [nil, true, false], "b": [:], "c": [], "d": "e", "f": -1500.0, "g": 7]
        )
    }

    @Test func membersKeepTheirOrderAndEveryPartItsPlace() throws {
        let text = #"{"b": [1, "x"], "a": {"é": null}}"#
        let result = JSONReader.read(SourceFile(path: "test.json", text: text))
        let document = try #require(result.document)
        #expect(
            coveredTexts(document) == [
                text, #""b""#, #"[1, "x"]"#, "1", #""x""#, #""a""#, #"{"é": null}"#, #""é""#, "null",
            ]
        )
    }

    @Test func commentsAndCommasAtTheEndAreReadWhereTheyAreAllowed() throws {
        let text = "// one\n{ \"a\": [1, /* two */ 2,], // three\n}"
        let file = SourceFile(path: "test.json", text: text)
        let relaxed = JSONReader.readRelaxed(file)
        #expect(relaxed.diagnostics == [])
        #expect(relaxed.document?.value == ["a": [1, 2]])
        #expect(JSONReader.read(file).diagnostics.map(\.code) == ["RAD1010"])
        let open = JSONReader.readRelaxed(SourceFile(path: "test.json", text: "{} /* open"))
        #expect(open.diagnostics.map(\.code) == ["RAD1010"])
    }

    @Test func aByteOrderMarkIsSkipped() {
        checkJSON("\u{FEFF}1", is: 1)
    }

    @Test(arguments: [
        (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u00E9""#, "éé"),
        (#""a\ud83d\ude00b""#, "a😀b"), (#""é😀""#, "é😀"), (#""\u0000""#, "\u{0}"),
    ])
    func stringsAreUnescaped(json: String, text: String) {
        checkJSON(json, is: .string(text))
    }

    @Test(
        arguments: [
            ("0", .integer(0)), ("-0", .integer(0)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9223372036854775808)),
            ("1.0", .number(1)), ("1e2", .number(100)), ("1E-2", .number(0.01)), ("1e-999", .number(0)),
        ] as [(String, Value)]
    )
    func numbersAreIntegersWhereTheyFit(json: String, value: Value) {
        checkJSON(json, is: value)
    }

    @Test(arguments: ["01", "-", "1.", ".5", "1e", "1e+", "+1", "0x10", "1_000", "--1", "1.2.3", "-a"])
    func whatIsNoNumberIsRefused(json: String) {
        let code = json.first == "." || json.first == "+" ? "RAD1010 expected a value, found" : "RAD1013"
        let result = JSONReader.read(SourceFile(path: "test.json", text: json))
        #expect(result.document == nil)
        #expect(result.diagnostics.count == 1)
        #expect(summary(result.diagnostics[0]).contains(code))
    }

    @Test func aNumberBeyondADoubleIsRefused() {
        checkJSON("[1e999]", is: nil, ["1:2 RAD1013 number '1e999' is too large"])
    }

    @Test(arguments: [
        ("{,}", "1:2 RAD1010 expected a name in double quotes or '}', found ','"),
        (#"{"a":1,}"#, "1:8 RAD1010 expected a name in double quotes, found '}'"),
        ("{'a':1}", "1:2 RAD1010 expected a name in double quotes or '}', found '''"),
        (#"{"a" 1}"#, "1:6 RAD1010 expected ':', found '1'"),
        (#"{"a":}"#, "1:6 RAD1010 expected a value, found '}'"),
        (#"{"a":1 "b":2}"#, "1:8 RAD1010 expected ',' or '}', found '\"'"),
        ("[1 2]", "1:4 RAD1010 expected ',' or ']', found '2'"),
        ("[1,]", "1:4 RAD1010 expected a value, found ']'"),
        ("[1}", "1:3 RAD1010 expected ',' or ']', found '}'"),
        ("{} {}", "1:4 RAD1010 expected the end of the file, found '{'"),
        ("// a\n1", "1:1 RAD1010 expected a value, found '/'"),
        ("[\n  True]", "2:3 RAD1010 expected a value, found 'True'"),
        ("[é]", "1:2 RAD1010 expected a value, found 'é'"),
        ("", "1:1 RAD1011 file is empty, expected a JSON value"),
        (" \n", "2:1 RAD1011 file is empty, expected a JSON value"),
        ("[1,", "1:4 RAD1011 expected a value, found the end of the file"),
        ("{\"a\"\n", "2:1 RAD1011 expected ':', found the end of the file"),
        ("\"a\nb\"", "1:1 RAD1012 text is not closed by a double quote on its line"),
        ("\"a", "1:1 RAD1012 text is not closed by a double quote on its line"),
        (#""a\"#, "1:1 RAD1012 text is not closed by a double quote on its line"),
        ("\"\u{1}\"", "1:2 RAD1012 text holds the control character U+0001"),
        (#""\x""#, "1:2 RAD1012 unknown escape sequence '\\x'"),
        (#""\u12""#, "1:2 RAD1012 expected four hexadecimal digits after '\\u'"),
        (#""\ud83d""#, "1:2 RAD1012 '\\ud83d' is half of a surrogate pair"),
        (#""\ude00""#, "1:2 RAD1012 '\\ude00' is half of a surrogate pair"),
        (#""\ud83d\u0041""#, "1:2 RAD1012 '\\ud83d\\u0041' is half of a surrogate pair"),
    ])
    func brokenTextIsReportedOnceWithItsPlace(json: String, diagnostic: String) {
        checkJSON(json, is: nil, [diagnostic])
    }

    @Test func theEndOfTheFilePointsBackToWhatWasOpened() {
        let result = JSONReader.read(SourceFile(path: "test.json", text: "{\"a\": [1"))
        #expect(result.diagnostics.flatMap(\.notes).map(\.message) == ["'[' is opened here"])
        #expect(result.diagnostics.flatMap(\.notes).compactMap(\.span?.text) == ["["])
    }

    @Test func namesThatStandTwiceAreReportedAndTheFirstIsKept() {
        checkJSON(
            "{\"a\": 1, \"b\": 2,\n \"a\": 3, \"\\u0062\": 4}",
            is: ["a": 1, "b": 2],
            ["2:2 RAD1002 name 'a' stands twice in one object", "2:10 RAD1002 name 'b' stands twice in one object"]
        )
    }

    @Test func aNameThatStandsTwiceInALargeObjectIsFound() {
        let members = (0..<100).map { "\"n\($0)\":\($0)" }.joined(separator: ",\n")
        let result = JSONReader.read(SourceFile(path: "test.json", text: "{\(members),\n\"n7\":1,\n\"n50\":1}"))
        #expect(
            result.diagnostics.map(summary) == [
                "101:1 RAD1002 name 'n7' stands twice in one object",
                "102:1 RAD1002 name 'n50' stands twice in one object",
            ]
        )
        #expect(result.document?.value.objectValue?.count == 100)
    }

    @Test func nestingHasALimit() {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(JSONReader.read(SourceFile(path: "test.json", text: deep)).diagnostics.isEmpty)
        checkJSON(
            String(repeating: "[", count: 100_000),
            is: nil,
            ["1:201 RAD1003 values are nested more than 200 levels deep"]
        )
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], "1:2 RAD1001 file is not valid UTF-8 text"),
            ([0x22, 0xC3], "1:2 RAD1001 file is not valid UTF-8 text"),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], "1:2 RAD1001 file is not valid UTF-8 text"),
            ([0x22, 0xC0, 0x80, 0x22], "1:2 RAD1001 file is not valid UTF-8 text"),
            ([0xF4, 0x90, 0x80, 0x80], "1:1 RAD1001 file is not valid UTF-8 text"),
            ([0xFF, 0xFE, 0x7B, 0x00], "1:1 RAD1001 file is UTF-16, expected UTF-8"),
        ] as [([UInt8], String)]
    )
    func bytesThatAreNotTextAreRefused(bytes: [UInt8], diagnostic: String) {
        let result = JSONReader.read(SourceFile(path: "test.json", bytes: bytes))
        #expect(result.document == nil)
        #expect(result.diagnostics.map(summary) == [diagnostic])
    }

    @Test func whatIsWrittenReadsBackEqual() {
        var random = RandomDocuments(seed: 1)
        for _ in 0..<500 {
            let value = random.value()
            checkJSON(value.json(.pretty), is: value)
            checkJSON(value.json(.compact), is: value)
        }
    }

    @Test func anyBytesGiveAResult() {
        var random = RandomDocuments(seed: 2)
        for round in 0..<3000 {
            let bytes =
                round % 2 == 0
                ? random.bytes(count: round % 50)
                : random.damaged(Array(random.value().json(.pretty).utf8))
            let result = JSONReader.read(SourceFile(path: "test.json", bytes: bytes))
            #expect(result.document != nil || result.diagnostics.hasErrors)
            #expect(result.diagnostics.allSatisfy { !summary($0).hasPrefix("incomplete") })
        }
    }
}
