/// An Azure scope: `/subscriptions/<id>[/resourceGroups/<name>]`.
public struct AzureScopeID: Sendable, Equatable {
    public let subscription: String
    public let resourceGroup: String?

    /// Creates a scope from its parts.
    init(subscription: String, resourceGroup: String?) {
        self.subscription = subscription
        self.resourceGroup = resourceGroup
    }

    /// Reads a scope, or that of a resource; `nil` unless it starts with a subscription.
    public init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count >= 2, parts[0].lowercased() == "subscriptions" else { return nil }
        subscription = String(parts[1])
        resourceGroup = parts.count >= 4 && parts[2].lowercased() == "resourcegroups" ? String(parts[3]) : nil
    }
}

extension Environment {
    /// The Azure scope of the environment: its provider's, else that of its container instances.
    public var azureScope: String? {
        if let scope = providers.azureScope { return scope }
        switch compute {
        case .kubernetes: return nil
        case .containerInstances(let compute): return compute.scope
        }
    }
}
