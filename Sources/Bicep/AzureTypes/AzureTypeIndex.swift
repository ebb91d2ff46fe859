import Diagnostics
import Documents

/// The resource types of Azure by their names: their API versions, and the properties that hold secrets.
///
/// It tells whether a type exists, not what its body looks like. Names compare without case. The list is text that is
/// searched for the types that a file has: most files have few, and reading all of them would take longer than the file.
struct AzureTypeIndex {
    /// A resource type.
    struct ResourceType {
        /// The name in its usual spelling: `Microsoft.Storage/storageAccounts`.
        let name: String
        /// The versions, oldest first; of one day, the stable one before its previews.
        let apiVersions: [String]
        fileprivate let secureProperties: [(path: String, apiVersions: [String])]

        /// The properties that hold secrets, as paths: `properties.users.[].password`, with `*` for any name.
        func securePaths(in apiVersion: String) -> Set<String> {
            let version = apiVersion.lowercased()
            return Set(secureProperties.filter { $0.apiVersions.contains(version) }.map(\.path))
        }
    }

    /// What was looked for, by the names in lower case.
    private var known: [String: ResourceType?] = [:]
    /// The lines about the providers that were asked for, by their names in lower case.
    private var lines: [Substring: Lines?] = [:]
    /// How many more unknown names are compared with all known ones; beyond, nobody reads the suggestions.
    private var suggestionsLeft = 20

    /// A type by its name, without version.
    mutating func type(_ name: String) -> ResourceType? {
        let name = name.lowercased()
        if let found = known[name] { return found }
        let found = find(name)
        known[name] = .some(found)
        return found
    }

    private mutating func find(_ name: String) -> ResourceType? {
        guard let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let wanted = Array(name.utf8[name.utf8.index(after: slash)...])
        return lines(of: name[..<slash])?.type(wanted)
    }

    private mutating func lines(of provider: Substring) -> Lines? {
        if let found = lines[provider] { return found }
        let found = Self.sections.first { $0.provider == provider }.map { Lines($0.text) }
        lines[provider] = .some(found)
        return found
    }

    /// The type whose name is probably meant by one that is unknown.
    mutating func suggestion(for name: String) -> String? {
        guard suggestionsLeft > 0 else { return nil }
        suggestionsLeft -= 1
        let provider = name.lowercased().prefix { $0 != "/" }
        if let lines = lines(of: provider) { return Diagnostics.suggestion(for: name, among: lines.names) }
        // Only a provider that is misspelt is likely to be meant: many have types of one name.
        let providers = Self.sections.map { String($0.provider) }
        guard let meant = Diagnostics.suggestion(for: String(provider), among: providers) else { return nil }
        return Diagnostics.suggestion(for: name, among: lines(of: meant[...])?.names ?? [])
    }
}

/// The lines about one provider.
private struct Lines {
    private let bytes: [UInt8]
    /// Where the first line ends, that of the provider.
    private let headerEnd: Int

    init(_ text: String) {
        bytes = Array(text.utf8)
        headerEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    }

    /// The names of all types.
    var names: [String] {
        let provider = words(0..<headerEnd)[0]
        var names: [String] = []
        var start = headerEnd + 1
        while start < bytes.count {
            let end = endOfLine(start)
            if bytes[start + 1] != UInt8(ascii: " ") { names.append("\(provider)/\(words(start..<end)[0])") }
            start = end + 1
        }
        return names
    }

    /// The type of a name in lower case, without the provider.
    func type(_ wanted: [UInt8]) -> AzureTypeIndex.ResourceType? {
        var start = headerEnd + 1
        while start < bytes.count {
            let end = endOfLine(start)
            if isName(wanted, at: start + 1, until: end) { return type(start..<end) }
            start = end + 1
        }
        return nil
    }

    private func isName(_ wanted: [UInt8], at start: Int, until end: Int) -> Bool {
        let nameEnd = start + wanted.count
        guard nameEnd < end, bytes[nameEnd] == UInt8(ascii: " ") else { return false }
        for (index, byte) in wanted.enumerated() where bytes[start + index].asciiLowercased != byte { return false }
        return true
    }

    private func type(_ line: Range<Int>) -> AzureTypeIndex.ResourceType {
        let header = words(0..<headerEnd)
        let parts = words(line)
        var secure: [(path: String, apiVersions: [String])] = []
        var start = line.upperBound + 1
        // A type's properties stand below it.
        while start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: " ") {
            let end = endOfLine(start)
            let property = words(start..<end)
            secure.append((property[0], Self.places(in: property[1]).map { header[$0 + 1] }))
            start = end + 1
        }
        return AzureTypeIndex.ResourceType(
            name: "\(header[0])/\(parts[0])",
            apiVersions: Self.places(in: parts[1]).map { header[$0 + 1] },
            secureProperties: secure
        )
    }

    private func endOfLine(_ start: Int) -> Int { bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count }

    private func words(_ line: Range<Int>) -> [String] {
        bytes[line].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// `0-3,7`: the places of versions among those of the provider.
    private static func places(in text: String) -> [Int] {
        text.split(separator: ",").flatMap { run in
            let bounds = run.split(separator: "-").compactMap { Int($0) }
            return Array(bounds[0]...bounds[bounds.count - 1])
        }
    }
}
