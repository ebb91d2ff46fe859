internal import AppModel
internal import Documents

/// What is known of a resource type that recipes provide, as far as binding needs it.
struct ResourceSchema: Sendable {
    /// What a value must be.
    enum Shape: Sendable {
        case string
        case integer
        case boolean
    }

    /// A value that the author or the recipe gives.
    struct Field: Sendable {
        let name: String
        let shape: Shape
        let isRequired: Bool

        /// A value that must be there in the end.
        static func required(_ name: String, _ shape: Shape = .string) -> Field {
            Field(name: name, shape: shape, isRequired: true)
        }

        /// A value that may be missing.
        static func optional(_ name: String, _ shape: Shape = .string) -> Field {
            Field(name: name, shape: shape, isRequired: false)
        }
    }

    /// A value that is computed from the others unless somebody gives it.
    struct Computed: Sendable {
        let name: String
        let isSecret: Bool
        let compute: @Sendable (Inputs) -> Value
    }

    /// What a computed value is computed from: ordinary values and secrets.
    struct Inputs {
        let resourceName: String
        let values: ValueObject
        let secrets: ValueObject

        /// An ordinary value or a secret; null if nobody gave it.
        subscript(name: String) -> Value { values[name] ?? secrets[name] ?? .null }
    }

    let type: ResourceType
    let values: [Field]
    let secrets: [Field]
    let computed: [Computed]

    /// What others read of values or secrets: an empty text where nobody gave one, as Radius answers.
    func readable(_ given: ValueObject, _ fields: [Field]) -> ValueObject {
        var result = given
        for field in fields where field.shape == .string && !field.isRequired && result[field.name] == nil {
            result[field.name] = ""
        }
        return result
    }

    /// The schema of a type, if it is a portable one.
    static func portable(_ type: ResourceType) -> ResourceSchema? { portableTypes[type] }

    private static let portableTypes: [ResourceType: ResourceSchema] = Dictionary(
        uniqueKeysWithValues: ([redisCaches, mongoDatabases, sqlDatabases, rabbitMQQueues]
            + ["stateStores", "pubSubBrokers", "configurationStores", "secretStores"].map(dapr)).map { ($0.type, $0) }
    )
}
