import Diagnostics

extension Binder {
    mutating func bindResource(_ node: SyntaxNode, index: Int) {
        let isNested = module.resources[index].isNested
        scopes = visibleChildren(of: index)
        nextSlot = 0
        enter(.resource(index), as: .body)
        module.resources[index].decorators = deploymentDecorators(of: node, on: .resource)
        module.resources[index].isExisting = node.token(4) != nil
        if module.resources[index].decorators.isNullIfNotFound, node.token(4) == nil,
            let decorator = node.decorators.first(where: { $0.decoratorName?.text == "nullIfNotFound" })
        {
            report(.onlyForExisting(at: span(decorator.range)))
        }
        bindType(of: index, node.node(3))
        guard let value = node.node(7) else { return }
        if isNested, isInsideLoop(module.resources[index].parent) { report(.nestedInLoop(at: span(node.range))) }
        let body = bindBody(value)
        module.resources[index].condition = body.condition
        module.resources[index].loop = body.loop
        module.resources[index].body = body.object
        guard !isNested, let parent = body.object.member("parent") else { return }
        module.resources[index].parent = parentIndex(parent)
        if parentIndex(parent) == nil, !parent.isInvalid { report(.parentIsNoResource(at: span(parent.range))) }
    }

    /// Reports parents whose type does not make them one.
    mutating func reportWrongParents() {
        let broken = diagnostics.filter { $0.severity == .error }.compactMap(\.span?.range)
        for resource in module.resources where !resource.isNested && resource.extensionName == nil {
            guard let index = resource.parent, let written = resource.body.member("parent")
            else { continue }
            let parent = module.resources[index]
            guard !parent.type.isEmpty, !resource.type.isEmpty, parent.extensionName == nil,
                let slash = resource.type.lastIndex(of: "/"),
                resource.type[..<slash].lowercased() != parent.type.lowercased()
            else { continue }
            let range = Int(written.range.lowerBound)..<Int(written.range.upperBound)
            guard !broken.contains(where: { $0.overlaps(range) }) else { continue }
            let expected = String(resource.type[..<slash])
            report(.wrongProperty("parent", expected: expected, found: parent.type, at: span(written.range)))
        }
    }

    /// The names of children that can be used in a resource: its own and those of the resources around it.
    private func visibleChildren(of index: Int) -> [[String: LocalSymbol]] {
        guard !nested.isEmpty else { return [] }
        var scopes: [[String: LocalSymbol]] = []
        var current: Int? = index
        while let resource = current {
            scopes.append((nested[resource] ?? [:]).mapValues { .resource($0) })
            current = module.resources[resource].isNested ? module.resources[resource].parent : nil
        }
        return scopes.reversed()
    }

    private func isInsideLoop(_ parent: Int?) -> Bool {
        var current = parent
        while let resource = current {
            if collections.contains(.resource(resource)) { return true }
            current = module.resources[resource].isNested ? module.resources[resource].parent : nil
        }
        return false
    }

    private func parentIndex(_ expression: Expression) -> Int? {
        switch expression.kind {
        case .resource(let index): index
        case .index(let base, _, _, _): parentIndex(base)
        case .nonNull(let base): parentIndex(base)
        default: nil
        }
    }
}

// MARK: - Types of resources

extension Binder {
    private mutating func bindType(of index: Int, _ node: SyntaxNode?) {
        guard let node, node.kind == .string else { return }
        module.resources[index].typeRange = node.range
        guard let text = node.plainString else { return report(.interpolatedResourceType(at: span(node.range))) }
        if module.resources[index].isNested, let parent = module.resources[index].parent {
            return bindNestedType(of: index, text, parent: parent, at: node.range)
        }
        guard let named = namedTypes[text] ?? namedType(text, at: node.range) else { return }
        namedTypes[text] = named
        module.resources[index].type = named.name.type
        module.resources[index].apiVersion = named.name.version
        module.resources[index].extensionName = named.provider
        if named.provider == nil, named.name.type.isRadiusType {
            report(.radiusTypeWithoutExtension(text, at: span(node.range)))
        } else {
            recognizeType(of: index, at: node.range)
        }
    }

    /// What the type of a resource names, as far as it can be told without Azure.
    struct NamedType {
        let name: ResourceTypeName
        /// The name of the extension that provides it; `nil` for Azure.
        let provider: String?
    }

    /// Reads a type as it is written; reports what is wrong with it.
    private mutating func namedType(_ text: String, at range: Range<UInt32>) -> NamedType? {
        let qualified = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1).map { String(Substring($0)) }
        let qualifier = qualified.count > 1 ? qualified[0] : nil
        guard let name = ResourceTypeName(qualifier == nil ? text : qualified[1]) else {
            report(.invalidResourceType(text, at: span(range)))
            return nil
        }
        let provider: String?
        if let qualifier, qualifier != "az" {
            provider = module.extensions.first { $0.alias == qualifier }?.name
            guard provider != nil else {
                report(.unknownTypeQualifier(qualifier, at: span(range)))
                return nil
            }
        } else {
            provider = self.provider(of: name.type)
        }
        guard provider != nil || (name.version != nil && name.segmentCount > 1) else {
            report(.invalidResourceType(text, at: span(range)))
            return nil
        }
        return NamedType(name: name, provider: provider)
    }

    private mutating func bindNestedType(of index: Int, _ text: String, parent: Int, at range: Range<UInt32>) {
        guard let name = ResourceTypeName(text), name.segmentCount == 1 else {
            return report(.invalidNestedType(text, at: span(range)))
        }
        guard !module.resources[parent].type.isEmpty else { return }
        module.resources[index].type = "\(module.resources[parent].type)/\(name.type)"
        module.resources[index].apiVersion = name.version ?? module.resources[parent].apiVersion
        module.resources[index].extensionName = module.resources[parent].extensionName
        // Of a type without its extension it was said where the parent stands.
        if !name.type.isRadiusType, !module.resources[parent].type.isRadiusType { recognizeType(of: index, at: range) }
    }

    /// Says so if Azure has no type of the name and version.
    private mutating func recognizeType(of index: Int, at range: Range<UInt32>) {
        let resource = module.resources[index]
        guard resource.extensionName == nil, let version = resource.apiVersion else { return }
        let known = azureTypes.type(resource.type)
        guard known?.apiVersions.contains(version.lowercased()) != true else { return }
        let suggestion = known == nil ? azureTypes.suggestion(for: resource.type) : nil
        report(.unknownAzureType(resource.type, version, known?.apiVersions ?? [], suggestion, at: span(range)))
    }

    /// The extension of the file that provides a type; `nil` for Azure.
    ///
    /// What no extension claims by its namespace belongs to one from elsewhere, whose types are not looked into.
    private func provider(of type: String) -> String? {
        var providers = [BuiltinExtension.kubernetes, .aws].filter { $0.provides(type) }.map(\.rawValue)
        if BuiltinExtension.radius.provides(type) {
            let others = module.extensions.map(\.name).filter { BuiltinExtension(rawValue: $0) == nil }
            providers +=
                type.isRadiusType
                ? [BuiltinExtension.radius.rawValue] + others : others + [BuiltinExtension.radius.rawValue]
        }
        if type.lowercased().hasPrefix("microsoft.graph/") {
            providers += module.extensions.map(\.name).filter { $0.lowercased().hasPrefix("microsoftgraph") }
        }
        return providers.first { provider in module.extensions.contains { $0.name == provider } }
    }
}

// MARK: - Bodies

extension Binder {
    /// The body of a resource or module with the condition or loop around it.
    struct Body {
        var condition: Expression?
        var loop: Expression.Loop?
        var object: Expression
    }

    mutating func bindBody(_ node: SyntaxNode) -> Body {
        switch node.kind {
        case .object: return Body(object: bindBodyObject(node))
        case .condition:
            let condition = bindOperand(node.node(1))
            return Body(condition: condition, object: bindBodyObject(node.node(2)))
        case .loop:
            let loop = loop(node) { binder, inner in
                guard let inner, inner.kind == .condition else { return (nil, binder.bindBodyObject(inner)) }
                return (binder.bindOperand(inner.node(1)), binder.bindBodyObject(inner.node(2)))
            }
            return Body(loop: loop, object: loop?.body ?? .invalid(node.range))
        default: return Body(object: .invalid(node.range))
        }
    }

    private mutating func bindBodyObject(_ node: SyntaxNode?) -> Expression {
        guard let node, node.kind == .object else { return .invalid(node?.range ?? 0..<0) }
        return at {
            $0.allowsPropertyLoops = true
            $0.isBody = true
        } _: {
            $0.bindObject(node)
        }
    }
}

extension String {
    /// Whether it names a type of Radius, of which the extension tells what it is.
    fileprivate var isRadiusType: Bool { hasPrefix("Applications.") || hasPrefix("Radius.") }
}
