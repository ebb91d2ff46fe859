/// The files of one version of a repository of git.
public struct GitFolder: Sendable, Hashable {
    /// The address of the repository as git takes it.
    public let repository: String
    /// The branch, the tag or the commit; `nil` for the branch that the repository shows by itself.
    public let ref: String?

    /// What such addresses begin with.
    static let prefix = "git::"

    init(_ parts: RemoteAddressParts) throws(RemoteFile.Problem) {
        guard ["https", "http", "ssh", "file"].contains(parts.scheme) else {
            throw .scheme(parts.scheme, expected: "https, http, ssh or file")
        }
        guard parts.scheme == "file" || !parts.host.isEmpty, !parts.host.hasPrefix("-") else { throw .noHost }
        var ref: String?
        for option in parts.options {
            switch option.name {
            case "ref": ref = option.value
            // How much of the history comes with it makes no difference to the files.
            case "depth": continue
            case _: throw .option(option.name, known: "'ref'")
            }
        }
        if let ref, !Self.isRef(ref) { throw .ref(ref) }
        repository = parts.url
        self.ref = ref
    }

    /// The commit that `ref` spells out; `nil` if a name must be looked up.
    public var commit: String? {
        guard let ref, [40, 64].contains(ref.utf8.count), ref.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        return ref.lowercased()
    }

    /// Whether `ref` may be the beginning of a commit.
    var isAbbreviation: Bool {
        guard let ref, commit == nil else { return false }
        return ref.utf8.count >= 4 && ref.utf8.allSatisfy(\.isHexadecimalDigit)
    }

    /// What git is allowed to speak.
    var protocols: [String] {
        let scheme = String(repository.prefix { $0 != ":" })
        // Whoever answers without TLS may point to where there is TLS, and not the other way.
        return scheme == "http" ? ["http", "https"] : [scheme]
    }

    /// Whether git takes a text for a name, and for nothing else (git-check-ref-format).
    private static func isRef(_ text: String) -> Bool {
        guard !text.isEmpty, !text.hasPrefix("-"), !text.hasPrefix("+"), !text.hasPrefix("/"), !text.hasSuffix("/"),
            !text.hasSuffix("."), !text.hasSuffix(".lock"), text != "@"
        else { return false }
        guard !["..", "//", "@{", "/."].contains(where: text.contains), !text.hasPrefix(".") else { return false }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"~^:?*[\\".utf8.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
