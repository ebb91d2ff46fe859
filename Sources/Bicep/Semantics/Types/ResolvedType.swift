/// A type after its names have been looked through, with the module in whose file it is written.
public struct ResolvedType: Sendable {
    /// The module that the indices in the type count in.
    public let home: TypeHome
    public let type: DeclaredType
    /// What the decorators of the last declaration or property on the way say.
    public let decorators: TypeDecorators
    /// Whether a name on the way, or the type itself, allows null.
    public let isNullable: Bool
}

/// The module in which a type is written.
public enum TypeHome: Sendable {
    /// The module at hand.
    case here
    /// One that it imports from or uses.
    case loaded(LoadedModule)
}

extension BoundModule {
    /// How many names and accesses are looked through; beyond, a type is taken to be circular.
    private static let resolutionLimit = 64

    /// Looks through names, accesses, `?`, `!` and parentheses to the type behind them.
    ///
    /// - Returns: A type that is none of `reference`, `property`, `items`, `item`, `nullable`, `nonNull`; `any`
    ///   where it cannot be found out.
    public func resolved(_ type: DeclaredType) -> ResolvedType {
        resolve(type, home: .here, decorators: TypeDecorators(), isNullable: false, steps: 0)
    }

    /// Looks through the names of a type that was found in another module.
    public func resolved(_ type: DeclaredType, home: TypeHome) -> ResolvedType {
        resolve(type, home: home, decorators: TypeDecorators(), isNullable: false, steps: 0)
    }

    /// The module that a home stands for.
    func module(of home: TypeHome) -> BoundModule {
        switch home {
        case .here: self
        case .loaded(let loaded): loaded.interface
        }
    }

    private func resolve(
        _ type: DeclaredType,
        home: TypeHome,
        decorators: TypeDecorators,
        isNullable: Bool,
        steps: Int
    ) -> ResolvedType {
        let steps = steps + 1
        guard steps < Self.resolutionLimit else { return unknown(type.range, home, isNullable) }
        switch type.kind {
        case .reference(let index):
            let declaration = module(of: home).types[index]
            guard let imported = declaration.imported else {
                return resolve(
                    declaration.type,
                    home: home,
                    decorators: declaration.decorators,
                    isNullable: isNullable,
                    steps: steps
                )
            }
            let origin = DeclaredType(.reference(imported.index), type.range)
            return resolve(
                origin,
                home: .loaded(imported.module),
                decorators: decorators,
                isNullable: isNullable,
                steps: steps
            )
        case .nullable(let inner):
            return resolve(inner, home: home, decorators: decorators, isNullable: true, steps: steps)
        case .nonNull(let inner):
            let found = resolve(inner, home: home, decorators: decorators, isNullable: false, steps: steps)
            return ResolvedType(home: found.home, type: found.type, decorators: found.decorators, isNullable: false)
        case .property(let base, let name):
            return resolveMember(of: base, type.range, home, isNullable, steps) { $0.property(name) }
        case .additionalProperties(let base):
            return resolveMember(of: base, type.range, home, isNullable, steps) { $0.additionalProperties }
        case .items(let base):
            return resolveMember(of: base, type.range, home, isNullable, steps) { $0.items }
        case .item(let base, let index):
            return resolveMember(of: base, type.range, home, isNullable, steps) { $0.item(index) }
        case .any, .null, .string, .int, .bool, .object, .array, .literal, .structure, .list, .tuple, .union,
            .resourceInput, .resourceOutput, .resource, .invalid:
            return ResolvedType(home: home, type: type, decorators: decorators, isNullable: isNullable)
        }
    }

    private func resolveMember(
        of base: DeclaredType,
        _ range: Range<UInt32>,
        _ home: TypeHome,
        _ isNullable: Bool,
        _ steps: Int,
        _ member: (DeclaredType) -> DeclaredType.Item?
    ) -> ResolvedType {
        let whole = resolve(base, home: home, decorators: TypeDecorators(), isNullable: false, steps: steps)
        guard let part = member(whole.type) else { return unknown(range, home, isNullable) }
        return resolve(
            part.type,
            home: whole.home,
            decorators: part.decorators,
            isNullable: isNullable,
            steps: steps
        )
    }

    private func unknown(_ range: Range<UInt32>, _ home: TypeHome, _ isNullable: Bool) -> ResolvedType {
        ResolvedType(home: home, type: .any(range), decorators: TypeDecorators(), isNullable: isNullable)
    }
}

extension DeclaredType {
    /// The type of a property that is listed.
    fileprivate func property(_ name: String) -> Item? {
        guard case .structure(let structure) = kind, let property = structure[name] else { return nil }
        return Item(type: property.type, decorators: property.decorators)
    }

    fileprivate var additionalProperties: Item? {
        guard case .structure(let structure) = kind, let additional = structure.additional else { return nil }
        return Item(type: additional.type, decorators: additional.decorators)
    }

    fileprivate var items: Item? {
        if case .list(let item) = kind { Item(type: item) } else { nil }
    }

    fileprivate func item(_ index: Int) -> Item? {
        guard case .tuple(let items) = kind, items.indices.contains(index) else { return nil }
        return items[index]
    }
}
