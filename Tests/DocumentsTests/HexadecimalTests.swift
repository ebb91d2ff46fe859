import Documents
import Testing

@Suite struct HexadecimalTests {
    @Test func aByteIsTwoSmallDigits() {
        #expect(([0x00, 0x0f, 0x9a, 0xff] as [UInt8]).hexadecimal == "000f9aff")
        #expect(([] as [UInt8]).hexadecimal == "")
    }
}
