internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

/// The values that a recipe's parameters get, from the weakest giver to the strongest:
/// the registration, the environment, the resource (Radius 0.60).
struct RecipeArguments {
    private(set) var values: ValueObject = [:]
    private(set) var diagnostics: [Diagnostic] = []

    /// Collects the arguments and checks that the recipe has the parameters and gets those that it requires.
    ///
    /// A recipe that does not take `context` is a module that knows nothing of Radius: expressions in
    /// its parameters are resolved, and null leaves a parameter to its default.
    init(signature: RecipeSignature, registration: RecipeRegistration, context: RecipeContext) {
        let expressions = signature.takesContext ? nil : ParameterExpressions(context: context.value)
        for giver in Self.givers(registration: registration, context: context) {
            for (name, value) in giver.parameters {
                guard let parameter = signature.parameter(named: name), parameter.name != Recipe.contextName else {
                    let declared = signature.parameters.map(\.name).filter { $0 != Recipe.contextName }
                    diagnostics.append(
                        .unknownRecipeParameter(name, of: registration, at: giver.place(name), declared: declared)
                    )
                    continue
                }
                guard let expressions else {
                    values[parameter.name] = value
                    continue
                }
                values[parameter.name] = value.isNull ? nil : expressions.resolve(value)
            }
        }
        if signature.takesContext {
            values[Recipe.contextName] = .object(context.value)
        }
        for parameter in signature.parameters where values[parameter.name] == nil && parameter.isRequired {
            diagnostics.append(
                .missingRecipeParameter(
                    parameter.name,
                    declaredAt: parameter.declaration,
                    of: registration,
                    for: context.resource
                )
            )
        }
    }

    private struct Giver {
        let parameters: ValueObject
        let place: (String) -> Span?
    }

    private static func givers(registration: RecipeRegistration, context: RecipeContext) -> [Giver] {
        let type = context.resource.type
        let path = registration.path.appending("parameters")
        let registered = Giver(parameters: registration.parameters) { name in
            registration.origin.span(ofProperty: path.appending(name))
        }
        let ofType = Giver(parameters: context.environment.recipeParameters[type] ?? [:]) { name in
            let path: ValuePath = ["recipeParameters", .member(type.description), .member(name)]
            return context.environment.origin.span(ofProperty: path)
        }
        let given = context.resource.properties["recipe"]?["parameters"]?.objectValue ?? [:]
        let ofResource = Giver(parameters: given) { name in
            context.resource.origin.span(ofProperty: ["recipe", "parameters", .member(name)])
        }
        return [registered, ofType, ofResource]
    }
}
