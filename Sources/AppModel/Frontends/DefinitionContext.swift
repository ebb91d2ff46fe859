public import Bicep
public import Documents

/// What a definition is read with besides its text.
public struct DefinitionContext: Sendable {
    let scope: DeploymentScope
    let parameters: [GivenParameter]
    let files: any FileLoader
    let types: ResourceTypeCatalog
    let recipePacks: [RecipePack]
    let settings: [Resource]
    let azureScope: String?
    let existing: [ResourceID: ValueObject]
    let guids: GUIDSeed?
    let willMakeResources: @Sendable (_ count: Int) -> Void

    /// Collects what is needed for one deployment.
    ///
    /// - Parameters:
    ///   - scope: Where the resources go.
    ///   - parameters: The values for the file's parameters; of several for one name, the last wins.
    ///   - files: Reads modules and the files of `load…` functions.
    ///   - types: The resource types that may be used.
    ///   - recipePacks: Packs that environments may refer to besides those of the file.
    ///   - settings: Settings of Terraform and of registries that environments may refer to besides those of the file.
    ///   - azureScope: Where Azure resources go, unless the file declares the environment.
    ///   - existing: The bodies of resources that were deployed before, for those that a file only refers to.
    ///   - guids: What `newGuid()` gives; zeros without it.
    ///   - willMakeResources: Told about how many resources a loop is going to make, before it does.
    public init(
        scope: DeploymentScope,
        parameters: [GivenParameter] = [],
        files: any FileLoader = NoFiles(),
        types: ResourceTypeCatalog = .builtin,
        recipePacks: [RecipePack] = [],
        settings: [Resource] = [],
        azureScope: String? = nil,
        existing: [ResourceID: ValueObject] = [:],
        guids: GUIDSeed? = nil,
        willMakeResources: @escaping @Sendable (_ count: Int) -> Void = { _ in }
    ) {
        self.scope = scope
        self.parameters = parameters
        self.files = files
        self.types = types
        self.recipePacks = recipePacks
        self.settings = settings
        self.azureScope = azureScope
        self.existing = existing
        self.guids = guids
        self.willMakeResources = willMakeResources
    }
}
