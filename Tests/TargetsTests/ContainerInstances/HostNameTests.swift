import AppModel
import Documents
import Recipes
import Targets
import Testing

/// How services find each other: names become host names.
@Suite struct HostNameTests {
    private static let host = "people-service.prod.internal"

    /// The value that a variable of `web` has after emission, when `web` connects to `people-service`.
    private func variable(
        _ value: Value,
        connections: [ResolvedConnection] = [.to("people", BoundResource.id("people-service"))],
        mentions: [ResourceID] = []
    ) throws -> Value? {
        let fixture = ContainerInstancesFixture(
            .container("people-service", ports: .web(18089)),
            .container("web", connections: connections, mentions: mentions) { _, spec in
                spec.environment = [.plain("VALUE", value)]
            }
        )
        let container = try fixture.body("containerGroupProfiles/web")["properties"]?["containers"]?.arrayValue?.first
        let variables = container?["properties"]?["environmentVariables"]?.arrayValue
        let found = variables?.first { $0["name"] == "VALUE" }
        return found?["value"] ?? found?["secureValue"]
    }

    @Test(arguments: [
        ("people-service", Self.host),
        ("People-Service", Self.host),
        ("people-service:18089", "\(Self.host):18089"),
        ("http://people-service", "http://\(Self.host)"),
        ("http://people-service:18089/people?x=1#y", "http://\(Self.host):18089/people?x=1#y"),
        ("jdbc:postgresql://people-service:5432/db", "jdbc:postgresql://\(Self.host):5432/db"),
        ("amqp://user:p@people-service:5672", "amqp://user:p@\(Self.host):5672"),
        ("the people-service", "the people-service"),
        ("people-service:latest", "people-service:latest"),
        ("http://people-service.example.com/", "http://people-service.example.com/"),
        ("people-services", "people-services"),
        ("", ""),
    ])
    func aNameBecomesAHostWhereAHostIsExpected(written: String, expected: String) throws {
        #expect(try variable(.string(written)) == .string(expected))
    }

    @Test func aSecretValueStaysSecret() throws {
        #expect(
            try variable(.secret("amqp://u:p@people-service:5672"))
                == .secret(.string("amqp://u:p@\(Self.host):5672"))
        )
    }

    @Test func aReferenceIsEnoughAndNoConnectionIsNeeded() throws {
        let mentions = [BoundResource.id("people-service")]
        #expect(try variable("people-service", connections: [], mentions: mentions) == .string(Self.host))
        #expect(try variable("people-service", connections: []) == "people-service")
    }

    @Test func aURLConnectionInjectsTheHostName() throws {
        let fixture = ContainerInstancesFixture(
            .container("backend", ports: .web(3000)),
            .container("web", connections: [.url("backend", "backend", 3000)])
        )
        let container = try fixture.body("containerGroupProfiles/web")["properties"]?["containers"]?.arrayValue?.first
        #expect(
            container?["properties"]?["environmentVariables"] == [
                ["name": "CONNECTION_BACKEND_HOSTNAME", "secureValue": .secret("backend.prod.internal")],
                ["name": "CONNECTION_BACKEND_PORT", "secureValue": .secret("3000")],
                ["name": "CONNECTION_BACKEND_SCHEME", "secureValue": .secret("http")],
            ]
        )
    }

    @Test func theServiceNamesOfTheCurrentGenerationAreKnownToo() throws {
        let fixture = ContainerInstancesFixture(
            .compute("frontend", [.named("web", ports: .web(80))]),
            .compute(
                "proxy",
                [.named("nginx") { $0.environment = [.plain("UPSTREAM", "http://frontend-web:80")] }],
                connections: [.to("frontend", BoundResource.id("frontend", .computeContainers))]
            )
        )
        #expect(fixture.emission.messages == [])
        #expect(fixture.emission.requestText.contains(#""value": "http://frontend.prod.internal:80""#))
    }

    @Test func aRecipesHostStandsForItsResource() throws {
        let unknown = Unknown(expression: "server.properties.fqdn", sources: ["server"]) { runtime in
            runtime["server"]?["properties"]?["fqdn"] ?? .null
        }
        for (name, host): (String, Value) in [("host", "db.example.com"), ("server", .unknown(unknown))] {
            let fixture = ContainerInstancesFixture(
                .recipe("database", values: ValueObject([(name, host)])),
                .container(
                    "web",
                    connections: [.to("db", BoundResource.id("database", BoundResource.database))]
                ) { _, spec in
                    spec.environment = [.plain("HOST", "database"), .plain("URL", "postgres://database:5432/x")]
                }
            )
            #expect(fixture.emission.messages == [])
            var runtime = RuntimeValues()
            runtime["server"] = ["properties": ["fqdn": "db.example.com"]]
            let body = try fixture.body("containerGroupProfiles/web").resolved(with: runtime)
            let text = body.json(.compact, disclosing: .revealed)
            #expect(text.contains(#"alue":"db.example.com"}"#))
            #expect(text.contains(#"alue":"postgres://db.example.com:5432/x"}"#))
        }
    }

    @Test func whatWillNotBeFoundIsSaid() {
        let database = BoundResource.id("database", BoundResource.database)
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                .container("worker"),
                .container("backend", ports: .web(80)),
                .recipe("database"),
                .container(
                    "web",
                    ports: .web(80),
                    connections: [.to("worker", BoundResource.id("worker")), .to("db", database)]
                ) { _, spec in
                    spec.environment = [
                        .plain("A", "http://worker:80"), .plain("B", "database"), .plain("C", "http://backend/"),
                        .plain("D", "http://web/"), .plain("E", "backend"),
                    ]
                }
            ),
            """
            warning RAD5111 variable 'A' of 'web' names 'worker', which will not be found on Azure Container Instances: \
            'worker' listens on no port
            """,
            """
            warning RAD5111 variable 'B' of 'web' names 'database', which will not be found on Azure Container \
            Instances: neither 'host' nor 'server' is among the values that its recipe gives
            """,
            """
            warning RAD5111 variable 'C' of 'web' names 'backend', which will not be found on Azure Container \
            Instances: 'web' does not connect to it, so that its host name is not put in
            """,
            """
            warning RAD5111 variable 'D' of 'web' names 'web', which will not be found on Azure Container Instances: \
            a container group does not reach itself through its load balancer
            """
        )
    }

    @Test func othersAreToldTheHostNameBeforeAnythingIsMade() {
        let legacy = BoundResource.container("Backend", ports: .web(80))
        let current = BoundResource.compute("Shop", [.named("web", ports: .web(80)), .named("side")])
        let fixture = ContainerInstancesFixture(legacy, current)
        func computed(_ bound: BoundResource) -> ValueObject {
            fixture.emitter.computedProperties(
                of: bound.resource,
                as: bound.role,
                in: fixture.environment,
                application: fixture.application
            )
        }
        #expect(computed(legacy) == ["hostname": "backend.prod.internal"])
        #expect(computed(current) == ["hosts": ["web": "shop.prod.internal"]])
    }
}
