import Documents
import Testing

@testable import AppModel

@Suite struct GraphTests {
    private static let ids = "/planes/radius/local/resourceGroups/default/providers"

    /// A container that belongs to `shop`.
    private func container(_ name: String, _ connections: String = "", dependsOn: String = "") -> String {
        """
        { "type": "Applications.Core/containers", "name": "\(name)", "dependsOn": [\(dependsOn)], "properties": {
          "container": { "image": "i" }, "connections": { \(connections) } } }
        """
    }

    private func id(_ name: String) -> String { "\(Self.ids)/Applications.Core/containers/\(name)" }

    @Test func connectionsLeadToResourcesByIDByURLAndByName() throws {
        try checkGraph(
            """
            [\(container("web", """
                "db": { "source": "\(Self.ids.lowercased())/radius.data/rediscaches/DB" },
                "api": { "source": "http://api:80" }, "feed": { "source": "feed" },
                "deep": { "source": "http://api.default.svc.cluster.local:80" },
                "out": { "source": "https://example.com" }, "azure": { "source": "/subscriptions/s/storage/x" }
                """)),
             \(container("api")), \(container("feed")),
             { "type": "Radius.Data/redisCaches", "name": "db", "properties": {} }]
            """,
            """
            web -> db (db)
            web -> api (api)
            web -> feed (feed)
            web -> api (deep)
            order: db api feed web
            """
        )
    }

    @Test func idsInOtherPropertiesAreDependencies() throws {
        try checkGraph(
            """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": {
               "application": "\(applicationID)", "environment": "\(environmentID)",
               "container": { "image": "i", "env": { "KEY": { "valueFrom": { "secretRef": {
                 "source": "\(Self.ids)/Applications.Core/secretStores/keys", "key": "k" } } } } },
               "connections": { "db": { "source": "\(Self.ids)/Radius.Data/redisCaches/db" } } } },
             { "type": "Applications.Core/gateways", "name": "gw", "properties": {
               "tls": { "certificateFrom": "\(Self.ids.lowercased())/applications.core/secretstores/KEYS" },
               "routes": [{ "path": "/", "destination": "http://web" }] } },
             { "type": "Applications.Core/secretStores", "name": "keys", "properties": {
               "application": "\(applicationID)", "data": {} } },
             { "type": "Radius.Data/redisCaches", "name": "db", "properties": {} }]
            """,
            """
            web -> db (db)
            web --> keys
            gw -> web (/)
            gw --> keys
            order: db keys web gw
            """
        )
    }

    @Test func aServiceOfOneContainerAmongSeveralIsFoundByItsName() throws {
        try checkGraph(
            """
            [\(container("web", #""api": { "source": "http://my-api-http.default:80" }"#)),
             { "type": "Radius.Compute/containers", "name": "my-api", "properties": {
               "containers": { "http": { "image": "i" } } } }]
            """,
            """
            web -> my-api (api)
            order: my-api web
            """
        )
    }

    @Test func referencesAreDependenciesUnlessAConnectionSaysMore() throws {
        try checkGraph(
            """
            [\(container("web", #""db": { "source": "http://db:80" }"#, dependsOn: #""db", "cache", "cache", "web""#)),
             \(container("db")), \(container("cache"))]
            """,
            """
            web -> db (db)
            web --> cache
            order: db cache web
            """
        )
    }

    @Test func routesLeadToTheirDestinations() throws {
        try checkGraph(
            """
            [{ "type": "Applications.Core/gateways", "name": "gw", "properties": { "routes": [
                { "path": "/", "destination": "http://web:80" }, { "path": "/api", "destination": "http://api:80" } ] } },
             { "type": "Radius.Compute/routes", "name": "ingress", "properties": { "rules": [
                { "matches": [ { "httpPath": "/x" } ], "destinationContainer": {
                  "resourceId": "\(id("web"))", "containerName": "web", "containerPort": 80 } } ] } },
             \(container("web")), \(container("api"))]
            """,
            """
            gw -> web (/)
            gw -> api (/api)
            ingress -> web (/x)
            order: web api gw ingress
            """
        )
    }

    @Test func aConnectionToWhatIsKnownAfterApplyLeadsToWhatItWaitsFor() throws {
        try checkGraph(
            """
            [\(container("web", #""db": { "source": "$unknown:db" }"#, dependsOn: #""db""#)), \(container("db"))]
            """,
            """
            web -> db (db)
            order: db web
            """
        )
    }

    @Test func sharedResourcesAreDrawnIfTheApplicationReachesThem() throws {
        try checkGraph(
            """
            [{ "type": "Radius.Data/redisCaches", "name": "unused", "properties": {} },
             { "type": "Radius.Data/redisCaches", "name": "shared", "dependsOn": ["secrets"], "properties": {} },
             { "type": "Radius.Security/secrets", "name": "secrets", "properties": { "data": {} } },
             { "type": "Applications.Core/containers", "name": "other", "properties": { "application": "other",
               "container": { "image": "i" } } },
             { "type": "Applications.Core/applications", "name": "shop", "properties": {} },
             \(container("web", #""db": { "source": "\#(Self.ids)/Radius.Data/redisCaches/shared" }"#,
                 dependsOn: #""shop""#))]
            """,
            """
            shared --> secrets
            web -> shared (db)
            order: secrets shared web
            """
        )
    }

    @Test(arguments: [
        ("http://[fd00::1]:8080", "External/url [fd00::1]:8080"), ("https://[fd00::1]", "External/url [fd00::1]"),
        ("/subscriptions/s/resourceGroups/rg", "Microsoft.Resources/resourceGroups rg"),
        ("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Sql/servers", ""),
        ("/subscriptions/s", "Microsoft.Resources/subscriptions s"),
    ])
    func whatIsOutsideIsNamed(source: String, expected: String) {
        let found = ForeignID(source: source)
        #expect(found.map { "\($0.type) \($0.name)" } ?? "" == expected)
    }

    @Test func whatBelongsToAnotherApplicationIsNotDrawn() throws {
        let other = #""application": "\#(applicationID)2""#
        try checkGraph(
            """
            [{ "type": "Applications.Core/containers", "name": "peer", "properties": { \(other),
               "container": { "image": "i" } } },
             { "type": "Radius.Data/redisCaches", "name": "db", "properties": { \(other) } },
             { "type": "Radius.Data/redisCaches", "name": "shared", "properties": { "size": "$unknown:db" },
               "dependsOn": ["db"] },
             { "type": "Applications.Core/gateways", "name": "gw", "properties": { "routes": [
               { "path": "/", "destination": "http://peer:80" } ] } },
             { "type": "Radius.Compute/routes", "name": "ingress", "properties": { "rules": [
               { "matches": [{ "httpPath": "/" }], "destinationContainer": {
                 "resourceId": "\(id("peer"))", "containerName": "c", "containerPort": 80 } } ] } },
             \(container("web", """
                "one": { "source": "\(id("peer"))" },
                "two": { "source": "\(Self.ids)/Radius.Data/redisCaches/db" },
                "three": { "source": "http://peer:80" },
                "four": { "source": "http://peer.default-shop2:80" },
                "five": { "source": "\(Self.ids)/Radius.Data/redisCaches/shared" }
                """, dependsOn: #""peer""#))]
            """,
            """
            web -> shared (five)
            order: shared gw ingress web
            """,
            diagnostics: """
                7:34 error RAD3008 the route leads to 'peer', which belongs to application 'shop2'; declare the route in \
                the application of 'peer'
                10:20 error RAD3008 the route leads to 'peer', which belongs to application 'shop2'; declare the route in \
                the application of 'peer'
                12:70 error RAD3008 connection 'one' leads to 'peer', which belongs to application 'shop2'; connect to it \
                by URL, with the namespace of its application: source: 'http://peer.<namespace>:<port>'
                13:20 error RAD3008 connection 'two' leads to 'db', which belongs to application 'shop2'; remove \
                'application' from 'db', which then belongs to the environment and can be shared
                4:81 error RAD3008 'size' of 'shared' reads 'db', which belongs to application 'shop2'; remove \
                'application' from 'db', which then belongs to the environment and can be shared
                """
        )
    }

    @Test func withoutAnApplicationTheSharedResourcesAreDrawn() throws {
        let definition = try definition(
            of: """
                [{ "type": "Radius.Data/redisCaches", "name": "shared", "properties": {} }, \(container("web")),
                 { "type": "Radius.Core/environments", "name": "dev", "properties": {} }]
                """
        )
        let (graph, diagnostics) = ApplicationGraph.build(application: nil, from: definition.resources)
        #expect(diagnostics.isEmpty)
        #expect(graph.resources.map(\.name) == ["shared"])
    }

    @Test func aConnectionToNothingIsReported() throws {
        try checkGraph(
            """
            [\(container("web", """
                "db": { "source": "\(id("databse"))" },
                "x": { "source": "nothing" },
                "feed": { "source": "http://fed:80" },
                "self": { "source": "http://web:80" }
                """)),
             \(container("database")), \(container("feed")),
             { "type": "Applications.Core/gateways", "name": "gw", "properties": { "routes": [
                { "destination": "http://wb:80" } ] } }]
            """,
            "order: web database feed gw",
            diagnostics: """
                2:69 error RAD3001 connection 'db' leads to \
                '/planes/radius/local/resourceGroups/default/providers/Applications.Core/containers/databse', which \
                is no resource of the application or its environment; did you mean 'database'?
                3:18 error RAD3001 connection 'x' leads to 'nothing', which is no resource of the application or \
                its environment; declare the resource, and connect to it by its id: source: <resource>.id
                4:21 warning RAD3002 connection 'feed' leads to the host 'fed', which is no resource's name; did \
                you mean 'feed'?
                5:21 error RAD3004 'web' connects to itself; remove the connection, or connect to another resource
                10:22 error RAD3003 the route leads to 'wb', which is no resource; did you mean 'web'?
                """
        )
    }

    @Test func aCircleIsReportedWithItsPath() throws {
        try checkGraph(
            """
            [\(container("a", #""b": { "source": "\#(id("b"))" }"#)),
             \(container("b", dependsOn: #""c""#)),
             \(container("c", #""a": { "source": "\#(id("a"))" }"#)),
             \(container("d", #""a": { "source": "\#(id("a"))" }"#))]
            """,
            """
            a -> b (b)
            b --> c
            c -> a (a)
            d -> a (a)
            order: c b a d
            """,
            diagnostics: """
                1:52 error RAD3005 resources need each other in a circle: 'a' -> 'b' -> 'c' -> 'a'; remove one of \
                the references, or connect to it by URL: source: 'http://<name>:<port>'
                """
        )
    }

    @Test func servicesMayCallEachOtherByURL() throws {
        try checkGraph(
            """
            [\(container("a", #""b": { "source": "http://b:80" }, "c": { "source": "http://c:80" }"#)),
             \(container("b", #""a": { "source": "http://a:80" }"#)),
             \(container("c"))]
            """,
            """
            a -> b (b) cut
            a -> c (c)
            b -> a (a) cut
            order: c a b
            """
        )
    }

    @Test func namesThatDifferOnlyInCaseAreTheSame() throws {
        try checkGraph(
            "[\(container("web")), \(container("Web"))]",
            "order: web",
            diagnostics: """
                2:109 error RAD3006 two resources of type 'Applications.Core/containers' are named 'Web'; case does \
                not tell names apart; rename one of them
                """
        )
    }

    @Test func aContainerAndAGatewayShareNoNameOnKubernetes() throws {
        let text = """
            [\(container("shop")),
             { "type": "Applications.Core/gateways", "name": "shop", "properties": { "routes": [
                { "destination": "http://shop:80" } ] } }]
            """
        try checkGraph(
            text,
            """
            shop -> shop
            order: shop shop
            """,
            diagnostics: """
                3:50 error RAD3007 'shop' of type 'Applications.Core/gateways' and 'shop' of type \
                'Applications.Core/containers' would make Kubernetes objects of the same name; rename one of them
                """,
            compute: .kubernetes(Environment.Kubernetes(namespace: "default", separatesApplications: true))
        )
        try checkGraph(
            text,
            """
            shop -> shop
            order: shop shop
            """
        )
    }

    @Test func theOrderRespectsEveryEdgeOfALargeGraph() {
        let count = 2_000
        let resources = (0..<count).map { number in
            let targets = Set([number / 2, number / 3, number - 1].filter { $0 >= 0 && $0 < number }).sorted()
            return Resource(
                id: TraderX.id("Applications.Core/containers", "c\(number)"),
                apiVersion: "",
                address: "c\(number)",
                properties: ["application": "shop"],
                dependencies: targets.map { TraderX.id("Applications.Core/containers", "c\($0)") },
                origin: .none
            )
        }.reversed()
        let (graph, diagnostics) = ApplicationGraph.build(application: shopScope.application, from: Array(resources))
        #expect(diagnostics.isEmpty)
        let order = graph.topologicalOrder().map { graph.resources[$0].id }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        #expect(order.count == count)
        #expect(graph.edges.allSatisfy { places[$0.target, default: .max] < places[$0.source, default: -1] })
    }
}
