import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// The objects that a recipe or a definition asks for, passed on as they are; those of AWS as well.
struct ARMRecipeObjects {
    private let landingZone: LandingZone
    private let resource: Resource
    private let objects: [RecipeOutput]
    private let recipe: RecipeName?

    /// Prepares objects for a resource; `recipe` is `nil` for an object of the definition itself.
    init(_ index: ApplicationIndex, _ resource: Resource, outputs: [RecipeOutput], recipe: RecipeName?) {
        landingZone = index.landingZone
        self.resource = resource
        objects = outputs
        self.recipe = recipe
    }

    /// The Azure resources in the order of the recipe; each waits for those that the recipe says and for the network.
    func outputs(after providers: [OutputResourceID], reporting diagnostics: inout [Diagnostic]) -> [OutputResource] {
        var ids: [String: OutputResourceID] = [:]
        for output in objects {
            switch output.kind {
            case .azure(let id, _, _), .aws(let id, _): ids[output.address] = OutputResourceID(id)
            case .kubernetes: continue
            }
        }
        let network = [landingZone.virtualNetworkID, landingZone.zoneLinkID].map(OutputResourceID.init)
        return objects.compactMap { output in
            switch output.kind {
            case .kubernetes(_, _, let kind, _):
                diagnostics.append(
                    recipe.map { .kubernetesObjectFromRecipe(kind, named: output.name, recipe: $0, for: resource) }
                        ?? .kubernetesObject(kind, resource)
                )
                return nil
            case .azure(let id, let type, let apiVersion):
                let first = output.dependencies.compactMap { ids[$0] } + network + providers
                return self.output(output, .azure, id, type: type, apiVersion: apiVersion, after: first)
            case .aws(let id, let type):
                let first = output.dependencies.compactMap { ids[$0] } + providers
                return self.output(output, .aws, id, type: type, apiVersion: "", after: first)
            }
        }
    }

    private func output(
        _ output: RecipeOutput,
        _ platform: OutputResource.Platform,
        _ id: String,
        type: String,
        apiVersion: String,
        after dependencies: [OutputResourceID]
    ) -> OutputResource {
        OutputResource(
            id: OutputResourceID(id),
            platform: platform,
            type: type,
            apiVersion: apiVersion,
            name: output.name,
            owner: resource.id,
            body: .object(output.body),
            dependencies: dependencies,
            address: output.address
        )
    }
}
