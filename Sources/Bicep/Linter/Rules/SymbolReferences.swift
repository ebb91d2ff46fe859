/// `use-resource-symbol-reference`: `reference` and `list…` of a resource that the file declares.
extension Linter {
    /// Looks at a call of `reference` or a `list…` function.
    mutating func lintReference(_ call: Call) {
        guard isOn(.useResourceSymbolReference), call.namespace == .az else { return }
        let isReference = call.name == "reference"
        guard (isReference ? 1 : 2)...3 ~= call.arguments.count else { return }
        let candidates = resources(named: call.arguments[0])
        guard matches(candidates, version: call.arguments.count > 1 ? call.arguments[1] : nil) else { return }
        report(.indirectReference(call.name, isReference: isReference), at: call.node.range)
    }

    /// The resources that an id stands for: `resource.id`, or `resourceId('type', name …)`.
    private mutating func resources(named node: SyntaxNode) -> [Int] {
        if node.kind == .propertyAccess, ["id", "name"].contains(node.name(3)?.text) {
            return resource(node.node(0)).map { [$0] } ?? []
        }
        guard let call = builtinCall(node), call.name == "resourceId", call.arguments.count > 1,
            let type = call.arguments[0].plainString?.lowercased(), type.contains("/")
        else { return [] }
        let names = call.arguments.dropFirst()
        return comparedResources(ofType: type).filter { index in
            guard let path = nameNodes(ofResource: index), path.count == names.count else { return false }
            return zip(path, names).allSatisfy { isSame($0, $1) }
        }
    }

    private func resource(_ node: SyntaxNode?) -> Int? {
        guard let node, node.kind == .variableAccess, let name = node.name(0)?.text,
            case .resource(let index)? = binder.symbols[name]
        else { return nil }
        return index
    }

    /// The names of a resource and of those around it, outermost first.
    private func nameNodes(ofResource index: Int) -> [SyntaxNode]? {
        var names: [SyntaxNode] = []
        var next: Int? = index
        while let index = next, names.count < 16 {
            guard let name = resourceNodes[index]?.node(7)?.bodyObject?.property("name")?.node(2) else { return nil }
            names.append(name)
            next = module.resources[index].parent
        }
        return names.reversed()
    }

    private func matches(_ candidates: [Int], version: SyntaxNode?) -> Bool {
        guard let version else { return candidates.count == 1 }
        if version.kind == .propertyAccess, version.name(3)?.text == "apiVersion", let index = resource(version.node(0))
        {
            return candidates.contains(index)
        }
        guard let text = version.plainString?.lowercased() else { return false }
        return candidates.contains { module.resources[$0].apiVersion?.lowercased() == text }
    }
}

extension Linter.Finding {
    fileprivate static func indirectReference(_ function: String, isReference: Bool) -> Self {
        Self(
            rule: .useResourceSymbolReference,
            message: "'\(function)' is called for a resource that is declared here",
            help: isReference ? "write name.properties" : "write name.\(function)()"
        )
    }
}
