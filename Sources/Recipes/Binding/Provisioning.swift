internal import AppModel
internal import Documents

/// Who provides a resource.
enum Provisioning: Equatable {
    /// Nobody needs to: it groups the others.
    case application
    /// The target, as containers.
    case container
    /// The target, as a way in.
    case gateway
    /// The target, as secrets.
    case secretStore
    /// The target, as storage.
    case persistentVolume
    /// The target, as a build of an image.
    case imageBuild
    /// The target, as a component of Dapr.
    case daprComponent
    /// The target, as a volume of a key vault.
    case keyVaultVolume
    /// The target, as the object that the definition writes.
    case object
    /// A recipe of the environment.
    case recipe
    /// The author, who states its values.
    case manual
    /// Nobody: it exists already or only configures.
    case nothing

    fileprivate static func byHand(_ resource: Resource) -> Provisioning {
        resource.type.namespace.equalsIgnoringASCIICase("Applications.Dapr") ? .daprComponent : .manual
    }

    fileprivate static let fixed: [ResourceType: Provisioning] = [
        .applications: .application,
        .coreApplications: .application,
        .containers: .container,
        .computeContainers: .container,
        .gateways: .gateway,
        .routes: .gateway,
        .environments: .nothing,
        .coreEnvironments: .nothing,
        .recipePacks: .nothing,
        .secretStores: .secretStore,
        .securitySecrets: .secretStore,
        .persistentVolumes: .persistentVolume,
        .volumes: .keyVaultVolume,
        .containerImages: .imageBuild,
        .terraformSettings: .nothing,
        .bicepSettings: .nothing,
    ]
}

extension ResourceType {
    /// Whether a recipe of the user's may take the place of what the target makes.
    fileprivate var isReplaceable: Bool {
        ["Radius.Compute", "Radius.Security"].contains { namespace.equalsIgnoringASCIICase($0) }
    }

    fileprivate var isOnKubernetesOnly: Bool {
        self == .persistentVolumes || self == .securitySecrets || self == .containerImages
    }
}

extension Resource {
    fileprivate var isProvisionedByHand: Bool { properties["resourceProvisioning"]?.stringValue == "manual" }
}

extension Environment {
    /// Who provides a resource.
    ///
    /// Targets provide what they have a form of themselves, unless the environment registers a recipe of the user's
    /// own for it. Storage, secrets and images of the current generation have a form on Kubernetes only.
    func provisioning(of resource: Resource, types: ResourceTypeCatalog) -> Provisioning {
        guard !resource.isExisting else { return .nothing }
        guard resource.object == nil else { return .object }
        switch Provisioning.fixed[resource.type] {
        case .some(let provisioning) where resource.type.isReplaceable && hasOwnRecipe(for: resource):
            return provisioning == .nothing ? .nothing : .recipe
        case .some(let provisioning): return provisioning
        case .none where types[resource.type]?.provision == .author: return .manual
        case .none: return resource.isProvisionedByHand ? Provisioning.byHand(resource) : .recipe
        }
    }

    private var isKubernetes: Bool {
        switch compute {
        case .kubernetes: true
        case .containerInstances: false
        }
    }

    private func hasOwnRecipe(for resource: Resource) -> Bool {
        guard let registration = registration(for: resource) else { return false }
        switch RecipeSource(registration) {
        case .file, .fetched: return true
        case .builtin, .remote, .terraformModule: return resource.type.isOnKubernetesOnly && !isKubernetes
        }
    }
}
