import AppModel
import Documents
import Engine

/// The network of an environment with its subnets.
///
/// The subnets stand in the body: a network that is put without them loses them.
struct VirtualNetwork {
    let landingZone: LandingZone

    var output: OutputResource {
        landingZone.output(
            .virtualNetworks,
            landingZone.environment.name,
            owner: landingZone.environment.id,
            body: [
                "location": .string(landingZone.compute.location),
                "tags": landingZone.tags(),
                "properties": [
                    "addressSpace": ["addressPrefixes": ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]],
                    "subnets": .array(LandingZone.Subnet.allCases.map(subnet)),
                ],
            ],
            dependencies: [
                landingZone.id(.natGateways, landingZone.natGateway),
                landingZone.id(.networkSecurityGroups, landingZone.containerSecurityGroup),
                landingZone.id(.networkSecurityGroups, landingZone.gatewaySecurityGroup),
            ]
        )
    }

    private func subnet(_ subnet: LandingZone.Subnet) -> Value {
        ["name": .string(subnet.rawValue), "properties": .object(properties(of: subnet))]
    }

    private func properties(of subnet: LandingZone.Subnet) -> ValueObject {
        switch subnet {
        case .containers:
            [
                "addressPrefix": .string(AddressPlan.containers),
                "networkSecurityGroup": securityGroup(landingZone.containerSecurityGroup),
                "natGateway": ["id": .string(landingZone.id(.natGateways, landingZone.natGateway))],
                "delegations": [
                    [
                        "name": "container-groups",
                        "properties": ["serviceName": "Microsoft.ContainerInstance/containerGroups"],
                    ]
                ],
            ]
        case .loadBalancers:
            [
                "addressPrefix": .string(AddressPlan.loadBalancers),
                "networkSecurityGroup": securityGroup(landingZone.containerSecurityGroup),
            ]
        case .gateways:
            [
                "addressPrefix": .string(AddressPlan.gateways),
                "networkSecurityGroup": securityGroup(landingZone.gatewaySecurityGroup),
            ]
        }
    }

    private func securityGroup(_ name: String) -> Value {
        ["id": .string(landingZone.id(.networkSecurityGroups, name))]
    }
}
