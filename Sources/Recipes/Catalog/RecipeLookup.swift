internal import AppModel
internal import Documents

extension Environment {
    /// The name under which the recipe of a resource is looked up.
    ///
    /// `Applications.Core` environments have named recipes; those of `Radius.Core` have one per type,
    /// whatever name the resource gives (Radius 0.60).
    func recipeName(for resource: Resource) -> String {
        guard id.type != .coreEnvironments else { return Self.defaultRecipeName }
        return resource.properties["recipe"]?["name"]?.stringValue ?? Self.defaultRecipeName
    }

    /// The registration of the recipe that provides a resource, if there is one.
    func registration(for resource: Resource) -> RecipeRegistration? {
        recipes[resource.type, recipeName(for: resource)]
    }

    /// The name of the recipe that is taken when none is given.
    static let defaultRecipeName = "default"
}
