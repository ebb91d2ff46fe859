/// Text as XML and HTML want it.
enum MarkupText {
    /// The text with escapes for what has a meaning; characters that XML does not have are left out.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: mayNotStand) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\r", "\t": result += " "
            case _ where scalar.value < 32 || scalar.value == 127 || scalar.value & 0xFFFE == 0xFFFE: break
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether a byte stands for a character that has a meaning or is left out, or may be part of one.
    private static func mayNotStand(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        case _: byte < 32 || byte >= 127
        }
    }
}
