import Diagnostics
import Documents

/// Reads a configuration part by part, and notes what it does not understand.
struct ConfigurationReader {
    let file: SourceFile
    var configuration = BicepConfiguration()
    var diagnostics: [Diagnostic] = []

    init(_ file: SourceFile) {
        self.file = file
    }

    /// Reads the whole file.
    mutating func run() {
        let (document, diagnostics) = JSONReader.readRelaxed(file)
        self.diagnostics = diagnostics
        guard let document, let members = object(document, "the configuration") else { return }
        for member in members { read(member) }
        checkProfile(document)
        checkImplicitExtensions(document)
    }

    private mutating func read(_ member: Document.Member) {
        switch member.name {
        case "analyzers": readAnalyzers(member.value)
        case "moduleAliases": readAliases(member.value)
        case "extensions": readExtensions(member.value)
        case "implicitExtensions":
            if let names = texts(member) { configuration.implicitExtensions = names }
        case "experimentalFeaturesEnabled":
            for feature in object(member.value, member.name) ?? [] where bool(feature) == true {
                configuration.experimentalFeatures.insert(feature.name)
            }
        case "formatting": readFormatting(member.value)
        case "cloud": readCloud(member.value)
        case "cacheRootDirectory": configuration.cacheRootDirectory = text(member)
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
            case "ts": readTemplateSpecAliases(kind)
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

    private mutating func readTemplateSpecAliases(_ kind: Document.Member) {
        for alias in object(kind.value, kind.name) ?? [] {
            guard let members = object(alias.value, alias.name),
                let subscription = required("subscription", of: alias, members),
                let group = required("resourceGroup", of: alias, members)
            else { continue }
            configuration.templateSpecAliases[alias.name] = BicepConfiguration.TemplateSpecAlias(
                subscription: subscription,
                resourceGroup: group
            )
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
        for member in object(document, "cloud") ?? [] {
            switch member.name {
            case "currentProfile":
                if let name = text(member) { configuration.cloud.currentProfile = name }
            case "profiles":
                for profile in object(member.value, member.name) ?? [] {
                    guard let members = object(profile.value, profile.name),
                        let endpoint = required("resourceManagerEndpoint", of: profile, members),
                        let authority = required("activeDirectoryAuthority", of: profile, members)
                    else { continue }
                    configuration.cloud.profiles[profile.name] = CloudSettings.Profile(
                        resourceManagerEndpoint: endpoint,
                        activeDirectoryAuthority: authority
                    )
                }
            case "credentialPrecedence":
                if let names = texts(member) { configuration.cloud.credentialPrecedence = names }
            case "credentialOptions": break
            default:
                let known = ["currentProfile", "profiles", "credentialPrecedence", "credentialOptions"]
                diagnostics.append(.unknownSetting(member.name, known: known, at: member.nameSpan))
            }
        }
    }

    private mutating func checkProfile(_ document: Document) {
        guard let name = document["cloud"]?["currentProfile"], case .string(let text) = name.content,
            configuration.cloud.profiles[text] == nil
        else { return }
        let known = configuration.cloud.profiles.keys.sorted()
        diagnostics.append(.wrongSetting("currentProfile", expected: known.alternatives, found: name))
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
