import AppModel
import Documents
import Engine
import Recipes
import Targets
import Testing

/// Gateways and routes as application gateways.
@Suite struct ContainerInstancesGatewayTests {
    private static let frontend = BoundResource.container("frontend", ports: .web(3000))
    private static let backend = BoundResource.container("backend", ports: .web(8080)) { _, spec in
        spec.readiness = Probe(check: .http(port: 8080, path: "/healthz", scheme: nil, headers: []))
    }

    private func computed(_ gateway: BoundResource) -> ValueObject {
        let fixture = ContainerInstancesFixture(gateway)
        return fixture.emitter.computedProperties(
            of: gateway.resource,
            as: gateway.role,
            in: fixture.environment,
            application: fixture.application
        )
    }

    @Test func everyRouteIsServedByOneListener() throws {
        let gateway = BoundResource.gateway(
            "gw",
            [
                .route("/", "frontend", 3000),
                .route("/api", "backend", 8080) {
                    $0.replacePrefix = "/v2"
                    $0.requestTimeout = "1m30s"
                },
                .route("/api/live/", "backend", 8080) { $0.enablesWebSockets = true },
            ]
        )
        let fixture = ContainerInstancesFixture(Self.frontend, Self.backend, gateway)
            .connecting("gw", to: "frontend", "backend")
        try checkContainerInstances(fixture, "gateway")
    }

    @Test func aSingleRouteForEverythingNeedsNoPathMap() throws {
        let fixture = ContainerInstancesFixture(Self.frontend, .gateway("gw", [.route(nil, "frontend", 3000)]))
        let properties = try fixture.body("applicationGateways/gw")["properties"]
        #expect(properties?["urlPathMaps"] == nil)
        #expect(properties?["requestRoutingRules"]?.arrayValue?.first?["properties"]?["ruleType"] == "Basic")
    }

    @Test func requestsWithoutARouteLeadNowhere() throws {
        let fixture = ContainerInstancesFixture(Self.frontend, .gateway("gw", [.route("/shop", "frontend", 3000)]))
        #expect(fixture.emission.messages == [])
        let properties = try fixture.body("applicationGateways/gw")["properties"]
        #expect(
            properties?["backendAddressPools"]?.arrayValue?.last == [
                "name": "no-route", "properties": ["backendAddresses": []],
            ]
        )
    }

    @Test func theURLIsKnownBeforeAnythingIsMade() {
        #expect(computed(.gateway("gw", [])) == ["url": "http://gw-3d0ff8cac5.westeurope.cloudapp.azure.com"])
        #expect(
            computed(.gateway("gw", []) { $0.hostname = .prefix("Shop") })
                == ["url": "http://shop-3d0ff8cac5.westeurope.cloudapp.azure.com"]
        )
        #expect(
            computed(.gateway("gw", []) { $0.hostname = .fullyQualified("shop.example.com") })
                == ["url": "http://shop.example.com"]
        )
        #expect(
            computed(.gateway("web", type: .routes, []) { $0.hostnames = ["a.example.com", "b.example.com"] }) == [
                "url": "http://a.example.com",
                "listener": ["hostname": "a.example.com", "port": 80, "protocol": "HTTP"],
            ]
        )
    }

    @Test func theLabelOfALongNameStaysWithinWhatAzureTakes() throws {
        let name = String(repeating: "a", count: 63)
        let fixture = ContainerInstancesFixture(Self.frontend, .gateway(name, [.route("/", "frontend", 3000)]))
        let settings = try fixture.body("publicIPAddresses/\(name)")["properties"]?["dnsSettings"]
        let label = settings?["domainNameLabel"]?.stringValue
        #expect(label?.count == 63)
    }

    @Test func aListenerTakesTheNamesThatAreGiven() throws {
        func listener(_ change: @escaping (inout Gateway) -> Void) throws -> Value? {
            let fixture = ContainerInstancesFixture(
                Self.frontend,
                .gateway("gw", [.route("/", "frontend", 3000)], change)
            )
            let listeners = try fixture.body("applicationGateways/gw")["properties"]?["httpListeners"]
            return listeners?.arrayValue?.first?["properties"]
        }
        #expect(try listener { $0.hostname = .fullyQualified("a.example.com") }?["hostName"] == "a.example.com")
        #expect(try listener { $0.hostnames = ["a.com", "b.com"] }?["hostNames"] == ["a.com", "b.com"])
        #expect(try listener { _ in }?["hostName"] == nil)
    }

    @Test func theRoutesOfTheCurrentGenerationLeadToContainersById() throws {
        let id = Value.string(BoundResource.id("shop", .computeContainers).description)
        var route = Gateway.Route(
            path: nil,
            destination: .container(resource: id, container: "web", port: 80),
            valuePath: ["rules", 0]
        )
        route.matches = [["httpPath": "/a"], ["httpPath": "/b"]]
        let fixture = ContainerInstancesFixture(
            .compute("shop", [.named("web", ports: .web(80))]),
            .gateway("routes", type: .routes, [route])
        )
        #expect(fixture.emission.messages == [])
        let maps = try fixture.body("applicationGateways/routes")["properties"]?["urlPathMaps"]?.arrayValue
        let paths = maps?.first?["properties"]?["pathRules"]?.arrayValue?.map { $0["properties"]?["paths"] }
        #expect(paths == [["/a", "/a/*"], ["/b", "/b/*"]])
    }

    @Test func whatAnApplicationGatewayCannotDoIsNamed() {
        var byHeader = Gateway.Route.route("/", "frontend", 3000)
        byHeader.matches = [["httpHeaders": [["name": "A", "value": "b"]]]]
        let secure = Gateway.Route(
            path: "/s",
            destination: .url(scheme: "https", host: "frontend", port: 3000),
            valuePath: ["routes", 1]
        )
        func error(_ feature: String, _ reason: String) -> String {
            "error RAD5101 \(feature) of 'gw' cannot be expressed on Azure Container Instances: \(reason)"
        }
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                Self.frontend,
                .gateway("gw", [byHeader, secure]) {
                    $0.tls = .certificate(store: "/store", minimumVersion: "1.2")
                    $0.kind = "TCP"
                }
            ),
            error("'certificateFrom'", "rad does not bring certificates to application gateways yet"),
            error("the kind 'TCP'", "an application gateway routes HTTP"),
            error("'httpHeaders' of a route", "an application gateway routes by host and path"),
            error(
                "the destination 'https://frontend:3000' of a route",
                "the application gateway would have to trust the container's certificate"
            )
        )
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                Self.frontend,
                .gateway("gw", [.route("/", "frontend", 3000)]) { $0.tls = .passthrough }
            ),
            error("'sslPassthrough'", "an application gateway always reads the request")
        )
    }

    @Test func aRouteToNothingIsAnError() {
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                Self.frontend,
                .gateway("gw", [.route("/", "nobody", 80), .route("/a", "frontend", 80)])
            ),
            "error RAD5106 a route of 'gw' leads to 'http://nobody:80', which is no container of the application",
            "error RAD5106 a route of 'gw' leads to 'http://frontend:80', and 'frontend' has no TCP port 80"
        )
    }

    @Test func aPathIsRoutedOnce() {
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                Self.frontend,
                .gateway("gw", [.route("/a", "frontend", 3000), .route("/a/", "frontend", 3000)])
            ),
            "error RAD5113 two routes of 'gw' match the path '/a'; an application gateway takes each path once"
        )
    }

    @Test(
        arguments: [
            ("30s", nil, 30), ("1500ms", nil, 2), ("1h", "45s", 45), ("1m30s", nil, 90), ("48h", nil, 86400),
            (nil, nil, 60),
        ] as [(String?, String?, Int64)]
    )
    func theShorterTimeoutCounts(request: String?, backend: String?, expected: Int64) throws {
        let route = Gateway.Route.route("/", "frontend", 3000) {
            $0.requestTimeout = request
            $0.backendTimeout = backend
        }
        let fixture = ContainerInstancesFixture(Self.frontend, .gateway("gw", [route]))
        let properties = try fixture.body("applicationGateways/gw")["properties"]
        let settings = properties?["backendHttpSettingsCollection"]?.arrayValue?.first?["properties"]
        #expect(settings?["requestTimeout"] == .integer(expected))
    }
}
