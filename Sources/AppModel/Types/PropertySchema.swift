public import Documents

/// What a property's value may be.
public indirect enum PropertyType: Sendable {
    case any
    case string
    /// A whole number; `nil` sets no bounds.
    case integer(ClosedRange<Int64>?)
    case number
    case boolean
    /// One of a set of texts, compared exactly.
    case oneOf([String])
    case array(PropertyType)
    /// An object whose names are the author's.
    case map(PropertyType)
    case object(ObjectSchema)
    /// An object whose shape is chosen by one of its properties: `kind: 'httpGet'`.
    ///
    /// An object of another shape is an error, or a warning where such objects have no effect but may be written.
    case variants(discriminator: String, [Variant], toleratesOthers: Bool = false)
    /// The first of the types whose kind of value is the given one.
    case either([PropertyType])
    /// A type whose values must keep within limits as well.
    case limited(PropertyType, [Limit])

    /// One shape of `variants`.
    public struct Variant: Sendable {
        /// The discriminator's value.
        public let name: String
        public let schema: ObjectSchema

        /// Creates a shape.
        public init(_ name: String, _ properties: [PropertySchema], exactlyOne: [[String]] = []) {
            self.name = name
            schema = ObjectSchema(properties, exactlyOne: exactlyOne)
        }
    }

    /// What a value must keep to besides its kind.
    public enum Limit: Sendable {
        /// How many characters a text has.
        case length(ClosedRange<Int>)
        /// How large a number is.
        case magnitude(ClosedRange<Double>)
        /// How many elements an array has.
        case count(ClosedRange<Int>)
        /// Which values there are, for those that are no texts.
        case oneOf([Value])
    }

    /// A whole number without bounds.
    public static let integer = PropertyType.integer(nil)
    /// A TCP or UDP port.
    public static let port = PropertyType.integer(1...65535)
    /// An object with texts under names of the author's.
    public static let texts = PropertyType.map(.string)
    /// An object with anything in it.
    public static let freeform = PropertyType.map(.any)

    /// An object with known properties.
    public static func object(_ properties: [PropertySchema], exactlyOne: [[String]] = []) -> PropertyType {
        .object(ObjectSchema(properties, exactlyOne: exactlyOne))
    }
}

/// The properties that an object may have.
///
/// Built-in resource types and those that users define take this one form.
public struct ObjectSchema: Sendable {
    /// Kept apart: every object that is checked hands its schema on.
    private final class Content: Sendable {
        let properties: [PropertySchema]
        let additional: PropertyType?
        let exactlyOne: [[String]]
        let hasDefaults: Bool
        let hasSecrets: Bool

        init(_ properties: [PropertySchema], additional: PropertyType?, exactlyOne: [[String]]) {
            self.properties = properties
            self.additional = additional
            self.exactlyOne = exactlyOne
            hasDefaults =
                properties.contains { $0.defaultValue != nil || $0.type.hasDefaults }
                || (additional?.hasDefaults ?? false)
            hasSecrets =
                properties.contains { $0.isSensitive || $0.type.hasSecrets } || (additional?.hasSecrets ?? false)
        }
    }

    private let content: Content

    /// Creates a schema.
    public init(_ properties: [PropertySchema], additional: PropertyType? = nil, exactlyOne: [[String]] = []) {
        content = Content(properties, additional: additional, exactlyOne: exactlyOne)
    }

    /// In the order in which help lists them.
    public var properties: [PropertySchema] { content.properties }
    /// What other properties may be; `nil` allows none.
    public var additional: PropertyType? { content.additional }
    /// Sets of properties of which exactly one must be given.
    public var exactlyOne: [[String]] { content.exactlyOne }
    /// Whether some part has a default.
    var hasDefaults: Bool { content.hasDefaults }
    /// Whether some part is sensitive.
    var hasSecrets: Bool { content.hasSecrets }

    /// The property of a name.
    public subscript(name: String) -> PropertySchema? { position(of: name).map { properties[$0] } }

    /// The place in `properties` of the property of a name.
    func position(of name: String) -> Int? {
        let properties = content.properties
        return properties.indices.first { properties[$0].name == name }
    }
}

/// One property of an object.
public struct PropertySchema: Sendable {
    public let name: String
    public let type: PropertyType
    public var isRequired = false
    /// What it is for, in the words of whoever defined it.
    public var description: String?
    /// Set by the system; authors must not give it.
    public var isReadOnly = false
    /// Holds a secret: completed objects carry it as a secret value.
    public var isSensitive = false
    /// What stands for a value that is not given; never set on required or read-only properties.
    public var defaultValue: Value?

    private init(_ name: String, _ type: PropertyType) {
        self.name = name
        self.type = type
    }

    /// A property that must be given.
    public static func required(_ name: String, _ type: PropertyType) -> PropertySchema {
        var schema = PropertySchema(name, type)
        schema.isRequired = true
        return schema
    }

    /// A property that may be left out.
    public static func optional(
        _ name: String,
        _ type: PropertyType,
        default defaultValue: Value? = nil
    ) -> PropertySchema {
        var schema = PropertySchema(name, type)
        schema.defaultValue = defaultValue
        return schema
    }

    /// A property that the system sets.
    public static func readOnly(_ name: String, _ type: PropertyType = .any) -> PropertySchema {
        var schema = PropertySchema(name, type)
        schema.isReadOnly = true
        return schema
    }

    /// The property, with what it is for.
    public func described(_ text: String?) -> PropertySchema {
        var schema = self
        schema.description = text
        return schema
    }

    /// The property, holding a secret.
    public var sensitive: PropertySchema {
        var schema = self
        schema.isSensitive = true
        return schema
    }
}

extension PropertyType {
    /// Whether a value of the type can have a part with a default.
    var hasDefaults: Bool { describes { $0.hasDefaults } }

    /// Whether a value of the type can have a sensitive part.
    var hasSecrets: Bool { describes { $0.hasSecrets } }

    /// Whether the type describes an object like this, at any depth that objects do not tell themselves.
    private func describes(_ isWanted: (ObjectSchema) -> Bool) -> Bool {
        switch self {
        case .any, .string, .integer, .number, .boolean, .oneOf: false
        case .array(let type), .map(let type): type.describes(isWanted)
        case .object(let schema): isWanted(schema)
        case .variants(_, let variants, _): variants.contains { isWanted($0.schema) }
        case .either(let types): types.contains { $0.describes(isWanted) }
        case .limited(let type, _): type.describes(isWanted)
        }
    }

    /// The type as a noun with its article, for messages.
    package var noun: String {
        switch self {
        case .any: "anything"
        case .string: "a string"
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "a boolean"
        case .oneOf: "a string"
        case .array: "an array"
        case .map, .object, .variants: "an object"
        case .either(let types): types.map(\.noun).joined(separator: " or ")
        case .limited(let type, _): type.noun
        }
    }
}
