internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

/// A recipe that is evaluated for a made-up resource, so that one sees what it gives.
struct RecipeTrial {
    let recipe: Recipe
    let registration: RecipeRegistration
    let example: RecipeExample
    let types: ResourceTypeCatalog

    /// Evaluates the recipe as a deployment of the resource would.
    ///
    /// - Returns: The result, or `nil` when there are errors, and everything that was found.
    func evaluate() -> (result: RecipeResult?, diagnostics: [Diagnostic]) {
        let context = RecipeContext(
            resource: example.resource,
            application: example.application,
            environment: example.environment,
            connections: example.connections,
            overlay: example.overlay
        )
        let (result, diagnostics) =
            BicepRecipe(recipe: recipe, registration: registration, context: context).evaluate()
        let schema = types.properties(of: example.resource.type, apiVersion: example.resource.apiVersion)
        return (result?.concealing(by: schema), diagnostics)
    }
}

extension Recipe {
    /// Values for the parameters that must be given and are not, so that the recipe can be tried.
    func plausibleParameters(besides given: ValueObject) -> ValueObject {
        ValueObject(
            module.parameters.compactMap { parameter in
                guard parameter.isRequired, parameter.name != Self.contextName, given[parameter.name] == nil else {
                    return nil
                }
                let value = parameter.plausibleValue
                return (parameter.name, parameter.isSecure ? value.concealed : value)
            }
        )
    }
}

extension BoundModule.Parameter {
    fileprivate var plausibleValue: Value {
        if case .string(let text)? = allowed?.first?.kind { return .string(text) }
        if case .integer(let number)? = allowed?.first?.kind { return .integer(number) }
        return plausibleValue(of: type)
    }

    private func plausibleValue(of type: BoundModule.ValueType) -> Value {
        switch type {
        case .any, .string:
            let padding = String(repeating: "x", count: max(0, Int(minimumLength ?? 0) - name.utf16.count))
            return .string(String((name + padding).prefix(Int(maximumLength ?? .max))))
        case .int: return .integer(minimumValue ?? min(1, maximumValue ?? 1))
        case .bool: return false
        case .object: return [:]
        case .array: return []
        case .literals(let texts): return .string(texts.first ?? "")
        case .nullable: return .null
        }
    }
}

extension RecipeRegistration {
    /// The registration with other parameters.
    func withParameters(_ parameters: ValueObject) -> RecipeRegistration {
        var registration = self
        registration.parameters = parameters
        return registration
    }
}
