import AppModel
import ArgumentParser
import Documents
import Engine

/// Defines an environment without a file.
struct EnvCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Define an environment, or define it anew.",
        discussion: """
            An environment of that name is replaced, its recipes included. The environment's Kubernetes namespace \
            is its own name, and with --preview 'default' unless a cloud is named. With --preview it takes the \
            recipe packs that are named, else the built-in one; without, it has no recipes until they are registered.

            EXAMPLES
              rad env create test
              rad env create test --kubernetes-namespace team-test

              The current generation, with recipe packs:
                rad env create prod --preview --recipe-packs local-dev,team

              For recipes that need a cloud:
                rad env create prod --azure-subscription-id 0000-1111 --azure-resource-group shop
                rad env create prod --aws-region eu-west-1 --aws-account-id 123456789012

              On Azure Container Instances:
                rad env create aci --preview --azure-subscription-id 0000-1111 --azure-resource-group shop --location westeurope
            """
    )

    @Argument(help: "The environment.")
    var name: String?
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var providers: ProviderOptions
    @OptionGroup var packs: RecipePackOptions
    @OptionGroup var preview: PreviewOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        guard try environment.name(or: name) != nil else { throw ValidationError("Name the environment to create.") }
        try preview.require(for: "recipe-packs", packs.recipePacks != nil)
    }

    func run() async throws {
        let session = try Session(scope)
        let given = try environment.name(or: name) ?? ""
        let type: ResourceType = preview.isOn ? .coreEnvironments : .environments
        let wanted = ResourceID(given) ?? ResourceID(group: session.group, type: type, name: given)
        let group = try await session.existingGroup(wanted.group)
        let id = ResourceID(group: group, type: type, name: wanted.name)
        var edit = EnvironmentEdit(id, in: session)
        if let namespace = providers.chosenNamespace ?? defaultNamespace(id.name) { try edit.setNamespace(namespace) }
        edit.setClouds(providers)
        if preview.isOn {
            try await edit.setRecipePacks(packs.names ?? ["local-dev"], group: packs.recipePackGroup)
        }
        try await edit.apply(command: "rad env create \(id.name)")
        Terminal.standardOutput.write("\(id.type)/\(id.name) created\n")
    }

    /// The namespace of an environment for which none is named; `nil` where a cloud stands in for it.
    private func defaultNamespace(_ name: String) -> String? {
        guard preview.isOn else { return name }
        return providers.azure == nil && providers.aws == nil ? "default" : nil
    }
}

/// The recipe packs of an environment, as commands take them.
struct RecipePackOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Recipe packs by name or id, joined by commas (with --preview).", valueName: "packs")
    )
    var recipePacks: String?
    @Option(help: ArgumentHelp("The group of the recipe packs, if it is another.", valueName: "group"))
    var recipePackGroup: String?

    func validate() throws {
        guard recipePackGroup == nil || recipePacks != nil else {
            throw ValidationError("--recipe-pack-group can only be used together with --recipe-packs.")
        }
        guard names?.isEmpty != true else {
            throw ValidationError("No valid recipe packs were provided. Name one or more, joined by commas.")
        }
    }

    /// What is named; `nil` if the option is not given.
    var names: [String]? {
        recipePacks?.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty }
    }
}
