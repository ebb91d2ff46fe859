public import Documents

extension ObjectSchema {
    /// The object with its defaults written out and its sensitive values made secret.
    ///
    /// Defaults go to properties that are absent, inside objects, arrays and maps that are
    /// present; an absent object is not made for the defaults in it (Radius 0.60).
    public func completing(_ object: ValueObject) -> ValueObject {
        guard changesValues else { return object }
        var result = object
        for property in properties {
            guard let value = object[property.name], !value.isNull else {
                if let defaultValue = property.defaultValue { result[property.name] = defaultValue }
                continue
            }
            let completed = property.type.completing(value)
            result[property.name] = property.isSensitive ? completed.concealed : completed
        }
        guard let additional, additional.changesValues else { return result }
        for (name, value) in object where self[name] == nil { result[name] = additional.completing(value) }
        return result
    }
}

extension PropertyType {
    fileprivate func completing(_ value: Value) -> Value {
        guard changesValues else { return value }
        switch self {
        case .any, .string, .integer, .number, .boolean, .oneOf:
            return value
        case .array(let type):
            return value.arrayValue.map { .array($0.map(type.completing)) } ?? value
        case .map(let type):
            return value.objectValue.map { .object(ValueObject($0.map { ($0.key, type.completing($0.value)) })) }
                ?? value
        case .object(let schema):
            return value.objectValue.map { .object(schema.completing($0)) } ?? value
        case .variants(let discriminator, let variants, _):
            guard let object = value.objectValue,
                let variant = variants.first(where: { $0.name == object[discriminator]?.stringValue })
            else { return value }
            return .object(variant.schema.completing(object))
        case .either(let types):
            return types.reduce(value) { $1.completing($0) }
        case .limited(let type, _):
            return type.completing(value)
        }
    }
}
