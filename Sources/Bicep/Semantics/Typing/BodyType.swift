/// The type of a part of a resource's body, as whoever provides the resource describes it.
public indirect enum BodyType: Sendable {
    case any
    case string
    case int
    /// An integer within bounds.
    case bounded(ClosedRange<Int64>)
    case bool
    /// One of some texts.
    case oneOf([String])
    case list(BodyType)
    /// An object whose names are the author's.
    case dictionary(BodyType)
    /// An object of known properties; `additional` is what others may be, `nil` allows none.
    case object([Property], additional: BodyType?)
    /// One of several objects, told apart by a text: the name of each variant is the value of the property.
    case variants(by: String, [(name: String, properties: [Property])])
    /// One of several types.
    case either([BodyType])

    /// A property of an object.
    public struct Property: Sendable {
        public let name: String
        public let type: BodyType
        public let isRequired: Bool
        /// Whether it is set by the provider and cannot be written.
        public let isReadOnly: Bool

        /// Creates a property.
        public init(_ name: String, _ type: BodyType, isRequired: Bool = false, isReadOnly: Bool = false) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.isReadOnly = isReadOnly
        }
    }
}

/// Describes the resources that an extension provides.
public protocol ResourceTypeProvider: Sendable {
    /// Finds the type of a resource's `properties`.
    ///
    /// - Parameters:
    ///   - type: The type without its version: `Applications.Core/containers`.
    ///   - apiVersion: The version, if the file names one.
    ///   - extensionName: The extension that the file takes the type from.
    /// - Returns: The type; `nil` if nothing is known of the resource.
    func properties(of type: String, apiVersion: String?, in extensionName: String) -> BodyType?

    /// Whether files may use an extension of a name although no configuration says where it is.
    func isExtension(_ name: String) -> Bool
}

extension ResourceTypeProvider {
    public func isExtension(_ name: String) -> Bool { false }
}

/// Knows nothing of any resource.
public struct NoResourceTypes: ResourceTypeProvider {
    /// Creates the provider.
    public init() {}

    public func properties(of type: String, apiVersion: String?, in extensionName: String) -> BodyType? { nil }
}

extension StaticType {
    /// The type that a provider describes.
    init(_ type: BodyType) {
        switch type {
        case .any: self = .any
        case .string: self = .string
        case .int: self = .int
        case .bounded(let range): self = .int(Bounds(minimum: range.lowerBound, maximum: range.upperBound))
        case .bool: self = .bool
        case .oneOf(let texts): self = .either(texts.map { .literal(.string($0)) })
        case .list(let item): self = .list(StaticType(item))
        case .dictionary(let value): self = .object(ObjectShape(others: .of(StaticType(value))))
        case .object(let properties, let additional):
            self = .object(ObjectShape(properties, others: additional.map { .of(StaticType($0)) } ?? .none))
        case .variants(let key, let variants):
            let shapes = variants.map { variant in
                let tag = Property(name: key, type: .literal(.string(variant.name)))
                var shape = ObjectShape(variant.properties, others: .none)
                shape.properties.insert(tag, at: 0)
                return StaticType.object(shape)
            }
            self = .discriminated(by: key, shapes)
        case .either(let types): self = .either(types.map { StaticType($0) })
        }
    }
}

extension StaticType.ObjectShape {
    fileprivate init(_ properties: [BodyType.Property], others: StaticType.Others) {
        self.init(
            properties: properties.map { property in
                StaticType.Property(
                    name: property.name,
                    type: StaticType(property.type),
                    isRequired: property.isRequired,
                    isReadOnly: property.isReadOnly,
                    takesNull: !property.isRequired
                )
            },
            others: others
        )
    }
}
