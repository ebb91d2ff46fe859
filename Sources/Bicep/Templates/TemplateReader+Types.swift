import Documents

extension TemplateReader {
    /// Enters the names of the definitions, so that they can refer to each other.
    mutating func declareTypes() {
        for member in section("definitions") {
            let range = member.nameSpan.offsets
            definitions[member.name] = module.types.count
            module.types.append(
                BoundModule.TypeDeclaration(name: member.name, nameRange: range, type: .any(range))
            )
        }
    }

    mutating func readTypes() {
        for (index, member) in section("definitions").enumerated() {
            frame = Frame()
            module.types[index].type = declaredType(member.value)
            module.types[index].decorators = decorators(member.value)
        }
    }

    /// The type of a parameter, output, definition or of a part of one.
    mutating func declaredType(_ declaration: Document) -> DeclaredType {
        let range = declaration.span.offsets
        let type = DeclaredType(bareType(declaration), range)
        let isNullable = declaration["nullable"]?.value.boolValue ?? false
        return isNullable ? DeclaredType(.nullable(type), range) : type
    }

    private mutating func bareType(_ declaration: Document) -> DeclaredType.Kind {
        if let name = definitionName(declaration) { return definitions[name].map { .reference($0) } ?? .any }
        let type = declaration["type"]?.value.stringValue?.lowercased()
        if type != "array", let union = literals(declaration) { return union }
        switch type {
        case "string", "securestring": return .string
        case "int": return .int
        case "bool": return .bool
        case "object", "secureobject": return objectType(declaration)
        case "array": return arrayType(declaration)
        case _: return .any
        }
    }

    /// The values that are listed; `nil` if any value is taken, or one is not a literal.
    private func literals(_ declaration: Document) -> DeclaredType.Kind? {
        guard case .array(let allowed)? = declaration["allowedValues"]?.content else { return nil }
        let members = allowed.compactMap { document -> DeclaredType? in
            let range = document.span.offsets
            switch document.value {
            case .string(let text): return DeclaredType(.literal(.string(text)), range)
            case .integer(let number): return DeclaredType(.literal(.int(number)), range)
            case .bool(let flag): return DeclaredType(.literal(.bool(flag)), range)
            case .null, .number, .array, .object, .secret, .unknown: return nil
            }
        }
        guard members.count == allowed.count else { return nil }
        return members.count == 1 ? members[0].kind : .union(members)
    }

    private mutating func objectType(_ declaration: Document) -> DeclaredType.Kind {
        if let mapping = declaration["discriminator"]?["mapping"]?.members {
            return .union(mapping.map { declaredType($0.value) })
        }
        var structure = DeclaredType.Structure()
        for member in declaration["properties"]?.members ?? [] {
            structure.properties.append(property(member.name, member.nameSpan.offsets, member.value))
        }
        if let additional = declaration["additionalProperties"], case .object = additional.content {
            structure.additional = property("*", additional.span.offsets, additional)
        }
        let isOpen = declaration["properties"] == nil && structure.additional == nil
        return isOpen ? .object : .structure(structure)
    }

    private mutating func property(_ name: String, _ range: Range<UInt32>, _ value: Document) -> DeclaredType.Property {
        let type = declaredType(value)
        return DeclaredType.Property(name: name, nameRange: range, type: type, decorators: decorators(value))
    }

    private mutating func arrayType(_ declaration: Document) -> DeclaredType.Kind {
        if case .array(let prefix)? = declaration["prefixItems"]?.content {
            return .tuple(prefix.map { DeclaredType.Item(type: declaredType($0), decorators: decorators($0)) })
        }
        guard let items = declaration["items"], case .object = items.content else { return .array }
        return .list(declaredType(items))
    }

    /// What stands beside a type.
    mutating func decorators(_ declaration: Document) -> TypeDecorators {
        var decorators = TypeDecorators()
        decorators.description = declaration["metadata"]?["description"]?.value.stringValue
        decorators.metadata = declaration["metadata"].map { lower($0) }
        decorators.isSecure = isSecure(declaration)
        decorators.isSealed = declaration["additionalProperties"]?.value.boolValue == false
        decorators.isExported = declaration["metadata"]?["__bicep_export!"]?.value.boolValue ?? false
        decorators.minimumValue = declaration["minValue"]?.value.integerValue
        decorators.maximumValue = declaration["maxValue"]?.value.integerValue
        decorators.minimumLength = declaration["minLength"]?.value.integerValue
        decorators.maximumLength = declaration["maxLength"]?.value.integerValue
        decorators.discriminator = declaration["discriminator"]?["propertyName"]?.value.stringValue
        if case .array(let allowed)? = declaration["allowedValues"]?.content {
            decorators.allowed = allowed.map { lower($0) }
        }
        return decorators
    }

    private func definitionName(_ declaration: Document) -> String? {
        guard case .string(let reference)? = declaration["$ref"]?.content, reference.hasPrefix("#/definitions/") else {
            return nil
        }
        let name = reference.dropFirst("#/definitions/".count)
        // JSON pointers escape '~' and '/'.
        return name.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
            .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
    }

    /// Whether a parameter or output is secret.
    func isSecure(_ declaration: Document) -> Bool {
        var current = declaration
        var steps = 0
        while let name = definitionName(current), let definition = document["definitions"]?[name], steps < 32 {
            current = definition
            steps += 1
        }
        return ["securestring", "secureobject"].contains(current["type"]?.value.stringValue?.lowercased() ?? "")
    }
}
