import AppModel
import Recipes

/// What recipes are fetched with, besides what the user has set up.
struct RecipeAccess {
    /// For modules of Terraform and for repositories.
    let terraform: TerraformAccess
    /// For registries.
    let registries: RegistryAccounts

    /// Nothing.
    static let none = RecipeAccess(terraform: .none, registries: .none)

    /// What an environment's settings give, as far as their secrets were found.
    init(_ environment: AppModel.Environment) {
        self.init(
            terraform: TerraformAccess(environment.terraform),
            registries: RegistryAccounts(environment.registries)
        )
    }

    private init(terraform: TerraformAccess, registries: RegistryAccounts) {
        self.terraform = terraform
        self.registries = registries
    }
}
