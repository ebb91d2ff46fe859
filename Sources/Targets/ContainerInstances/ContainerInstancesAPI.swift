public import Documents

/// The API versions that ARM bodies are written for, and what differs between them.
public struct ContainerInstancesAPI: Sendable, Equatable {
    /// Of `Microsoft.ContainerInstance`; 2025-09-01 is the first stable version with NGroups and profiles.
    public var containerInstance: String
    /// Of `Microsoft.Network`, private DNS excepted.
    public var network: String
    /// Of `Microsoft.Network/privateDnsZones`, which has versions of its own.
    public var privateDNS: String

    /// Creates a set of API versions.
    public init(
        containerInstance: String = "2025-09-01",
        network: String = "2024-07-01",
        privateDNS: String = "2024-06-01"
    ) {
        self.containerInstance = containerInstance
        self.network = network
        self.privateDNS = privateDNS
    }

    func version(of type: ARMType) -> String {
        switch type {
        case .containerGroupProfiles, .nGroups: containerInstance
        case .privateDNSZones, .virtualNetworkLinks, .addressRecords: privateDNS
        case .applicationGateways, .loadBalancers, .natGateways, .networkSecurityGroups, .publicIPAddresses,
            .virtualNetworks:
            network
        }
    }

    /// How the network profile of an NGroup refers to a pool or an application gateway.
    ///
    /// An id since 2025-09-01; an object with an id in 2024-11-01-preview.
    public func networkReference(_ id: String) -> Value {
        containerInstance < "2025" ? ["id": .string(id)] : .string(id)
    }
}

/// The ARM resource types that the emitter makes.
enum ARMType: String, Sendable, CaseIterable {
    case applicationGateways = "Microsoft.Network/applicationGateways"
    case containerGroupProfiles = "Microsoft.ContainerInstance/containerGroupProfiles"
    case loadBalancers = "Microsoft.Network/loadBalancers"
    case natGateways = "Microsoft.Network/natGateways"
    case networkSecurityGroups = "Microsoft.Network/networkSecurityGroups"
    case nGroups = "Microsoft.ContainerInstance/nGroups"
    case privateDNSZones = "Microsoft.Network/privateDnsZones"
    case addressRecords = "Microsoft.Network/privateDnsZones/A"
    case virtualNetworkLinks = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
    case publicIPAddresses = "Microsoft.Network/publicIPAddresses"
    case virtualNetworks = "Microsoft.Network/virtualNetworks"
}
