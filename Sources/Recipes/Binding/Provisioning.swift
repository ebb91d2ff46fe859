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
    /// A recipe of the environment.
    case recipe
    /// The author, who states its values.
    case manual
    /// Nobody: it exists already or only configures.
    case nothing

    /// Tells who provides a resource in an environment.
    ///
    /// Targets provide `Radius.Compute` types themselves, unless the environment registers a recipe
    /// of the user's own for them.
    init(of resource: Resource, in environment: Environment, types: ResourceTypeCatalog) {
        guard !resource.isExisting else {
            self = .nothing
            return
        }
        switch Self.fixed[resource.type] {
        case .some(let provisioning) where resource.type.isCurrentCompute && environment.hasOwnRecipe(for: resource):
            self = provisioning == .nothing ? .nothing : .recipe
        case .some(let provisioning): self = provisioning
        case .none:
            let isByAuthor = resource.isProvisionedByHand || types[resource.type]?.provision == .author
            self = isByAuthor ? .manual : .recipe
        }
    }

    private static let fixed: [ResourceType: Provisioning] = [
        .applications: .application,
        .coreApplications: .application,
        .containers: .container,
        .computeContainers: .container,
        .gateways: .gateway,
        .routes: .gateway,
        .environments: .nothing,
        .coreEnvironments: .nothing,
        .recipePacks: .nothing,
        ResourceType(namespace: "Applications.Core", name: "secretStores"): .nothing,
        ResourceType(namespace: "Applications.Core", name: "volumes"): .nothing,
        ResourceType(namespace: "Radius.Core", name: "terraformSettings"): .nothing,
        ResourceType(namespace: "Radius.Core", name: "bicepSettings"): .nothing,
    ]
}

extension ResourceType {
    fileprivate var isCurrentCompute: Bool { namespace.equalsIgnoringASCIICase("Radius.Compute") }
}

extension Resource {
    fileprivate var isProvisionedByHand: Bool { properties["resourceProvisioning"]?.stringValue == "manual" }
}

extension Environment {
    fileprivate func hasOwnRecipe(for resource: Resource) -> Bool {
        guard let registration = registration(for: resource) else { return false }
        switch RecipeSource(registration) {
        case .file: return true
        case .builtin, .remote, .terraformModule: return false
        }
    }
}
