internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

/// A module of Terraform that was found and read; shared by all resources that use it.
struct TerraformRecipe: Sendable {
    let module: TerraformModule
    /// The folder in which the module lies on this machine.
    let folder: String
    let digest: String

    /// What others may be told of its parameters.
    var signature: RecipeSignature {
        RecipeSignature(
            parameters: module.variables.map { .init(name: $0.name, isRequired: $0.isRequired, declaration: nil) }
        )
    }
}

/// A module of Terraform together with the resource that it is to provide.
struct TerraformBinding {
    let recipe: TerraformRecipe
    let registration: RecipeRegistration
    let context: RecipeContext
    let types: ResourceTypeCatalog

    /// What is to be run, and what is known of its outcome: the names of values, which are known after it.
    ///
    /// - Returns: The result, or `nil` when there are errors, and everything that was found.
    func evaluate() -> (result: RecipeResult?, diagnostics: [Diagnostic]) {
        let arguments = RecipeArguments(signature: recipe.signature, registration: registration, context: context)
        var diagnostics = arguments.diagnostics
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        var outcome = outcome()
        diagnostics += outcome.diagnostics
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        let run = TerraformRun(
            label: TerraformRun.label(of: registration.name),
            source: registration.source,
            version: registration.version,
            folder: recipe.folder,
            digest: recipe.digest,
            arguments: ValueObject(arguments.values.filter { !$0.value.isNull }.map { ($0.key, $0.value) }),
            providers: providers,
            requiredProviders: requiredProviders,
            outputs: recipe.module.outputs.map { .init(name: $0.name, isSensitive: $0.isSensitive) },
            settings: context.environment.terraform,
            stateName: stateName,
            address: address
        )
        outcome.conceal()
        let result = RecipeResult(
            registration: registration,
            outputs: [],
            run: run,
            values: outcome.values,
            secrets: outcome.secrets
        )
        return (result, diagnostics)
    }

    private var address: String { "\(context.resource.address)/terraform" }

    private var stateName: String {
        Self.stateName(
            of: context.resource.id,
            application: context.application?.name,
            environment: context.environment.name
        )
    }

    /// The suffix by which Radius tells the states of Terraform apart: 40 digits (Radius 0.60).
    static func stateName(of resource: ResourceID, application: String?, environment: String) -> String {
        let parts = [environment] + (application.map { [$0] } ?? []) + [resource.description]
        return String(hexSHA256(parts.joined(separator: "-").lowercased()).prefix(40))
    }

    private var requiredProviders: ValueObject {
        ValueObject(
            recipe.module.providers.map { name, provider in
                var members: ValueObject = [:]
                members["source"] = provider.source.map { .string($0) }
                members["version"] = provider.version.map { .string($0) }
                if !provider.aliases.isEmpty {
                    members["configuration_aliases"] = .array(provider.aliases.map { .string($0) })
                }
                return (name, .object(members))
            }
        )
    }

    /// The configurations of providers: what the environment gives, or else what follows from its scopes.
    private var providers: ValueObject {
        var result = context.environment.terraform.providers
        for (name, _) in recipe.module.providers where result[name] == nil {
            switch name {
            case "azurerm":
                var azure: ValueObject = ["features": [:]]
                azure["subscription_id"] = context.environment.azureScope.flatMap(AzureScopeID.init)
                    .map { .string($0.subscription) }
                result[name] = [.object(azure)]
            case "aws":
                guard let region = context.awsRegion else { continue }
                result[name] = [["region": .string(region)]]
            case _: continue
            }
        }
        return result
    }

    private func outcome() -> TerraformOutcome {
        var outcome = TerraformOutcome(address: address, module: recipe.module, registration: registration)
        outcome.read(for: context.resource, types: types)
        return outcome
    }
}
