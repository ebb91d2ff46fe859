import AppModel
import Documents

/// Makes names of files out of names of anything.
package enum FileName {
    /// A name that is safe in every file system, and different for different texts.
    ///
    /// Small letters, digits, `.`, `_` and `-` stand for themselves. Capital letters are made small,
    /// and the name then ends in a few digits that tell it from others; pass `ignoringCase` for texts
    /// that mean the same in either case. Other bytes, and a first `.` or `_`, are written `%xx`. Long names are cut
    /// and end in digits too.
    package static func encoding(_ text: String, ignoringCase: Bool = false) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isPlain = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                bytes.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                bytes.append(byte + 32)
                isPlain = isPlain && ignoringCase
            case UInt8(ascii: ".") where !bytes.isEmpty, UInt8(ascii: "_") where !bytes.isEmpty: bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(contentsOf: CollectionOfOne(byte).hexadecimal.utf8)
            }
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "%")] }
        guard !isPlain || bytes.count > longest else { return String(decoding: bytes, as: UTF8.self) }
        let source = ignoringCase ? text.lowercased() : text
        let digest = hexSHA256(source).prefix(12)
        return "\(String(decoding: bytes.prefix(longest), as: UTF8.self))~\(digest)"
    }

    /// Leaves room for a prefix, a suffix and the digits within the 255 bytes of usual file systems.
    private static let longest = 120
}
