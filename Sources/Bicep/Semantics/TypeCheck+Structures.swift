import Diagnostics

// What literal objects and arrays hold, against the structure that a type declares.
extension TypeCheck {
    /// How deep structures within structures are checked.
    private static let structureDepthLimit = 32

    /// Checks the parts of a value that as a whole is of the right kind.
    ///
    /// Only literals are looked into. `home` is the module in which the type is written, `place` where missing
    /// properties are reported: the name of the property that holds the value, or the value.
    mutating func checkParts(
        _ value: Expression,
        _ type: DeclaredType,
        home: TypeHome = .here,
        at place: Range<UInt32>,
        depth: Int = 0
    ) {
        guard depth < Self.structureDepthLimit else { return }
        switch value.kind {
        case .conditional(_, let then, let otherwise):
            checkParts(then, type, home: home, at: then.range, depth: depth + 1)
            checkParts(otherwise, type, home: home, at: otherwise.range, depth: depth + 1)
        case .object: checkObject(value, binder.module.resolved(type, home: home), at: place, depth: depth)
        case .array(let elements):
            let found = binder.module.resolved(type, home: home)
            guard case .list(let item) = found.type.kind else { return }
            for case .item(let element) in elements { checkItem(element, item, home: found.home, depth: depth) }
        case .null, .bool, .integer, .string, .interpolation, .parameter, .variable, .resource, .module, .local, .call,
            .userCall, .methodCall, .property, .index, .unary, .binary, .nonNull, .lambda, .loop, .invalid:
            break
        }
    }

    private mutating func checkItem(_ element: Expression, _ item: DeclaredType, home: TypeHome, depth: Int) {
        let wanted = binder.module.valueType(item, home: home)
        if let found = mismatch(element, wanted) {
            diagnostics.append(.wrongItem(expected: wanted.name, found: found, at: binder.span(element.range)))
            return
        }
        checkParts(element, item, home: home, at: element.range, depth: depth + 1)
    }

    private mutating func checkObject(
        _ value: Expression,
        _ wanted: ResolvedType,
        at place: Range<UInt32>,
        depth: Int
    ) {
        guard case .structure(let structure) = wanted.type.kind else { return }
        for member in value.members {
            guard let property = structure[member.name] ?? structure.additional else {
                guard wanted.decorators.isSealed else { continue }
                let known = structure.properties.map(\.name)
                diagnostics.append(
                    .unknownProperty(member.name, of: "object", known: known, at: binder.span(member.nameRange))
                )
                continue
            }
            checkMember(member.name, member.value, property.type, wanted.home, at: member.nameRange, depth)
        }
        guard value.hasOnlyPlainMembers else { return }
        let given = Set(value.members.map(\.name))
        let missing = structure.properties.filter { property in
            !given.contains(property.name) && isRequired(property.type, home: wanted.home)
        }
        if !missing.isEmpty {
            diagnostics.append(.missingProperties(missing.map(\.name), of: "object", at: binder.span(place)))
        }
    }

    private mutating func checkMember(
        _ name: String,
        _ value: Expression,
        _ type: DeclaredType,
        _ home: TypeHome,
        at place: Range<UInt32>,
        _ depth: Int
    ) {
        let wanted = binder.module.valueType(type, home: home)
        if let found = mismatch(value, wanted) {
            diagnostics.append(.wrongProperty(name, expected: wanted.name, found: found, at: binder.span(place)))
            return
        }
        checkParts(value, type, home: home, at: place, depth: depth + 1)
    }

    /// Whether a property of a type must be there; not if nothing is known of the type.
    private func isRequired(_ type: DeclaredType, home: TypeHome) -> Bool {
        let found = binder.module.resolved(type, home: home)
        switch found.type.kind {
        case .any, .invalid, .null, .resourceInput, .resourceOutput, .resource: return false
        case .string, .int, .bool, .object, .array, .literal, .structure, .list, .tuple, .union, .nullable, .nonNull,
            .reference, .property, .additionalProperties, .items, .item:
            return !binder.module.valueType(type, home: home).isNullable
        }
    }
}
