public import Bicep

/// Tells the language what the bodies of Radius' resources hold.
extension ResourceTypeCatalog: ResourceTypeProvider {
    public func properties(of type: String, apiVersion: String?, in extensionName: String) -> BodyType? {
        // User-defined types come in extensions of any name.
        guard let known = ResourceType(type), let schema = self[known],
            extensionName == "radius" || isExtension(extensionName) || Self.builtin[known] == nil
        else { return nil }
        if let apiVersion, !schema.apiVersions.contains(apiVersion.lowercased()) { return nil }
        return BodyType(schema.properties(in: apiVersion), isTop: true)
    }

    /// Extensions are published from manifests, and named like a type in it or like its namespace.
    public func isExtension(_ name: String) -> Bool {
        let name = name.lowercased()
        return types.contains { type in
            let namespace = type.namespace.lowercased()
            return name == type.name.lowercased() || name == namespace || namespace.hasSuffix(".\(name)")
        }
    }
}

/// Tells the language which extensions there are, and nothing of what is in them.
///
/// Front ends compare bodies with schemas themselves, so that nothing is said twice.
struct ExtensionNames: ResourceTypeProvider {
    let types: ResourceTypeCatalog

    func properties(of type: String, apiVersion: String?, in extensionName: String) -> BodyType? { nil }

    func isExtension(_ name: String) -> Bool { types.isExtension(name) }
}

extension BodyType {
    /// The same, as the language has it.
    ///
    /// `environment` and `application` of a whole body may come from the command line.
    fileprivate init(_ schema: ObjectSchema, isTop: Bool = false) {
        self = .object(
            schema.properties.map { Property($0, isTop: isTop) },
            additional: schema.additional.map { BodyType($0) }
        )
    }

    fileprivate init(_ type: PropertyType) {
        switch type {
        case .any, .number: self = .any
        case .string: self = .string
        case .integer(let bounds): self = bounds.map { .bounded($0) } ?? .int
        case .boolean: self = .bool
        case .oneOf(let texts): self = .oneOf(texts)
        case .array(let item): self = .list(BodyType(item))
        case .map(let value): self = .dictionary(BodyType(value))
        case .object(let schema): self = BodyType(schema)
        case .variants(let key, let variants, _):
            self = .variants(
                by: key,
                variants.map { variant in
                    // Whoever says which variant it is need not be asked again.
                    let others = variant.schema.properties.filter { $0.name != key }
                    return (variant.name, others.map { Property($0, isTop: false) })
                }
            )
        case .either(let types): self = .either(types.map { BodyType($0) })
        case .limited(let type, _): self = BodyType(type)
        }
    }
}

extension BodyType.Property {
    fileprivate init(_ schema: PropertySchema, isTop: Bool) {
        let isGivenElsewhere = isTop && ["environment", "application"].contains(schema.name)
        self.init(
            schema.name,
            BodyType(schema.type),
            isRequired: schema.isRequired && !isGivenElsewhere,
            isReadOnly: schema.isReadOnly
        )
    }
}
