import AppModel
import Documents
import Engine
import Recipes

extension OutputResource {
    /// The module of Terraform that provides a resource, as one object: what it makes is Terraform's own affair.
    convenience init(_ run: TerraformRun, for resource: Resource, after dependencies: [OutputResourceID]) {
        self.init(
            id: .terraform(state: run.stateName),
            platform: .terraform,
            type: "terraform/Module",
            apiVersion: "",
            name: resource.name,
            owner: resource.id,
            body: .object(run.body),
            dependencies: dependencies,
            address: run.address,
            sourceFolder: run.folder
        )
    }
}
