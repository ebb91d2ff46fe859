/// The rules for names in a manifest of resource types, Radius 0.60.
enum ManifestNames {
    /// Two words with capitals, joined by a dot: `MyCompany.Resources`.
    static func isNamespace(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { isWord($0, first: UInt8(ascii: "A")...UInt8(ascii: "Z")) }
    }

    /// A word that begins small: `myResourceType`.
    static func isType(_ text: String) -> Bool {
        isWord(text.utf8[...], first: UInt8(ascii: "a")...UInt8(ascii: "z"))
    }

    /// A word with capitals: `MyCapability`.
    static func isCapability(_ text: String) -> Bool {
        isWord(text.utf8[...], first: UInt8(ascii: "A")...UInt8(ascii: "Z"))
    }

    /// A date, with or without `-preview`.
    static func isVersion(_ text: String) -> Bool {
        let date = text.hasSuffix(preview) ? text.utf8.dropLast(preview.utf8.count) : text.utf8[...]
        return date.count == 10
            && zip(date, "0000-00-00".utf8).allSatisfy { byte, form in
                form == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == form
            }
    }

    /// What versions are sorted by: the date, and previews before what they preview.
    static func age(_ version: String) -> String { version.hasSuffix(preview) ? version : version + "~" }

    private static let preview = "-preview"

    private static func isWord(_ bytes: Substring.UTF8View, first: ClosedRange<UInt8>) -> Bool {
        guard let start = bytes.first, first.contains(start), bytes.count > 1 else { return false }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }
}
