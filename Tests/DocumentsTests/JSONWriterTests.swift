import Documents
import Testing

@Suite struct JSONWriterTests {
    @Test func compactTextHasNoBlanks() {
        let value: Value = ["a": [1, true, nil], "b": ["c": "d"], "e": [:], "f": []]
        #expect(value.json(.compact) == #"{"a":[1,true,null],"b":{"c":"d"},"e":{},"f":[]}"#)
    }

    @Test func prettyTextIsIndentedByTwo() {
        let value: Value = ["a": [1, ["b": nil]], "c": [:], "d": []]
        #expect(
            value.json() == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": {},
                  "d": []
                }
                """
        )
    }

    @Test func membersKeepTheirOrder() {
        #expect((["b": 1, "a": 2] as Value).json(.compact) == #"{"b":1,"a":2}"#)
    }

    @Test(arguments: [
        (1.5, "1.5"), (1, "1"), (-0.0, "0"), (0.1, "0.1"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
        (9_007_199_254_740_992, "9007199254740992"), (.infinity, "null"), (.nan, "null"),
    ])
    func aNumberIsWrittenAsShortAsItReadsBack(number: Double, text: String) {
        #expect(Value.number(number).json() == text)
    }

    @Test func theSmallestIntegerIsWritten() {
        #expect(Value.integer(.min).json() == "-9223372036854775808")
    }

    @Test(arguments: [
        ("", #""""#), ("a\"b", #""a\"b""#), ("\\", #""\\""#), ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#),
        ("\u{0}\u{1F}", #""\u0000\u001f""#), ("é/😀\u{7F}\u{2028}", "\"é/😀\u{7F}\u{2028}\""),
    ])
    func onlyWhatJSONNeedsIsEscaped(text: String, json: String) {
        #expect(Value.string(text).json() == json)
    }

    @Test func whatIsEscapedIsFoundAtEveryPlace() {
        let escapes: [UInt8: String] = [
            0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", UInt8(ascii: "\""): "\\\"",
            UInt8(ascii: "\\"): "\\\\",
        ]
        for byte in UInt8(0)..<128 {
            let character = String(UnicodeScalar(byte))
            let hexadecimal = String(byte, radix: 16)
            let unicode = "\\u00" + (hexadecimal.count == 1 ? "0" : "") + hexadecimal
            let escaped = escapes[byte] ?? (byte < 0x20 ? unicode : character)
            for place in 0..<18 {
                let before = "é" + String(repeating: "x", count: place)
                let after = String(repeating: "!", count: 17 - place)
                #expect(Value.string(before + character + after).json() == "\"\(before)\(escaped)\(after)\"")
            }
        }
    }

    @Test func aTextIsHandedOverInPieces() {
        var writer = JSONWriter(style: .pretty)
        var pieces: [String] = []
        writer.beginArray(count: 2)
        for number: Int64 in 1...2 {
            writer.write(number)
            writer.handOver { pieces.append(String(decoding: $0, as: UTF8.self)) }
        }
        writer.endArray()
        #expect(pieces == ["[\n  1", ",\n  2"])
        #expect(writer.text == "\n]")
    }

    @Test func severalTreesStandOnLinesOfTheirOwn() {
        var writer = JSONWriter()
        for number in 1...2 { (["n": .integer(Int64(number))] as Value).write(to: &writer) }
        #expect(writer.text == "{\"n\":1}\n{\"n\":2}")
    }

    @Test func secretsAndUnknownsAreNotShown() {
        let unknown = Unknown(expression: "db.host", sources: ["db"]) { _ in .null }
        let value: Value = ["password": .secret(["p": "hunter2"]), "host": .unknown(unknown)]
        #expect(value.json(.compact) == #"{"password":"<redacted>","host":"(known after apply)"}"#)
        #expect(
            value.json(.compact, disclosing: .revealed) == #"{"password":{"p":"hunter2"},"host":"(known after apply)"}"#
        )
    }

    @Test func canonicalTextIsSortedByBytesAtEveryLevel() {
        let value: Value = ["b": ["z": 1, "a": 2], "é": 1, "a": [["y": 1, "x": 2]], "B": 0, "😀": 1, "\u{FB01}": 1]
        let text = #"{"B":0,"a":[{"x":2,"y":1}],"b":{"a":2,"z":1},"é":1,"\#u{FB01}":1,"😀":1}"#
        #expect(String(decoding: value.canonicalJSON(), as: UTF8.self) == text)
    }

    @Test func canonicalTextDoesNotDependOnTheOrderOfMembers() {
        let one: Value = ["a": 1, "b": .secret(["c": 1, "d": 2])]
        let other: Value = ["b": .secret(["d": 2, "c": 1]), "a": 1]
        #expect(one.canonicalJSON(disclosing: .revealed) == other.canonicalJSON(disclosing: .revealed))
        #expect(String(decoding: one.canonicalJSON(), as: UTF8.self) == #"{"a":1,"b":"<redacted>"}"#)
    }
}
