public import AppModel
public import Diagnostics
public import Documents

/// What a recipe made of an example, compared with what was expected.
public struct RecipeCaseOutcome: Sendable {
    /// What is not as expected, in the order of the file.
    public let differences: [RecipeDifference]
    /// What went wrong and was not expected to.
    public let diagnostics: [Diagnostic]
    /// How much the recipe made and gave.
    public let counts: (resources: Int, values: Int, secrets: Int)
    /// What the case would expect if it expected what the recipe makes now.
    public let actual: ValueObject

    /// Whether all is as expected.
    public var isPassed: Bool { differences.isEmpty && diagnostics.isEmpty }
}

/// One thing that is not as expected; nothing of what is secret.
public struct RecipeDifference: Sendable {
    /// What it is about: `values.port`, `resources[core/Service cache].spec.ports`.
    public let subject: String
    /// Where the file expects something else.
    public let span: Span
    /// What was expected, as YAML on one line; `nil` for nothing.
    public let expected: String?
    /// What was found; `nil` for nothing.
    public let found: String?
}

extension RecipeCase {
    /// Runs the recipe on the example.
    ///
    /// - Parameters:
    ///   - recipe: The recipe.
    ///   - types: What is known of resource types.
    /// - Returns: What came of it.
    public func run(_ recipe: InspectedRecipe, types: ResourceTypeCatalog) -> RecipeCaseOutcome {
        let arguments = recipe.arguments(parameters)
        let example = example(types: types)
        let trial = RecipeTrial(
            recipe: recipe.recipe,
            registration: recipe.registration.withParameters(arguments.values),
            example: example,
            types: types
        )
        var (result, diagnostics) = trial.evaluate()
        diagnostics = arguments.diagnostics + diagnostics
        if let result {
            let schema = types.properties(of: example.resource.type, apiVersion: example.resource.apiVersion)
            diagnostics += ProvidedValues(of: example.resource, recipe: result, schema: schema).diagnostics
        }
        let errors = diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty, let result else { return outcome(of: errors) }
        return outcome(of: MadeResult(result))
    }

    /// The outcome of a recipe that does not fail.
    func outcome(of result: MadeResult) -> RecipeCaseOutcome {
        var comparison = RecipeComparison(at: span)
        if let expectation {
            comparison.compare(result, with: expectation)
        } else {
            comparison.reportNothingExpected()
        }
        return RecipeCaseOutcome(
            differences: comparison.differences,
            diagnostics: [],
            counts: (result.objects.count, result.values.count, result.secrets.count),
            actual: RecipeExpectation(expectation).updated(by: result)
        )
    }

    /// The outcome of a recipe that fails on the example, which may be what is expected.
    func outcome(of errors: [Diagnostic]) -> RecipeCaseOutcome {
        let first = errors.first
        let actual: ValueObject = first.map { ["error": .string("\($0.code)")] } ?? [:]
        func outcome(_ differences: [RecipeDifference], _ diagnostics: [Diagnostic]) -> RecipeCaseOutcome {
            RecipeCaseOutcome(
                differences: differences,
                diagnostics: diagnostics,
                counts: (0, 0, 0),
                actual: actual
            )
        }
        guard let expected = expectation?["error"], let text = expected.value.stringValue else {
            return outcome([], errors)
        }
        guard !errors.contains(where: { $0.code == text || $0.message.contains(text) }) else { return outcome([], []) }
        let found = first.map { "\($0.message) [\($0.code)]" }
        return outcome(
            [RecipeDifference(subject: "error", span: expected.span, expected: text, found: found)],
            []
        )
    }

    /// The resource that the example describes, made plausible in all that it does not say.
    func example(types: ResourceTypeCatalog) -> RecipeExample {
        let resource = context["resource"]?.objectValue ?? [:]
        var application: String? = "shop"
        if let given = context["application"] {
            application = given["name"]?.stringValue ?? (given.isNull ? nil : "shop")
        }
        var example = RecipeExample(
            of: type,
            named: resource["name"]?.stringValue ?? "example",
            in: environment,
            application: application,
            types: types
        )
        let properties = example.resource.properties.overlaid(with: resource["properties"]?.objectValue ?? [:])
        example.resource.properties = types[type]?.properties.completing(properties) ?? properties
        for (name, end) in resource["connections"]?.objectValue ?? [:] {
            example.connections.append((name, connected(end, named: name)))
        }
        var overlay = context
        if context["application"]?.isNull == true { overlay["application"] = nil }
        if var members = overlay["resource"]?.objectValue {
            members["properties"] = nil
            members["connections"] = nil
            overlay["resource"] = members.isEmpty ? nil : .object(members)
        }
        example.overlay = overlay
        return example
    }

    private func connected(_ end: Value, named name: String) -> ConnectedResource {
        let type = end["type"]?.stringValue.flatMap { ResourceType($0) } ?? .extenders
        let made = ResourceID(
            group: environment.id.group,
            type: type,
            name: end["name"]?.stringValue ?? name
        )
        return ConnectedResource(
            id: end["id"]?.stringValue.flatMap { ResourceID($0) } ?? made,
            apiVersion: "",
            properties: end["properties"]?.objectValue ?? [:],
            computedValues: [:],
            secrets: [:]
        )
    }
}
