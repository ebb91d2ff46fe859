internal import Diagnostics
internal import Documents

/// What a module of Terraform declares, as far as a recipe needs it.
struct TerraformModule: Sendable, Equatable {
    struct Variable: Sendable, Equatable {
        let name: String
        /// Whether somebody must give it a value.
        let isRequired: Bool
        let isSensitive: Bool
        /// Its type as written, on one line; `nil` for any.
        var type: String?
        /// Its default as written, on one line.
        var defaultText: String?
        var description: String?
    }

    /// Something that the module makes.
    struct Managed: Sendable, Equatable {
        /// `null_resource.database`.
        let address: String
        /// What is written of it, whatever the layout.
        let source: String
    }

    struct Output: Sendable, Equatable {
        let name: String
        let isSensitive: Bool
        /// The names of the members that a literal object has, with those of the objects in it; `nil` if it is none.
        let members: [Member]?
    }

    /// A member of an object that is written as such.
    struct Member: Sendable, Equatable {
        let name: String
        let members: [Member]?
    }

    /// A provider that the module says it needs.
    struct Provider: Sendable, Equatable {
        var source: String?
        var version: String?
        /// `name.alias`, as `configuration_aliases` has them.
        var aliases: [String] = []
    }

    private(set) var variables: [Variable] = []
    private(set) var outputs: [Output] = []
    private(set) var providers: [(name: String, provider: Provider)] = []
    /// The sources of the modules that it calls, as written.
    private(set) var calls: [String] = []
    /// What it makes itself, besides the modules that it calls.
    private(set) var managed: [Managed] = []
    /// The files that it reads by `${path.module}/…`, relative to it.
    private(set) var readFiles: [String] = []

    static func == (left: TerraformModule, right: TerraformModule) -> Bool {
        left.variables == right.variables && left.outputs == right.outputs && left.calls == right.calls
            && left.readFiles == right.readFiles && left.managed == right.managed
            && left.providers.elementsEqual(right.providers) { $0.name == $1.name && $0.provider == $1.provider }
    }

    func variable(named name: String) -> Variable? { variables.first { $0.name == name } }

    func output(named name: String) -> Output? { outputs.first { $0.name == name } }

    // MARK: - Native syntax

    /// Adds what a `.tf` file declares.
    mutating func add(_ body: HCLBody) {
        for block in body.blocks {
            switch (block.type, block.labels.first) {
            case ("variable", let name?):
                variables.append(
                    Variable(
                        name: name,
                        isRequired: block.body.expression("default") == nil,
                        isSensitive: block.body.expression("sensitive")?.literalBoolean ?? false,
                        type: block.body.expression("type")?.source,
                        defaultText: block.body.expression("default")?.source,
                        description: block.body.expression("description")?.literalText
                    )
                )
            case ("resource", _?):
                managed.append(Managed(address: block.labels.joined(separator: "."), source: block.body.source))
            case ("output", let name?):
                outputs.append(
                    Output(
                        name: name,
                        isSensitive: block.body.expression("sensitive")?.literalBoolean ?? false,
                        members: block.body.expression("value").flatMap { Self.members(of: $0, depth: 0) }
                    )
                )
            case ("module", _?):
                if let source = block.body.expression("source")?.literalText { calls.append(source) }
            case ("terraform", nil):
                for inner in block.body.blocks where inner.type == "required_providers" {
                    for attribute in inner.body.attributes { addProvider(attribute.name, attribute.expression) }
                }
            case _: break
            }
        }
        collectFiles(in: body)
    }

    private static func members(of expression: [HCLToken], depth: Int) -> [Member]? {
        guard depth < 3, let members = expression.literalMembers else { return nil }
        return members.map { Member(name: $0.name, members: Self.members(of: $0.expression, depth: depth + 1)) }
    }

    private mutating func addProvider(_ name: String, _ expression: [HCLToken]) {
        var provider = Provider()
        if let version = expression.literalText { provider.version = version }
        for member in expression.literalMembers ?? [] {
            switch member.name {
            case "source": provider.source = member.expression.literalText
            case "version": provider.version = member.expression.literalText
            case "configuration_aliases":
                provider.aliases = (member.expression.literalElements ?? []).map { element in
                    element.compactMap { token in
                        if case .identifier(let word) = token.kind { word } else { nil }
                    }.joined(separator: ".")
                }
            case _: break
            }
        }
        addProvider(name, provider)
    }

    private mutating func addProvider(_ name: String, _ provider: Provider) {
        guard let place = providers.firstIndex(where: { $0.name == name }) else {
            providers.append((name, provider))
            return
        }
        providers[place].provider.source = provider.source ?? providers[place].provider.source
        providers[place].provider.version = provider.version ?? providers[place].provider.version
        providers[place].provider.aliases += provider.aliases
    }

    private mutating func collectFiles(in body: HCLBody) {
        let prefix = "${path.module}/"
        for attribute in body.attributes {
            for case .template(let text) in attribute.expression.map(\.kind) where text.hasPrefix(prefix) {
                let path = String(text.dropFirst(prefix.count))
                if !path.contains("${"), !readFiles.contains(path) { readFiles.append(path) }
            }
        }
        for block in body.blocks { collectFiles(in: block.body) }
    }

    // MARK: - JSON syntax

    /// Adds what a `.tf.json` file declares.
    mutating func add(json document: Value) {
        for (name, body) in document["variable"].blocks {
            variables.append(
                Variable(
                    name: name,
                    isRequired: body["default"] == nil,
                    isSensitive: body["sensitive"]?.boolValue ?? false,
                    type: body["type"]?.stringValue,
                    defaultText: body["default"]?.json(.compact),
                    description: body["description"]?.stringValue
                )
            )
        }
        for (type, resources) in document["resource"].blocks {
            for (name, body) in Value?.some(resources).blocks {
                managed.append(
                    Managed(
                        address: "\(type).\(name)",
                        source: String(decoding: body.canonicalJSON(), as: UTF8.self)
                    )
                )
            }
        }
        for (name, body) in document["output"].blocks {
            outputs.append(
                Output(
                    name: name,
                    isSensitive: body["sensitive"]?.boolValue ?? false,
                    members: body["value"].flatMap { Self.members(of: $0, depth: 0) }
                )
            )
        }
        for (_, body) in document["module"].blocks {
            if let source = body["source"]?.stringValue { calls.append(source) }
        }
        for (name, body) in document["terraform"]?["required_providers"].blocks ?? [] {
            var provider = Provider(source: body["source"]?.stringValue)
            provider.version = body.stringValue ?? body["version"]?.stringValue
            provider.aliases = body["configuration_aliases"]?.arrayValue?.compactMap(\.stringValue) ?? []
            addProvider(name, provider)
        }
    }

    private static func members(of value: Value, depth: Int) -> [Member]? {
        guard depth < 3, let object = value.objectValue else { return nil }
        return object.map { Member(name: $0.key, members: Self.members(of: $0.value, depth: depth + 1)) }
    }
}

extension Value? {
    /// The blocks of a type in JSON: an object of bodies, or a list of such objects.
    fileprivate var blocks: [(String, Value)] {
        switch self {
        case .object(let members): members.map { ($0.key, $0.value) }
        case .array(let elements): elements.flatMap { Value?.some($0).blocks }
        case _: []
        }
    }
}
