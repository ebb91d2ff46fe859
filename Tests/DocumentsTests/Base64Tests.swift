import Documents
import Testing

@Suite struct Base64Tests {
    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func whatIsWrittenIsReadBack(text: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
    }

    @Test func theFormIsThatOfTheStandard() {
        #expect(Base64.encoded("fooba") == "Zm9vYmE=")
        for text in ["Z", "Zm9v!", "Zm=v", "====", "Zm9vYmE"] { #expect(Base64.decoded(text) == nil) }
    }

    @Test(arguments: [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v\nYmFy", "foobar"), ("Zg", nil), ("Z?==", nil)])
    func itIsReadStrictlyButForBlanks(text: String, expected: String?) {
        #expect(Base64.decoded(text).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func whatIsSecretStaysSecret() {
        let secret = Base64.encoded(Value.secret("foo"))
        #expect(secret.json(.compact) == "\"<redacted>\"")
        #expect(secret.revealed == "Zm9v")
    }
}
