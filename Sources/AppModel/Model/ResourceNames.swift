/// The rules for names, Radius 0.60 and Kubernetes.
package enum ResourceNames {
    /// Letters, digits and `-`; a letter first, no `-` last; at most 63 bytes.
    static func isResourceName(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 63 else { return false }
        return first.isASCIILetter && last != UInt8(ascii: "-")
            && bytes.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
    }

    /// A DNS label as Kubernetes wants it: small letters, digits and `-`; no `-` at an end; at most 63 bytes.
    package static func isDNSLabel(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 63 else { return false }
        let dash = UInt8(ascii: "-")
        return first != dash && last != dash
            && bytes.allSatisfy { 97...122 ~= $0 || $0.isASCIIDigit || $0 == dash }
    }
}
