public import AppModel
internal import Documents

extension Resource {
    /// A resource that was recorded, as it was before its recipe gave it anything.
    ///
    /// What the record holds of a value that a type leaves to recipes is taken for the recipe's: who gave it is not
    /// recorded.
    public func withoutRecipeValues(types: ResourceTypeCatalog) -> Resource {
        var result = self
        if let schema = ResourceSchema.portable(type) {
            for name in schema.values.map(\.name) + schema.computed.map(\.name) { result.properties[name] = nil }
        } else if type.isDynamic {
            for property in types.properties(of: type, apiVersion: apiVersion)?.properties ?? []
            where property.isReadOnly {
                result.properties[property.name] = nil
            }
            if types.keepsSecrets(of: self) { result.properties["secrets"] = nil }
        }
        return result
    }
}
