public import Documents

extension ObjectSchema {
    /// The object with its defaults written out and its sensitive values made secret.
    ///
    /// Defaults go to properties that are absent, inside objects, arrays and maps that are
    /// present; an absent object is not made for the defaults in it (Radius 0.60).
    public func completing(_ object: ValueObject) -> ValueObject { concealing(filling(object)) }

    /// The object with its sensitive values made secret, whoever gives them.
    public func concealing(_ object: ValueObject) -> ValueObject {
        guard hasSecrets else { return object }
        return changing(object) { property, value in
            guard let value, !value.isNull else { return value }
            return property.isSensitive ? value.concealed : property.type.concealing(value)
        } others: {
            $0.concealing($1)
        }
    }

    fileprivate func filling(_ object: ValueObject) -> ValueObject {
        guard hasDefaults else { return object }
        return changing(object) { property, value in
            guard let value, !value.isNull else { return property.defaultValue ?? value }
            return property.type.filling(value)
        } others: {
            $0.filling($1)
        }
    }

    /// The object with the value of each property changed, and of each member that only `additional` describes.
    private func changing(
        _ object: ValueObject,
        _ change: (PropertySchema, Value?) -> Value?,
        others: (PropertyType, Value) -> Value
    ) -> ValueObject {
        var result = object
        for property in properties {
            let value = object[property.name]
            guard let changed = change(property, value) else { continue }
            result[property.name] = changed
        }
        guard let additional else { return result }
        for (name, value) in object where self[name] == nil { result[name] = others(additional, value) }
        return result
    }
}

extension PropertyType {
    fileprivate func concealing(_ value: Value) -> Value {
        guard hasSecrets else { return value }
        return changingObjects(of: value) { $0.concealing($1) }
    }

    fileprivate func filling(_ value: Value) -> Value {
        guard hasDefaults else { return value }
        return changingObjects(of: value) { $0.filling($1) }
    }

    /// The value with every object changed that the type describes.
    private func changingObjects(of value: Value, _ change: (ObjectSchema, ValueObject) -> ValueObject) -> Value {
        switch self {
        case .any, .string, .integer, .number, .boolean, .oneOf:
            return value
        case .array(let type):
            return value.arrayValue.map { .array($0.map { type.changingObjects(of: $0, change) }) } ?? value
        case .map(let type):
            let members = value.objectValue?.map { ($0.key, type.changingObjects(of: $0.value, change)) }
            return members.map { .object(ValueObject($0)) } ?? value
        case .object(let schema):
            return value.objectValue.map { .object(change(schema, $0)) } ?? value
        case .variants(let discriminator, let variants, _):
            guard let object = value.objectValue,
                let variant = variants.first(where: { $0.name == object[discriminator]?.stringValue })
            else { return value }
            return .object(change(variant.schema, object))
        case .either(let types):
            return types.reduce(value) { $1.changingObjects(of: $0, change) }
        case .limited(let type, _):
            return type.changingObjects(of: value, change)
        }
    }
}
