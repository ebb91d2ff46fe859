internal import AppModel
internal import Bicep
internal import Diagnostics

extension Diagnostic {
    /// The code of a `result` of the wrong form.
    static let badRecipeResultCode = "RAD4008"
    /// The code of an object that no recipe can deploy.
    static let unsupportedRecipeExtensionCode = "RAD4010"
    /// The code of a mapping to an output that is not there.
    static let unknownRecipeOutputCode = "RAD4017"

    /// Somebody gives a parameter that the recipe does not have.
    static func unknownRecipeParameter(
        _ name: String,
        of registration: RecipeRegistration,
        at span: Span?,
        declared: [String]
    ) -> Diagnostic {
        let list = declared.map { "'\($0)'" }.joined(separator: ", ")
        return Diagnostic(
            .error,
            "RAD4006",
            "recipe '\(registration.source)' has no parameter '\(name)'",
            at: span,
            notes: [Note(declared.isEmpty ? "the recipe has no parameters" : "its parameters are \(list)")],
            help: suggestion(for: name, among: declared).map { "did you mean '\($0)'?" } ?? "remove the parameter"
        )
    }

    /// Nobody gives a parameter that the recipe requires.
    static func missingRecipeParameter(
        _ name: String,
        declaredAt span: Span?,
        of registration: RecipeRegistration,
        for resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4007",
            "recipe '\(registration.source)' for '\(resource.name)' requires the parameter '\(name)', which nobody gives",
            at: resource.origin.declaration,
            notes: span.map { [Note("the parameter is declared here", at: $0)] } ?? [],
            help: "give it under 'parameters' of the environment's registration, or of '\(resource.name)' itself"
        )
    }

    /// The output `result` of a recipe is not what Radius defines.
    static func badRecipeResult(found: String, expected: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            badRecipeResultCode,
            "\(found), expected \(expected)",
            at: span,
            help: "write 'output result object = { values: { … }, secrets: { … } }'"
        )
    }

    /// The registration maps an output that the recipe does not have.
    static func unknownRecipeOutput(
        _ name: String,
        of registration: RecipeRegistration,
        at span: Span?,
        declared: [String]
    ) -> Diagnostic {
        let list = declared.map { "'\($0)'" }.joined(separator: ", ")
        return Diagnostic(
            .error,
            unknownRecipeOutputCode,
            "recipe '\(registration.source)' has no output '\(name)'",
            at: span,
            notes: [Note(declared.isEmpty ? "the recipe has no outputs" : "its outputs are \(list)")],
            help: suggestion(for: name, among: declared).map { "did you mean '\($0)'?" }
                ?? "name one of the recipe's outputs, or remove the mapping"
        )
    }

    /// An output that the registration makes a secret of has no value.
    static func secretWithoutValue(
        _ name: String,
        _ output: String,
        of registration: RecipeRegistration,
        at span: Span?
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4112",
            "output '\(output)' of recipe '\(registration.source)' has no value, and is to be the secret '\(name)'",
            at: span,
            help: "let the module give the output, or remove the mapping"
        )
    }

    /// An object of a recipe has no name that is known before the deployment.
    static func recipeObjectWithoutName(_ resource: EvaluatedResource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4009",
            "'\(resource.symbol)' (\(resource.type)) has no name that is known before the deployment",
            at: resource.symbolSpan,
            help: resource.extensionName == nil
                ? "give it a 'name' that follows from parameters"
                : resource.extensionName?.lowercased() == "aws"
                    ? "give it an 'alias' that follows from parameters"
                    : "give it a 'metadata.name' that follows from parameters"
        )
    }

    /// The name of an object of a recipe is made of a secret.
    static func recipeObjectWithSecretName(_ resource: EvaluatedResource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4116",
            "the name of '\(resource.symbol)' (\(resource.type)) is secret, and names are readable everywhere",
            at: resource.symbolSpan,
            help: "make the name of parameters without '@secure()', or give the secure ones no part in it"
        )
    }

    /// A recipe makes a resource of AWS for an environment that has no place for it.
    static func recipeObjectWithoutAWSScope(_ resource: EvaluatedResource, in environment: Environment) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4021",
            "'\(resource.symbol)' (\(resource.type)) is a resource of AWS, and environment '\(environment.name)' names no "
                + "account and no region",
            at: resource.symbolSpan,
            help: "set 'providers.aws' of the environment"
        )
    }

    /// An object of a recipe belongs to an extension that rad cannot deploy.
    static func unsupportedRecipeExtension(_ resource: EvaluatedResource) -> Diagnostic {
        Diagnostic(
            .error,
            unsupportedRecipeExtensionCode,
            "'\(resource.type)' of extension '\(resource.extensionName ?? "")' cannot be deployed by a recipe",
            at: resource.typeSpan,
            help: "use resources of Azure, or of 'extension kubernetes' such as 'apps/Deployment@v1'"
        )
    }
}
