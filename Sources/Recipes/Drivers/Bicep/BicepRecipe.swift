internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents
internal import OrderedCollections

/// A recipe in Bicep together with the resource that it is to provide.
struct BicepRecipe {
    let recipe: Recipe
    let registration: RecipeRegistration
    let context: RecipeContext
    /// What `newGuid()` gives; zeros without it.
    var guids: GUIDSeed?

    /// Evaluates the recipe: the objects that it asks for, and what it says of them.
    ///
    /// - Returns: The result, or `nil` when there are errors, and everything that was found.
    func evaluate() -> (result: RecipeResult?, diagnostics: [Diagnostic]) {
        let arguments = RecipeArguments(signature: recipe.signature, registration: registration, context: context)
        var diagnostics = arguments.diagnostics
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        let evaluation = recipe.module.evaluate(in: evaluationContext(parameters: arguments.values))
        diagnostics += evaluation.diagnostics.map { $0.usedBy(context.resource, through: registration) }
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        let redirection = Redirection(evaluation.resources)
        let outputs = recipeOutputs(evaluation.resources, redirection, diagnostics: &diagnostics)
        var reader = RecipeOutputsReader(module: recipe.module, registration: registration, resource: context.resource)
        let (values, secrets) = reader.read(evaluation.outputs.mapValues { redirection($0) })
        diagnostics += reader.diagnostics
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        let result = RecipeResult(registration: registration, outputs: outputs, values: values, secrets: secrets)
        return (result, diagnostics)
    }

    /// What comes before the addresses of the recipe's own resources, so that those of two recipes differ.
    private var addressPrefix: String { "\(context.resource.address)/" }

    private func evaluationContext(parameters: ValueObject) -> EvaluationContext {
        var evaluation = EvaluationContext()
        evaluation.parameters = parameters
        evaluation.addressPrefix = addressPrefix
        evaluation.azure = azure
        evaluation.files = recipe.files
        if let guids {
            let prefix = addressPrefix
            evaluation.newGuid = { call in
                // What the application's file calls the resource may change; its GUIDs must not.
                var call = call
                call.module.removeFirst(prefix.count)
                return guids.guid(of: call)
            }
        }
        return evaluation
    }

    private var azure: AzureScope {
        var scope = AzureScope()
        scope.deploymentName = "recipe-\(context.resource.name)"
        if let id = context.environment.providers.azureScope.flatMap(AzureScopeID.init) {
            scope.subscriptionID = id.subscription
            scope.resourceGroup = id.resourceGroup ?? scope.resourceGroup
        }
        switch context.environment.compute {
        case .kubernetes: scope.location = context.environment.location ?? scope.location
        case .containerInstances(let compute):
            scope.location = compute.location
            guard context.environment.providers.azureScope == nil else { break }
            scope.subscriptionID = compute.subscriptionID
            scope.resourceGroup = compute.resourceGroup
        }
        return scope
    }

    private func recipeOutputs(
        _ resources: [EvaluatedResource],
        _ redirection: Redirection,
        diagnostics: inout [Diagnostic]
    ) -> [RecipeOutput] {
        let made = resources.filter { !$0.isExisting }
        let addresses = Set(made.map(\.address))
        let existing = Set(resources.lazy.filter(\.isExisting).map { redirection[$0.address] }).subtracting(addresses)
        return made.compactMap { resource in
            guard let object = object(of: resource, diagnostics: &diagnostics) else { return nil }
            let body = redirection(object.body)
            return RecipeOutput(
                kind: object.kind,
                name: object.name,
                address: resource.address,
                body: body,
                dependencies: resource.dependencies.map { redirection[$0] }
                    .filter { addresses.contains($0) && $0 != resource.address },
                existingReads: reads(of: existing, in: body, of: resource)
            )
        }
    }

    /// What the body of a resource reads of the objects at some addresses, each place once.
    private func reads(of existing: Set<String>, in body: ValueObject, of resource: EvaluatedResource) -> [ExistingRead]
    {
        guard !existing.isEmpty else { return [] }
        var reads: [ExistingRead] = []
        body.forEachUnknown { path, unknown in
            guard unknown.sources.contains(where: existing.contains) else { return }
            let span = resource.locate(path, .value)
            guard !reads.contains(where: { $0.expression == unknown.expression && $0.span == span }) else { return }
            reads.append(ExistingRead(expression: unknown.expression, span: span))
        }
        return reads
    }

    private func object(of resource: EvaluatedResource, diagnostics: inout [Diagnostic]) -> PlatformObject? {
        do {
            return try PlatformObject(resource, aws: .scope(context.environment.providers.awsScope))
        } catch {
            let diagnostic: Diagnostic =
                switch error {
                case .noName:
                    if case .secret = resource.name {
                        .recipeObjectWithSecretName(resource)
                    } else {
                        .recipeObjectWithoutName(resource)
                    }
                case .unknownPlatform: .unsupportedRecipeExtension(resource)
                case .noAWSScope: .recipeObjectWithoutAWSScope(resource, in: context.environment)
                }
            diagnostics.append(diagnostic.usedBy(context.resource, through: registration))
            return nil
        }
    }
}
