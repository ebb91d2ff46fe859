internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

/// A recipe in Bicep together with the resource that it is to provide.
struct BicepRecipe {
    let recipe: Recipe
    let registration: RecipeRegistration
    let context: RecipeContext

    /// Evaluates the recipe: the objects that it asks for, and what it says of them.
    ///
    /// - Returns: The result, or `nil` when there are errors, and everything that was found.
    func evaluate() -> (result: RecipeResult?, diagnostics: [Diagnostic]) {
        let arguments = RecipeArguments(recipe: recipe, registration: registration, context: context)
        var diagnostics = arguments.diagnostics
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        let evaluation = recipe.module.evaluate(in: evaluationContext(parameters: arguments.values))
        diagnostics += evaluation.diagnostics.map { $0.usedBy(context.resource, through: registration) }
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        let outputs = recipeOutputs(evaluation.resources, diagnostics: &diagnostics)
        var reader = RecipeOutputsReader(module: recipe.module, registration: registration, resource: context.resource)
        let (values, secrets) = reader.read(evaluation.outputs)
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
        case .kubernetes: break
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
        diagnostics: inout [Diagnostic]
    ) -> [RecipeOutput] {
        let made = resources.filter { !$0.isExisting }
        let addresses = Set(made.map(\.address))
        return made.compactMap { resource in
            guard let identity = identity(of: resource, diagnostics: &diagnostics) else { return nil }
            return RecipeOutput(
                kind: identity.kind,
                name: identity.name,
                address: resource.address,
                body: identity.body,
                dependencies: resource.dependencies.filter { addresses.contains($0) }
            )
        }
    }

    private struct Identity {
        let kind: RecipeOutput.Kind
        let name: String
        let body: ValueObject
    }

    private func identity(of resource: EvaluatedResource, diagnostics: inout [Diagnostic]) -> Identity? {
        switch resource.extensionName?.lowercased() {
        case .none: azureIdentity(of: resource, diagnostics: &diagnostics)
        case .some("kubernetes"): kubernetesIdentity(of: resource, diagnostics: &diagnostics)
        case .some: refuse(.unsupportedRecipeExtension(resource), diagnostics: &diagnostics)
        }
    }

    /// The Bicep type `apps/Deployment@v1` names the group, the kind and the version; the core group is `core`.
    private func kubernetesIdentity(of resource: EvaluatedResource, diagnostics: inout [Diagnostic]) -> Identity? {
        let parts = resource.type.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let version = resource.apiVersion else {
            return refuse(.unsupportedRecipeExtension(resource), diagnostics: &diagnostics)
        }
        guard let name = resource.body["metadata"]?["name"]?.stringValue, !name.isEmpty else {
            return refuse(.recipeObjectWithoutName(resource), diagnostics: &diagnostics)
        }
        let written = resource.body["metadata"]?["namespace"] ?? resource.extensionConfiguration["namespace"]
        var body = resource.body
        body["apiVersion"] = nil
        body["kind"] = nil
        body["name"] = nil
        let kind = RecipeOutput.Kind.kubernetes(
            group: parts[0] == "core" ? "" : String(parts[0]),
            version: version,
            kind: String(parts[1]),
            namespace: written?.stringValue ?? ""
        )
        return Identity(kind: kind, name: name, body: body)
    }

    private func azureIdentity(of resource: EvaluatedResource, diagnostics: inout [Diagnostic]) -> Identity? {
        guard let name = resource.name.stringValue, !name.isEmpty, let apiVersion = resource.apiVersion,
            let id = azureID(type: resource.type, name: name)
        else { return refuse(.recipeObjectWithoutName(resource), diagnostics: &diagnostics) }
        var body = resource.body
        body["name"] = nil
        let kind = RecipeOutput.Kind.azure(id: id, type: resource.type, apiVersion: apiVersion)
        return Identity(kind: kind, name: name, body: body)
    }

    /// The id of an Azure resource in the scope of the recipe: types and names of parents and children take turns.
    private func azureID(type: String, name: String) -> String? {
        let types = type.split(separator: "/")
        let names = name.split(separator: "/")
        guard let namespace = types.first, types.count == names.count + 1 else { return nil }
        let path = zip(types.dropFirst(), names).map { "/\($0)/\($1)" }.joined()
        return "\(azureScopeID)/providers/\(namespace)\(path)"
    }

    private var azureScopeID: String {
        let scope = azure
        switch recipe.module.targetScope {
        case "tenant": return ""
        case "managementGroup": return "/providers/Microsoft.Management/managementGroups/\(scope.managementGroup)"
        case "subscription": return "/subscriptions/\(scope.subscriptionID)"
        default: return "/subscriptions/\(scope.subscriptionID)/resourceGroups/\(scope.resourceGroup)"
        }
    }

    private func refuse(_ diagnostic: Diagnostic, diagnostics: inout [Diagnostic]) -> Identity? {
        diagnostics.append(diagnostic.usedBy(context.resource, through: registration))
        return nil
    }
}
