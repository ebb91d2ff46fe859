import Diagnostics
import Documents
import Testing

@Suite struct JSONCursorTests {
    private enum Field: String, CaseIterable { case a, b, list, number }

    /// What a reader that knows the names above makes of an object, behind what stands in front of it.
    private struct Reading: Equatable {
        var a: String?
        var b: Value?
        var list: [String]?
        var number: Int64?
        var isComplete = false
    }

    private func read(_ text: String) throws -> Reading {
        let (front, behind) = ("one ", " two")
        let bytes = Array((front + text + behind).utf8)
        let file = SourceFile(path: "test.json", bytes: bytes)
        var cursor = try #require(JSONCursor(file, in: front.utf8.count..<(bytes.count - behind.utf8.count)))
        var reading = Reading()
        var members = cursor.members(named: JSONNames<Field>())
        while let field = cursor.next(in: &members) {
            switch field {
            case .a: reading.a = cursor.text()
            case .b: reading.b = cursor.value()
            case .number: reading.number = cursor.integer()
            case .list:
                guard var list = cursor.list() else { break }
                reading.list = []
                while cursor.next(in: &list) { cursor.text().map { reading.list?.append($0) } }
            }
        }
        reading.isComplete = cursor.isComplete
        #expect(!(reading.isComplete && cursor.isBroken))
        return reading
    }

    @Test(arguments: [
        (#"{}"#, Reading(isComplete: true)),
        (#" { "a" : "x" , "b" : [ 1 , { } , [ ] ] } "#, Reading(a: "x", b: [1, [:], []], isComplete: true)),
        (#"{"number":-7,"list":["c","\u00e9\n","é"],"a":""}"#, Reading(a: "", list: ["c", "é\n", "é"], number: -7)),
        (#"{"\u0061":"name with an escape sequence"}"#, Reading(a: "name with an escape sequence")),
        (#"{"aa":{"a":"inner"},"":1,"A":2,"b":{"a":null,"b":{"c":1.5}}}"#, Reading(b: ["a": nil, "b": ["c": 1.5]])),
    ])
    private func membersWithNamesAreReadAndOthersSkipped(text: String, expected: Reading) throws {
        var expected = expected
        expected.isComplete = true
        #expect(try read(text) == expected)
    }

    /// What is of another kind than asked for is nothing, and what follows is read all the same.
    @Test(arguments: [
        (#"{"a":1,"number":"x","list":{},"b":true}"#, Reading(b: true)),
        (#"{"a":[["y"]],"number":1.5,"list":"z","b":2}"#, Reading(b: 2)),
        (#"{"a":{"b":{}},"number":null,"list":[1,"y",[]],"b":3}"#, Reading(b: 3, list: ["y"])),
        (#"[{"a":"x"}]"#, Reading()),
        (#""a""#, Reading()),
    ])
    private func whatIsOfAnotherKindIsSkipped(text: String, expected: Reading) throws {
        var expected = expected
        expected.isComplete = true
        #expect(try read(text) == expected)
    }

    @Test(arguments: [
        "", "{", "{}}", "{} 1", "tru", #"{"a"}"#, #"{"a":}"#, #"{"a" "x"}"#, #"{a:1}"#, #"{"a":"x",}"#,
        #"{"a":"x" "b":1}"#, #"{,"a":"x"}"#, #"{"b":[1}"#, #"{"b":[1,]}"#, #"{"b":[,1]}"#, #"{"b":{"c":1,"c":2}}"#,
        #"{"b":{"c":1,}}"#,
        #"{"a":"x","a":"y"}"#, #"{"c":{"d":1,"d":2}}"#, #"{"list":["x"}"#, #"{"list":["x",]}"#, #"{"list":["x" "y"]}"#,
        #"{"list":["#, #"{"list":["x","#, #"{"a":"x"#, #"{"a":"\x"}"#, #"{"a":"\ud800"}"#, "{\"a\":\"\u{1}\"}",
        "{\"a\":\"line\nline\"}", #"{"number":01}"#, #"{"number":-}"#, #"{"b":truth}"#, #"{"b":1e999}"#, #"{"a":'x'}"#,
    ])
    func whatIsBrokenIsNotComplete(text: String) throws {
        #expect(try !read(text).isComplete)
        #expect(JSONReader.read(SourceFile(path: "test.json", text: text)).diagnostics.hasErrors)
    }

    @Test func whatIsNotUTF8IsNotRead() {
        let bytes = Array("{\"a\": \"".utf8) + [0xFF] + Array("\"}".utf8)
        #expect(JSONCursor(SourceFile(path: "test.json", bytes: bytes), in: bytes.indices) == nil)
        #expect(JSONCursor(SourceFile(path: "test.json", bytes: bytes), in: 0..<7) != nil)
    }

    /// Objects and lists may be inside of each other no deeper than elsewhere, whoever enters them.
    @Test func depthIsLimited() throws {
        for (count, isRead) in [(100, true), (20_000, false)] {
            let text = String(repeating: "[", count: count) + String(repeating: "]", count: count)
            #expect(try read(#"{"b":\#(text)}"#).isComplete == isRead)
            var cursor = try #require(JSONCursor(SourceFile(path: "test.json", text: text), in: 0..<text.utf8.count))
            var depth = 0
            while let list = cursor.list() {
                var list = list
                depth += 1
                guard cursor.next(in: &list) else { break }
            }
            #expect((depth == count) == isRead && cursor.isBroken != isRead)
        }
    }

    /// Whatever stands in a file, what is read is what a tree of it has.
    @Test func whatIsReadIsWhatATreeHas() throws {
        var random = RandomDocuments(seed: 3)
        for round in 0..<3000 {
            let text = Array(random.value().json(round % 3 == 0 ? .pretty : .compact).utf8)
            let bytes = round % 2 == 0 ? text : random.damaged(text)
            let file = SourceFile(path: "test.json", bytes: bytes)
            let (document, diagnostics) = JSONReader.read(file)
            let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
            // A byte order mark in front is the business of whoever reads whole files.
            guard var cursor = JSONCursor(file, in: bytes.indices), !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
                #expect(!isUTF8 || bytes.starts(with: [0xEF, 0xBB, 0xBF]))
                continue
            }
            let value = cursor.value()
            #expect((cursor.isComplete ? value : nil) == (diagnostics.isEmpty ? document?.value : nil))
        }
    }
}
