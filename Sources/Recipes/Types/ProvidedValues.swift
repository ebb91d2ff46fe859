internal import AppModel
internal import Diagnostics
internal import Documents

/// What a resource gives to those that connect to it, and its properties completed by it.
struct ProvidedValues {
    var properties: ValueObject
    /// Ordinary values beyond what the author wrote.
    var values: ValueObject = [:]
    /// Each is concealed.
    var secrets: ValueObject = [:]
    var diagnostics: [Diagnostic] = []

    /// Puts together what a recipe and the author give; `result` is `nil` when the author provides the resource.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - result: What its recipe gave.
    ///   - schema: The shape of its properties; of a type that nobody defines, every value becomes a property.
    init(of resource: Resource, recipe result: RecipeResult?, schema: ObjectSchema? = nil) {
        properties = resource.properties
        if let schema = ResourceSchema.portable(resource.type) {
            collect(of: resource, by: schema, recipe: result)
        } else if resource.type == .extenders {
            collectExtender(resource, recipe: result)
        } else {
            collectDynamic(resource, recipe: result, schema: schema)
        }
    }

    // MARK: - Portable types

    /// Of the giver of each value the first counts: the author, the recipe, the computation (Radius 0.60).
    private mutating func collect(of resource: Resource, by schema: ResourceSchema, recipe: RecipeResult?) {
        for field in schema.values {
            let found = Given(field.name, by: resource.properties[field.name], orRecipe: recipe?.values[field.name])
            values[field.name] = checked(found, field, of: resource, path: [.member(field.name)], recipe: recipe)
        }
        let authored = Self.authoredSecrets(of: resource)
        for field in schema.secrets {
            let found = Given(field.name, by: authored[field.name], orRecipe: recipe?.secrets[field.name])
            let path: ValuePath = ["secrets", .member(field.name)]
            secrets[field.name] = checked(found, field, of: resource, path: path, recipe: recipe)?.concealed
        }
        guard !diagnostics.hasErrors else { return }
        for computed in schema.computed where values[computed.name] == nil && secrets[computed.name] == nil {
            let inputs = ResourceSchema.Inputs(resourceName: resource.name, values: values, secrets: secrets)
            let value = computed.compute(inputs)
            if computed.isSecret {
                secrets[computed.name] = value.concealed
            } else {
                values[computed.name] = value
            }
        }
        properties = properties.merging(values)
    }

    /// A value and who gives it.
    private struct Given {
        let name: String
        let value: Value?
        let isByRecipe: Bool

        init(_ name: String, by author: Value?, orRecipe recipe: Value?) {
            let authored = author.flatMap { $0.isUnset ? .none : .some($0) }
            let provided = recipe.flatMap { $0.isNull ? .none : .some($0) }
            self.name = name
            value = authored ?? provided
            isByRecipe = authored == nil
        }
    }

    private mutating func checked(
        _ given: Given,
        _ field: ResourceSchema.Field,
        of resource: Resource,
        path: ValuePath,
        recipe: RecipeResult?
    ) -> Value? {
        guard let value = given.value else {
            if field.isRequired {
                diagnostics.append(.missingValue(field.name, path: path, of: resource, recipe: recipe?.registration))
            }
            return nil
        }
        if let found = field.shape.mismatch(value) {
            diagnostics.append(
                .wrongValue(
                    path,
                    of: resource,
                    found: found,
                    expected: field.shape.words,
                    recipe: given.isByRecipe ? recipe?.registration : nil
                )
            )
        }
        return value
    }

    /// What the author writes in `secrets`, whether the whole is secret or each member.
    private static func authoredSecrets(of resource: Resource) -> ValueObject {
        (resource.properties["secrets"]?.revealed.objectValue ?? [:]).mapValues(\.concealed)
    }

    // MARK: - Extenders

    /// An extender gives what the author writes, overlaid by what the recipe gives.
    private mutating func collectExtender(_ resource: Resource, recipe: RecipeResult?) {
        for (name, value) in resource.properties where !Self.isEnvelope(name) {
            values[name] = value
        }
        values = values.merging(recipe?.values ?? [:])
        secrets = Self.authoredSecrets(of: resource).merging(recipe?.secrets ?? [:]).mapValues(\.concealed)
        for (name, value) in secrets {
            guard let found = ResourceSchema.Shape.string.mismatch(value) else { continue }
            let isByRecipe = recipe?.secrets[name] != nil
            diagnostics.append(
                .wrongValue(
                    ["secrets", .member(name)],
                    of: resource,
                    found: found,
                    expected: ResourceSchema.Shape.string.words,
                    recipe: isByRecipe ? recipe?.registration : nil
                )
            )
        }
        properties = properties.merging(values)
        if let authored = properties["secrets"] { properties["secrets"] = authored.concealed }
    }

    private static let envelope = [
        "application", "environment", "status", "connections", "codeReference", "secrets", "recipe",
        "resourceProvisioning", "provisioningState",
    ]

    private static func isEnvelope(_ name: String) -> Bool { envelope.contains { $0.equalsIgnoringASCIICase(name) } }

    // MARK: - Types that only their recipe defines

    /// What the recipe gives completes the properties that the type declares; its secrets stay apart.
    private mutating func collectDynamic(_ resource: Resource, recipe: RecipeResult?, schema: ObjectSchema?) {
        values = recipe?.values ?? [:]
        secrets = (recipe?.secrets ?? [:]).mapValues(\.concealed)
        for (name, value) in values where !Self.isEnvelope(name) {
            guard schema.map({ $0[name] != nil || $0.additional != nil }) ?? true else { continue }
            properties[name] = value
        }
    }
}

extension ResourceSchema.Shape {
    /// What was found instead, in words; `nil` if the value fits or is not known yet.
    func mismatch(_ value: Value) -> String? {
        switch (self, value) {
        case (_, .unknown): return nil
        case (_, .secret(let inner)): return mismatch(inner)
        case (.string, .string), (.integer, .integer), (.boolean, .bool): return nil
        case (.integer, .number(let number)) where Int64(exactly: number) != nil: return nil
        case (_, .null): return "null"
        case (_, .bool): return "a boolean"
        case (_, .integer), (_, .number): return "a number"
        case (_, .string): return "a string"
        case (_, .array): return "an array"
        case (_, .object): return "an object"
        }
    }

    /// What was expected, in words.
    var words: String {
        switch self {
        case .string: "a string"
        case .integer: "an integer"
        case .boolean: "a boolean"
        }
    }
}
