public import Documents

/// Where applications go: the compute that runs them, and the recipes that provide what they need.
public struct Environment: Sendable {
    public let id: ResourceID
    public let compute: Compute
    public let providers: Providers
    /// By resource type, then by the recipe's name.
    public internal(set) var recipes: RecipeRegistrations
    /// The packs that recipes come from, in the order in which they are named (`Radius.Core` only).
    public let recipePacks: [ResourceID]
    /// Parameters for the recipes of a type, over those of the registration (`Radius.Core` only).
    public let recipeParameters: [ResourceType: ValueObject]
    /// Labels and annotations for every object (`kubernetesMetadata`).
    public let metadata: KubernetesMetadata
    /// How gateways and routes are made (`kubernetesGateway`); recipe parameters of their types say more.
    public let gatewayOptions: GatewayOptions
    /// When set, everything is planned and nothing is deployed.
    public let isSimulated: Bool
    /// The region that the environment's `location` names; `nil` for none.
    public let location: String?
    /// How recipes in Terraform are run.
    public internal(set) var terraform: TerraformSettings
    /// As whom the registries of its recipes are spoken to.
    public internal(set) var registries: RegistrySettings
    public let origin: Origin

    /// Creates an environment.
    public init(
        id: ResourceID,
        compute: Compute,
        providers: Providers = Providers(),
        recipes: RecipeRegistrations = RecipeRegistrations(),
        recipePacks: [ResourceID] = [],
        recipeParameters: [ResourceType: ValueObject] = [:],
        metadata: KubernetesMetadata = KubernetesMetadata(),
        gatewayOptions: GatewayOptions = GatewayOptions(),
        isSimulated: Bool = false,
        location: String? = nil,
        terraform: TerraformSettings = TerraformSettings(),
        registries: RegistrySettings = RegistrySettings(),
        origin: Origin = .none
    ) {
        self.id = id
        self.compute = compute
        self.providers = providers
        self.recipes = recipes
        self.recipePacks = recipePacks
        self.recipeParameters = recipeParameters
        self.metadata = metadata
        self.gatewayOptions = gatewayOptions
        self.isSimulated = isSimulated
        self.location = location
        self.terraform = terraform
        self.registries = registries
        self.origin = origin
    }

    /// The environment's name.
    public var name: String { id.name }

    /// What runs the containers.
    public enum Compute: Sendable, Equatable {
        case kubernetes(Kubernetes)
        case containerInstances(ContainerInstances)
    }

    /// A namespace of a Kubernetes cluster.
    public struct Kubernetes: Sendable, Equatable {
        public var namespace: String
        /// Whether each application gets a namespace of its own, `<environment namespace>-<application>`.
        ///
        /// True for `Applications.Core`, false for `Radius.Core`.
        public var separatesApplications: Bool
        /// What lets pods sign in to Azure.
        public var identity: Identity?

        /// Creates the compute of a Kubernetes environment.
        public init(namespace: String, separatesApplications: Bool, identity: Identity? = nil) {
            self.namespace = namespace
            self.separatesApplications = separatesApplications
            self.identity = identity
        }
    }

    /// A resource group for Azure Container Instances.
    public struct ContainerInstances: Sendable, Equatable {
        public var subscriptionID: String
        public var resourceGroup: String
        /// The region, from the environment's `location`; ARM would read it from the resource group.
        public var location: String
        public var identity: Identity?

        /// Creates the compute of an ACI environment.
        public init(subscriptionID: String, resourceGroup: String, location: String, identity: Identity? = nil) {
            self.subscriptionID = subscriptionID
            self.resourceGroup = resourceGroup
            self.location = location
            self.identity = identity
        }

        /// The id of the resource group, `/subscriptions/<id>/resourceGroups/<name>`.
        public var scope: String { "/subscriptions/\(subscriptionID)/resourceGroups/\(resourceGroup)" }
    }

    /// The identity that containers run with.
    public struct Identity: Sendable, Equatable {
        /// One of `systemAssigned`, `userAssigned` and `systemAssignedUserAssigned`; on Kubernetes `azure.com.workload`.
        public var kind: String
        /// The ids of user-assigned identities.
        public var managedIdentities: [String]
        /// The URL of what signs the tokens of a cluster's accounts.
        public var oidcIssuer: String?

        /// Creates an identity.
        public init(kind: String, managedIdentities: [String] = [], oidcIssuer: String? = nil) {
            self.kind = kind
            self.managedIdentities = managedIdentities
            self.oidcIssuer = oidcIssuer
        }
    }

    /// The clouds that recipes may use.
    public struct Providers: Sendable, Equatable {
        /// A subscription or a resource group, `/subscriptions/<id>[/resourceGroups/<name>]`.
        public var azureScope: String?
        /// An account's region, `/planes/aws/aws/accounts/<account>/regions/<region>`.
        public var awsScope: String?

        /// Creates the providers.
        public init(azureScope: String? = nil, awsScope: String? = nil) {
            self.azureScope = azureScope
            self.awsScope = awsScope
        }
    }
}

/// Labels and annotations that a user adds to Kubernetes objects.
public struct KubernetesMetadata: Sendable, Equatable {
    public var labels: [String: String]
    public var annotations: [String: String]
    /// Where the labels were written, by their paths below the `properties` of the resource.
    public private(set) var labelPaths: [String: ValuePath] = [:]
    /// Where the annotations were written.
    public private(set) var annotationPaths: [String: ValuePath] = [:]

    /// Creates metadata; `path` is that of the object with `labels` and `annotations`.
    public init(labels: [String: String] = [:], annotations: [String: String] = [:], path: ValuePath? = nil) {
        self.labels = labels
        self.annotations = annotations
        guard let path else { return }
        for name in labels.keys { labelPaths[name] = path.appending("labels").appending(.member(name)) }
        for name in annotations.keys { annotationPaths[name] = path.appending("annotations").appending(.member(name)) }
    }

    /// Whether there are neither labels nor annotations.
    public var isEmpty: Bool { labels.isEmpty && annotations.isEmpty }

    /// The metadata with that of `other` added; that of `other` wins.
    public func merging(_ other: KubernetesMetadata) -> KubernetesMetadata {
        var merged = self
        merged.labels.merge(other.labels) { _, last in last }
        merged.annotations.merge(other.annotations) { _, last in last }
        merged.labelPaths.merge(other.labelPaths) { _, last in last }
        merged.annotationPaths.merge(other.annotationPaths) { _, last in last }
        return merged
    }
}

/// The recipes of an environment, by type and name.
public struct RecipeRegistrations: Sendable {
    private var recipes: [ResourceType: [String: RecipeRegistration]] = [:]

    /// Creates an empty set.
    public init() {}

    /// The registration of a type under a name; types are compared ignoring case, names are not.
    public subscript(type: ResourceType, name: String) -> RecipeRegistration? {
        get { recipes[type]?[name] }
        set { recipes[type, default: [:]][name] = newValue }
    }

    /// The names under which recipes of a type are registered, sorted.
    public func names(for type: ResourceType) -> [String] { (recipes[type] ?? [:]).keys.sorted() }

    /// All registrations, sorted by type and name.
    public var all: [RecipeRegistration] {
        recipes.values.flatMap(\.values).sorted { ($0.type.description, $0.name) < ($1.type.description, $1.name) }
    }
}

/// One recipe as an environment registers it.
public struct RecipeRegistration: Sendable {
    /// What evaluates the recipe.
    public enum Kind: String, Sendable, CaseIterable {
        case bicep
        case terraform
    }

    public let type: ResourceType
    public let name: String
    public let kind: Kind
    /// Where the recipe is: a file, an OCI reference, a module source.
    public let source: String
    public let version: String?
    public var parameters: ValueObject
    /// Which output of a module stands for which property of the resource; empty for recipes, which say it themselves.
    public let outputs: ValueObject
    public let plainHTTP: Bool
    /// The folder that a relative source starts from; `nil` for recipes that are built in.
    public var baseFolder: String?
    public let origin: Origin
    /// The path of the registration below the environment's `properties`.
    public let path: ValuePath

    /// Creates a registration.
    public init(
        type: ResourceType,
        name: String,
        kind: Kind,
        source: String,
        version: String? = nil,
        parameters: ValueObject = [:],
        outputs: ValueObject = [:],
        plainHTTP: Bool = false,
        baseFolder: String? = nil,
        origin: Origin = .none,
        path: ValuePath = []
    ) {
        self.type = type
        self.name = name
        self.kind = kind
        self.source = source
        self.version = version
        self.parameters = parameters
        self.outputs = outputs
        self.plainHTTP = plainHTTP
        self.baseFolder = baseFolder
        self.origin = origin
        self.path = path
    }
}

extension Environment {
    /// What the target that provides a resource is told in the place of a recipe.
    ///
    /// The environment's parameters for the type win over those of its recipe `default`, and the resource's own over
    /// both.
    public func recipeParameters(for resource: Resource) -> ValueObject {
        (recipes[resource.type, "default"]?.parameters ?? [:])
            .merging(recipeParameters[resource.type] ?? [:])
            .merging(resource.properties["recipe"]?["parameters"]?.objectValue ?? [:])
    }
}
