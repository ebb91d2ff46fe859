import AppModel
import Documents
import Engine

/// An environment as the emitter sees it: where ARM resources go, and what they are called there.
///
/// Ids, API versions and tags are made here and nowhere else.
struct LandingZone: Sendable {
    let api: ContainerInstancesAPI
    let environment: Environment
    let compute: Environment.ContainerInstances

    init(api: ContainerInstancesAPI, environment: Environment) {
        guard case .containerInstances(let compute) = environment.compute else {
            preconditionFailure("the emitter for Azure Container Instances is given environments of that kind only")
        }
        self.api = api
        self.environment = environment
        self.compute = compute
    }

    /// The full ARM id of a resource in the environment's resource group, one name for each segment of its type.
    func id(_ type: ARMType, _ names: String...) -> String { id(type, names) }

    private func id(_ type: ARMType, _ names: [String]) -> String {
        let parts = type.rawValue.split(separator: "/")
        precondition(parts.count == names.count + 1, "an ARM id has one name for each segment of its type")
        var id = "\(compute.scope)/providers/\(parts[0])"
        for (part, name) in zip(parts.dropFirst(), names) { id += "/\(part)/\(name)" }
        return id
    }

    /// An output resource with the environment's API version and the given body.
    func output(
        _ type: ARMType,
        _ names: String...,
        owner: ResourceID,
        body: Value,
        dependencies: [String] = [],
        address: String? = nil
    ) -> OutputResource {
        OutputResource(
            id: OutputResourceID(id(type, names)),
            platform: .azure,
            type: type.rawValue,
            apiVersion: api.version(of: type),
            name: names.last ?? "",
            owner: owner,
            body: body,
            dependencies: dependencies.map(OutputResourceID.init),
            address: address
        )
    }

    /// The region in the form that host names need: `West Europe` is `westeurope`.
    var region: String { compute.location.lowercased().filter { $0 != " " } }
}

// MARK: - What the environment's own resources are called

extension LandingZone {
    /// The names of the subnets; all are part of the virtual network's body.
    enum Subnet: String, Sendable, CaseIterable {
        case containers
        case loadBalancers = "load-balancers"
        case gateways
    }

    var virtualNetworkID: String { id(.virtualNetworks, environment.name) }
    var containerSecurityGroup: String { "\(environment.name)-containers" }
    var gatewaySecurityGroup: String { "\(environment.name)-gateways" }
    var natGateway: String { "\(environment.name)-nat" }
    var zone: String { "\(environment.name.lowercased()).internal" }
    var zoneID: String { id(.privateDNSZones, zone) }
    var zoneLinkID: String { id(.virtualNetworkLinks, zone, environment.name) }

    func subnetID(_ subnet: Subnet) -> String { "\(virtualNetworkID)/subnets/\(subnet.rawValue)" }

    /// The name under which a container resource is found inside the virtual network.
    func host(of resource: String) -> String { "\(resource.lowercased()).\(zone)" }
}
