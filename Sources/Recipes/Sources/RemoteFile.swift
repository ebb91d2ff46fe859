public import Bicep

/// A file in a folder that lies elsewhere: in a repository of git, or in an archive on a server.
///
/// The spelling is that of go-getter, which Terraform uses for its modules: `FOLDER//PATH?OPTIONS`.
public struct RemoteFile: Sendable, Hashable {
    /// What is fetched as a whole.
    public enum Folder: Sendable, Hashable {
        case git(GitFolder)
        case archive(ArchiveFolder)
    }

    public let folder: Folder
    /// The path in the folder, of a file or of a folder with a `main.bicep`; empty for the outermost one.
    public let path: String

    /// The path, or the name of a file that lies by itself.
    public var entry: String {
        switch folder {
        case .git: path
        case .archive(let archive): archive.onlyFile ?? path
        }
    }

    /// Why an address cannot be followed.
    public struct Problem: Error, Sendable, Equatable {
        /// Half a sentence.
        public let reason: String
        public let help: String
    }

    /// Whether a source is such an address, be it right or wrong.
    static func isAddress(_ source: String) -> Bool {
        source.hasPrefix(GitFolder.prefix) || ArchiveFolder.isAddress(source)
    }

    /// Reads an address.
    ///
    /// - Throws: `Problem` if it cannot be followed, or not without TLS.
    public init(_ address: RemoteFileAddress) throws(Problem) {
        let isGit = address.text.hasPrefix(GitFolder.prefix)
        let parts = try RemoteAddressParts(isGit ? address.text.dropFirst(GitFolder.prefix.count) : address.text[...])
        folder = isGit ? .git(try GitFolder(parts)) : .archive(try ArchiveFolder(parts))
        path = parts.path
        let isPlain = parts.scheme == "http" && !parts.isLoopback
        guard !isPlain || address.allowsPlainHTTP else { throw .withoutTLS(parts.host) }
    }
}

/// The parts of an address with a path and options.
struct RemoteAddressParts {
    /// `https`.
    let scheme: String
    /// The scheme and all up to the path in the folder.
    let url: String
    /// The host without a user and without a port; empty for files of this machine.
    let host: String
    let path: String
    /// The options in the order in which they stand, with escapes resolved.
    let options: [(name: String, value: String)]

    /// Takes an address apart.
    init(_ text: Substring) throws(RemoteFile.Problem) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { throw .character }
        guard let colon = text.firstRange(of: "://") else { throw .noScheme }
        scheme = text[..<colon.lowerBound].lowercased()
        var rest = text[colon.upperBound...]
        var options: [(name: String, value: String)] = []
        if let mark = rest.lastIndex(of: "?") {
            for part in rest[rest.index(after: mark)...].split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let given = pair.count > 1 ? pair[1] : pair[0].prefix(0)
                guard let name = pair.first?.unescaped, let value = given.unescaped else {
                    throw .escape(String(part))
                }
                options.append((name, value))
            }
            rest = rest[..<mark]
        }
        self.options = options
        let (outer, inner) = Self.halves(rest)
        url = "\(scheme)://\(outer)"
        let parts = inner.split(separator: "/").filter { $0 != "." }
        guard !parts.contains("..") else { throw .leaving(String(inner)) }
        path = parts.joined(separator: "/")
        let authority = outer.prefix { $0 != "/" }
        if let at = authority.lastIndex(of: "@") {
            guard !authority[..<at].contains(":") else { throw .password }
        }
        host = Self.host(authority)
    }

    /// What is before `//` and what is after it; a path of this machine begins with a slash of its own.
    private static func halves(_ text: Substring) -> (outer: Substring, inner: Substring) {
        let start = text.hasPrefix("/") ? text.index(after: text.startIndex) : text.startIndex
        guard let slashes = text[start...].firstRange(of: "//") else { return (text, "") }
        return (text[..<slashes.lowerBound], text[slashes.upperBound...])
    }

    private static func host(_ authority: Substring) -> String {
        let at = authority.lastIndex(of: "@")
        let place = authority[(at.map { authority.index(after: $0) } ?? authority.startIndex)...]
        guard !place.hasPrefix("[") else { return String(place.dropFirst().prefix { $0 != "]" }) }
        return String(place.prefix { $0 != ":" })
    }

    /// Whether the host is this machine, to which nobody else listens.
    var isLoopback: Bool { ["localhost", "::1"].contains(host) || host.isLoopbackAddress }
}

extension RemoteFile.Problem {
    static let form = "expected 'git::https://HOST/REPOSITORY.git//PATH?ref=REF'"

    fileprivate static let character = Self(reason: "it holds a blank or a control character", help: form)
    fileprivate static let noScheme = Self(reason: "it has no scheme", help: form)

    fileprivate static func escape(_ text: String) -> Self {
        Self(reason: "'\(text)' holds a '%' that no two hexadecimal digits follow", help: "write '%25' for '%'")
    }

    fileprivate static func leaving(_ path: String) -> Self {
        Self(reason: "the path '\(path)' leaves the folder", help: "name a path without '..' after '//'")
    }

    /// What is registered is recorded, and shown to everybody who may see the environment.
    fileprivate static let password = Self(
        reason: "it holds a password, which everybody could read who sees the environment",
        help: "take it out, and let git find it: 'git help credentials' says how"
    )

    fileprivate static func withoutTLS(_ host: String) -> Self {
        Self(
            reason: "'\(host)' would be asked without TLS, where anybody on the way can change what it answers",
            help: "write 'https://', or set 'plainHttp: true' in the registration"
        )
    }

    static func scheme(_ scheme: String, expected: String) -> Self {
        Self(reason: "the scheme is '\(scheme)', expected \(expected)", help: form)
    }

    static let noHost = Self(reason: "it names no host", help: form)

    static func option(_ name: String, known: String) -> Self {
        Self(reason: "there is no option '\(name)', expected \(known)", help: "remove '\(name)'")
    }

    static func checksum(_ text: String) -> Self {
        Self(
            reason: "the checksum '\(text)' is none of SHA-256 or SHA-512",
            help: "expected 'checksum=sha256:' and 64 hexadecimal digits, as 'sha256sum FILE' prints them"
        )
    }

    static func weakChecksum(_ function: String) -> Self {
        Self(
            reason: "a checksum of '\(function)' proves nothing: others can make an archive with the same one",
            help: "expected 'checksum=sha256:' and 64 hexadecimal digits, as 'sha256sum FILE' prints them"
        )
    }

    static func checksumFile(_ text: String) -> Self {
        Self(
            reason: "the checksum '\(text)' is in a file elsewhere, which changes with the archive",
            help: "write it into the address: 'checksum=sha256:' and 64 hexadecimal digits"
        )
    }

    static func archive(_ text: String) -> Self {
        Self(reason: "there is no kind of archive '\(text)'", help: "expected 'archive=tar.gz', 'tar' or 'zip'")
    }

    static let insideOfFile = Self(
        reason: "it names one file, which has nothing inside",
        help: "take out what stands between '//' and the options"
    )

    static func ref(_ ref: String) -> Self {
        Self(reason: "'\(ref)' is no name of a branch, a tag or a commit", help: "correct 'ref'")
    }
}

extension String {
    /// Whether it is an IPv4 address of this machine alone (RFC 1122, section 3.2.1.3).
    fileprivate var isLoopbackAddress: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension Substring {
    /// The text with `%41` resolved; `nil` if an escape is none, or the result no text.
    fileprivate var unescaped: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, let text = String(Substring(digits)) as String?, !text.hasPrefix("+"),
                let value = UInt8(text, radix: 16), value >= 0x20, value != 0x7F
            else { return nil }
            bytes.append(value)
            rest.removeFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
