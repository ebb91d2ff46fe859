import Diagnostics

/// The resource types of Azure by their names: their API versions, and the properties that hold secrets.
///
/// It tells whether a type exists, not what its body looks like. Names compare without case.
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

    /// The parts of the list that are about one provider, by its name in lower case.
    private static let sections: [String: Section] = Section.all(of: list)

    private var providers: [String: [String: ResourceType]] = [:]
    /// How many more unknown names are compared with all known ones; beyond, nobody reads the suggestions.
    private var suggestionsLeft = 20

    /// A type by its name, without version.
    mutating func type(_ name: String) -> ResourceType? {
        let name = name.lowercased()
        return name.utf8.firstIndex(of: UInt8(ascii: "/")).flatMap { types(of: String(name[..<$0]))[name] }
    }

    /// The type whose name is probably meant by one that is unknown.
    mutating func suggestion(for name: String) -> String? {
        guard suggestionsLeft > 0 else { return nil }
        suggestionsLeft -= 1
        let provider = String(name.lowercased().prefix { $0 != "/" })
        var names = types(of: provider).values.map(\.name)
        if names.isEmpty { names = Self.sections.keys.flatMap { types(of: $0).values.map(\.name) } }
        return Diagnostics.suggestion(for: name, among: names.sorted())
    }

    private mutating func types(of provider: String) -> [String: ResourceType] {
        if let known = providers[provider] { return known }
        guard let section = Self.sections[provider] else { return [:] }
        let types = Dictionary(
            section.types.map { ($0.name.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        providers[provider] = types
        return types
    }
}

/// The part of the list about one provider: a line with its name and versions, and the lines of its types.
private struct Section {
    let header: Substring
    var lines: [Substring] = []

    static func all(of list: String) -> [String: Section] {
        var sections: [String: Section] = [:]
        var current: Section?
        for line in list.utf8.split(separator: UInt8(ascii: "\n")).map(Substring.init) {
            if line.utf8.first == UInt8(ascii: " ") {
                current?.lines.append(line)
                continue
            }
            if let current { sections[current.provider.lowercased()] = current }
            current = Section(header: line)
        }
        if let current { sections[current.provider.lowercased()] = current }
        return sections
    }

    private var words: [Substring] { header.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init) }

    private var provider: Substring { words[0] }

    var types: [AzureTypeIndex.ResourceType] {
        let versions = words.dropFirst().map(String.init)
        var types: [AzureTypeIndex.ResourceType] = []
        var secure: [(path: String, apiVersions: [String])] = []
        // A type's properties stand below it: from the end, they come first.
        for line in lines.reversed() {
            let parts = line.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init)
            let chosen = Self.places(in: parts[1]).map { versions[$0] }
            if line.hasPrefix("  ") {
                secure.append((String(parts[0]), chosen))
            } else {
                types.append(
                    AzureTypeIndex.ResourceType(
                        name: "\(provider)/\(parts[0])",
                        apiVersions: chosen,
                        secureProperties: secure
                    )
                )
                secure = []
            }
        }
        return types
    }

    /// `0-3,7`: the places of versions among those of the provider.
    private static func places(in text: Substring) -> [Int] {
        text.split(separator: ",").flatMap { run in
            let bounds = run.split(separator: "-").compactMap { Int($0) }
            return Array(bounds[0]...bounds[bounds.count - 1])
        }
    }
}
