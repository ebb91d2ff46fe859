import Diagnostics
import Documents

extension TemplateEmitter {
    /// The types that the template declares, and those that it takes from other files.
    func definitions() -> ValueObject {
        var members: [(String, Value)] = []
        for type in module.types where type.imported == nil {
            members.append((type.name, .object(definition(type, isExported: type.decorators.isExported))))
        }
        for entry in imported.types {
            let isRenamed = !entry.name.hasSuffix(entry.original)
            let emitter = TemplateEmitter(entry.home, for: self)
            let type = entry.home.module.types[entry.index]
            var definition =
                emitter.compiledDefinition(type.name) ?? emitter.definition(type, isExported: false)
            definition.merge("metadata", ["__bicep_imported_from!": entry.metadata(isRenamed: isRenamed)])
            members.append((entry.name, .object(definition)))
        }
        return ValueObject(members)
    }

    private func definition(_ type: BoundModule.TypeDeclaration, isExported: Bool) -> ValueObject {
        var members = modified(
            typeProperties(type.type, discriminator: type.decorators.discriminator),
            by: type.decorators
        )
        if isExported { members.merge("metadata", ["__bicep_export!": true]) }
        return members
    }

    /// A definition of a compiled template, with the names that its references have here.
    private func compiledDefinition(_ name: String) -> ValueObject? {
        guard let definition = module.compiled?["definitions"]?[name]?.value else { return nil }
        guard var members = renamed(definition).objectValue else { return nil }
        if var metadata = members["metadata"]?.objectValue {
            metadata["__bicep_export!"] = nil
            metadata["__bicep_imported_from!"] = nil
            members["metadata"] = metadata.isEmpty ? nil : .object(metadata)
        }
        return members
    }

    private func renamed(_ value: Value) -> Value {
        switch value {
        case .array(let elements): return .array(elements.map(renamed))
        case .object(let members):
            return .object(
                ValueObject(
                    members.map { name, value in
                        guard name == "$ref", let pointer = value.stringValue else { return (name, renamed(value)) }
                        return (name, .string(renamed(pointer: pointer)))
                    }
                )
            )
        case .null, .bool, .integer, .number, .string, .secret, .unknown: return value
        }
    }

    private func renamed(pointer: String) -> String {
        let prefix = "#/definitions/"
        guard let home, pointer.hasPrefix(prefix) else { return pointer }
        let rest = pointer.dropFirst(prefix.count)
        let name = String(rest.prefix { $0 != "/" })
        guard let renamed = imported.name(.type, name, of: home) else { return pointer }
        return prefix + renamed + rest.dropFirst(name.count)
    }

    /// What a type is, with what decorators add.
    func modified(_ members: ValueObject, by decorators: TypeDecorators) -> ValueObject {
        var members = members
        if decorators.isSecure {
            switch members["type"]?.stringValue {
            case "string": members["type"] = "securestring"
            case "object": members["type"] = "secureObject"
            // Only texts and objects can be secret: what was taken for a list is an object.
            case "array" where members["items"] == nil: members["type"] = "secureObject"
            case _: break
            }
        }
        if decorators.isSealed { members["additionalProperties"] = false }
        if let metadata = decorators.metadata { members.merge("metadata", value(metadata, [:])) }
        let bounds = [
            ("minLength", decorators.minimumLength), ("maxLength", decorators.maximumLength),
            ("minValue", decorators.minimumValue), ("maxValue", decorators.maximumValue),
        ]
        for (name, bound) in bounds {
            if let bound { members[name] = .integer(bound) }
        }
        if !decorators.validation.isEmpty {
            members["validate"] = .array(decorators.validation.map { value($0, [:]) })
        }
        if let description = decorators.descriptionValue {
            members.merge("metadata", ["description": value(description, [:]).withoutIndentation])
        }
        return members
    }
}

extension ValueObject {
    /// Sets a member; the members of two objects are joined.
    fileprivate mutating func merge(_ name: String, _ value: Value) {
        guard let old = self[name]?.objectValue, let new = value.objectValue else {
            self[name] = value
            return
        }
        var joined = old
        for (name, value) in new { joined.merge(name, value) }
        self[name] = .object(joined)
    }
}

extension Value {
    fileprivate var withoutIndentation: Value {
        if case .string(let text) = self { .string(text.withoutIndentation) } else { self }
    }
}

extension String {
    /// A text of several lines without the indentation that all of them have; the first has none.
    var withoutIndentation: String {
        let lines = unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.last == "\r" ? line.dropLast() : line
        }
        let others = lines.dropFirst()
        let filled = others.filter { !$0.isEmpty }
        let common = filled.map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
        guard lines.count > 1 else { return self }
        let rest = others.map { String(String.UnicodeScalarView($0.dropFirst($0.isEmpty ? 0 : common))) }
        return ([String(String.UnicodeScalarView(lines[0]))] + rest).joined(separator: "\n")
    }
}

// MARK: - Types

extension TemplateEmitter {
    /// What a type is in the words of a template.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - discriminator: What tells the members of a union apart, if a decorator says so.
    ///   - example: A value of the type, from which may follow what its name does not tell.
    /// - Returns: The members of a definition: `type` and the like.
    func typeProperties(
        _ type: DeclaredType,
        discriminator: String? = nil,
        example: Expression? = nil
    ) -> ValueObject {
        guard run.enter(at: span(type.range)) else { return [:] }
        defer { run.leave() }
        switch type.kind {
        case .any, .invalid, .null: return [:]
        case .string: return ["type": "string"]
        case .int: return ["type": "int"]
        case .bool: return ["type": "bool"]
        case .object: return ["type": "object"]
        case .array: return ["type": "array"]
        case .literal(let literal): return ["type": .string(literal.typeName), "allowedValues": [literal.value]]
        case .structure(let structure): return objectType(structure)
        case .list(let item): return listType(item)
        case .tuple(let items):
            let types = items.map { item in
                Value.object(modified(typeProperties(item.type), by: item.decorators))
            }
            return ["type": "array", "prefixItems": .array(types), "items": false]
        case .union(let members):
            guard let discriminator else { return unionType(members) }
            let mapping = ValueObject(variants(members, discriminator))
            let object: Value = ["propertyName": .string(discriminator), "mapping": .object(mapping)]
            return ["type": "object", "discriminator": object]
        case .nullable(let base):
            var members = typeProperties(base, discriminator: discriminator, example: example)
            members["nullable"] = true
            return members
        case .nonNull(let base):
            var members = typeProperties(base, discriminator: discriminator)
            members["nullable"] = false
            return members
        case .reference, .property, .additionalProperties, .items, .item, .resourceInput, .resourceOutput:
            var members = resolution(type)?.members ?? [:]
            if members["$ref"] == nil, let known = example?.literalTypeName { members["type"] = .string(known) }
            return members
        case .resource(let name):
            var members: ValueObject = ["type": "string"]
            if let name { members["metadata"] = ["resourceType": .string(name)] }
            return members
        }
    }

    private func objectType(_ structure: DeclaredType.Structure) -> ValueObject {
        let properties = structure.properties.map { ($0.name, Value.object(propertyType($0))) }
        var members: ValueObject = ["type": "object", "properties": .object(ValueObject(properties))]
        if let additional = structure.additional { members["additionalProperties"] = .object(propertyType(additional)) }
        return members
    }

    private func propertyType(_ property: DeclaredType.Property) -> ValueObject {
        modified(
            typeProperties(property.type, discriminator: property.decorators.discriminator),
            by: property.decorators
        )
    }

    private func listType(_ item: DeclaredType) -> ValueObject {
        switch item.kind {
        case .literal(let literal): return ["type": "array", "allowedValues": [literal.value]]
        case .null: return ["type": "array", "allowedValues": [.null]]
        case .union(let members):
            return ["type": "array", "allowedValues": .array(literals(members).map(\.value))]
        default: return ["type": "array", "items": .object(typeProperties(item))]
        }
    }

    private func unionType(_ members: [DeclaredType]) -> ValueObject {
        let all = literals(members)
        let values = all.filter { $0.typeName != nil }
        var result: ValueObject = [:]
        if let name = values.first?.typeName { result["type"] = .string(name) }
        result["allowedValues"] = .array(values.map(\.value))
        if values.count < all.count { result["nullable"] = true }
        return result
    }

    /// A value that a union allows.
    private struct UnionValue {
        /// The value as types are ordered: texts in quotes.
        let name: String
        /// `nil` for null.
        let typeName: String?
        let value: Value
    }

    /// The values of a union, each once, in the order of their names.
    private func literals(_ members: [DeclaredType]) -> [UnionValue] {
        var found: [String: UnionValue] = [:]
        for member in members { collectLiterals(member, into: &found, depth: 0) }
        return found.values.sorted { left, right in
            Array(left.name.utf16).lexicographicallyPrecedes(Array(right.name.utf16))
        }
    }

    private func collectLiterals(_ type: DeclaredType, into found: inout [String: UnionValue], depth: Int) {
        guard depth < 32 else { return }
        switch type.kind {
        case .literal(let literal):
            let name = literal.name
            found[name] = UnionValue(name: name, typeName: literal.typeName, value: literal.value)
        case .null: found["null"] = UnionValue(name: "null", typeName: nil, value: .null)
        case .nullable(let base):
            found["null"] = UnionValue(name: "null", typeName: nil, value: .null)
            collectLiterals(base, into: &found, depth: depth + 1)
        case .nonNull(let base):
            collectLiterals(base, into: &found, depth: depth + 1)
            found["null"] = nil
        case .union(let members):
            for member in members { collectLiterals(member, into: &found, depth: depth + 1) }
        case .tuple(let items):
            let value = Value.array(items.map { literalValue($0.type) })
            let name = value.json(.compact)
            found[name] = UnionValue(name: name, typeName: "array", value: value)
        case .structure(let structure):
            let value = Value.object(ValueObject(structure.properties.map { ($0.name, literalValue($0.type)) }))
            let name = value.json(.compact)
            found[name] = UnionValue(name: name, typeName: "object", value: value)
        case .reference, .property, .additionalProperties, .items, .item:
            guard case .inner(_, let declaration, let emitter)? = resolution(type) else { return }
            emitter.collectLiterals(declaration, into: &found, depth: depth + 1)
        case .any, .string, .int, .bool, .object, .array, .list, .resourceInput, .resourceOutput, .resource, .invalid:
            break
        }
    }

    private func literalValue(_ type: DeclaredType) -> Value { literals([type]).first?.value ?? .null }
}

extension Expression {
    /// The type that the expression certainly has.
    fileprivate var literalTypeName: String? {
        switch kind {
        case .bool: "bool"
        case .integer: "int"
        case .string, .interpolation: "string"
        case .array: "array"
        case .object: "object"
        default: nil
        }
    }
}

extension DeclaredType.Literal {
    fileprivate var value: Value {
        switch self {
        case .string(let text): .string(text.escapedForTemplate)
        case .int(let number): .integer(number)
        case .bool(let flag): .bool(flag)
        }
    }

    fileprivate var typeName: String {
        switch self {
        case .string: "string"
        case .int: "int"
        case .bool: "bool"
        }
    }

    /// The literal as Bicep writes it.
    fileprivate var name: String {
        switch self {
        case .string(let text): "'\(text)'"
        case .int(let number): String(number)
        case .bool(let flag): String(flag)
        }
    }
}

// MARK: - Tagged unions

extension TemplateEmitter {
    /// The members of a union by the value that tells them apart.
    private func variants(_ members: [DeclaredType], _ discriminator: String) -> [(String, Value)] {
        members.flatMap { variants($0, discriminator, reference: nil, depth: 0) }
    }

    private func variants(
        _ type: DeclaredType,
        _ discriminator: String,
        reference: ValueObject?,
        depth: Int
    ) -> [(String, Value)] {
        guard depth < 32 else { return [] }
        switch type.kind {
        case .structure(let structure):
            guard let property = structure[discriminator],
                case .string(let key)? = literals([property.type]).first?.value
            else { return [] }
            return [(key, .object(reference ?? objectType(structure)))]
        case .union(let members):
            return members.flatMap { variants($0, discriminator, reference: nil, depth: depth + 1) }
        case .nullable(let base), .nonNull(let base):
            return variants(base, discriminator, reference: reference, depth: depth + 1)
        case .reference, .property, .additionalProperties, .items, .item:
            guard case .inner(_, let declaration, let emitter)? = resolution(type) else { return [] }
            let found = resolution(type)?.members
            // A name of a name stands for itself.
            return emitter.variants(declaration, discriminator, reference: found, depth: depth + 1)
        default: return []
        }
    }
}
