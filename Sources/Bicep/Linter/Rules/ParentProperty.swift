/// `use-parent-property`: a name that repeats the parent's, `'parent/child'`, where `parent` would say it.
extension Linter {
    /// Looks at the resources of Azure whose types have a parent's.
    mutating func lintParents() {
        guard isOn(.useParentProperty) else { return }
        for (index, resource) in module.resources.enumerated() where resource.extensionName == nil {
            guard resource.parent == nil, !resource.isNested, let slash = resource.type.lastIndex(of: "/"),
                let name = resource.body.member("name"), isStringLiteral(name), let child = nameNode(ofResource: index)
            else { continue }
            let type = String(resource.type[..<slash])
            guard let parent = parentByName(name, type) ?? parentByText(child, type) else { continue }
            report(.nameOfParent(resource.symbol, module.resources[parent].symbol), at: name.range)
        }
    }

    /// The parent of a name that begins with `${parent.name}/`.
    private func parentByName(_ name: Expression, _ type: String) -> Int? {
        guard case .interpolation(let segments) = name.kind, segments.count > 1, case .hole(let hole) = segments[0],
            case .text(let text) = segments[1], text.hasPrefix("/"),
            case .property(let base, "name", _) = hole.kind, case .resource(let index) = base.kind,
            module.resources[index].type.lowercased() == type.lowercased()
        else { return nil }
        return index
    }

    /// The resource whose name another name begins with.
    private mutating func parentByText(_ child: SyntaxNode, _ type: String) -> Int? {
        comparedResources(ofType: type.lowercased()).first { index in
            guard module.resources[index].loop == nil, let name = nameNode(ofResource: index) else { return false }
            return continues(child, name)
        }
    }

    private func nameNode(ofResource index: Int) -> SyntaxNode? {
        resourceNodes[index]?.node(7)?.bodyObject?.property("name")?.node(2)
    }

    /// Whether a string is another name, a slash and something more.
    private func continues(_ child: SyntaxNode, _ parent: SyntaxNode) -> Bool {
        guard child.kind == .string else { return false }
        let (texts, holes) = child.texts
        guard parent.kind == .string else {
            guard texts.count > 1, texts[1].hasPrefix("/"), let first = holes.first else { return false }
            return isSame(first, parent)
        }
        let (parentTexts, parentHoles) = parent.texts
        guard texts.count >= parentTexts.count, let last = parentTexts.last else { return false }
        let place = parentTexts.count - 1
        return texts[..<place] == parentTexts[..<place]
            && texts[place].hasPrefix(last + "/")
            && zip(holes, parentHoles).allSatisfy { isSame($0, $1) }
    }
}

extension SyntaxNode {
    /// The texts of a string, and the holes between them.
    fileprivate var texts: (texts: [String], holes: [SyntaxNode]) {
        var found: (texts: [String], holes: [SyntaxNode]) = ([], [])
        for part in stringParts {
            switch part {
            case .text(let text): found.texts.append(text)
            case .hole(let hole): found.holes.append(hole)
            }
        }
        return found
    }
}

extension Linter.Finding {
    fileprivate static func nameOfParent(_ child: String, _ parent: String) -> Self {
        Self(
            rule: .useParentProperty,
            message: "the name of '\(child)' repeats that of its parent '\(parent)'",
            help: "write parent: \(parent), and the rest of the name alone"
        )
    }
}
