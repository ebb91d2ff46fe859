import Documents
import Testing

@Suite struct ValueTests {
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
