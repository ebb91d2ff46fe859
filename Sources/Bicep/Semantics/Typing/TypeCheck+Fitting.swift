/// A pair of types that are compared, by where they are written.
struct ComparedTypes: Hashable {
    let found: TypePlace
    let wanted: TypePlace
}

/// Where a declared type is written.
struct TypePlace: Hashable {
    private let module: ObjectIdentifier?
    private let range: Range<UInt32>

    /// `nil` for types that are not declared.
    init?(_ type: StaticType) {
        guard case .declared(let declared, let home, _) = type else { return nil }
        self.init(declared, home)
    }

    init(_ type: DeclaredType, _ home: TypeHome) {
        switch home {
        case .here: module = nil
        case .loaded(let loaded): module = ObjectIdentifier(loaded)
        }
        range = type.range
    }
}

// Whether a value of one type may stand where another is wanted, by their kinds alone: what objects and arrays hold
// is compared by `assign`.
extension TypeCheck {
    mutating func fits(_ found: StaticType, _ wanted: StaticType) -> Bool {
        let (found, wanted) = (opened(found), opened(wanted))
        if case .union(let members) = found {
            if case .any = wanted { return true }
            return members.allSatisfy { fits($0, wanted) }
        }
        switch (found, wanted) {
        case (.any, _), (.invalid, _), (.never, _), (_, .any), (_, .invalid): return true
        case (_, .union(let members)): return members.contains { fits(found, $0) }
        case (.null, .null), (.string, .string), (.int, .int), (.bool, .bool): return true
        case (.literal(let value), .literal(let wanted)): return value == wanted
        case (.literal(.string), .string), (.literal(.int), .int), (.literal(.bool), .bool): return true
        case (.string(let bounds), .literal(.string)), (.int(let bounds), .literal(.int)): return bounds.isLoose
        case (.bool(let isLoose), .literal(.bool)): return isLoose
        case (.list, .list), (.list, .tuple), (.tuple, .list), (.tuple, .tuple): return true
        case (.object, .object), (.object, .discriminated), (.discriminated, .object),
            (.discriminated, .discriminated):
            return true
        case (.resource, .resource), (.module, .module): return true
        case (.resource, .object), (.module, .object), (.resource, .discriminated), (.module, .discriminated):
            return true
        case (.lambda(let lambda), .lambda(let wanted)):
            return lambda.parameters.overlaps(wanted.parameters) && fits(lambda.result, wanted.result)
        default: return false
        }
    }

    /// A type that fits another if null is left out of it; `nil` if that is not what makes the difference.
    mutating func fittingWithoutNull(_ found: StaticType, _ wanted: StaticType) -> StaticType? {
        guard let plain = opened(found).withoutNull, fits(plain, wanted) else { return nil }
        return plain
    }

    /// Objects that one of several may be as one, with everything that any of them may hold; the same for arrays.
    ///
    /// Other types are left as they are.
    mutating func collapsed(_ type: StaticType) -> StaticType {
        let type = opened(type)
        guard case .union(let members) = type else { return type }
        var shapes: [StaticType.ObjectShape] = []
        var items: [StaticType] = []
        for member in members {
            switch member {
            case .object(let shape): shapes.append(shape)
            case .list(let item, _): items.append(item)
            case .tuple(let types): items += types
            default: return type
            }
        }
        if shapes.isEmpty { return .list(.either(items)) }
        return items.isEmpty ? .object(merged(shapes)) : type
    }

    private func merged(_ shapes: [StaticType.ObjectShape]) -> StaticType.ObjectShape {
        var merged = StaticType.ObjectShape()
        var types: [String: [StaticType]] = [:]
        var order: [String] = []
        var others: [StaticType] = []
        for shape in shapes {
            for property in shape.properties {
                if types[property.name] == nil { order.append(property.name) }
                types[property.name, default: []].append(property.type)
            }
            switch shape.others {
            case .none: break
            case .tolerated: others.append(.any)
            case .of(let type): others.append(type)
            }
        }
        merged.properties = order.map { name in
            let found = types[name] ?? []
            let isEverywhere = found.count == shapes.count
            return StaticType.Property(
                name: name,
                type: .either(isEverywhere ? found : found + [.null]),
                isRequired: isEverywhere,
                takesNull: !isEverywhere
            )
        }
        if !others.isEmpty { merged.others = .of(.either(others)) }
        return merged
    }
}

extension StaticType {
    /// The fewest characters that a value of the type has as a text, as far as that is certain.
    var leastLengthAsText: Int64 {
        switch self {
        case .literal(.string(let text)): Int64(text.utf16.count)
        case .literal(let value): Int64(value.text.utf16.count)
        case .string(let bounds): max(bounds.minimum ?? 0, 0)
        case .union(let members): members.map(\.leastLengthAsText).min() ?? 0
        case .int: 1
        case .bool: 4
        case .any, .invalid, .never, .null, .object, .list, .tuple, .discriminated, .resource, .module, .lambda,
            .written, .declared:
            0
        }
    }
}
