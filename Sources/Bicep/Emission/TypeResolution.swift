import Documents

/// What the name of a type, or of a part of one, leads to.
enum TypeResolution {
    /// Something in the definitions of the template, with the emitter for the file that it is written in.
    case inner(pointer: [String], DeclaredType, TemplateEmitter)
    /// A part of the type of a resource.
    case derived(type: String, pointer: [String], isOutput: Bool)

    /// The type in the words of a template.
    var members: ValueObject {
        switch self {
        case .inner(let pointer, _, _):
            return ["$ref": .string((["#"] + pointer.map(\.escapedForPointer)).joined(separator: "/"))]
        case .derived(let written, let pointer, let isOutput):
            let type = written.hasPrefix("az:") ? String(written.dropFirst(3)) : written
            let path = pointer.isEmpty ? "" : "#" + pointer.map(\.escapedForPointer).joined(separator: "/")
            var source: ValueObject = ["source": .string(type + path)]
            if isOutput { source["output"] = true }
            return [
                "type": .string(LikelyType(at: pointer).name),
                "metadata": ["__bicep_resource_derived_type!": .object(source)],
            ]
        }
    }
}

extension String {
    /// The text as a step of a JSON pointer.
    fileprivate var escapedForPointer: String {
        split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}

extension TemplateEmitter {
    /// Where a name of a type leads; `nil` for what is no name, and for what does not exist.
    func resolution(_ type: DeclaredType) -> TypeResolution? { resolution(type, depth: 0) }

    private func resolution(_ type: DeclaredType, depth: Int) -> TypeResolution? {
        guard depth < 64 else { return nil }
        switch type.kind {
        case .reference(let index): return named(index)
        case .resourceInput(let name): return .derived(type: name, pointer: [], isOutput: false)
        case .resourceOutput(let name): return .derived(type: name, pointer: [], isOutput: true)
        case .property(let base, let name):
            return part(of: base, ["properties", name], depth) { kind in
                guard case .structure(let structure) = kind else { return nil }
                return (structure[name] ?? structure.properties.first { $0.name.equalsIgnoringASCIICase(name) })?.type
            }
        case .additionalProperties(let base):
            return part(of: base, ["additionalProperties"], depth) { kind in
                if case .structure(let structure) = kind { structure.additional?.type } else { nil }
            }
        case .items(let base):
            return part(of: base, ["items"], depth) { kind in
                if case .list(let item) = kind { item } else { nil }
            }
        case .item(let base, let place):
            return part(of: base, ["prefixItems", String(place)], depth) { kind in
                guard case .tuple(let items) = kind, items.indices.contains(place) else { return nil }
                return items[place].type
            }
        case .any, .null, .string, .int, .bool, .object, .array, .literal, .structure, .list, .tuple, .union, .nullable,
            .nonNull, .resource, .invalid:
            return nil
        }
    }

    private func named(_ index: Int) -> TypeResolution? {
        let type = module.types[index]
        if let origin = type.imported {
            let declaration = origin.module.module.types[origin.index]
            let name = imported.name(.type, declaration.name, of: origin.module) ?? type.name
            return .inner(
                pointer: ["definitions", name],
                declaration.type,
                TemplateEmitter(origin.module, for: self)
            )
        }
        let name = home.flatMap { imported.name(.type, type.name, of: $0) } ?? type.name
        return .inner(pointer: ["definitions", name], type.type, self)
    }

    /// A part of what a type leads to, through as many names as there are.
    private func part(
        of base: DeclaredType,
        _ steps: [String],
        _ depth: Int,
        _ find: (DeclaredType.Kind) -> DeclaredType?
    ) -> TypeResolution? {
        var current = resolution(base, depth: depth + 1)
        var rounds = 0
        while case .inner(let pointer, let declaration, let emitter)? = current, rounds < 64 {
            if let found = find(declaration.kind) { return .inner(pointer: pointer + steps, found, emitter) }
            let inner: DeclaredType
            switch declaration.kind {
            case .nullable(let base), .nonNull(let base):
                inner = base
                if let found = find(base.kind) { return .inner(pointer: pointer + steps, found, emitter) }
            default: inner = declaration
            }
            current = emitter.resolution(inner, depth: depth + 1)
            rounds += 1
        }
        guard case .derived(let type, let pointer, let isOutput)? = current else { return nil }
        return .derived(type: type, pointer: pointer + steps, isOutput: isOutput)
    }
}
