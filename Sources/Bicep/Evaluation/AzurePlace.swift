import Documents

/// Where in Azure a deployment or a resource goes.
enum AzurePlace: Sendable, Equatable {
    case resourceGroup(subscription: String, name: String)
    case subscription(String)
    case managementGroup(String)
    case tenant
    /// Attached to another resource.
    case resource(id: String)

    /// The place of a module that names its `targetScope`.
    init(targetScope: String, in azure: AzureScope) {
        switch targetScope {
        case "subscription": self = .subscription(azure.subscriptionID)
        case "managementGroup": self = .managementGroup(azure.managementGroup)
        case "tenant": self = .tenant
        case _: self = .resourceGroup(subscription: azure.subscriptionID, name: azure.resourceGroup)
        }
    }

    /// The place as the results of an evaluation show it; what is attached to a resource goes where that is.
    var deploymentPlace: DeploymentPlace {
        switch self {
        case .resourceGroup: DeploymentPlace(kind: .resourceGroup, id: id)
        case .subscription: DeploymentPlace(kind: .subscription, id: id)
        case .managementGroup: DeploymentPlace(kind: .managementGroup, id: id)
        case .tenant: DeploymentPlace(kind: .tenant, id: id)
        case .resource: DeploymentPlace(kind: .resourceGroup, id: id)
        }
    }

    /// The id; that of the tenant is `/`.
    var id: String { prefix.isEmpty ? "/" : prefix }

    /// Whether a value is the id of this place, in whatever case.
    func isNamed(by value: Value) -> Bool { value.revealed.stringValue?.equalsIgnoringASCIICase(id) ?? false }

    /// What stands before `/providers/` in the ids of resources.
    var prefix: String {
        switch self {
        case .resourceGroup(let subscription, let name): "/subscriptions/\(subscription)/resourceGroups/\(name)"
        case .subscription(let subscription): "/subscriptions/\(subscription)"
        case .managementGroup(let name): "/providers/Microsoft.Management/managementGroups/\(name)"
        case .tenant: ""
        case .resource(let id): id
        }
    }

    /// The id of a resource, the parts of its type and name interleaved.
    ///
    /// Resource groups and subscriptions have ids of their own form.
    func resourceID(type: String, name: String) -> String {
        let lowercased = type.lowercased()
        if lowercased == "microsoft.resources/resourcegroups", case .subscription(let subscription) = self {
            return AzurePlace.resourceGroup(subscription: subscription, name: name).id
        }
        if lowercased == "microsoft.resources/subscriptions" || lowercased == "microsoft.subscription/subscriptions" {
            return AzurePlace.subscription(name).id
        }
        return prefix + AzurePlace.providersPart(type: type, names: name.split(separator: "/").map(String.init))
    }

    /// The part of an id from `/providers/` on, such as `/providers/Namespace/type/name/childType/childName`.
    static func providersPart(type: String, names: [String]) -> String {
        let types = type.split(separator: "/", omittingEmptySubsequences: false)
        var text = "/providers/\(types.first ?? "")"
        for index in 0..<max(types.count - 1, names.count) {
            if index + 1 < types.count { text += "/\(types[index + 1])" }
            if index < names.count { text += "/\(names[index])" }
        }
        return text
    }

    /// Reads the id of a resource group, subscription or management group, as their resources have it.
    init?(id: String) {
        let parts = id.split(separator: "/").map(String.init)
        let words = parts.map { $0.lowercased() }
        switch words.count {
        case 2 where words[0] == "subscriptions": self = .subscription(parts[1])
        case 4 where words[0] == "subscriptions" && words[2] == "resourcegroups":
            self = .resourceGroup(subscription: parts[1], name: parts[3])
        case 4 where words[0] == "providers" && words[2] == "managementgroups": self = .managementGroup(parts[3])
        case _: return nil
        }
    }

    /// The scope for the expressions of a module that is deployed here.
    func moving(_ azure: AzureScope, deploymentName: String) -> AzureScope {
        var moved = azure
        moved.deploymentName = deploymentName
        switch self {
        case .resourceGroup(let subscription, let name):
            moved.subscriptionID = subscription
            moved.resourceGroup = name
        case .subscription(let subscription): moved.subscriptionID = subscription
        case .managementGroup(let name): moved.managementGroup = name
        case .tenant, .resource: break
        }
        return moved
    }
}
