internal import Archives

/// The files of an archive on a server, or one file that lies there by itself.
public struct ArchiveFolder: Sendable, Hashable {
    /// What is fetched, without options.
    public let url: String
    /// `sha256:` or `sha512:` and the digits of what is to be sent; `nil` for anything.
    public var checksum: String? { wanted?.text }
    let wanted: ArchiveChecksum?
    let host: String
    private let content: Content

    private enum Content: Hashable {
        case archive(Archive.Format)
        /// A file under its name.
        case file(String)
    }

    init(_ parts: RemoteAddressParts) throws(RemoteFile.Problem) {
        guard ["https", "http"].contains(parts.scheme) else { throw .scheme(parts.scheme, expected: "https") }
        guard !parts.host.isEmpty, RegistryURL(parts.url) != nil else { throw .noHost }
        url = parts.url
        host = parts.host
        var wanted: ArchiveChecksum?
        var content = Self.content(of: parts.url)
        for option in parts.options {
            switch option.name {
            case "checksum": wanted = try ArchiveChecksum(option: option.value)
            case "archive":
                guard let format = Self.format(option.value) else { throw .archive(option.value) }
                content = .archive(format)
            case _: throw .option(option.name, known: "'checksum' or 'archive'")
            }
        }
        self.wanted = wanted
        guard let content else { throw .archive("") }
        if case .file = content, !parts.path.isEmpty { throw .insideOfFile }
        self.content = content
    }

    /// Whether a source is the address of an archive or a file, and not of an artifact in a registry.
    static func isAddress(_ source: String) -> Bool {
        guard source.hasPrefix("https://") || source.hasPrefix("http://"),
            let scheme = source.firstRange(of: "://")
        else { return false }
        let rest = source[scheme.upperBound...]
        let path = rest.prefix { $0 != "?" }
        let options = rest.dropFirst(path.count)
        if ["?checksum=", "&checksum=", "?archive=", "&archive="].contains(where: options.contains) { return true }
        let outer = path.firstRange(of: "//").map { path[..<$0.lowerBound] } ?? path
        return content(of: String(outer)) != nil
    }

    private static func content(of url: String) -> Content? {
        let name = url[(url.lastIndex(of: "/").map { url.index(after: $0) } ?? url.startIndex)...]
        for ending in ["tar.gz", "tgz", "tar", "zip"] where name.lowercased().hasSuffix(".\(ending)") {
            return format(ending).map { .archive($0) }
        }
        let isFile = [".bicep", ".json"].contains { name.lowercased().hasSuffix($0) }
        return isFile ? .file(String(name)) : nil
    }

    private static func format(_ text: String) -> Archive.Format? {
        text == "tgz" ? .tarGzip : Archive.Format(rawValue: text)
    }

    /// `tar.gz`, `tar`, `zip`, or `file`.
    public var kind: String {
        switch content {
        case .archive(let format): format.rawValue
        case .file: "file"
        }
    }

    /// The file that the address means where it says no path; `nil` for `main.bicep` of an archive.
    public var onlyFile: String? {
        switch content {
        case .archive: nil
        case .file(let name): name
        }
    }

    /// What was sent, as files.
    func files(of bytes: [UInt8]) throws(RemoteFileError) -> [Archive.File] {
        switch content {
        case .file(let name): return [Archive.File(path: name, bytes: bytes)]
        case .archive(let format):
            do throws(ArchiveError) {
                return try Archive.files(of: bytes, format)
            } catch {
                throw .archive(self, error)
            }
        }
    }
}
