import AppModel
import Documents
import Engine

/// The rules for what may reach a subnet; everything else is turned away.
struct NetworkSecurityGroup {
    /// One rule that lets something in.
    struct Rule {
        let name: String
        let transport: String
        /// A service tag or an address range.
        let source: String
        /// A port, a range of them, or `*`.
        let ports: String

        init(_ name: String, _ transport: String = "Tcp", from source: String, to ports: String) {
            self.name = name
            self.transport = transport
            self.source = source
            self.ports = ports
        }
    }

    let landingZone: LandingZone
    let name: String
    let allowed: [Rule]

    /// Containers hear each other, the gateways and the probes of the load balancers, and nobody else.
    static func containers(in landingZone: LandingZone) -> NetworkSecurityGroup {
        NetworkSecurityGroup(
            landingZone: landingZone,
            name: landingZone.containerSecurityGroup,
            allowed: [
                Rule("AllowContainers", "*", from: AddressPlan.containers, to: "*"),
                Rule("AllowGateways", from: AddressPlan.gateways, to: "*"),
                Rule("AllowLoadBalancerProbes", "*", from: "AzureLoadBalancer", to: "*"),
            ]
        )
    }

    /// Gateways hear the internet on the ports that they listen on, and their own management.
    static func gateways(in landingZone: LandingZone) -> NetworkSecurityGroup {
        NetworkSecurityGroup(
            landingZone: landingZone,
            name: landingZone.gatewaySecurityGroup,
            allowed: [
                Rule("AllowGatewayManager", from: "GatewayManager", to: "65200-65535"),
                Rule("AllowLoadBalancerProbes", "*", from: "AzureLoadBalancer", to: "*"),
                Rule("AllowHTTP", from: "Internet", to: "80"),
            ]
        )
    }

    var output: OutputResource {
        landingZone.output(
            .networkSecurityGroups,
            name,
            owner: landingZone.environment.id,
            body: [
                "location": .string(landingZone.compute.location),
                "tags": landingZone.tags(),
                "properties": ["securityRules": .array(rules)],
            ]
        )
    }

    private var rules: [Value] {
        let allow = allowed.enumerated().map { index, rule in
            value(of: rule, access: "Allow", priority: 100 + 10 * index)
        }
        return allow + [value(of: Rule("DenyOthers", "*", from: "*", to: "*"), access: "Deny", priority: 4096)]
    }

    private func value(of rule: Rule, access: String, priority: Int) -> Value {
        [
            "name": .string(rule.name),
            "properties": [
                "access": .string(access),
                "direction": "Inbound",
                "priority": .integer(Int64(priority)),
                "protocol": .string(rule.transport),
                "sourceAddressPrefix": .string(rule.source),
                "sourcePortRange": "*",
                "destinationAddressPrefix": "*",
                "destinationPortRange": .string(rule.ports),
            ],
        ]
    }
}
