import AppModel
import Documents
import Engine

/// The application gateway of a gateway resource: one listener, and a path rule for every route.
struct ApplicationGateway {
    private static let frontend = "public"
    private static let port = "http"
    private static let listener = "http"
    private static let pathMap = "routes"
    /// The pool without a member that takes requests for which there is no route.
    private static let nowhere = "no-route"

    let landingZone: LandingZone
    let owner: ResourceID
    let tags: Value
    /// The names that the listener takes requests for; empty for all.
    let hostNames: [String]
    let routes: GatewayRoutes
    let providers: [OutputResourceID]

    private var id: String { landingZone.id(.applicationGateways, owner.name) }
    private var addressID: String { landingZone.id(.publicIPAddresses, owner.name) }

    /// A route for `/` and nothing else needs no path map; ARM takes none that is empty.
    private var hasPathMap: Bool { routes.rules.contains { !$0.isRoot } }
    private var needsNowhere: Bool { !routes.rules.contains(where: \.isRoot) }

    var output: OutputResource {
        landingZone.output(
            .applicationGateways,
            owner.name,
            owner: owner,
            body: [
                "location": .string(landingZone.compute.location),
                "tags": tags,
                "properties": .object(properties),
            ],
            dependencies: [addressID, landingZone.virtualNetworkID] + providers.map(\.description)
        )
    }

    private var properties: ValueObject {
        var properties: ValueObject = [
            "sku": ["name": "Standard_v2", "tier": "Standard_v2"],
            "autoscaleConfiguration": ["minCapacity": 0, "maxCapacity": 10],
            "enableHttp2": true,
            "gatewayIPConfigurations": [
                named("gateways", ["subnet": ["id": .string(landingZone.subnetID(.gateways))]])
            ],
            "frontendIPConfigurations": [named(Self.frontend, ["publicIPAddress": ["id": .string(addressID)]])],
            "frontendPorts": [named(Self.port, ["port": 80])],
            "backendAddressPools": .array(pools),
            "backendHttpSettingsCollection": .array(settings),
            "probes": .array(routes.destinations.map(probe)),
            "httpListeners": [named(Self.listener, listener)],
        ]
        if hasPathMap { properties["urlPathMaps"] = [named(Self.pathMap, pathMap)] }
        properties["requestRoutingRules"] = [named("routes", routingRule)]
        return properties
    }

    private var listener: ValueObject {
        var listener: ValueObject = [
            "frontendIPConfiguration": part("frontendIPConfigurations", Self.frontend),
            "frontendPort": part("frontendPorts", Self.port),
            "protocol": "Http",
        ]
        if hostNames.count == 1, let host = hostNames.first {
            listener["hostName"] = .string(host)
        } else if !hostNames.isEmpty {
            listener["hostNames"] = .array(hostNames.map(Value.string))
        }
        return listener
    }

    private var pools: [Value] {
        let pools = routes.destinations.map { destination in
            named(destination.name, ["backendAddresses": [["ipAddress": .string(destination.address)]]])
        }
        return needsNowhere ? pools + [named(Self.nowhere, ["backendAddresses": []])] : pools
    }

    private var settings: [Value] {
        var settings = routes.rules.map { rule -> Value in
            var properties = standardSettings(port: rule.destination.port, timeout: rule.timeout)
            if let replacement = rule.replacePrefix {
                properties["path"] = .string(replacement.hasSuffix("/") ? replacement : replacement + "/")
            }
            properties["probe"] = part("probes", rule.destination.name)
            return named(Self.name(of: rule), properties)
        }
        if needsNowhere { settings.append(named(Self.nowhere, standardSettings(port: 80, timeout: 1))) }
        return settings
    }

    private func standardSettings(port: Int, timeout: Int) -> ValueObject {
        [
            "port": .integer(Int64(port)),
            "protocol": "Http",
            "cookieBasedAffinity": "Disabled",
            "requestTimeout": .integer(Int64(timeout)),
        ]
    }

    /// Where nothing is known of a destination's health, any answer but an error of its own will do.
    private func probe(_ destination: GatewayRoutes.Destination) -> Value {
        named(
            destination.name,
            [
                "protocol": "Http",
                "host": .string(destination.host),
                "path": .string(destination.healthPath ?? "/"),
                "interval": 30,
                "timeout": 30,
                "unhealthyThreshold": 3,
                "pickHostNameFromBackendHttpSettings": false,
                "match": ["statusCodes": [destination.healthPath == nil ? "200-499" : "200-399"]],
            ]
        )
    }

    private var pathMap: ValueObject {
        let root = routes.rules.first(where: \.isRoot)
        let rules = routes.rules.filter { !$0.isRoot }.map { rule -> Value in
            named(
                Self.name(of: rule),
                [
                    "paths": [.string(rule.path), .string(rule.path + "/*")],
                    "backendAddressPool": part("backendAddressPools", rule.destination.name),
                    "backendHttpSettings": part("backendHttpSettingsCollection", Self.name(of: rule)),
                ]
            )
        }
        return [
            "defaultBackendAddressPool": part("backendAddressPools", root?.destination.name ?? Self.nowhere),
            "defaultBackendHttpSettings": part(
                "backendHttpSettingsCollection",
                root.map(Self.name) ?? Self.nowhere
            ),
            "pathRules": .array(rules),
        ]
    }

    private var routingRule: ValueObject {
        let listener = part("httpListeners", Self.listener)
        guard !hasPathMap else {
            return [
                "ruleType": "PathBasedRouting",
                "priority": 100,
                "httpListener": listener,
                "urlPathMap": part("urlPathMaps", Self.pathMap),
            ]
        }
        let root = routes.rules.first(where: \.isRoot)
        return [
            "ruleType": "Basic",
            "priority": 100,
            "httpListener": listener,
            "backendAddressPool": part("backendAddressPools", root?.destination.name ?? Self.nowhere),
            "backendHttpSettings": part("backendHttpSettingsCollection", root.map(Self.name) ?? Self.nowhere),
        ]
    }

    /// A name for what belongs to a route: `route-root`, `route-api-v1`; other characters are written as their code.
    private static func name(of rule: GatewayRoutes.Rule) -> String {
        guard !rule.isRoot else { return "route-root" }
        return rule.path.utf8.reduce(into: "route") { name, byte in
            switch byte {
            case UInt8(ascii: "/"): name += "-"
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "_" + [byte].hexadecimal
            }
        }
    }

    private func named(_ name: String, _ properties: ValueObject) -> Value {
        ["name": .string(name), "properties": .object(properties)]
    }

    private func part(_ collection: String, _ name: String) -> Value {
        ["id": .string("\(id)/\(collection)/\(name)")]
    }
}
