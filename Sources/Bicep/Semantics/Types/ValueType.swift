import OrderedCollections

extension BoundModule {
    /// The types that decide how a value is checked when it comes from outside.
    ///
    /// What a `DeclaredType` comes to without its names, and without what objects hold.
    public indirect enum ValueType: Sendable, Equatable {
        case any
        case string
        case int
        case bool
        case object
        case array(ValueType)
        /// One of a set of literal values, from a union type.
        case literals([String])
        case nullable(ValueType)
    }
}

/// What declared types come to for values from outside.
///
/// Each union is looked at once: it may be a member of many others, and the type of many parameters.
struct ValueTypes: Sendable {
    typealias ValueType = BoundModule.ValueType

    private var unions: [TypePlace: ValueType] = [:]

    /// What a type comes to that a module declares, when all types are known.
    mutating func valueType(_ type: DeclaredType, in module: BoundModule) -> ValueType {
        valueType(type, home: .here, in: module, depth: 0)
    }

    /// How deep lists within lists are looked into.
    private static let depthLimit = 32

    private mutating func valueType(
        _ type: DeclaredType,
        home: TypeHome,
        in module: BoundModule,
        depth: Int
    ) -> ValueType {
        let found = module.resolved(type, home: home)
        let bare = depth < Self.depthLimit ? bareValueType(found, in: module, depth: depth) : .any
        return found.isNullable && !bare.isNullable ? .nullable(bare) : bare
    }

    private mutating func bareValueType(_ found: ResolvedType, in module: BoundModule, depth: Int) -> ValueType {
        switch found.type.kind {
        case .string: return .string
        case .int, .literal(.int): return .int
        case .bool, .literal(.bool): return .bool
        case .object, .structure: return .object
        case .array, .tuple: return .array(.any)
        case .literal(.string(let text)): return .literals([text])
        case .list(let item): return .array(valueType(item, home: found.home, in: module, depth: depth + 1))
        case .union(let members):
            let place = TypePlace(found.type, found.home)
            if let known = unions[place] { return known }
            let type = union(members, home: found.home, in: module, depth: depth)
            unions[place] = type
            return type
        case .any, .null, .nullable, .nonNull, .reference, .property, .additionalProperties, .items, .item,
            .resourceInput, .resourceOutput, .resource, .invalid:
            return .any
        }
    }

    /// A union of strings is checked value by value; others by the type that all members have.
    private mutating func union(
        _ members: [DeclaredType],
        home: TypeHome,
        in module: BoundModule,
        depth: Int
    ) -> ValueType {
        var values: OrderedSet<String> = []
        var others: [ValueType] = []
        var isNullable = false
        for member in members {
            if case .null = member.kind {
                isNullable = true
                continue
            }
            var type = valueType(member, home: home, in: module, depth: depth + 1)
            if case .nullable(let inner) = type {
                isNullable = true
                type = inner
            }
            if case .literals(let texts) = type { values.append(contentsOf: texts) } else { others.append(type) }
        }
        let type: ValueType
        if others.isEmpty {
            type = .literals(Array(values))
        } else if let first = others.first, values.isEmpty, others.allSatisfy({ $0 == first }) {
            type = first
        } else {
            type = .any
        }
        return isNullable ? .nullable(type) : type
    }
}

extension BoundModule.ValueType {
    var isNullable: Bool {
        if case .nullable = self { true } else { false }
    }

    /// The type as it is named in messages.
    package var name: String {
        switch self {
        case .any: "any"
        case .string: "string"
        case .int: "int"
        case .bool: "bool"
        case .object: "object"
        case .array(.any): "array"
        case .array(let item): "\(item.name)[]"
        case .literals(let values): values.quotedUnion
        case .nullable(let inner): "\(inner.name)?"
        }
    }
}
