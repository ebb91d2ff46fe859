internal import AppModel
internal import Diagnostics
internal import Documents

extension Diagnostic {
    /// A recipe in Terraform has no text of its own.
    static func terraformNotShown(_ registration: RecipeRegistration) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4113",
            "'\(registration.source)' is a module of Terraform, which is a folder and not one text",
            at: nil,
            help: "look at the files in its folder; without '--source' rad shows its variables and outputs"
        )
    }

    /// A text of the command line is no value of a parameter's type.
    static func unfitRecipeArgument(
        _ name: String,
        text: String,
        expected: String,
        _ registration: RecipeRegistration
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4101",
            "'\(text)' does not fit the parameter '\(name)' of recipe '\(registration.source)', expected \(expected)",
            at: nil,
            help: "'rad recipe show \(registration.source)' lists the parameters and their types"
        )
    }

    /// The recipe requires a parameter that its registration leaves to every resource.
    static func parameterLeftToResources(_ name: String, of registration: RecipeRegistration) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD4102",
            "recipe '\(registration.source)' requires the parameter '\(name)', which the registration does not give",
            at: nil,
            help: "give it with '-p \(name)=…', or in 'recipe.parameters' of every resource that uses the recipe"
        )
    }

    /// The type that a recipe is registered for is not known.
    static func recipeForUnknownType(_ registration: RecipeRegistration, known: [String]) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD4103",
            "nobody defines the resource type '\(registration.type)', so what the recipe gives is not checked",
            at: nil,
            help: suggestion(for: registration.type.description, among: known).map { "did you mean '\($0)'?" }
                ?? "define the type with 'rad resource-type create -f <file>'"
        )
    }

    /// A recipe does not give a value without which no resource of the type works.
    static func requiredValueNotGiven(_ name: String, by registration: RecipeRegistration, at span: Span) -> Diagnostic
    {
        Diagnostic(
            .error,
            "RAD4104",
            "recipe '\(registration.source)' gives no '\(name)', which '\(registration.type)' requires",
            at: span,
            help: "add '\(name)' to 'values' of the output 'result'"
        )
    }

    /// A recipe gives a value of another kind than a portable type takes.
    static func valueOfWrongKind(
        _ output: InspectedRecipe.Output,
        found: String,
        expected: String,
        by registration: RecipeRegistration
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4105",
            "recipe '\(registration.source)' gives \(found) for '\(output.name)' of '\(registration.type)', "
                + "expected \(expected)",
            at: output.span,
            help: "give \(expected) in the output 'result'"
        )
    }

    /// A recipe gives a value of another kind than the type's schema says.
    static func valueOfOtherKind(
        _ output: InspectedRecipe.Output,
        found: String,
        expected: String,
        of registration: RecipeRegistration
    ) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD4106",
            "recipe '\(registration.source)' gives \(found) for '\(output.name)', "
                + "and the schema of '\(registration.type)' says \(expected)",
            at: output.span,
            help: "give \(expected), or correct the type"
        )
    }

    /// A recipe does not give what the schema says that the system sets.
    static func readOnlyValueNotGiven(_ name: String, by registration: RecipeRegistration, at span: Span) -> Diagnostic
    {
        Diagnostic(
            .warning,
            "RAD4107",
            "recipe '\(registration.source)' gives no '\(name)', "
                + "which '\(registration.type)' declares as read-only: nobody else can",
            at: span,
            help: "add '\(name)' to 'values' of the output 'result'"
        )
    }

    /// A recipe does not give a secret that the schema names.
    static func secretNotGiven(_ name: String, by registration: RecipeRegistration, at span: Span) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD4108",
            "recipe '\(registration.source)' gives no secret '\(name)', which '\(registration.type)' declares",
            at: span,
            help: "add '\(name)' to 'secrets' of the output 'result'"
        )
    }

    /// A recipe gives a value that the type does not have.
    static func valueNobodyKnows(
        _ output: InspectedRecipe.Output,
        of registration: RecipeRegistration,
        known: [String]
    ) -> Diagnostic {
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        return Diagnostic(
            .warning,
            "RAD4109",
            "recipe '\(registration.source)' gives a \(output.isSecret ? "secret" : "value") '\(output.name)', "
                + "which '\(registration.type)' does not have",
            at: output.span,
            notes: known.isEmpty ? [] : [Note("it has \(list)")],
            help: suggestion(for: output.name, among: known).map { "did you mean '\($0)'?" }
                ?? "remove it, or declare it in the type"
        )
    }

    /// A recipe gives among its ordinary values what looks like a secret.
    static func secretInValues(_ name: String, of registration: RecipeRegistration, at span: Span?) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD4110",
            "recipe '\(registration.source)' gives '\(name)' in 'values', where everybody can read it",
            at: span,
            help: "give it in 'secrets' of the output 'result' if it is one"
        )
    }

    /// What a recipe gives cannot be told without a resource.
    static func outcomeDependsOnResource(_ registration: RecipeRegistration, at span: Span) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD4111",
            "what recipe '\(registration.source)' gives depends on the resource, and is not checked",
            at: span,
            help: "write 'output result object = { values: { … }, secrets: { … } }', or check it with 'rad recipe test'"
        )
    }
}
