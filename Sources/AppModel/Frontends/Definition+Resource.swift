public import Documents

extension Definition {
    /// What one resource comes to that a command describes and no file declares.
    ///
    /// - Parameters:
    ///   - id: The resource.
    ///   - properties: Its properties, as a file would have them.
    ///   - location: Its region, if it has one.
    ///   - recipePacks: Packs that an environment may refer to.
    ///   - settings: Settings of Terraform and of registries that an environment may refer to.
    /// - Returns: The definition; its diagnostics have no places.
    public static func resource(
        _ id: ResourceID,
        properties: ValueObject,
        location: String? = nil,
        recipePacks: [RecipePack] = [],
        settings: [Resource] = []
    ) -> Definition {
        var body: ValueObject = ["name": .string(id.name), "properties": .object(properties)]
        if let location { body["location"] = .string(location) }
        let draft = ResourceDraft(
            type: id.type.description,
            apiVersion: nil,
            name: .string(id.name),
            body: body,
            address: id.name,
            dependencies: [],
            isExisting: false,
            origin: .none
        )
        let scope = DeploymentScope(group: id.group, environment: nil, application: nil)
        return DefinitionBuilder(scope: scope, types: .builtin, recipePacks: recipePacks, settings: settings)
            .definition(of: [draft])
    }
}
