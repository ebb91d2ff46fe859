/// `use-recent-api-versions`: API versions that better ones have replaced.
///
/// Days are counted from the one up to which rad knows Azure's types, so that a file which passes today passes tomorrow.
extension Linter {
    /// Looks at the version of a resource of Azure.
    mutating func lintVersion(of resource: BoundModule.ResourceDeclaration) {
        guard isOn(.useRecentAPIVersions), let written = resource.apiVersion,
            let range = rangeOfVersion(written, in: resource.typeRange),
            let found = versions(of: resource.type),
            let version = found.all.first(where: { $0.text == written.lowercased() })
        else { return }
        report(version, found, resource.type, at: range)
    }

    /// Looks at the version that a call of `reference` or `list…` names.
    mutating func lintVersion(in call: Expression, _ arguments: [Expression]) {
        guard isOn(.useRecentAPIVersions), arguments.count > 1,
            let written = shapes.literal(behind: arguments[1])?.text, let version = APIVersion(written.lowercased()),
            let type = resourceType(ofCallFor: arguments[0])
        else { return }
        guard let found = versions(of: type) else {
            report(.unknownVersionedType(type, meant: azureTypes.suggestion(for: type)), at: call.range)
            return
        }
        guard found.all.contains(version) else {
            report(.unknownVersion(version, type, found.acceptable), at: call.range)
            return
        }
        report(version, found, type, at: call.range)
    }

    private mutating func report(
        _ version: APIVersion,
        _ found: KnownVersions,
        _ type: String,
        at range: Range<UInt32>
    ) {
        // What is too new to be recommended may be used by those who know why.
        guard !found.acceptable.contains(version), version.day <= today - settings.versionGracePeriod else { return }
        report(.oldVersion(version, type, found.acceptable, reason(version, found.all)), at: range)
    }

    private func reason(_ version: APIVersion, _ all: [APIVersion]) -> String {
        if version.isPreview, version.day >= today - settings.maximumVersionAge,
            let stable = all.filter({ !$0.isPreview }).map(\.day).max()
        {
            if version.day < stable { return "a preview before the latest stable version" }
            if version.day == stable { return "a preview of a version that is stable by now" }
        }
        return "\(today - version.day) days old, older than \(settings.maximumVersionAge)"
    }

    private var today: Int64 { APIVersion(AzureTypeIndex.date)?.day ?? 0 }

    /// The versions of a type; `nil` if the type is unknown.
    private mutating func versions(of type: String) -> KnownVersions? {
        let name = type.lowercased()
        if let known = knownVersions[name] { return known }
        let all = azureTypes.type(name)?.apiVersions.compactMap { APIVersion($0) } ?? []
        let found = all.isEmpty ? nil : KnownVersions(all: all, acceptable: acceptable(all))
        knownVersions[name] = .some(found)
        return found
    }

    /// Those of some versions that are good enough, best first.
    private func acceptable(_ all: [APIVersion]) -> [APIVersion] {
        let settled = all.filter { $0.day <= today - settings.versionGracePeriod }
        let candidates = settled.isEmpty ? all : settled
        let (stable, previews) = (candidates.filter { !$0.isPreview }, candidates.filter(\.isPreview))
        func isRecent(_ version: APIVersion) -> Bool { version.day >= today - settings.maximumVersionAge }
        func latest(_ versions: [APIVersion]) -> [APIVersion] {
            let newest = versions.map(\.day).max()
            return versions.filter { $0.day == newest }
        }
        var acceptable = stable.filter(isRecent)
        if acceptable.isEmpty { acceptable = latest(stable) }
        let newestStable = stable.map(\.day).max() ?? .min
        acceptable += previews.filter { isRecent($0) && $0.day > newestStable }
        if acceptable.isEmpty { acceptable = latest(previews) }
        return acceptable.sorted(by: >)
    }

    /// The type that `reference` or `list…` is called for: that of a resource, as in `resource.id`, or one that is written.
    ///
    /// What follows a known type is the name of a resource.
    private mutating func resourceType(ofCallFor expression: Expression) -> String? {
        var type = textsFromType(in: expression).joined(separator: "/")
        if case .property(let base, _, _) = expression.kind, case .resource(let index) = base.kind {
            guard module.resources[index].extensionName == nil else { return nil }
            type = module.resources[index].type
        }
        while azureTypes.type(type) == nil, let slash = type.lastIndex(of: "/"), type[..<slash].contains("/") {
            type = String(type[..<slash])
        }
        return type.isEmpty ? nil : type
    }

    private func rangeOfVersion(_ version: String, in range: Range<UInt32>) -> Range<UInt32>? {
        let written = Array(text(range).utf8)
        guard let at = written.lastIndex(of: UInt8(ascii: "@")),
            written[(at + 1)...].starts(with: version.utf8)
        else { return nil }
        let start = range.lowerBound + UInt32(at) + 1
        return start..<start + UInt32(version.utf8.count)
    }
}

/// The versions of a type, oldest first, and those of them that are good enough, best first.
struct KnownVersions {
    let all: [APIVersion]
    let acceptable: [APIVersion]
}

extension Linter.Finding {
    fileprivate static func oldVersion(
        _ version: APIVersion,
        _ type: String,
        _ acceptable: [APIVersion],
        _ reason: String
    ) -> Self {
        Self(
            rule: .useRecentAPIVersions,
            message: "'\(version.text)' of '\(type)' is \(reason)",
            help: "use \(acceptable.map { "'\($0.text)'" }.joined(separator: " or "))"
        )
    }

    fileprivate static func unknownVersion(_ version: APIVersion, _ type: String, _ acceptable: [APIVersion]) -> Self {
        Self(
            rule: .useRecentAPIVersions,
            message: "'\(type)' has no version '\(version.text)'",
            help: "use \(acceptable.map { "'\($0.text)'" }.joined(separator: " or "))"
        )
    }

    fileprivate static func unknownVersionedType(_ type: String, meant: String?) -> Self {
        Self(
            rule: .useRecentAPIVersions,
            message: "the resource type '\(type)' is not known",
            help: meant.map { "did you mean '\($0)'?" }
        )
    }
}
