import AppModel
import Documents
import Engine
import Recipes
import Targets
import Testing

@Suite struct RoutesTests {
    @Test func everyMatchOfARuleIsKept() {
        var fixture = KubernetesFixture.current()
        addRoutes(
            to: &fixture,
            matches: [
                [:],
                [
                    "httpPath": "/api", "httpMethod": "GET", "httpHeaders": [["name": "X-A", "value": "1"]],
                    "httpQueryParams": [["name": "q", "value": "2"]],
                ],
            ]
        ) { $0.hostnames = ["shop.example"] }
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(
            emission.outputs.last?.body["spec"]?.json(.compact)
                == #"{"parentRefs":[{"name":"radius","namespace":"radius-system"}],"hostnames":["shop.example"],"#
                + #""rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/"}},"#
                + #"{"path":{"type":"PathPrefix","value":"/api"},"headers":[{"name":"X-A","value":"1"}],"#
                + #""queryParams":[{"name":"q","value":"2"}],"method":"GET"}],"#
                + #""backendRefs":[{"name":"shop-web","port":80}]}]}"#
        )
        #expect(
            emission.outputs.last?.body["metadata"]?["labels"]?.json(.compact)
                == #"{"radapp.io/resource":"ingress","radapp.io/environment":"default","radapp.io/application":"demo","#
                + #""radapp.io/resource-type":"Radius.Compute.routes","radapp.io/resource-group":"default"}"#
        )
    }

    /// `uniqueString('/planes/radius/local/resourceGroups/default/providers/Radius.Compute/routes/ingress')`.
    @Test func theRouteIsNamedLikeThatOfRadius() {
        var fixture = KubernetesFixture.current()
        addRoutes(to: &fixture, matches: [[:]])
        #expect(fixture.emission.outputs.last?.name == "routes-xnhfqijgkn2ta")
    }

    @Test func theEnvironmentNamesTheGateway() {
        var recipes = RecipeRegistrations()
        recipes[.routes, "default"] = RecipeRegistration(
            type: .routes,
            name: "default",
            kind: .bicep,
            source: "routes.bicep",
            parameters: ["gatewayName": "main", "gatewayNamespace": "infra"]
        )
        var fixture = KubernetesFixture.current(recipes: recipes)
        addRoutes(to: &fixture, matches: [[:]])
        #expect(
            fixture.emission.outputs.last?.body["spec"]?["parentRefs"]?.json(.compact)
                == #"[{"name":"main","namespace":"infra"}]"#
        )
    }

    @Test(arguments: [("TLS", "TLSRoute"), ("TCP", "TCPRoute"), ("udp", "UDPRoute")])
    func otherProtocolsHaveRoutesOfTheirOwn(kind: String, object: String) {
        var fixture = KubernetesFixture.current()
        addRoutes(to: &fixture, matches: [["httpPath": "/"]]) { $0.kind = kind }
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(emission.outputs.last?.type == "gateway.networking.k8s.io/\(object)")
        #expect(emission.outputs.last?.apiVersion == "gateway.networking.k8s.io/v1alpha2")
        #expect(
            emission.outputs.last?.body["spec"]?["rules"]?.json(.compact)
                == #"[{"backendRefs":[{"name":"shop-web","port":80}]}]"#
        )
    }

    @Test(arguments: [
        ("kind", ["RAD5017"]), ("matches", ["RAD5018"]), ("hostnames", ["RAD5018"]), ("none", ["RAD5016"]),
        ("destination", ["RAD5016"]),
    ])
    func whatARouteCannotDoIsNamed(mistake: String, codes: [String]) {
        var fixture = KubernetesFixture.current()
        addRoutes(to: &fixture, matches: [["httpPath": "/api"]]) { gateway in
            switch mistake {
            case "kind": gateway.kind = "SCTP"
            case "matches": gateway.kind = "TCP"
            case "hostnames":
                gateway.kind = "TCP"
                gateway.hostnames = ["a.example"]
                gateway.routes[0].matches = []
            case "none": gateway.routes = []
            default: gateway.routes[0].destination = .url(scheme: "http", host: "web", port: 80)
            }
        }
        let emission = fixture.emission
        #expect(emission.codes == codes)
        #expect(emission.names == ["apps/Deployment shop", "core/Service shop-web"])
    }

    private func addRoutes(
        to fixture: inout KubernetesFixture,
        matches: [ValueObject],
        _ change: (inout Gateway) -> Void = { _ in }
    ) {
        var web = ContainerSpec(name: "web", path: [], image: "registry/web:1")
        web.ports = [ContainerPort(name: "http", containerPort: 80)]
        let shop = fixture.addCurrent("Shop", [web])
        var route = Gateway.Route(
            path: nil,
            destination: .container(resource: .string(shop.description), container: "Web", port: 80),
            valuePath: ["rules", 0]
        )
        route.matches = matches
        var gateway = Gateway()
        gateway.routes = [route]
        change(&gateway)
        fixture.add("ingress", .routes, .gateway(gateway))
    }
}
