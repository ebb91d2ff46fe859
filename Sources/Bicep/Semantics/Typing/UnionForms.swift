/// Works out what the members of unions come to, each type once: types may name each other in long chains, and one
/// type may be a member of many.
struct UnionForms {
    private let module: BoundModule
    /// The types of the module that are nothing but names for each other.
    private let circularNames: Set<Int>
    private var known: [TypePlace: Facts] = [:]

    init(_ module: BoundModule, circularNames: Set<Int>) {
        self.module = module
        self.circularNames = circularNames
    }

    /// The type that a member of a union has, as far as it matters for others.
    enum LiteralKind {
        case string, int, bool, object, array, null
    }

    /// What a member of a union comes to.
    struct Form: Hashable {
        let kind: LiteralKind?
        let isLiteral: Bool
    }

    /// What a member of a union, or each member of one that it names, comes to.
    mutating func forms(of member: DeclaredType) -> Set<Form> { facts(of: Part(type: member, home: .here)).forms }

    /// A type, and the module that it is written in.
    private struct Part {
        let type: DeclaredType
        let home: TypeHome

        var place: TypePlace { TypePlace(type, home) }
    }

    private struct Facts {
        var forms: Set<Form>
        /// Whether the type has one value only: a literal, or an object or array of literals.
        var isLiteral: Bool

        init(_ kind: LiteralKind?, isLiteral: Bool) {
            forms = [Form(kind: kind, isLiteral: isLiteral)]
            self.isLiteral = isLiteral
        }

        static let nothing = Facts(nil, isLiteral: false)
    }

    /// What is known of a type, after what it consists of; the list of what is left to do stands for deep calls.
    private mutating func facts(of part: Part) -> Facts {
        if let known = known[part.place] { return known }
        var work: [(part: Part, isReady: Bool)] = [(part, false)]
        while let next = work.popLast() {
            if next.isReady {
                known[next.part.place] = combined(next.part)
            } else if known[next.part.place] == nil {
                // What needs itself to be known is reported elsewhere.
                known[next.part.place] = .nothing
                work.append((next.part, true))
                work += parts(of: next.part).map { ($0, false) }
            }
        }
        return known[part.place] ?? .nothing
    }

    private func resolved(_ part: Part) -> ResolvedType? {
        if case .here = part.home, case .reference(let index) = part.type.bare.kind, circularNames.contains(index) {
            return nil
        }
        return module.resolved(part.type, home: part.home)
    }

    /// The types that decide what a type comes to.
    private func parts(of part: Part) -> [Part] {
        guard let found = resolved(part) else { return [] }
        return types(in: found).map { Part(type: $0, home: found.home) }
    }

    private func types(in found: ResolvedType) -> [DeclaredType] {
        switch found.type.kind {
        case .union(let members): found.decorators.discriminator == nil ? members : []
        case .tuple(let items): items.map(\.type)
        case .structure(let structure): structure.additional == nil ? structure.properties.map(\.type) : []
        case .any, .null, .string, .int, .bool, .object, .array, .literal, .list, .nullable, .nonNull, .reference,
            .property, .additionalProperties, .items, .item, .resourceInput, .resourceOutput, .resource, .invalid:
            []
        }
    }

    private func combined(_ part: Part) -> Facts {
        guard let found = resolved(part) else { return .nothing }
        var facts = combined(found)
        if found.isNullable {
            facts.forms.insert(Form(kind: .null, isLiteral: true))
            facts.isLiteral = false
        }
        return facts
    }

    private func combined(_ found: ResolvedType) -> Facts {
        switch found.type.kind {
        case .literal(.string): return Facts(.string, isLiteral: true)
        case .literal(.int): return Facts(.int, isLiteral: true)
        case .literal(.bool): return Facts(.bool, isLiteral: true)
        case .null: return Facts(.null, isLiteral: true)
        case .string: return Facts(.string, isLiteral: false)
        case .int: return Facts(.int, isLiteral: false)
        case .bool: return Facts(.bool, isLiteral: false)
        case .object: return Facts(.object, isLiteral: false)
        case .structure(let structure):
            return Facts(.object, isLiteral: structure.additional == nil && areLiteral(in: found))
        case .tuple: return Facts(.array, isLiteral: areLiteral(in: found))
        case .union where found.decorators.discriminator == nil:
            var facts = Facts.nothing
            facts.forms = types(in: found).reduce(into: []) { $0.formUnion(knownFacts(of: $1, found.home).forms) }
            return facts
        case .invalid:
            var facts = Facts.nothing
            facts.forms = [Form(kind: nil, isLiteral: true)]
            return facts
        case .array, .list, .union, .any, .nullable, .nonNull, .reference, .property, .additionalProperties, .items,
            .item, .resourceInput, .resourceOutput, .resource:
            return .nothing
        }
    }

    private func areLiteral(in found: ResolvedType) -> Bool {
        types(in: found).allSatisfy { knownFacts(of: $0, found.home).isLiteral }
    }

    private func knownFacts(of type: DeclaredType, _ home: TypeHome) -> Facts {
        known[TypePlace(type, home)] ?? .nothing
    }
}
