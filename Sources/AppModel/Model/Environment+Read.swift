public import Diagnostics
import Documents

extension Environment {
    /// Reads an environment of either generation; `nil` for another type or where it cannot tell where things go.
    ///
    /// - Parameters:
    ///   - resource: The resource, its properties checked against their schema.
    ///   - recipePacks: The packs that the environment may refer to, by id or by name.
    ///   - settings: The `Radius.Core/terraformSettings` and `bicepSettings` that it may refer to, by id or by name.
    /// - Returns: The environment, and what is wrong with it.
    public static func read(
        from resource: Resource,
        recipePacks: [RecipePack] = [],
        settings: [Resource] = []
    ) -> (environment: Environment?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        switch resource.type {
        case .environments: return (readLegacy(resource, &diagnostics), diagnostics)
        case .coreEnvironments: return (readCore(resource, recipePacks, settings, &diagnostics), diagnostics)
        case _: return (nil, [])
        }
    }

    // MARK: Applications.Core/environments, Radius 0.60

    private static func readLegacy(_ resource: Resource, _ diagnostics: inout [Diagnostic]) -> Environment? {
        let properties = PropertyReader(resource)
        var providers = Providers()
        if let clouds = properties.reader("providers", &diagnostics) {
            providers.azureScope = clouds.reader("azure", &diagnostics)?.text("scope", &diagnostics)
            providers.awsScope = clouds.reader("aws", &diagnostics)?.text("scope", &diagnostics)
        }
        let extensions = properties.elements("extensions", &diagnostics)
        let metadata =
            extensions
            .filter { $0.object["kind"]?.stringValue == "kubernetesMetadata" }
            .reduce(KubernetesMetadata()) { $0.merging(KubernetesMetadata($1, &diagnostics)) }
        let recipes = readRecipes(of: properties, in: resource, &diagnostics)
        let configuration = properties.reader("recipeConfig", &diagnostics)
        let terraform = configuration.map { TerraformSettings($0, &diagnostics) }
        let registries = configuration.map { RegistrySettings($0, &diagnostics) }
        guard let compute = readCompute(properties, resource, providers, &diagnostics) else { return nil }
        return Environment(
            id: resource.id,
            compute: compute,
            providers: providers,
            recipes: recipes,
            metadata: metadata,
            gatewayOptions: extensions.last { $0.object["kind"]?.stringValue == "kubernetesGateway" }
                .map { GatewayOptions($0.object) } ?? GatewayOptions(),
            isSimulated: properties.flag("simulated", &diagnostics) ?? false,
            location: resource.region,
            terraform: terraform ?? TerraformSettings(),
            registries: registries ?? RegistrySettings(),
            origin: resource.origin
        )
    }

    private static func readCompute(
        _ properties: PropertyReader,
        _ resource: Resource,
        _ providers: Providers,
        _ diagnostics: inout [Diagnostic]
    ) -> Compute? {
        guard let reader = properties.reader("compute", &diagnostics) else { return nil }
        switch reader.text("kind", &diagnostics) {
        case "kubernetes":
            guard let namespace = reader.text("namespace", &diagnostics) else { return nil }
            checkNamespace(namespace, at: reader.span("namespace"), &diagnostics)
            let identity = reader.reader("identity", &diagnostics).map { Identity($0, &diagnostics) }
            return .kubernetes(Kubernetes(namespace: namespace, separatesApplications: true, identity: identity))
        case "aci":
            let identity = reader.reader("identity", &diagnostics).map { Identity($0, &diagnostics) }
            let given = reader.text("resourceGroup", &diagnostics).flatMap { $0.isEmpty ? nil : $0 }
            guard let scope = given ?? providers.azureScope else {
                diagnostics.append(.noResourceGroup(resource.name, at: reader.span))
                return nil
            }
            let place = given == nil ? properties.span("providers") : reader.span("resourceGroup")
            return containerInstances(in: scope, at: place, resource, identity, &diagnostics)
        case _:
            return nil
        }
    }

    private static func readRecipes(
        of properties: PropertyReader,
        in resource: Resource,
        _ diagnostics: inout [Diagnostic]
    ) -> RecipeRegistrations {
        var recipes = RecipeRegistrations()
        guard let types = properties.reader("recipes", &diagnostics) else { return recipes }
        for (typeName, reader) in properties.members("recipes", &diagnostics) {
            guard let type = reader.recipeType(typeName, &diagnostics) else { continue }
            for (name, recipe) in types.members(typeName, &diagnostics) {
                guard let kind = recipe.text("templateKind", &diagnostics).flatMap(RecipeRegistration.Kind.init),
                    let source = recipe.text("templatePath", &diagnostics)
                else { continue }
                recipes[type, name] = RecipeRegistration(
                    type: type,
                    name: name,
                    kind: kind,
                    source: source,
                    version: recipe.text("templateVersion", &diagnostics),
                    parameters: recipe.value("parameters")?.objectValue ?? [:],
                    plainHTTP: recipe.flag("plainHttp", &diagnostics) ?? false,
                    baseFolder: resource.origin.folder,
                    origin: resource.origin,
                    path: recipe.path
                )
            }
        }
        return recipes
    }

    // MARK: Radius.Core/environments, Radius 0.60

    private static func readCore(
        _ resource: Resource,
        _ packs: [RecipePack],
        _ settings: [Resource],
        _ diagnostics: inout [Diagnostic]
    ) -> Environment? {
        let properties = PropertyReader(resource)
        let clouds = properties.reader("providers", &diagnostics)
        let azure = clouds?.reader("azure", &diagnostics)
        var providers = Providers(azureScope: azure.flatMap { azureScope($0, &diagnostics) })
        if let aws = clouds?.reader("aws", &diagnostics), let account = aws.text("accountId", &diagnostics),
            let region = aws.text("region", &diagnostics)
        {
            providers.awsScope = "/planes/aws/aws/accounts/\(account)/regions/\(region)"
        }
        let parameters = properties.members("recipeParameters", &diagnostics)
            .compactMap { name, reader in reader.recipeType(name, &diagnostics).map { ($0, reader.object) } }
        let terraform = find("terraformSettings", .terraformSettings, of: properties, resource, settings, &diagnostics)
            .map { TerraformSettings($0, &diagnostics) }
        let registries = find("bicepSettings", .bicepSettings, of: properties, resource, settings, &diagnostics)
            .map { RegistrySettings($0, &diagnostics) }
        var joined = joinPacks(of: properties, resource, packs, &diagnostics)
        guard let compute = readCoreCompute(clouds, resource, providers, &diagnostics) else { return nil }
        // The default recipes make objects of Kubernetes.
        if case .kubernetes = compute, joined.packs.isEmpty { joined = defaultPack(among: packs) }
        return Environment(
            id: resource.id,
            compute: compute,
            providers: providers,
            recipes: joined.recipes,
            recipePacks: joined.packs,
            recipeParameters: Dictionary(parameters) { _, last in last },
            isSimulated: properties.flag("simulated", &diagnostics) ?? false,
            location: resource.region,
            terraform: terraform ?? TerraformSettings(),
            registries: registries ?? RegistrySettings(),
            origin: resource.origin
        )
    }

    /// The settings that a property names; `nil` if it names none, or none that there are.
    private static func find(
        _ property: String,
        _ type: ResourceType,
        of properties: PropertyReader,
        _ resource: Resource,
        _ settings: [Resource],
        _ diagnostics: inout [Diagnostic]
    ) -> Resource? {
        guard let reference = properties.text(property, &diagnostics) else { return nil }
        let id = ResourceID(reference) ?? ResourceID(group: resource.id.group, type: type, name: reference)
        if let found = settings.last(where: { $0.id == id }) { return found }
        let known = settings.filter { $0.type == type }.map(\.id.name)
        diagnostics.append(.unknownSettings(reference, of: type, known: known, at: properties.span(property)))
        return nil
    }

    /// `Radius.Core` names no kind of compute: Azure alone stands for container instances, all else for Kubernetes.
    private static func readCoreCompute(
        _ clouds: PropertyReader?,
        _ resource: Resource,
        _ providers: Providers,
        _ diagnostics: inout [Diagnostic]
    ) -> Compute? {
        let azure = clouds?.reader("azure", &diagnostics)
        let identity = azure?.reader("identity", &diagnostics).map { Identity($0, &diagnostics) }
        guard let azure, clouds?.has("kubernetes") == false else {
            let kubernetes = clouds?.reader("kubernetes", &diagnostics)
            let given = kubernetes?.text("namespace", &diagnostics) ?? ""
            let namespace = given.isEmpty ? "default" : given
            checkNamespace(namespace, at: kubernetes?.span("namespace"), &diagnostics)
            return .kubernetes(Kubernetes(namespace: namespace, separatesApplications: false, identity: identity))
        }
        guard let scope = providers.azureScope else { return nil }
        return containerInstances(in: scope, at: azure.span, resource, identity, &diagnostics)
    }

    private static func azureScope(_ azure: PropertyReader, _ diagnostics: inout [Diagnostic]) -> String? {
        guard let subscription = azure.text("subscriptionId", &diagnostics) else { return nil }
        let group = azure.text("resourceGroupName", &diagnostics).map { "/resourceGroups/\($0)" }
        return "/subscriptions/\(subscription)\(group ?? "")"
    }

    private static func joinPacks(
        of properties: PropertyReader,
        _ resource: Resource,
        _ packs: [RecipePack],
        _ diagnostics: inout [Diagnostic]
    ) -> (recipes: RecipeRegistrations, packs: [ResourceID]) {
        var recipes = RecipeRegistrations()
        var joined: [ResourceID] = []
        var owners: [ResourceType: String] = [:]
        for (index, reference) in properties.texts("recipePacks", &diagnostics).enumerated() {
            let path = properties.path.appending("recipePacks").appending(.element(index))
            let place = properties.origin.span(ofProperty: path)
            let id = ResourceID(reference) ?? ResourceID(group: resource.id.group, type: .recipePacks, name: reference)
            guard let pack = packs.last(where: { $0.id == id }) else {
                diagnostics.append(.unknownRecipePack(reference, known: packs.map(\.id.name), at: place))
                continue
            }
            joined.append(pack.id)
            for recipe in pack.recipes {
                if let owner = owners.updateValue(pack.id.name, forKey: recipe.type), owner != pack.id.name {
                    diagnostics.append(.recipeInTwoPacks(recipe.type, owner, pack.id.name, at: place))
                }
                recipes[recipe.type, recipe.name] = recipe
            }
        }
        return (recipes, joined)
    }

    /// An environment that names no pack has the default one, as `rad deploy` of Radius writes it into the environment.
    private static func defaultPack(among packs: [RecipePack]) -> (recipes: RecipeRegistrations, packs: [ResourceID]) {
        var recipes = RecipeRegistrations()
        guard let pack = packs.last(where: { $0.id == .defaultRecipePack }) else { return (recipes, []) }
        for recipe in pack.recipes { recipes[recipe.type, recipe.name] = recipe }
        return (recipes, [pack.id])
    }

    // MARK: Both

    private static func checkNamespace(_ namespace: String, at span: Span?, _ diagnostics: inout [Diagnostic]) {
        guard !ResourceNames.isDNSLabel(namespace) else { return }
        diagnostics.append(.invalidNamespace(namespace, at: span))
    }

    private static func containerInstances(
        in scope: String,
        at span: Span?,
        _ resource: Resource,
        _ identity: Identity?,
        _ diagnostics: inout [Diagnostic]
    ) -> Compute? {
        let parts = scope.split(separator: "/", omittingEmptySubsequences: false)
        let isResourceGroup =
            parts.count == 5 && parts[0].isEmpty && parts[1].lowercased() == "subscriptions" && !parts[2].isEmpty
            && parts[3].lowercased() == "resourcegroups" && !parts[4].isEmpty
        if !isResourceGroup { diagnostics.append(.invalidResourceGroup(scope, at: span)) }
        guard let location = resource.region else {
            let place =
                resource.location == nil ? resource.origin.declaration : resource.origin.span(ofBody: ["location"])
            diagnostics.append(.noLocation(resource.name, at: place))
            return nil
        }
        guard isResourceGroup else { return nil }
        return .containerInstances(
            ContainerInstances(
                subscriptionID: String(parts[2]),
                resourceGroup: String(parts[4]),
                location: location,
                identity: identity
            )
        )
    }
}

extension Environment.Identity {
    fileprivate init(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        self.init(
            kind: reader.text("kind", &diagnostics) ?? "undefined",
            managedIdentities: reader.texts("managedIdentity", &diagnostics),
            oidcIssuer: reader.text("oidcIssuer", &diagnostics)
        )
    }
}

extension Resource {
    /// The region of Azure that `location` names; `global` is none.
    fileprivate var region: String? {
        guard let location, !location.isEmpty, location != "global" else { return nil }
        return location
    }
}
