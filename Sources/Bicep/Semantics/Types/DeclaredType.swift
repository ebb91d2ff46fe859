/// A type as its author wrote it: names and accesses are left in place, so that what recurs stays finite.
///
/// `BoundModule.resolved(_:)` looks through names. Ranges count in the UTF-8 offsets of the file of the
/// module that holds the type.
public struct DeclaredType: Sendable {
    /// What the type is.
    public let kind: Kind
    /// Where it stands in the module's file.
    public let range: Range<UInt32>

    /// Creates a type.
    public init(_ kind: Kind, _ range: Range<UInt32>) {
        self.kind = kind
        self.range = range
    }

    /// The forms of a type.
    public indirect enum Kind: Sendable {
        case any
        case null
        case string
        case int
        case bool
        /// `object`: any object.
        case object
        /// `array`: any array.
        case array
        case literal(Literal)
        /// `{ name: T, *: U }`
        case structure(Structure)
        /// `T[]`
        case list(DeclaredType)
        /// `[T, U]`
        case tuple([Item])
        /// `T | U`; a discriminator stands with the decorators of what the union is declared for.
        case union([DeclaredType])
        /// `T?`
        case nullable(DeclaredType)
        /// `T!`
        case nonNull(DeclaredType)
        /// The name of a type that is declared or imported, by its index in `BoundModule.types`.
        case reference(Int)
        /// `T.name`
        case property(of: DeclaredType, name: String)
        /// `T.*`
        case additionalProperties(of: DeclaredType)
        /// `T[*]`
        case items(of: DeclaredType)
        /// `T[0]`
        case item(of: DeclaredType, index: Int)
        /// `resourceInput<'Type@version'>`: what can be written in a resource's body.
        case resourceInput(String)
        /// `resourceOutput<'Type@version'>`: what can be read of a resource.
        case resourceOutput(String)
        /// `resource 'Type@version'`; the text is missing where the type follows from the value.
        case resource(String?)
        /// Something that was diagnosed; it fits everything.
        case invalid
    }

    /// A value that is a type.
    public enum Literal: Sendable, Hashable {
        case string(String)
        case int(Int64)
        case bool(Bool)
    }

    /// An object with the properties that are listed.
    public struct Structure: Sendable {
        /// In the order of the text.
        public var properties: [Property] = []
        /// `*: T`: what other properties must be; without it others are allowed and unknown, unless sealed.
        public var additional: Property?

        /// Creates an object without properties.
        public init(properties: [Property] = [], additional: Property? = nil) {
            self.properties = properties
            self.additional = additional
        }

        /// The property of a name, compared exactly.
        public subscript(name: String) -> Property? { properties.first { $0.name == name } }
    }

    /// A property of an object; it may be left out if its type is nullable.
    public struct Property: Sendable {
        /// `*` for additional properties.
        public var name: String
        public var nameRange: Range<UInt32>
        public var type: DeclaredType
        public var decorators: TypeDecorators

        /// Creates a property.
        public init(name: String, nameRange: Range<UInt32>, type: DeclaredType, decorators: TypeDecorators = .init()) {
            self.name = name
            self.nameRange = nameRange
            self.type = type
            self.decorators = decorators
        }
    }

    /// An item of a tuple.
    public struct Item: Sendable {
        public var type: DeclaredType
        public var decorators: TypeDecorators

        /// Creates an item.
        public init(type: DeclaredType, decorators: TypeDecorators = .init()) {
            self.type = type
            self.decorators = decorators
        }
    }
}

/// What decorators say of a parameter, output, type, property or item.
public struct TypeDecorators: Sendable {
    /// `@description('…')`, if it is a plain text.
    public var description: String?
    /// The argument of `@description`, in whatever form.
    public var descriptionValue: Expression?
    /// The object of `@metadata({…})`.
    public var metadata: Expression?
    public var isSecure = false
    public var isSealed = false
    /// `@export()`, of types, variables and functions.
    public var isExported = false
    /// The items of `@allowed([…])`.
    public var allowed: [Expression]?
    public var minimumValue: Int64?
    public var maximumValue: Int64?
    public var minimumLength: Int64?
    public var maximumLength: Int64?
    /// The property that tells the members of a union apart: `@discriminator('kind')`.
    public var discriminator: String?
    /// Whether there is a discriminator, right or not.
    var hasDiscriminator = false
    /// The arguments of `@validate`: a lambda and a message.
    public var validation: [Expression] = []

    /// Creates decorators that say nothing.
    public init() {}
}

extension DeclaredType {
    /// Something that was diagnosed.
    static func invalid(_ range: Range<UInt32>) -> DeclaredType { DeclaredType(.invalid, range) }

    /// Any value.
    static func any(_ range: Range<UInt32>) -> DeclaredType { DeclaredType(.any, range) }
}
