import AppModel
import Documents
import Engine

/// The internal load balancer of a container resource: one fixed address, a rule and a check for every port.
struct LoadBalancer {
    static let frontend = "frontend"
    static let pool = "containers"

    let group: ContainerGroup
    let ports: GroupPorts
    let address: String

    private var landingZone: LandingZone { group.landingZone }
    private var id: String { landingZone.id(.loadBalancers, group.resource.name) }

    /// The id of the pool that the groups of a resource join.
    static func poolID(in balancer: OutputResourceID) -> String { "\(balancer)/backendAddressPools/\(pool)" }

    var output: OutputResource {
        landingZone.output(
            .loadBalancers,
            group.resource.name,
            owner: group.resource.id,
            body: [
                "location": .string(landingZone.compute.location),
                "tags": group.tags,
                "sku": ["name": "Standard", "tier": "Regional"],
                "properties": [
                    "frontendIPConfigurations": [frontendValue],
                    "backendAddressPools": [["name": .string(Self.pool)]],
                    "probes": .array(ports.checks.map(probeValue)),
                    "loadBalancingRules": .array(ports.fronts.map(ruleValue)),
                ],
            ],
            dependencies: [landingZone.virtualNetworkID]
        )
    }

    private var frontendValue: Value {
        [
            "name": .string(Self.frontend),
            "properties": [
                "privateIPAddress": .string(address),
                "privateIPAddressVersion": "IPv4",
                "privateIPAllocationMethod": "Static",
                "subnet": ["id": .string(landingZone.subnetID(.loadBalancers))],
            ],
        ]
    }

    private func probeValue(_ check: GroupPorts.Check) -> Value {
        var properties: ValueObject = [
            "protocol": .string(check.transport),
            "port": .integer(Int64(check.port)),
            "intervalInSeconds": .integer(Int64(check.interval)),
            "probeThreshold": .integer(Int64(check.threshold)),
        ]
        if let path = check.path { properties["requestPath"] = .string(path) }
        return ["name": .string(check.name), "properties": .object(properties)]
    }

    private func ruleValue(_ front: GroupPorts.Front) -> Value {
        var properties: ValueObject = [
            "frontendIPConfiguration": ["id": .string("\(id)/frontendIPConfigurations/\(Self.frontend)")],
            "backendAddressPool": ["id": .string("\(id)/backendAddressPools/\(Self.pool)")],
        ]
        if let probe = front.probe { properties["probe"] = ["id": .string("\(id)/probes/\(probe.name)")] }
        switch front.backend.transport {
        case .tcp:
            properties["protocol"] = "Tcp"
            properties["enableTcpReset"] = true
        case .udp: properties["protocol"] = "Udp"
        }
        properties["frontendPort"] = .integer(Int64(front.port))
        properties["backendPort"] = .integer(Int64(front.backend.port))
        properties["idleTimeoutInMinutes"] = 4
        properties["disableOutboundSnat"] = true
        return ["name": .string(front.name), "properties": .object(properties)]
    }
}
