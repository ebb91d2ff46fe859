import Documents
import Testing

@Suite struct ValueTests {
    /// Strings of Swift are also equal if they only look the same; ids and names are not.
    @Test(arguments: [
        ("Web", "wEB", true), ("web", "webs", false), ("\u{E9}", "e\u{301}", false), ("\u{C9}", "\u{E9}", false),
    ])
    func namesAreComparedByBytesWithoutTheCaseOfASCIILetters(one: String, other: String, areEqual: Bool) {
        #expect(one.equalsIgnoringASCIICase(other) == areEqual)
    }

    @Test func changingACopyLeavesTheOriginal() {
        let original: ValueObject = ["a": 1]
        var copy = original
        copy["a"] = 2
        copy["b"] = 3
        #expect(original == ["a": 1])
        #expect(copy == ["a": 2, "b": 3])
        var empty = ValueObject()
        empty["a"] = 1
        #expect(ValueObject().isEmpty)
    }

    @Test func aDescribedValueIsCompactJSON() {
        #expect("\(["a": 1, "b": [true, nil, "x"]] as Value)" == #"{"a":1,"b":[true,null,"x"]}"#)
    }

    @Test func aSecretIsNotReadableHoweverItsValueIsPrinted() {
        let value: Value = ["user": "admin", "password": .secret("hunter2"), "more": [.secret(["pin": "hunter2"])]]
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(describing: value), String(reflecting: value), dumped] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("admin"))
        }
        #expect("\(value)".contains("<redacted>"))
    }
}
