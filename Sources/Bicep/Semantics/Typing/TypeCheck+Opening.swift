// What types that refer to something else come to.
extension TypeCheck {
    /// A type that is none of `declared` and `written`, by as many steps as that takes.
    mutating func opened(_ type: StaticType) -> StaticType {
        switch type {
        case .declared(let declared, let home, let decorators): opened(declared, home, decorators)
        case .written(let value, let frame): opened(written: value, frame: frame)
        case .union(let members) where members.contains(where: \.isReference): .either(members.map { opened($0) })
        case .any, .invalid, .never, .null, .string, .int, .bool, .literal, .object, .list, .tuple, .union,
            .discriminated, .resource, .module, .lambda:
            type
        }
    }

    // MARK: - Declared types

    /// How many unions may be members of each other; nothing is said of what is deeper.
    private static let unionDepthLimit = 100

    private mutating func opened(_ type: DeclaredType, _ home: TypeHome, _ decorators: TypeDecorators) -> StaticType {
        let found = module.resolved(type, home: home)
        // What decorates a use comes first, then what decorates the declaration of the type.
        let bare =
            if decorators.isEmpty, case .union(let members) = found.type.kind {
                union(members, found)
            } else if decorators.isEmpty, case .structure(let structure) = found.type.kind {
                self.structure(structure, found)
            } else {
                bare(found, decorators.isEmpty ? found.decorators : decorators)
            }
        return found.isNullable ? bare.orNull : bare
    }

    /// The type of an object that nothing decorates where it is used, which is worked out once.
    private mutating func structure(_ structure: DeclaredType.Structure, _ found: ResolvedType) -> StaticType {
        let place = TypePlace(found.type, found.home)
        if let known = structures[place] { return known }
        let type = StaticType.object(shape(structure, found.home, found.decorators))
        structures[place] = type
        return type
    }

    /// The type of a union that nothing decorates where it is used, which is worked out once: it may be a member of
    /// many others.
    private mutating func union(_ members: [DeclaredType], _ found: ResolvedType) -> StaticType {
        let place = TypePlace(found.type, found.home)
        if let known = unions[place] { return known }
        let type = union(members, found.home, found.decorators)
        // What was met too deep within others is known when it stands alone.
        if openingDepth == 0 || !isTooDeep { unions[place] = type }
        return type
    }

    /// The type of one of several, none of which is looked into once one of them stands too deep.
    private mutating func union(
        _ members: [DeclaredType],
        _ home: TypeHome,
        _ decorators: TypeDecorators
    ) -> StaticType {
        if openingDepth == 0 { isTooDeep = false }
        if openingDepth >= Self.unionDepthLimit { isTooDeep = true }
        guard !isTooDeep else { return .any }
        openingDepth += 1
        defer { openingDepth -= 1 }
        let types = members.map { isTooDeep ? .any : opened($0, home, TypeDecorators()) }
        guard let key = decorators.discriminator else { return .either(types) }
        return .discriminated(by: key, types.flatMap(\.alternatives))
    }

    private mutating func bare(_ found: ResolvedType, _ decorators: TypeDecorators) -> StaticType {
        let lengths = StaticType.Bounds(minimum: decorators.minimumLength, maximum: decorators.maximumLength)
        switch found.type.kind {
        case .string: return .string(lengths)
        case .int: return .int(StaticType.Bounds(minimum: decorators.minimumValue, maximum: decorators.maximumValue))
        case .bool: return .bool
        case .object: return .object
        case .array: return .list(.any, lengths)
        case .literal(let value): return .literal(value)
        case .null: return .null
        case .structure(let structure): return .object(shape(structure, found.home, decorators))
        case .list(let item): return .list(.declared(item, home: found.home, TypeDecorators()), lengths)
        case .tuple(let items): return .tuple(items.map { .declared($0.type, home: found.home, $0.decorators) })
        case .union(let members): return union(members, found.home, decorators)
        case .invalid: return .invalid
        case .any, .resourceInput, .resourceOutput, .resource, .nullable, .nonNull, .reference, .property,
            .additionalProperties, .items, .item:
            return .any
        }
    }

    private func shape(
        _ structure: DeclaredType.Structure,
        _ home: TypeHome,
        _ decorators: TypeDecorators
    ) -> StaticType.ObjectShape {
        let others: StaticType.Others =
            if let additional = structure.additional {
                .of(.declared(additional.type, home: home, additional.decorators))
            } else {
                decorators.isSealed ? .none : .tolerated
            }
        let properties = structure.properties.map { property in
            StaticType.Property(
                name: property.name,
                type: .declared(property.type, home: home, property.decorators),
                isNullable: module.resolved(property.type, home: home).isNullable
            )
        }
        return StaticType.ObjectShape(properties: properties, others: others)
    }

    // MARK: - Literals

    /// What a literal object or array holds; what its parts are is found out when they are asked for.
    private mutating func opened(written value: Expression, frame: Int) -> StaticType {
        switch value.kind {
        case .object(let members):
            guard members.contains(where: \.isSpread) else { return .object(shape(members, frame)) }
            return spread(value, frame) { .object($0.shape(members, frame)) }
        case .array(let elements):
            guard elements.contains(where: \.isSpread) else { return openedArray(elements, frame) }
            return spread(value, frame) { $0.openedArray(elements, frame) }
        default: return part(value, frame)
        }
    }

    /// What a literal with spreads holds, which is worked out once: in a chain of them it would double at each step.
    private mutating func spread(
        _ value: Expression,
        _ frame: Int,
        _ type: (inout TypeCheck) -> StaticType
    ) -> StaticType {
        if let known = spreads[frame]?[value.range] { return known }
        let found = type(&self)
        spreads[frame, default: [:]][value.range] = found
        return found
    }

    /// Counts what is taken over from a value that is spread; `false` if there is too much of it.
    private mutating func takeOver(_ count: Int) -> Bool {
        spreadPartsLeft = max(0, spreadPartsLeft - count)
        return spreadPartsLeft > 0
    }

    private mutating func shape(_ members: [Expression.Member], _ frame: Int) -> StaticType.ObjectShape {
        var shape = StaticType.ObjectShape()
        var others: [StaticType] = []
        for member in members {
            switch member {
            case .property(let name, let value):
                let type = StaticType.written(value, frame: frame)
                if case .string(let text) = name.kind {
                    shape.properties.append(StaticType.Property(name: text, type: type))
                } else {
                    others.append(type)
                }
            case .spread(let value):
                guard case .object(let spread) = collapsed(.written(value, frame: frame)),
                    takeOver(spread.properties.count)
                else {
                    others.append(.any)
                    continue
                }
                shape.properties += spread.properties
                switch spread.others {
                case .none: break
                case .tolerated: others.append(.any)
                case .of(let type): others.append(type)
                }
            }
        }
        if members.contains(where: \.isSpread) { shape.keepLastOfEachName() }
        if !others.isEmpty { shape.others = .of(.either(others)) }
        return shape
    }

    /// How many items of an array with spreads are told apart.
    private static let tupleLimit = 5_000

    private mutating func openedArray(_ elements: [Expression.Element], _ frame: Int) -> StaticType {
        var items: [StaticType] = []
        var hasSpread = false
        for element in elements {
            switch element {
            case .item(let value): items.append(.written(value, frame: frame))
            case .spread(let value):
                let spread = opened(.written(value, frame: frame))
                if case .tuple(let more) = spread, items.count + more.count <= Self.tupleLimit, takeOver(more.count) {
                    items += more
                } else {
                    hasSpread = true
                    items.append(item(of: spread) ?? .any)
                }
            }
        }
        return hasSpread ? .list(.either(items)) : .tuple(items)
    }

    /// The type of what is no literal object or array, which was checked where it stands.
    private mutating func part(_ value: Expression, _ frame: Int) -> StaticType {
        let before = keepsTypes
        keepsTypes = true
        defer { keepsTypes = before }
        return opened(quietly { $0.inFrame(frame) { $0.check(value) } })
    }

    // MARK: - Arrays

    /// The type of the items of an array; `nil` of what is none.
    mutating func item(of type: StaticType) -> StaticType? {
        switch opened(type) {
        case .any, .invalid, .never: .any
        case .list(let item, _): item
        case .tuple(let items): items.isEmpty ? .any : .either(items)
        case .union(let members):
            members.allSatisfy { item(of: $0) != nil } ? .either(members.compactMap { item(of: $0) }) : nil
        case .null, .string, .int, .bool, .literal, .object, .discriminated, .resource, .module, .lambda, .written,
            .declared:
            nil
        }
    }
}

extension StaticType {
    fileprivate var isReference: Bool {
        switch self {
        case .declared, .written: true
        default: false
        }
    }

    /// The members of a union, or the type alone.
    var alternatives: [StaticType] {
        if case .union(let members) = self { members } else { [self] }
    }
}

extension StaticType.ObjectShape {
    /// Of several properties of one name, the last counts.
    fileprivate mutating func keepLastOfEachName() {
        var seen: Set<String> = []
        properties = properties.reversed().filter { seen.insert($0.name).inserted }.reversed()
    }
}

extension Expression.Member {
    fileprivate var isSpread: Bool {
        if case .spread = self { true } else { false }
    }
}

extension Expression.Element {
    var isSpread: Bool {
        if case .spread = self { true } else { false }
    }
}

extension TypeDecorators {
    /// Whether nothing is said that changes a type.
    fileprivate var isEmpty: Bool {
        !isSealed && minimumValue == nil && maximumValue == nil && minimumLength == nil && maximumLength == nil
            && discriminator == nil
    }
}
