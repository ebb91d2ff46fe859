import Testing

@testable import Bicep

/// Base 64 and percent encoding, which other modules use as well.
@Suite struct EncodingTests {
    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func base64IsReadAsItWasWritten(text: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }

    @Test func base64IsThatOfTheStandard() {
        #expect(Base64.encode(Array("fooba".utf8)) == "Zm9vYmE=")
        for text in ["Z", "Zm9v!", "Zm=v", "====", "Zm9vYmE"] { #expect(Base64.decode(text) == nil) }
    }

    @Test func whatIsReservedIsEscapedUnlessItIsKept() {
        #expect(PercentCoding.encode("aZ0-._~/ä b%") == "aZ0-._~%2F%C3%A4%20b%25")
        #expect(PercentCoding.encode("/a b", keeping: "/") == "/a%20b")
    }
}
