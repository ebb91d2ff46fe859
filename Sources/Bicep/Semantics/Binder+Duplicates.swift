import Diagnostics

extension Binder {
    /// Reports Azure resources and modules of one name and one place, which no deployment can tell apart.
    ///
    /// Only names that are written out are compared; what has a condition may never meet.
    mutating func reportDuplicateNames() {
        var resources: [String: [Range<UInt32>]] = [:]
        for resource in module.resources where resource.extensionName == nil && resource.condition == nil {
            guard resource.loop == nil, !resource.type.isEmpty, let name = resource.body.member("name"),
                case .string(let text) = name.kind
            else { continue }
            let parent = resource.parent.map { module.resources[$0].symbol } ?? ""
            let key = [resource.type.lowercased(), parent, scope(of: resource.body), text].joined(separator: "\n")
            resources[key, default: []].append(name.range)
        }
        for ranges in resources.values where ranges.count > 1 {
            for range in ranges { report(.duplicateResourceName(tree.text(range), at: span(range))) }
        }
        var modules: [String: [Range<UInt32>]] = [:]
        for declaration in module.modules where declaration.condition == nil && declaration.loop == nil {
            guard let name = declaration.body.member("name"), case .string(let text) = name.kind else { continue }
            modules[scope(of: declaration.body) + "\n" + text, default: []].append(name.range)
        }
        for ranges in modules.values where ranges.count > 1 {
            for range in ranges { report(.duplicateModuleName(tree.text(range), at: span(range))) }
        }
    }

    private func scope(of body: Expression) -> String { body.member("scope").map { tree.text($0.range) } ?? "" }

    /// Reports Azure resources without a name.
    mutating func reportMissingNames() {
        for resource in module.resources where resource.extensionName == nil && !resource.type.isEmpty {
            guard resource.body.hasOnlyPlainMembers, resource.body.member("name") == nil else { continue }
            report(.missingProperties(["name"], of: "resource", at: span(resource.symbolRange)))
        }
    }
}
