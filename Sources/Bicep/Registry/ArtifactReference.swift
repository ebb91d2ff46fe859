public import Diagnostics

/// A module or extension in an OCI registry: `br:registry/repository:tag`, or with a digest `…@sha256:…`.
///
/// Specification: OCI Distribution, and the Bicep compiler's rules for its cache.
public struct ArtifactReference: Sendable, Equatable {
    public let registry: String
    public let repository: String
    public let version: Version
    /// Whether the registry is spoken to without TLS; nothing that a Bicep file can say.
    public var isPlainHTTP = false
    /// The folder that the configuration keeps artifacts in, as it says; `nil` for the usual one.
    public var cacheRoot: String?

    /// What distinguishes the artifacts of a repository.
    public enum Version: Sendable, Equatable {
        case tag(String)
        case digest(String)
    }

    /// Why a reference cannot be followed.
    enum Problem: Error, Equatable {
        case malformed
        case versionMissing
        case unknownAlias(String)
        case templateSpec
    }

    /// Reads a reference as it is written in a file: `br:…`, or `br/alias:…` with an alias of the configuration.
    init(_ text: String, _ configuration: BicepConfiguration) throws(Problem) {
        guard text.hasPrefix("br") else { throw text.hasPrefix("ts") ? .templateSpec : .malformed }
        guard let colon = text.firstIndex(of: ":") else { throw .malformed }
        let rest = String(text[text.index(after: colon)...])
        let scheme = text[..<colon]
        guard scheme != "br" else {
            try self.init(full: rest)
            cacheRoot = configuration.cacheRootDirectory
            return
        }
        let name = String(scheme.dropFirst("br/".count))
        guard let alias = configuration.moduleAliases[name] else { throw .unknownAlias(name) }
        let path = alias.modulePath.map { "\($0)/" } ?? ""
        try self.init(full: "\(alias.registry)/\(path)\(rest)")
        cacheRoot = configuration.cacheRootDirectory
    }

    /// Reads an address as registrations of recipes have it: `registry/repository:tag`, with or without a scheme.
    ///
    /// As in Radius, the tag may be missing for `latest`, and the registry for Docker Hub. `nil` if it is none.
    ///
    /// - Parameter address: The address.
    public init?(recipe address: String) {
        let prefix = ["br:", "https://", "http://"].first { address.hasPrefix($0) } ?? ""
        var text = String(address.dropFirst(prefix.count))
        let host = text.prefix { $0 != "/" }
        if host.count == text.count || !host.contains(where: { $0 == "." || $0 == ":" }) && host != "localhost" {
            text = "docker.io/\(text.contains("/") ? "" : "library/")\(text)"
        }
        let name = text[(text.lastIndex(of: "/") ?? text.startIndex)...]
        if !name.contains(where: { $0 == ":" || $0 == "@" }) { text += ":latest" }
        do throws(Problem) {
            try self.init(full: text)
        } catch {
            return nil
        }
    }

    private init(full text: String) throws(Problem) {
        guard let slash = text.firstIndex(of: "/") else { throw .malformed }
        registry = text[..<slash].lowercased()
        let path = text[text.index(after: slash)...]
        if let at = path.firstIndex(of: "@") {
            repository = String(path[..<at])
            version = .digest(String(path[path.index(after: at)...]))
        } else if let colon = path.lastIndex(of: ":") {
            repository = String(path[..<colon])
            version = .tag(String(path[path.index(after: colon)...]))
        } else {
            throw .versionMissing
        }
        guard !registry.isEmpty, isWellFormed else { throw .malformed }
    }

    private var isWellFormed: Bool {
        let segments = repository.split(separator: "/", omittingEmptySubsequences: false)
        let areSegments = segments.allSatisfy { segment in
            let isName = segment.utf8.allSatisfy { byte in
                97...122 ~= byte || 48...57 ~= byte || [45, 46, 95].contains(byte)
            }
            return isName && segment.first.map { $0.isLetter || $0.isNumber } ?? false
        }
        let isVersion =
            switch version {
            case .tag(let tag):
                tag.utf8.count <= 128 && tag.utf8.allSatisfy(\.isTagPart) && tag.utf8.first?.isIdentifierPart == true
            case .digest(let digest):
                digest.hasPrefix("sha256:") && digest.utf8.count == 71
                    && digest.utf8.dropFirst(7).allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 }
            }
        return areSegments && isVersion && isHost
    }

    /// Whether the registry is a name or an address, which stands in brackets if it is one of IPv6, perhaps with a port.
    private var isHost: Bool {
        if registry.hasPrefix("["), let end = registry.firstIndex(of: "]") {
            let address = registry[..<end].dropFirst()
            let rest = registry[registry.index(after: end)...]
            return address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } && address.contains(":")
                && (rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy(\.isNumber))
        }
        return registry.utf8.allSatisfy { $0.isTagPart || $0 == UInt8(ascii: ":") } && !registry.hasPrefix(".")
    }

    /// Reads a reference that stands outside of any Bicep file, such as on the command line.
    ///
    /// - Parameters:
    ///   - text: The reference: `br:…`, or `br/alias:…`.
    ///   - file: The file whose nearest `bicepconfig.json` says what the aliases mean.
    ///   - files: Finds the configuration.
    /// - Returns: The reference, or what is wrong with it.
    public static func read(
        _ text: SourceFile,
        near file: String,
        files: any FileLoader
    ) -> (reference: ArtifactReference?, diagnostics: [Diagnostic]) {
        let configuration = BicepConfiguration.nearest(to: file, files: files)
        let span = text.span
        let text = text.text(in: span.range)
        do throws(Problem) {
            return (try ArtifactReference(text, configuration), [])
        } catch {
            return (nil, [.unusableReference(text, error, at: span)])
        }
    }

    /// The reference without aliases: `br:mcr.microsoft.com/bicep/avm/res/x:1.0.0`.
    public var text: String {
        switch version {
        case .tag(let tag): "br:\(registry)/\(repository):\(tag)"
        case .digest(let digest): "br:\(registry)/\(repository)@\(digest)"
        }
    }

    /// The folder in a cache, in the layout of the Bicep compiler: `br/registry/repository/tag$`.
    ///
    /// File systems may not tell `A` from `a`, so a mask of the capital letters follows the `$`.
    public var cacheFolder: String {
        let host = registry.replacing(":", with: "$")
        let path = repository.replacing("/", with: "$")
        switch version {
        case .tag(let tag): return "br/\(host)/\(path)/\(tag)$\(Self.capitals(of: tag))"
        case .digest(let digest): return "br/\(host)/\(path)/\(digest.replacing(":", with: "#"))"
        }
    }

    /// The places of the capital letters as a number in hexadecimal; empty if there are none.
    private static func capitals(of tag: String) -> String {
        var digits: [UInt8] = []
        for (place, byte) in tag.utf8.enumerated() where 65...90 ~= byte {
            while digits.count <= place / 4 { digits.append(0) }
            digits[place / 4] |= 1 << UInt8(place % 4)
        }
        return digits.reversed().map { String($0, radix: 16, uppercase: true) }.joined()
    }
}

extension UInt8 {
    /// Letters, digits, `.`, `_` and `-`.
    fileprivate var isTagPart: Bool { isIdentifierPart || self == UInt8(ascii: ".") || self == UInt8(ascii: "-") }
}

extension String {
    /// The text with each occurrence of a character replaced.
    fileprivate func replacing(_ character: Character, with other: String) -> String {
        split(separator: character, omittingEmptySubsequences: false).joined(separator: other)
    }

    /// Whether a path names a module of a registry.
    var isRegistryPath: Bool {
        ["br:", "br/", "ts:", "ts/"].contains { hasPrefix($0) }
    }
}
