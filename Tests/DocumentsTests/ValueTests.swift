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

    /// Few members are compared one by one, many are hashed; nobody can tell from what comes out.
    @Test(arguments: [0, 1, 15, 16, 17, 40])
    func membersAreFoundReplacedAndRemovedHoweverManyThereAre(count: Int) {
        let names = (0..<count).map { "Name\($0)" }
        var object = ValueObject(names.map { ($0, .string($0)) })
        for name in names {
            #expect(object[exactly: name] == .string(name))
            #expect(object[name.lowercased()] == .string(name))
            #expect(object[exactly: name.lowercased()] == nil)
            object[name.lowercased()] = .null
        }
        #expect(Array(object.names) == names)
        #expect(object.values.filter(\.isNull).count == count)
        object["\u{E9}"] = 1
        object["e\u{301}"] = 2
        #expect(object.count == count + 1)
        object["\u{E9}"] = nil
        for name in names.reversed() {
            object[exactly: name.uppercased()] = 3
            #expect(object[exactly: name.uppercased()] == 3)
            object[exactly: name] = nil
            #expect(object[exactly: name] == nil)
            #expect(object[name] == 3)
            object[name] = nil
        }
        #expect(object.isEmpty)
        #expect(object == [:])
    }

    @Test func ofMembersWithOneNameTheLastWinsAtThePlaceOfTheFirst() {
        #expect(ValueObject([("a", 1), ("b", 2), ("a", 3), ("A", 4)]) == ["a": 3, "b": 2, "A": 4])
        #expect(["a": 1, "b": 2] as ValueObject != ["b": 2, "a": 1])
        let many = (0..<40).map { ("\($0 % 20)", Value.integer(Int64($0))) }
        #expect(ValueObject(many) == ValueObject((20..<40).map { ("\($0 - 20)", .integer(Int64($0))) }))
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
