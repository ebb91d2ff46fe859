import AppModel
import Diagnostics
import Documents
import Engine
import Recipes
import Targets
import Testing

@Suite struct GatewayTests {
    private let web: [Gateway.Route] = [
        Gateway.Route(path: "/", destination: .url(scheme: "http", host: "web", port: 80), valuePath: ["routes", 0])
    ]

    @Test(arguments: [
        (PublicEndpoint.none, Gateway.Hostname.derived, "demo", "http://demo"),
        (.none, .prefix("www"), "demo", "http://demo"),
        (.none, .fullyQualified("Shop.example"), "shop.example", "http://shop.example"),
        (
            .override(host: "localhost", port: 8080), .fullyQualified("shop.example"), "localhost",
            "http://localhost:8080"
        ),
        (.override(host: "rad.example", port: nil), .derived, "rad.example", "http://rad.example"),
        (.address("20.1.2.3"), .derived, "gw.demo.20.1.2.3.nip.io", "http://gw.demo.20.1.2.3.nip.io"),
        (.address("20.1.2.3"), .prefix("www"), "www.demo.20.1.2.3.nip.io", "http://www.demo.20.1.2.3.nip.io"),
        (.address("2001:db8::1"), .derived, "gw.demo.2001-db8--1.nip.io", "http://gw.demo.2001-db8--1.nip.io"),
        (.hostname("lb.example"), .derived, "lb.example", "http://lb.example"),
        (.hostname("lb.example"), .prefix("www"), "www.lb.example", "http://www.lb.example"),
    ])
    func theHostFollowsTheEndpoint(
        endpoint: PublicEndpoint,
        hostname: Gateway.Hostname,
        host: String,
        url: String
    ) throws {
        var fixture = KubernetesFixture.legacy()
        fixture.endpoint = endpoint
        fixture.addGateway("gw", web) { $0.hostname = hostname }
        let path: ValuePath = ["spec", "virtualhost", "fqdn"]
        #expect(fixture.emission.part("projectcontour.io/HTTPProxy gw", path) == "\"\(host)\"")

        let bound = try #require(fixture.resources.first)
        let properties = KubernetesEmitter(endpoint: endpoint).computedProperties(
            of: bound.resource,
            as: bound.role,
            in: fixture.environment,
            application: fixture.application
        )
        #expect(properties["url"]?.stringValue == url)
    }

    @Test func tlsIsPassedThroughOnTheSecurePort() {
        var fixture = KubernetesFixture.legacy()
        let route = Gateway.Route(
            path: nil,
            destination: .url(scheme: "https", host: "web", port: 8443),
            valuePath: ["routes", 0]
        )
        fixture.addGateway("gw", [route]) { $0.tls = .passthrough }
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(
            emission.part("projectcontour.io/HTTPProxy gw", ["spec"])
                == #"{"virtualhost":{"fqdn":"demo","tls":{"passthrough":true}},"#
                + #""includes":[{"name":"web","conditions":[{"prefix":"/"}]}],"#
                + #""tcpproxy":{"services":[{"name":"web","port":8443}]}}"#
        )
    }

    @Test(arguments: [("shared/tls", "shared/tls"), ("tls", "default-demo/tls"), (nil, "default-demo/store")])
    func aCertificateComesFromASecretStore(reference: String?, secret: String) throws {
        var fixture = KubernetesFixture.legacy()
        var properties: ValueObject = [
            "application": "demo", "type": "certificate", "data": ["tls.crt": [:], "tls.key": [:]],
        ]
        properties["resource"] = reference.map { .string($0) } ?? .null
        let store = fixture.add("store", .secretStores, .none, properties: properties)
        fixture.addGateway("gw", web) {
            $0.tls = .certificate(store: .string(store.description), minimumVersion: "1.3")
            $0.hostname = .fullyQualified("a.example")
        }
        #expect(
            fixture.emission.part("projectcontour.io/HTTPProxy gw", ["spec", "virtualhost"])
                == #"{"fqdn":"a.example","tls":{"secretName":"\#(secret)","minimumProtocolVersion":"1.3"}}"#
        )
    }

    @Test func aGatewayForTheInsideIsAWarning() {
        var fixture = KubernetesFixture.legacy()
        fixture.addGateway("gw", web) { $0.isInternal = true }
        #expect(fixture.emission.codes == ["RAD5025"])
        #expect(fixture.emission.names.contains("projectcontour.io/HTTPProxy gw"))
    }

    @Test func routesToOneHostShareAProxyUnlessTheyBehaveDifferently() {
        var fixture = KubernetesFixture.legacy()
        var second = web[0]
        second.path = "/api"
        second.replacePrefix = "/"
        var sockets = web[0]
        sockets.path = "/ws"
        sockets.enablesWebSockets = true
        fixture.addGateway("gw", web + [second, sockets])
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(
            emission.names.dropFirst() == [
                "projectcontour.io/HTTPProxy web", "projectcontour.io/HTTPProxy web-2",
                "projectcontour.io/HTTPProxy gw",
            ]
        )
        #expect(
            emission.part("projectcontour.io/HTTPProxy web", ["spec", "routes"])
                == #"[{"services":[{"name":"web","port":80}],"#
                + #""pathRewritePolicy":{"replacePrefix":[{"prefix":"/api","replacement":"/"}]}}]"#
        )
        #expect(
            emission.part("projectcontour.io/HTTPProxy web-2", ["spec", "routes"])
                == #"[{"services":[{"name":"web","port":80}],"enableWebsockets":true}]"#
        )
        #expect(
            emission.part("projectcontour.io/HTTPProxy gw", ["spec", "includes", 2])
                == #"{"name":"web-2","conditions":[{"prefix":"/ws"}]}"#
        )
    }

    @Test func theRootComesAfterItsChildrenAndTheContainers() {
        var fixture = KubernetesFixture.legacy()
        let container = fixture.addLegacy("web") { $1.ports = [ContainerPort(name: "http", containerPort: 80)] }
        let gateway = fixture.addGateway("gw", web)
        fixture.edges.append(.init(source: gateway, target: container, kind: .connection, label: "/"))
        #expect(
            fixture.emission.dependencies(of: "projectcontour.io/HTTPProxy gw")
                == ["projectcontour.io/HTTPProxy web", "core/Service web"]
        )
    }

    @Test func anAddressInsideOfTheClusterIsAService() {
        var fixture = KubernetesFixture.legacy()
        var route = web[0]
        route.destination = .url(scheme: "http", host: "shop-web.default-demo.svc.cluster.local", port: 80)
        fixture.addGateway("gw", [route])
        #expect(fixture.emission.names.contains("projectcontour.io/HTTPProxy shop-web"))
    }

    @Test(arguments: [
        ("outside", ["RAD5015"]), ("certificate", ["RAD5006"]), ("backend timeout", ["RAD5014"]),
    ])
    func whatContourCannotDoIsNamed(mistake: String, codes: [String]) {
        var fixture = KubernetesFixture.legacy()
        var route = web[0]
        fixture.addGateway("gw", web) { gateway in
            switch mistake {
            case "outside": route.destination = .url(scheme: "http", host: "example.com", port: 80)
            case "backend timeout": (route.requestTimeout, route.backendTimeout) = ("1h", "1m30s")
            default: gateway.tls = .certificate(store: "/planes/lost", minimumVersion: "1.2")
            }
            gateway.routes = [route]
        }
        let emission = fixture.emission
        #expect(emission.codes == codes)
        #expect(emission.diagnostics.hasErrors == (emission.names == ["core/Namespace default-demo"]))
    }

    @Test func aGatewayNamedLikeItsDestinationIsAnError() {
        var fixture = KubernetesFixture.legacy()
        fixture.addGateway("web", web)
        let emission = fixture.emission
        #expect(emission.codes == ["RAD5003"])
    }

    @Test func twoGatewaysMaySendAllToOneHost() {
        var fixture = KubernetesFixture.legacy()
        fixture.addGateway("inner", web)
        fixture.addGateway("outer", web)
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(emission.names.filter { $0.hasSuffix(" web") }.count == 1)
        #expect(emission.dependencies(of: "projectcontour.io/HTTPProxy outer") == ["projectcontour.io/HTTPProxy web"])
    }
}
