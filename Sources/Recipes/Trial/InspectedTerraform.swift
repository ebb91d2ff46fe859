public import AppModel
public import Bicep
public import Diagnostics
internal import Documents

/// A module of Terraform that was read to check its registration.
public struct InspectedTerraform: Sendable {
    /// How the module is registered.
    public let registration: RecipeRegistration
    let recipe: TerraformRecipe

    /// Reads a module.
    ///
    /// - Returns: The module unless it cannot be read, and everything that was found.
    public static func read(
        _ registration: RecipeRegistration,
        files: any FileLoader,
        modules: (any TerraformModuleFolders)? = nil
    ) -> (module: InspectedTerraform?, diagnostics: [Diagnostic]) {
        switch RecipeLibrary.read(registration, files: files, modules: modules) {
        case .failure(let trouble): (nil, [trouble.diagnostic])
        case .success(.bicep): preconditionFailure("a registration of Terraform leads to a module of Terraform")
        case .success(.terraform(let recipe)):
            (InspectedTerraform(registration: registration, recipe: recipe), [])
        }
    }

    /// The registration with what is given for the module's variables; what is given for a sensitive one is secret.
    public func registration(
        with given: [GivenParameter]
    ) -> (registration: RecipeRegistration, diagnostics: [Diagnostic]) {
        var values: ValueObject = [:]
        var diagnostics: [Diagnostic] = []
        for argument in given {
            guard let variable = recipe.module.variable(named: argument.name), variable.name != Recipe.contextName
            else {
                let declared = recipe.module.variables.map(\.name).filter { $0 != Recipe.contextName }
                diagnostics.append(
                    .unknownRecipeParameter(argument.name, of: registration, at: argument.span, declared: declared)
                )
                continue
            }
            let value: Value =
                switch argument.content {
                case .value(let value): value
                // Terraform makes of a text what the variable's type asks for.
                case .text(let text): .string(text)
                }
            values[variable.name] = variable.isSensitive ? value.concealed : value
        }
        return (registration.withParameters(values), diagnostics)
    }
}

// MARK: - What it takes and gives

extension InspectedTerraform {
    /// The variables besides `context`, in the order of the module.
    public var parameters: [InspectedRecipe.Parameter] {
        recipe.module.variables.filter { $0.name != Recipe.contextName }.map { variable in
            let value = registration.parameters[variable.name]
            return InspectedRecipe.Parameter(
                name: variable.name,
                type: variable.type ?? "any",
                value: variable.isSensitive ? value?.concealed : value,
                defaultText: variable.defaultText.map { variable.isSensitive ? Value.redactedText : $0 },
                isRequired: variable.isRequired,
                isSecure: variable.isSensitive,
                minimum: nil,
                maximum: nil,
                allowed: [],
                description: variable.description
            )
        }
    }

    /// What the module gives to a resource: names, since all else is known when Terraform has run.
    public func outcome(for example: RecipeExample, types: ResourceTypeCatalog) -> InspectedRecipe.Outcome {
        var outcome = TerraformOutcome(address: "", module: recipe.module, registration: registration)
        outcome.read(for: example.resource, types: types)
        func output(_ name: String, isSecret: Bool) -> InspectedRecipe.Output {
            InspectedRecipe.Output(name: name, type: nil, isSecret: isSecret, span: nil, value: nil)
        }
        return .named(
            outcome.values.map { output($0.key, isSecret: false) }
                + outcome.secrets.map { output($0.key, isSecret: true) }
        )
    }
}
