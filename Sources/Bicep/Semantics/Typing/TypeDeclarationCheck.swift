import Diagnostics

/// Finds types that cannot be: unions of what has nothing in common, objects that cannot be told apart, types that
/// need themselves, and parts of types that have none.
struct TypeDeclarationCheck {
    private let binder: Binder
    private(set) var diagnostics: [Diagnostic] = []
    /// The types that need themselves, by their indices.
    private let circular: Set<Int>
    /// Those of them that are nothing but names for each other.
    private let circularNames: Set<Int>
    /// What the members of unions come to.
    private var forms: UnionForms
    private var closeNames = CloseNames()

    init(_ binder: Binder) {
        self.binder = binder
        let needs = TypeNeeds(binder.module)
        circular = Set(needs.cycles.keys)
        circularNames = needs.names
        forms = UnionForms(binder.module, circularNames: needs.names)
        for index in needs.cycles.keys.sorted() {
            let declaration = binder.module.types[index]
            let names = (needs.cycles[index] ?? []).map { binder.module.types[$0].name }
            report(.typeNeedsItself(names, at: binder.span(declaration.nameRange)))
        }
    }

    private var module: BoundModule { binder.module }

    /// Checks all types that the module writes down.
    mutating func run() {
        for declaration in module.types where declaration.imported == nil {
            checkWhole(declaration.type, declaration.decorators, isDeclaration: true)
            if declaration.name == "resource" {
                report(.reservedTypeName(declaration.name, at: binder.span(declaration.nameRange)))
            }
        }
        for parameter in module.parameters { checkWhole(parameter.declaredType, parameter.decorators) }
        for variable in module.variables { variable.declaredType.map { checkWhole($0, variable.decorators) } }
        for output in module.outputs { output.declaredType.map { checkWhole($0, output.decorators) } }
        for function in module.functions where function.imported == nil {
            for parameter in function.parameters { checkWhole(parameter.type, TypeDecorators()) }
            function.result.map { checkWhole($0, TypeDecorators()) }
        }
        for item in binder.decoratedTypes { checkDecorator(item) }
        for item in binder.signedTypes { checkSign(item) }
    }

    /// A sign stands before a literal, or the name of one.
    private mutating func checkSign(_ item: Binder.SignedType) {
        switch (module.resolved(item.operand).type.kind, item.isNot) {
        case (.literal(.int), false), (.literal(.bool), true), (.invalid, _), (.any, _): break
        default: report(.signedTypeIsNoLiteral(at: binder.span(item.range)))
        }
    }

    private mutating func report(_ diagnostic: Diagnostic) { diagnostics.appendOneOfFew(diagnostic) }

    private func span(_ type: DeclaredType) -> Span { binder.span(type.range) }
}

// MARK: - Types

extension TypeDeclarationCheck {
    /// Checks the type of something that is declared.
    private mutating func checkWhole(
        _ type: DeclaredType,
        _ decorators: TypeDecorators,
        isDeclaration: Bool = false
    ) {
        if !isDeclaration, case .reference(let index) = type.bare.kind, circular.contains(index) {
            report(.invalidDeclaration(module.types[index].name, at: span(type)))
        }
        check(type, decorators)
    }

    /// Checks a type and all types within it.
    private mutating func check(
        _ type: DeclaredType,
        _ decorators: TypeDecorators = TypeDecorators(),
        isInList: Bool = false
    ) {
        switch type.kind {
        case .null: report(.notAWholeType(at: span(type)))
        case .union(let members):
            for member in members where !member.kind.isNull { checkMember(member, decorators) }
            if let key = decorators.discriminator {
                checkDiscriminated(members, key)
            } else if !decorators.hasDiscriminator {
                checkUnion(type, members, isInList: isInList)
            }
        case .nullable(let inner), .nonNull(let inner): check(inner, decorators, isInList: isInList)
        case .list(let item): check(item, isInList: true)
        case .tuple(let items):
            for item in items { check(item.type, item.decorators) }
        case .structure(let structure):
            for property in structure.properties + [structure.additional].compactMap({ $0 }) {
                check(property.type, property.decorators)
            }
        case .resourceInput, .resourceOutput: report(.wholeResourceType(at: span(type)))
        case .property, .additionalProperties, .items, .item: checkAccess(type)
        case .any, .string, .int, .bool, .object, .array, .literal, .reference, .resource, .invalid: break
        }
    }

    // MARK: - Unions

    /// A union within a union belongs to it.
    private mutating func checkMember(_ member: DeclaredType, _ decorators: TypeDecorators) {
        if case .union(let members) = member.kind, decorators.hasDiscriminator {
            for member in members where !member.kind.isNull { checkMember(member, decorators) }
        } else {
            check(member)
        }
    }

    /// A union is of literals of one type; as the items of a list, of several.
    private mutating func checkUnion(_ type: DeclaredType, _ members: [DeclaredType], isInList: Bool) {
        var kinds: Set<UnionForms.LiteralKind> = []
        var failing: [DeclaredType] = []
        for member in members {
            let found = forms.forms(of: member)
            kinds.formUnion(found.compactMap(\.kind))
            if found.contains(where: { !$0.isLiteral }) { failing.append(member) }
        }
        let named = kinds.subtracting([.null])
        guard named.count == 1 || (isInList && !kinds.isEmpty && !kinds.contains(.array)) else {
            // Nothing is known of what is wrong in itself.
            if !kinds.isEmpty { report(.unionOfDifferentTypes(at: span(type))) }
            return
        }
        for member in failing { report(.notLiteralInUnion(at: span(member))) }
    }

    private func needsItself(_ type: DeclaredType) -> Bool {
        if case .reference(let index) = type.bare.kind { circularNames.contains(index) } else { false }
    }

    // MARK: - Discriminators

    /// Each member is an object in which the key is a text of its own.
    private mutating func checkDiscriminated(_ members: [DeclaredType], _ key: String) {
        var texts: [String: DeclaredType] = [:]
        for member in members.flatMap(\.unionMembers) {
            guard !needsItself(member) else {
                report(.unionMemberIsNoObject(at: span(member)))
                continue
            }
            let found = module.resolved(member)
            switch found.type.kind {
            case .structure(let structure):
                guard !found.isNullable, let text = self.text(of: key, in: structure, found.home) else {
                    report(.noDiscriminator(key, at: span(member)))
                    continue
                }
                if let other = texts.updateValue(member, forKey: text.lowercased()), !isSame(other, member) {
                    report(.duplicateDiscriminator(key, text, at: span(member)))
                }
            case .union where found.decorators.discriminator != nil:
                if found.decorators.discriminator != key { report(.noDiscriminator(key, at: span(member))) }
            case .invalid, .any: break
            case .null, .string, .int, .bool, .object, .array, .literal, .list, .tuple, .union, .nullable, .nonNull,
                .reference, .property, .additionalProperties, .items, .item, .resourceInput, .resourceOutput,
                .resource:
                report(.unionMemberIsNoObject(at: span(member)))
            }
        }
    }

    private func text(of key: String, in structure: DeclaredType.Structure, _ home: TypeHome) -> String? {
        guard let property = structure[key] else { return nil }
        let found = module.resolved(property.type, home: home)
        guard !found.isNullable, case .literal(.string(let text)) = found.type.kind else { return nil }
        return text
    }

    private func isSame(_ type: DeclaredType, _ other: DeclaredType) -> Bool {
        if case (.reference(let index), .reference(let another)) = (type.kind, other.kind) {
            index == another
        } else {
            false
        }
    }

    // MARK: - Parts of types

    private mutating func checkAccess(_ type: DeclaredType) {
        guard let base = type.accessBase else { return }
        switch base.kind {
        case .property, .additionalProperties, .items, .item: checkAccess(base)
        case .resourceInput, .resourceOutput: return
        default: break
        }
        guard !needsItself(base) else { return }
        let found = module.resolved(base)
        let place = span(type)
        switch (type.kind, found.type.kind) {
        case (_, .any), (_, .invalid), (_, .resource), (_, .resourceInput), (_, .resourceOutput): break
        case (.property(_, let name), .structure(let structure)):
            guard structure[name] == nil else { break }
            let end = type.range.upperBound
            let start = end - min(UInt32(name.utf8.count), end - type.range.lowerBound)
            let known = structure.properties.map(\.name)
            let candidates = closeNames.candidates(among: known)
            report(.unknownMember(name, known: known, comparedWith: candidates, at: binder.span(start..<end)))
        case (.property, _): report(.membersOfNoObjectType(at: place))
        case (.additionalProperties, .structure(let structure)) where structure.additional != nil: break
        case (.additionalProperties, _): report(.noAdditionalProperties(at: place))
        case (.items, .list): break
        case (.items, _): report(.noItems(at: place))
        case (.item(_, let index), .tuple(let items)):
            if !items.indices.contains(index) {
                report(.indexOutOfBounds(Int64(index), count: items.count, at: place))
            }
        case (.item, _): report(.noTuple(at: place))
        default: break
        }
    }
}

// MARK: - Decorators

extension TypeDeclarationCheck {
    /// Checks a decorator that asks for a certain form of the type.
    private mutating func checkDecorator(_ item: Binder.DecoratedType) {
        let place = binder.span(item.range)
        switch item.decorator {
        case .sealed:
            if case .structure(let structure) = item.type.bare.kind, structure.additional != nil {
                report(.sealedDictionary(at: place))
            }
        case .discriminator:
            let isUnion = if case .union = item.type.bare.kind { true } else { false }
            guard !isUnion else { break }
            let found = module.resolved(item.type)
            if case .union = found.type.kind, let key = found.decorators.discriminator {
                if item.discriminator != key { report(.otherDiscriminator(key, at: place)) }
            } else {
                report(.discriminatorWithoutUnion(at: place))
            }
        case .description, .metadata, .secure, .allowed, .minValue, .maxValue, .minLength, .maxLength, .validate,
            .batchSize, .waitUntil, .retryOn, .onlyIfNotExists, .nullIfNotFound, .patch, .export:
            break
        }
    }
}

extension DeclaredType {
    /// The type without `?`, `!` and parentheses.
    var bare: DeclaredType {
        switch kind {
        case .nullable(let inner), .nonNull(let inner): inner.bare
        default: self
        }
    }

    /// The members of a union that is written in place, or the type alone.
    fileprivate var unionMembers: [DeclaredType] {
        if case .union(let members) = kind { members.flatMap(\.unionMembers) } else { [self] }
    }

    /// The type that a part is taken of.
    fileprivate var accessBase: DeclaredType? {
        switch kind {
        case .property(let base, _), .additionalProperties(let base), .items(let base), .item(let base, _): base
        default: nil
        }
    }
}

extension DeclaredType.Kind {
    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
