import Diagnostics
import Documents

extension TemplateReader {
    /// A resource of the template, with its symbolic name if it has one.
    private struct Entry {
        let symbol: String
        let span: Span
        let value: Document

        var type: String { value["type"]?.value.stringValue ?? "" }

        /// Whether it deploys a template of its own, whose expressions are evaluated there.
        var isModule: Bool {
            guard type.lowercased() == "microsoft.resources/deployments",
                let properties = value["properties"], case .object? = properties["template"]?.content
            else { return false }
            return properties["expressionEvaluationOptions"]?["scope"]?.value.stringValue?.lowercased() == "inner"
        }

        /// The expression for its name.
        var name: TemplateExpression {
            guard let text = value["name"]?.value.stringValue else { return .text("") }
            switch TemplateText(text) {
            case .literal(let literal): return .text(literal)
            case .expression(let expression): return expression
            case .broken: return .text(text)
            }
        }
    }

    private var entries: [Entry] {
        switch document["resources"]?.content {
        case .object(let members): members.map { Entry(symbol: $0.name, span: $0.nameSpan, value: $0.value) }
        case .array(let elements):
            elements.enumerated().map { Entry(symbol: "resource\($0)", span: $1.span, value: $1) }
        case .null, .bool, .integer, .number, .string, nil: []
        }
    }

    /// Makes room for all resources, so that they can refer to each other.
    mutating func declareResources() {
        for entry in entries {
            let range = entry.span.offsets
            if entry.isModule {
                let index = module.modules.count
                symbols[entry.symbol] = .module(index)
                deploymentNames.append((entry.name, index, entry.value["copy"] != nil))
                module.modules.append(BoundModule.ModuleDeclaration(symbol: entry.symbol, symbolRange: range))
            } else {
                symbols[entry.symbol] = .resource(module.resources.count)
                var resource = BoundModule.ResourceDeclaration(.init(symbol: entry.symbol, symbolRange: range))
                resource.extensionName = extensionName(of: entry.value)
                module.resources.append(resource)
            }
        }
    }

    /// The extension that provides a resource; `nil` for Azure.
    private func extensionName(of resource: Document) -> String? {
        guard let alias = (resource["import"] ?? resource["extension"])?.value.stringValue else { return nil }
        return module.extensions.first { $0.alias == alias }?.name ?? alias
    }

    mutating func readResources() {
        for entry in entries {
            frame = Frame()
            switch symbols[entry.symbol] {
            case .module(let index): readModule(entry, index)
            case .resource(let index): readResource(entry, index)
            case .parameter, .variable, .function, .type, .namespace, .imports, .other, nil: continue
            }
        }
    }

    /// Enters the extensions that resources are imported from.
    mutating func readExtensions() {
        for member in section("imports") + section("extensions") {
            let provider = member.value["provider"] ?? member.value["name"]
            module.extensions.append(
                BoundModule.ExtensionDeclaration(
                    name: (provider?.value.stringValue ?? member.name).lowercased(),
                    alias: member.name,
                    configuration: member.value["config"].map { lower($0) },
                    range: member.nameSpan.offsets
                )
            )
        }
    }

    // MARK: - Resources

    private mutating func readResource(_ entry: Entry, _ index: Int) {
        let value = entry.value
        let parts = entry.type.split(separator: "@", maxSplits: 1).map(String.init)
        module.resources[index].type = parts.first ?? ""
        module.resources[index].apiVersion = value["apiVersion"]?.value.stringValue ?? parts.dropFirst().first
        module.resources[index].typeRange = value["type"]?.span.offsets ?? entry.span.offsets
        module.resources[index].isExisting = value["existing"]?.value.boolValue ?? false
        let isImported = module.resources[index].extensionName != nil
        let body = repeated(entry) { reader in
            reader.object(isImported ? value["properties"] ?? value : value, of: value)
        }
        module.resources[index].condition = body.condition
        module.resources[index].loop = body.loop
        module.resources[index].body = body.object
        module.resources[index].dependencies = dependencies(value)
    }

    /// What only says where, when and how often a resource is made.
    private static let placement: Set<String> = [
        "type", "apiVersion", "copy", "condition", "existing", "dependsOn", "scope", "subscriptionId", "resourceGroup",
        "import", "extension", "comments", "metadata",
    ]

    /// The body of a resource as its author could have written it.
    private mutating func object(_ written: Document, of resource: Document) -> Expression {
        var members: [Expression.Member] = []
        if let scope = scope(of: resource) { members.append(.property(name: .named("scope", scope), value: scope)) }
        let isWhole = written.span == resource.span
        for member in written.members where !isWhole || !Self.placement.contains(member.name) {
            members.append(
                .property(name: lower(member.name, at: member.nameSpan), value: lower(member.value))
            )
        }
        return Expression(.object(members), resource.span.offsets)
    }

    /// The condition and the loop around a body.
    private mutating func repeated(
        _ entry: Entry,
        _ object: (inout TemplateReader) -> Expression
    ) -> (condition: Expression?, loop: Expression.Loop?, object: Expression) {
        let value = entry.value
        guard let copy = value["copy"], let count = copy["count"] else {
            return (value["condition"].map { lower($0) }, nil, object(&self))
        }
        let items = indices(upTo: count)
        let slot = frame.newSlot()
        frame.resourceCopy = slot
        if let name = copy["name"]?.value.stringValue { frame.copies[name.lowercased()] = slot }
        let condition = value["condition"].map { lower($0) }
        let body = object(&self)
        let loop = Expression.Loop(items: items, itemSlot: slot, indexSlot: nil, condition: condition, body: body)
        return (nil, loop, body)
    }

    /// The declarations that `dependsOn` names by their symbols.
    private func dependencies(_ resource: Document) -> [BoundModule.Dependency] {
        guard case .array(let names)? = resource["dependsOn"]?.content else { return [] }
        return names.compactMap { name in
            switch name.value.stringValue.flatMap({ symbols[$0] }) {
            case .resource(let index): .resource(index)
            case .module(let index): .module(index)
            case .parameter, .variable, .function, .type, .namespace, .imports, .other, nil: nil
            }
        }
    }

    /// The scope as an expression: `scope` itself, or the resource group that two members name.
    private mutating func scope(of resource: Document) -> Expression? {
        if let scope = resource["scope"] { return lower(scope) }
        let range = resource.span.offsets
        let group = resource["resourceGroup"].map { lower($0) }
        let subscription = resource["subscriptionId"].map { lower($0) }
        switch (subscription, group) {
        case (let subscription?, let group?):
            return Expression(.call(BuiltinFunction(name: "resourceGroup"), [subscription, group]), range)
        case (nil, let group?): return Expression(.call(BuiltinFunction(name: "resourceGroup"), [group]), range)
        case (let subscription?, nil):
            return Expression(.call(BuiltinFunction(name: "subscription"), [subscription]), range)
        case (nil, nil): return nil
        }
    }

    // MARK: - Modules

    private mutating func readModule(_ entry: Entry, _ index: Int) {
        let properties = entry.value["properties"]
        let file = module.file
        if let template = properties?["template"] {
            var reader = TemplateReader(template, of: file)
            module.modules[index].module = reader.read()
        }
        let body = repeated(entry) { $0.deployment(entry.value) }
        module.modules[index].condition = body.condition
        module.modules[index].loop = body.loop
        module.modules[index].body = body.object
        module.modules[index].dependencies = dependencies(entry.value)
    }

    /// The body of the module that a nested deployment stands for.
    private mutating func deployment(_ value: Document) -> Expression {
        var members: [Expression.Member] = []
        if let name = value["name"] {
            let expression = lower(name)
            members.append(.property(name: .named("name", expression), value: expression))
        }
        if let scope = scope(of: value) { members.append(.property(name: .named("scope", scope), value: scope)) }
        var parameters: [Expression.Member] = []
        for member in value["properties"]?["parameters"]?.members ?? [] {
            let name = Expression(.string(member.name), member.nameSpan.offsets)
            parameters.append(.property(name: name, value: parameterValue(member.value)))
        }
        let params = Expression(.object(parameters), value.span.offsets)
        members.append(.property(name: .named("params", params), value: params))
        return Expression(.object(members), value.span.offsets)
    }

    /// What a nested deployment gives to a parameter: a value, a secret of a key vault, or an expression for either.
    private mutating func parameterValue(_ document: Document) -> Expression {
        let range = document.span.offsets
        if let value = document["value"] { return lower(value) }
        guard let reference = document["reference"] else {
            return Expression(.property(base: lower(document), name: "value", access: .strict), range)
        }
        let vault = reference["keyVault"]?["id"].map { lower($0) } ?? Expression(.null, range)
        let name = reference["secretName"].map { lower($0) } ?? Expression(.null, range)
        return Expression(.call(BuiltinFunction(name: "getSecret"), [vault, name]), range)
    }
}

extension Expression {
    /// The name of a member that the template does not write as such, at the place of its value.
    fileprivate static func named(_ name: String, _ value: Expression) -> Expression {
        Expression(.string(name), value.range)
    }
}
