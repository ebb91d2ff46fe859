/// What Kubernetes accepts as names.
enum KubernetesName {
    /// Whether a text is a DNS label (RFC 1123): up to 63 small letters, digits and inner hyphens.
    static func isLabel(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 63 else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last) && bytes.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
    }

    /// Whether a text is a host name of small letters, the first label possibly `*`.
    static func isHostname(_ text: String) -> Bool {
        var labels = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if labels.count > 1, labels[0] == "*" { labels.removeFirst() }
        return text.utf8.count <= 253 && labels.allSatisfy(isLabel)
    }

    /// Whether a text is an address of version 4 and no name: digits and dots.
    static func isDottedNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: ".") || isDigit($0) }
    }

    /// Whether a text can name a container's port (IANA service name): a label of up to 15 bytes
    /// with a letter in it and no two hyphens in a row.
    static func isPortName(_ text: String) -> Bool {
        guard text.utf8.count <= 15, isLabel(text), text.utf8.contains(where: isLetter) else { return false }
        return !zip(text.utf8, text.utf8.dropFirst()).contains { $0 == hyphen && $1 == hyphen }
    }

    /// Whether a text is a DNS subdomain (RFC 1123), which most objects are named by.
    static func isSubdomain(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                guard let first = label.utf8.first, let last = label.utf8.last else { return false }
                return isAlphanumeric(first) && isAlphanumeric(last)
                    && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
            }
    }

    /// Whether a text can be a key of a Secret.
    static func isKey(_ text: String) -> Bool {
        let bytes = text.utf8
        return !bytes.isEmpty && bytes.count <= 253 && text != "." && text != ".."
            && bytes.allSatisfy(isOfKey)
    }

    /// Whether a text can name an environment variable on every cluster.
    static func isVariable(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        return !isDigit(first)
            && text.utf8.allSatisfy(isOfKey)
    }

    /// Whether a text can name a label or an annotation: a name, and perhaps a domain and a slash before it.
    static func isQualified(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.last, parts.count <= 2, !name.isEmpty, isLabelValue(name) else { return false }
        return parts.count == 1 || isSubdomain(parts[0])
    }

    /// Whether a text can be the value of a label: nothing, or up to 63 letters, digits, `-`, `_` and `.`.
    static func isLabelValue(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last else { return true }
        return bytes.count <= 63 && isLetterOrDigit(first) && isLetterOrDigit(last)
            && bytes.allSatisfy(isOfKey)
    }

    /// Whether a text is base64 as the API server reads it: padded, line breaks ignored.
    static func isBase64(_ text: String) -> Bool {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let digits = bytes.prefix { isLetterOrDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
        let padding = bytes.dropFirst(digits.count)
        return bytes.count % 4 == 0 && padding.count <= 2 && padding.allSatisfy { $0 == UInt8(ascii: "=") }
    }

    /// Whether a namespace is one that rad makes: not the one that every cluster has, nor the cluster's own.
    static func isCreatable(namespace: String) -> Bool {
        namespace != "default" && !namespace.hasPrefix("kube-")
    }

    /// The last segment of a resource's id, as it was written; the whole text if it is no id.
    static func lastSegment(of id: String) -> String {
        guard let slash = id.utf8.lastIndex(of: UInt8(ascii: "/")) else { return id }
        return String(id[id.utf8.index(after: slash)...])
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }

    /// A letter, a digit, `-`, `_` or `.`.
    private static func isOfKey(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == hyphen || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    /// As `isAlphanumeric`, and capital letters.
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }

    /// Whether a byte is a small letter or a digit.
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
