import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// The objects that a recipe asks for, passed on as they are.
struct ARMRecipeObjects {
    let landingZone: LandingZone
    let resource: Resource
    let result: RecipeResult

    /// The Azure resources in the order of the recipe; each waits for those that the recipe says and for the network.
    func outputs(after providers: [OutputResourceID], reporting diagnostics: inout [Diagnostic]) -> [OutputResource] {
        var ids: [String: OutputResourceID] = [:]
        for output in result.outputs {
            if case .azure(let id, _, _) = output.kind { ids[output.address] = OutputResourceID(id) }
        }
        let network = [landingZone.virtualNetworkID, landingZone.zoneLinkID].map(OutputResourceID.init)
        return result.outputs.compactMap { output in
            switch output.kind {
            case .kubernetes(_, _, let kind, _):
                let recipe = RecipeName(name: result.registration.name, source: result.registration.source)
                diagnostics.append(
                    .kubernetesObjectFromRecipe(kind, named: output.name, recipe: recipe, for: resource)
                )
                return nil
            case .azure(let id, let type, let apiVersion):
                return OutputResource(
                    id: OutputResourceID(id),
                    platform: .azure,
                    type: type,
                    apiVersion: apiVersion,
                    name: output.name,
                    owner: resource.id,
                    body: .object(output.body),
                    dependencies: output.dependencies.compactMap { ids[$0] } + network + providers,
                    address: output.address
                )
            }
        }
    }
}
