import Testing

@testable import Bicep

/// Percent encoding, which other modules use as well.
@Suite struct EncodingTests {
    @Test func whatIsReservedIsEscapedUnlessItIsKept() {
        #expect(PercentCoding.encode("aZ0-._~/ä b%") == "aZ0-._~%2F%C3%A4%20b%25")
        #expect(PercentCoding.encode("/a b", keeping: "/") == "/a%20b")
    }
}
