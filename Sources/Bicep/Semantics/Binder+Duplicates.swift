import Diagnostics

extension Binder {
    /// Reports Azure resources and modules of one name and one place, which no deployment can tell apart.
    ///
    /// What has a condition may never meet another; a loop does not matter, as in the Bicep compiler.
    mutating func reportDuplicateNames() {
        var forms = NameForms(module: module)
        let broken = CoveredRanges(ofErrorsIn: diagnostics)
        var resources: [String: [Range<UInt32>]] = [:]
        for resource in module.resources where resource.extensionName == nil && !resource.isExisting {
            guard !resource.type.isEmpty, let name = uniqueName(of: resource.body), let form = forms.form(of: name),
                resource.condition.isAlwaysTrue, resource.loop?.condition.isAlwaysTrue ?? true,
                !broken.overlap(name.offsets)
            else { continue }
            let parent = resource.parent.map { module.resources[$0].symbol } ?? ""
            let key = [resource.type.lowercased(), parent, scope(of: resource.body), form].joined(separator: "\n")
            resources[key, default: []].append(name.range)
        }
        for ranges in resources.values where ranges.count > 1 {
            for range in ranges { report(.duplicateResourceName(tree.text(range), at: span(range))) }
        }
        var modules: [String: [Range<UInt32>]] = [:]
        for declaration in module.modules where declaration.module != nil {
            guard let name = uniqueName(of: declaration.body), let form = forms.form(of: name),
                declaration.condition.isAlwaysTrue, declaration.loop?.condition.isAlwaysTrue ?? true
            else { continue }
            modules[scope(of: declaration.body) + "\n" + form, default: []].append(name.range)
        }
        for ranges in modules.values where ranges.count > 1 {
            for range in ranges { report(.duplicateModuleName(tree.text(range), at: span(range))) }
        }
    }

    /// The name in a body; `nil` if there are several, which was reported.
    private func uniqueName(of body: Expression) -> Expression? {
        let names = body.members.filter { $0.name == "name" }
        return names.count == 1 ? names[0].value : nil
    }

    /// The text of a scope; none if it is that of the file.
    private func scope(of body: Expression) -> String {
        let text = body.member("scope").map { tree.text($0.range) } ?? ""
        return text == "\(module.targetScope)()" ? "" : text
    }
}

extension Expression? {
    /// Whether there is no condition, or one that says nothing.
    fileprivate var isAlwaysTrue: Bool {
        switch self?.kind {
        case nil, .bool(true): true
        default: false
        }
    }
}

extension Expression {
    fileprivate var offsets: Range<Int> { Int(range.lowerBound)..<Int(range.upperBound) }
}
