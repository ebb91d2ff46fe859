/// What is known of a value before anything is evaluated.
///
/// Types that refer to something else, `written` and `declared`, are opened only where they are looked into:
/// so a literal costs nothing until somebody asks what it holds, and a type that holds itself stays finite.
indirect enum StaticType: Sendable {
    case any
    /// Of something that was diagnosed: it fits everywhere, and nothing more is said about it.
    case invalid
    /// Of what never comes to be, such as the result of `fail`.
    case never
    case null
    case string(Bounds)
    case int(Bounds)
    case bool(isLoose: Bool)
    /// One value of `string`, `int` or `bool`.
    case literal(DeclaredType.Literal)
    case object(ObjectShape)
    case list(StaticType, Bounds)
    case tuple([StaticType])
    /// One of several types, none of which is a union, `any` or `invalid`.
    case union([StaticType])
    /// One of several objects, told apart by a property.
    case discriminated(by: String, [StaticType])
    /// A resource, by its index in `BoundModule.resources`.
    case resource(Int)
    /// A module, by its index in `BoundModule.modules`.
    case module(Int)
    case lambda(LambdaShape)
    /// A literal object or array, whose parts see the variables of a frame.
    case written(Expression, frame: Int)
    /// A type as its author wrote it, with the decorators of what it is declared for.
    case declared(DeclaredType, home: TypeHome, TypeDecorators)

    /// Any text.
    static let string = StaticType.string(Bounds())
    /// Any integer.
    static let int = StaticType.int(Bounds())
    static let bool = StaticType.bool(isLoose: false)
    /// An object of which nothing is known.
    static let object = StaticType.object(ObjectShape(others: .of(.any)))
    /// An array of which nothing is known.
    static let array = StaticType.list(.any, Bounds())

    static func list(_ item: StaticType) -> StaticType { .list(item, Bounds()) }

    /// The limits of an integer, or of the length of a text or array.
    struct Bounds: Sendable, Hashable {
        var minimum: Int64?
        var maximum: Int64?
        /// Whether a value may go where only some values are taken, as that of a parameter without a list of them.
        var isLoose = false
    }

    /// What an object holds.
    struct ObjectShape: Sendable {
        /// The word for it in messages.
        var name = "object"
        var properties: [Property] = []
        var others = Others.none

        subscript(name: String) -> Property? { properties.first { $0.name == name } }
    }

    /// A property of an object.
    struct Property: Sendable {
        let name: String
        let type: StaticType
        /// Whether it must be given; one that is null for want of a value may be left out all the same.
        var isRequired = true
        /// Whether it can be written only, such as the parameters of a module.
        var isWriteOnly = false
        /// Whether it can be read only.
        var isReadOnly = false
        /// Whether null stands for leaving it out.
        var takesNull = false
        /// Whether its type is known to take null, so that it may be left out; unknown if false.
        var isNullable = false
    }

    /// What properties that are not listed come to.
    enum Others: Sendable {
        /// There are none.
        case none
        /// They are taken, but likely a mistake.
        case tolerated
        case of(StaticType)
    }

    /// What a lambda takes and gives.
    struct LambdaShape: Sendable {
        var parameters: ClosedRange<Int>
        var result: StaticType
    }
}

// MARK: - Unions

extension StaticType {
    /// One of several types; a single one if the others add nothing.
    static func either(_ types: [StaticType]) -> StaticType {
        var members: [StaticType] = []
        for type in types {
            switch type {
            case .any, .invalid: return type
            case .never: break
            case .union(let inner): members += inner
            case .null, .string, .int, .bool, .literal, .object, .list, .tuple, .discriminated, .resource, .module,
                .lambda, .written, .declared:
                members.append(type)
            }
        }
        guard members.count(where: { !$0.isPrimitive }) <= unionLimit else { return .any }
        var distinct = distinct(members)
        if distinct.count > unionLimit { distinct = Self.distinct(distinct.map(\.widened)) }
        if distinct.count > unionLimit { return .any }
        if let only = distinct.first, distinct.count == 1 { return only }
        return distinct.isEmpty ? .never : .union(distinct)
    }

    /// How many members a union may have; one of more is taken for the types of its values.
    private static let unionLimit = 1_000

    /// The types without those that are the same for being the same simple type or value.
    private static func distinct(_ members: [StaticType]) -> [StaticType] {
        var seen: Set<Primitive> = []
        return members.filter { member in member.primitive.map { seen.insert($0).inserted } ?? true }
    }

    /// A simple type or a value, by which types can be compared.
    private enum Primitive: Hashable {
        case null, bool
        case string(Bounds)
        case int(Bounds)
        case literal(DeclaredType.Literal)
        case resource(Int)
        case module(Int)
    }

    private var primitive: Primitive? {
        switch self {
        case .null: .null
        case .bool: .bool
        case .string(let bounds): .string(bounds)
        case .int(let bounds): .int(bounds)
        case .literal(let value): .literal(value)
        case .resource(let index): .resource(index)
        case .module(let index): .module(index)
        case .any, .invalid, .never, .object, .list, .tuple, .union, .discriminated, .lambda, .written, .declared: nil
        }
    }

    private var isPrimitive: Bool { primitive != nil }

    /// The type of a literal, which may go wherever the literal may.
    private var widened: StaticType {
        switch self {
        case .literal(.string): .string(Bounds(isLoose: true))
        case .literal(.int): .int(Bounds(isLoose: true))
        case .literal(.bool): .bool(isLoose: true)
        default: self
        }
    }

    var orNull: StaticType { .either([self, .null]) }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    var isInvalid: Bool {
        if case .invalid = self { true } else { false }
    }

    var isAny: Bool {
        if case .any = self { true } else { false }
    }

    /// The type without null, if null is one of several values; `nil` if it is none or the only one.
    var withoutNull: StaticType? {
        guard case .union(let members) = self else { return nil }
        let others = members.filter { !$0.isNull }
        return others.count < members.count ? .either(others) : nil
    }

    /// The same, but willing to go where only some of its values are taken.
    var loosened: StaticType {
        switch self {
        case .string(var bounds):
            bounds.isLoose = true
            return .string(bounds)
        case .int(var bounds):
            bounds.isLoose = true
            return .int(bounds)
        case .bool: return .bool(isLoose: true)
        case .union(let members): return .union(members.map(\.loosened))
        case .any, .invalid, .never, .null, .literal, .object, .list, .tuple, .discriminated, .resource, .module,
            .lambda, .written, .declared:
            return self
        }
    }

    /// The text that is the only value of the type.
    var literalText: String? {
        if case .literal(.string(let text)) = self { text } else { nil }
    }

    /// The integer that is the only value of the type.
    var literalInteger: Int64? {
        if case .literal(.int(let number)) = self { number } else { nil }
    }

    /// What the only value of the type is in a string with holes; `nil` if there are several.
    var interpolated: String? {
        switch self {
        case .literal(.string(let text)): text
        case .literal(.int(let number)): "\(number)"
        case .literal(.bool(let flag)): flag ? "True" : "False"
        default: nil
        }
    }
}
