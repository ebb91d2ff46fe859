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

    /// What a declared type comes to for values from outside.
    public func valueType(_ type: DeclaredType) -> ValueType { valueType(type, home: .here) }

    /// What a type that is written in another module comes to.
    func valueType(_ type: DeclaredType, home: TypeHome) -> ValueType {
        var resolution = ValueTypeResolution(module: self)
        return resolution.valueType(type, home: home, depth: 0)
    }
}

/// Finds out what a type comes to, looking once at each union in it: it may be a member of many others.
private struct ValueTypeResolution {
    typealias ValueType = BoundModule.ValueType

    let module: BoundModule
    private var unions: [TypePlace: ValueType] = [:]

    init(module: BoundModule) {
        self.module = module
    }

    /// How deep lists within lists are looked into.
    private static let depthLimit = 32

    mutating func valueType(_ type: DeclaredType, home: TypeHome, depth: Int) -> ValueType {
        let found = module.resolved(type, home: home)
        let bare = depth < Self.depthLimit ? bareValueType(found, depth: depth) : .any
        return found.isNullable && !bare.isNullable ? .nullable(bare) : bare
    }

    private mutating func bareValueType(_ found: ResolvedType, depth: Int) -> ValueType {
        switch found.type.kind {
        case .string: return .string
        case .int, .literal(.int): return .int
        case .bool, .literal(.bool): return .bool
        case .object, .structure: return .object
        case .array, .tuple: return .array(.any)
        case .literal(.string(let text)): return .literals([text])
        case .list(let item): return .array(valueType(item, home: found.home, depth: depth + 1))
        case .union(let members):
            let place = TypePlace(found.type, found.home)
            if let known = unions[place] { return known }
            let type = union(members, home: found.home, depth: depth)
            unions[place] = type
            return type
        case .any, .null, .nullable, .nonNull, .reference, .property, .additionalProperties, .items, .item,
            .resourceInput, .resourceOutput, .resource, .invalid:
            return .any
        }
    }

    /// A union of strings is checked value by value; others by the type that all members have.
    private mutating func union(_ members: [DeclaredType], home: TypeHome, depth: Int) -> ValueType {
        var values: OrderedSet<String> = []
        var others: [ValueType] = []
        var isNullable = false
        for member in members {
            if case .null = member.kind {
                isNullable = true
                continue
            }
            var type = valueType(member, home: home, depth: depth + 1)
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
    var name: String {
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
