import Diagnostics
import Documents

/// Reads a configuration part by part, and notes what it does not understand.
struct ConfigurationReader {
    /// The most files that extend each other.
    private static let chainLimit = 16

    let file: SourceFile
    let files: any FileLoader
    var configuration = BicepConfiguration()
    var diagnostics: [Diagnostic] = []
    /// The clouds by their names, those that are known and those of the files.
    private var clouds = Dictionary(uniqueKeysWithValues: AzureCloud.known.map { ($0.name, $0) })
    /// The paths of the files that are being read, the nearest one first.
    private let chain: [String]

    init(_ file: SourceFile, files: any FileLoader, extendedBy chain: [String] = []) {
        self.file = file
        self.files = files
        self.chain = chain + [file.path]
    }

    /// Reads the whole file, after those that it extends: what stands here counts.
    mutating func run() {
        let (document, diagnostics) = JSONReader.readRelaxed(file)
        self.diagnostics = diagnostics
        guard let document, let members = object(document, "the configuration") else { return }
        if let base = members.first(where: { $0.name == "extends" }) { extend(base) }
        for member in members { read(member) }
        checkImplicitExtensions(document)
    }

    /// Takes over what another file says.
    private mutating func extend(_ member: Document.Member) {
        if case .null = member.value.content { return }
        guard let path = text(member), !path.isEmpty else { return }
        guard !path.hasPrefix("/") else {
            diagnostics.append(.wrongSetting("extends", expected: "a path from this file", found: member.value))
            return
        }
        guard chain.count < Self.chainLimit else {
            diagnostics.append(.endlessConfiguration(chain, at: member.value.span))
            return
        }
        do throws(FileLoadError) {
            let found = try files.load(path, from: file.path)
            guard !chain.contains(found.path) else {
                diagnostics.append(.endlessConfiguration(chain + [found.path], at: member.value.span))
                return
            }
            let source = SourceFile(path: found.path, bytes: found.bytes)
            var base = ConfigurationReader(source, files: files, extendedBy: chain)
            base.run()
            configuration = base.configuration
            clouds = base.clouds
            diagnostics += base.diagnostics
        } catch {
            diagnostics.append(.unreadableConfiguration(path, error, at: member.value.span))
        }
    }

    private mutating func read(_ member: Document.Member) {
        switch member.name {
        case "analyzers": readAnalyzers(member.value)
        case "moduleAliases": readAliases(member.value)
        case "extensions": readExtensions(member.value)
        case "implicitExtensions": _ = texts(member)
        case "experimentalFeaturesEnabled":
            for feature in object(member.value, member.name) ?? [] where bool(feature) == true {
                configuration.experimentalFeatures.insert(feature.name)
            }
        case "formatting": readFormatting(member.value)
        case "cloud": readCloud(member.value)
        case "cacheRootDirectory":
            if let path = text(member), !path.isEmpty { configuration.cacheRootDirectory = path }
        case "experimentalFeaturesWarning": _ = bool(member)
        case "$schema", "extends", "moduleAliasesMock", "documentation": break
        default:
            diagnostics.append(.unknownSetting(member.name, known: Self.settings, at: member.nameSpan))
        }
    }

    private static let settings = [
        "analyzers", "cacheRootDirectory", "cloud", "documentation", "experimentalFeaturesEnabled",
        "experimentalFeaturesWarning", "extends", "extensions", "formatting", "implicitExtensions", "moduleAliases",
    ]

    private mutating func readAliases(_ document: Document) {
        for kind in object(document, "moduleAliases") ?? [] {
            switch kind.name {
            case "br": readRegistryAliases(kind)
            case "ts": checkTemplateSpecAliases(kind)
            default: diagnostics.append(.unknownSetting(kind.name, known: ["br", "ts"], at: kind.nameSpan))
            }
        }
    }

    private mutating func readRegistryAliases(_ kind: Document.Member) {
        for alias in object(kind.value, kind.name) ?? [] {
            guard let members = object(alias.value, alias.name) else { continue }
            guard let registry = required("registry", of: alias, members) else { continue }
            let path = members.first { $0.name == "modulePath" }.flatMap { text($0) }
            configuration.moduleAliases[alias.name] = BicepConfiguration.ModuleAlias(
                registry: registry,
                modulePath: path?.isEmpty == true ? nil : path
            )
        }
    }

    /// Checks the aliases of template specs, which rad does not follow.
    private mutating func checkTemplateSpecAliases(_ kind: Document.Member) {
        for alias in object(kind.value, kind.name) ?? [] {
            guard let members = object(alias.value, alias.name) else { continue }
            for name in ["subscription", "resourceGroup"] { _ = required(name, of: alias, members) }
        }
    }

    private mutating func readExtensions(_ document: Document) {
        for item in object(document, "extensions") ?? [] {
            configuration.extensions.insert(item.name)
            configuration.extensionSources[item.name] = text(item)
        }
    }

    private mutating func readFormatting(_ document: Document) {
        var options = configuration.formatting
        for member in object(document, "formatting") ?? [] {
            switch member.name {
            case "indentKind": options.indentKind = choice(member) ?? options.indentKind
            case "newlineKind": options.newlineKind = choice(member) ?? options.newlineKind
            case "indentSize":
                options.indentSize = number(member, in: 0...FormattingOptions.indentSizeLimit) ?? options.indentSize
            case "width": options.width = number(member, in: 0...Int(Int32.max)) ?? options.width
            case "insertFinalNewline": options.insertFinalNewline = bool(member) ?? options.insertFinalNewline
            default:
                let known = ["indentKind", "newlineKind", "indentSize", "width", "insertFinalNewline"]
                diagnostics.append(.unknownSetting(member.name, known: known, at: member.nameSpan))
            }
        }
        configuration.formatting = options
    }

    private mutating func readCloud(_ document: Document) {
        let members = object(document, "cloud") ?? []
        for member in members {
            switch member.name {
            case "currentProfile", "credentialOptions": break
            case "profiles":
                for profile in object(member.value, member.name) ?? [] { readCloud(profile) }
            case "credentialPrecedence": _ = texts(member)
            default:
                let known = ["currentProfile", "profiles", "credentialPrecedence", "credentialOptions"]
                diagnostics.append(.unknownSetting(member.name, known: known, at: member.nameSpan))
            }
        }
        guard let current = members.first(where: { $0.name == "currentProfile" }), let name = text(current) else {
            return
        }
        guard let cloud = clouds[name] else {
            let known = clouds.keys.sorted().alternatives
            diagnostics.append(.wrongSetting("currentProfile", expected: known, found: current.value))
            return
        }
        configuration.cloud = cloud
    }

    private mutating func readCloud(_ profile: Document.Member) {
        guard let members = object(profile.value, profile.name),
            let endpoint = required("resourceManagerEndpoint", of: profile, members),
            let authority = required("activeDirectoryAuthority", of: profile, members)
        else { return }
        var cloud = clouds[profile.name] ?? AzureCloud.global
        cloud.name = profile.name
        (cloud.resourceManager, cloud.login) = (endpoint, authority)
        clouds[profile.name] = cloud
        if configuration.cloud.name == cloud.name { configuration.cloud = cloud }
    }

    private mutating func checkImplicitExtensions(_ document: Document) {
        guard case .array(let names)? = document["implicitExtensions"]?.content else { return }
        for name in names {
            guard case .string(let text) = name.content, BuiltinExtension(rawValue: text) == nil,
                !configuration.extensions.contains(text)
            else { continue }
            let expected = "the name of an extension in 'extensions'"
            diagnostics.append(.wrongSetting("implicitExtensions", expected: expected, found: name))
        }
    }
}

// MARK: - Values

extension ConfigurationReader {
    mutating func object(_ document: Document, _ name: String) -> [Document.Member]? {
        if case .object(let members) = document.content { return members }
        diagnostics.append(.wrongSetting(name, expected: "an object", found: document))
        return nil
    }

    mutating func text(_ member: Document.Member) -> String? {
        if case .string(let text) = member.value.content { return text }
        diagnostics.append(.wrongSetting(member.name, expected: "a text", found: member.value))
        return nil
    }

    mutating func bool(_ member: Document.Member) -> Bool? {
        if case .bool(let flag) = member.value.content { return flag }
        diagnostics.append(.wrongSetting(member.name, expected: "true or false", found: member.value))
        return nil
    }

    mutating func number(_ member: Document.Member, in range: ClosedRange<Int>) -> Int? {
        if case .integer(let number) = member.value.content, let value = Int(exactly: number), range ~= value {
            return value
        }
        let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
        diagnostics.append(.wrongSetting(member.name, expected: expected, found: member.value))
        return nil
    }

    mutating func texts(_ member: Document.Member) -> [String]? {
        guard case .array(let elements) = member.value.content else {
            diagnostics.append(.wrongSetting(member.name, expected: "an array of texts", found: member.value))
            return nil
        }
        return elements.compactMap { element in
            if case .string(let text) = element.content { return text }
            diagnostics.append(.wrongSetting(member.name, expected: "a text", found: element))
            return nil
        }
    }

    /// One of the words of a type, compared without case as the compiler does.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ member: Document.Member) -> Choice?
    where Choice.RawValue == String {
        if case .string(let text) = member.value.content,
            let choice = Choice.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() })
        {
            return choice
        }
        let expected = Choice.allCases.map(\.rawValue).alternatives
        diagnostics.append(.wrongSetting(member.name, expected: expected, found: member.value))
        return nil
    }

    private mutating func required(_ name: String, of owner: Document.Member, _ members: [Document.Member]) -> String? {
        guard let member = members.first(where: { $0.name == name }) else {
            diagnostics.append(.missingSetting(name, of: owner.name, at: owner.nameSpan))
            return nil
        }
        return text(member)
    }
}

extension [String] {
    /// The texts in quotes, as alternatives: `'a', 'b' or 'c'`.
    var alternatives: String {
        let quoted = map { "'\($0)'" }
        guard let last = quoted.last, count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
