/// `no-unnecessary-dependson`: entries of `dependsOn` that follow from what the resource mentions.
extension Linter {
    /// Looks at `dependsOn` of a resource or module.
    mutating func lintDependencies(of dependent: BoundModule.Dependency, _ body: Expression) {
        guard isOn(.noUnnecessaryDependsOn), case .array(let elements)? = body.member("dependsOn")?.kind else { return }
        let inferred = inferredDependencies(of: dependent)
        var written: Set<BoundModule.Dependency> = []
        for case .item(let item) in elements {
            let entry: BoundModule.Dependency
            switch item.kind {
            case .resource(let index) where module.resources[index].loop == nil: entry = .resource(index)
            case .module(let index) where module.modules[index].loop == nil: entry = .module(index)
            default: continue
            }
            if !inferred.contains(entry), written.insert(entry).inserted { continue }
            report(.unnecessaryDependency(text(item.range)), at: item.range)
        }
    }

    /// How many declarations are looked through for one, more than a template can hold.
    private static let closureLimit = 1000

    /// What a declaration waits for without being told, directly or by way of others.
    ///
    /// Existing resources do not count: to mention one is not to wait for it.
    private func inferredDependencies(of dependent: BoundModule.Dependency) -> Set<BoundModule.Dependency> {
        var found: Set<BoundModule.Dependency> = []
        var pending = inferred(by: dependent)
        while let next = pending.popLast(), found.count < Self.closureLimit {
            guard found.insert(next).inserted else { continue }
            pending += inferred(by: next)
        }
        return found.filter { dependency in
            if case .resource(let index) = dependency { !module.resources[index].isExisting } else { true }
        }
    }

    private func inferred(by dependent: BoundModule.Dependency) -> [BoundModule.Dependency] {
        switch dependent {
        case .resource(let index): module.resources[index].inferredDependencies
        case .module(let index): module.modules[index].inferredDependencies
        }
    }
}

extension Linter.Finding {
    fileprivate static func unnecessaryDependency(_ name: String) -> Self {
        Self(
            rule: .noUnnecessaryDependsOn,
            message: "'\(name)' is waited for without this entry",
            help: "remove '\(name)' from dependsOn"
        )
    }
}
