import AppModel
import Documents
import Recipes
import Testing

/// What portable resources give to a container that connects to them.
@Suite struct PortableTypeTests {
    /// Binds a resource provided by hand and checks what a container that connects to it gets.
    private func check(
        _ type: String,
        _ properties: ValueObject,
        _ expected: String,
        revealed: [String: String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var fixture = Fixture()
        try fixture.add("db", type, properties.merging(["resourceProvisioning": "manual"]))
        try fixture.add(
            "web",
            "Applications.Core/containers",
            [
                "container": ["image": "nginx"],
                "connections": ["db": ["source": id("db", type)]],
            ]
        )
        try await checkBinding(fixture, "web", expected, sourceLocation: sourceLocation)
        let (graph, _) = await fixture.bind()
        let variables = graph.resources.last?.connections.first?.variables ?? []
        for (name, text) in revealed {
            let value = variables.first { $0.name == name }?.value
            #expect(value?.revealed.stringValue == text, sourceLocation: sourceLocation)
        }
    }

    @Test func aRedisCacheGivesItsComputedValues() async throws {
        try await check(
            "Applications.Datastores/redisCaches",
            ["host": "redis", "port": 6379],
            """
            CONNECTION_DB_CONNECTIONSTRING="<redacted>"
            CONNECTION_DB_HOST="redis"
            CONNECTION_DB_PORT="6379"
            CONNECTION_DB_TLS="false"
            CONNECTION_DB_URL="<redacted>"
            """,
            revealed: [
                "CONNECTION_DB_CONNECTIONSTRING": "redis:6379,abortConnect=False",
                "CONNECTION_DB_URL": "redis://redis:6379/0?",
            ]
        )
    }

    @Test func aRedisCacheOnItsSecurePortUsesTLS() async throws {
        try await check(
            "Applications.Datastores/redisCaches",
            ["host": "redis", "port": 6380, "username": "u", "secrets": ["password": "p"]],
            """
            CONNECTION_DB_CONNECTIONSTRING="<redacted>"
            CONNECTION_DB_HOST="redis"
            CONNECTION_DB_PASSWORD="<redacted>"
            CONNECTION_DB_PORT="6380"
            CONNECTION_DB_TLS="true"
            CONNECTION_DB_URL="<redacted>"
            CONNECTION_DB_USERNAME="u"
            """,
            revealed: [
                "CONNECTION_DB_CONNECTIONSTRING": "redis:6380,abortConnect=False,ssl=True,user=u,password=p",
                "CONNECTION_DB_URL": "rediss://u:p@redis:6380/0?",
            ]
        )
    }

    @Test func aMongoDatabaseGivesItsConnectionString() async throws {
        try await check(
            "Applications.Datastores/mongoDatabases",
            ["host": "m", "port": 27017, "database": "d", "username": "u", "secrets": ["password": "p"]],
            """
            CONNECTION_DB_CONNECTIONSTRING="<redacted>"
            CONNECTION_DB_DATABASE="d"
            CONNECTION_DB_HOST="m"
            CONNECTION_DB_PASSWORD="<redacted>"
            CONNECTION_DB_PORT="27017"
            CONNECTION_DB_USERNAME="u"
            """,
            revealed: ["CONNECTION_DB_CONNECTIONSTRING": "mongodb://u:p@m:27017/d"]
        )
    }

    @Test func aSQLDatabaseLeavesEmptyPartsForWhatIsMissing() async throws {
        try await check(
            "Applications.Datastores/sqlDatabases",
            ["server": "s", "port": 1433, "database": "d"],
            """
            CONNECTION_DB_CONNECTIONSTRING="<redacted>"
            CONNECTION_DB_DATABASE="d"
            CONNECTION_DB_PORT="1433"
            CONNECTION_DB_SERVER="s"
            """,
            revealed: [
                "CONNECTION_DB_CONNECTIONSTRING": "Data Source=tcp:s,1433;Initial Catalog=d;User Id=;Password=;"
                    + "Encrypt=True;TrustServerCertificate=True"
            ]
        )
    }

    @Test func aRabbitMQQueueGivesItsURI() async throws {
        try await check(
            "Applications.Messaging/rabbitMQQueues",
            ["queue": "q", "host": "r", "port": 5671, "vHost": "v", "username": "u", "secrets": ["password": "p"]],
            """
            CONNECTION_DB_HOST="r"
            CONNECTION_DB_PASSWORD="<redacted>"
            CONNECTION_DB_PORT="5671"
            CONNECTION_DB_QUEUE="q"
            CONNECTION_DB_TLS="true"
            CONNECTION_DB_URI="<redacted>"
            CONNECTION_DB_USERNAME="u"
            CONNECTION_DB_VHOST="v"
            """,
            revealed: ["CONNECTION_DB_URI": "amqps://u:p@r:5671/v"]
        )
    }

    @Test func aValueThatTheAuthorGivesIsNotComputed() async throws {
        try await check(
            "Applications.Datastores/redisCaches",
            ["host": "h", "port": 1, "tls": true, "secrets": ["url": "redis://other"]],
            """
            CONNECTION_DB_CONNECTIONSTRING="<redacted>"
            CONNECTION_DB_HOST="h"
            CONNECTION_DB_PORT="1"
            CONNECTION_DB_TLS="true"
            CONNECTION_DB_URL="<redacted>"
            """,
            revealed: [
                "CONNECTION_DB_CONNECTIONSTRING": "h:1,abortConnect=False,ssl=True",
                "CONNECTION_DB_URL": "redis://other",
            ]
        )
    }

    @Test func everyValueThatIsMissingIsReported() async throws {
        var fixture = Fixture()
        try fixture.add(
            "cache",
            "Applications.Datastores/redisCaches",
            ["resourceProvisioning": "manual", "host": "", "port": 0]
        )
        await checkErrors(
            fixture,
            """
            error: the definition gives no 'host' of 'cache', which 'Applications.Datastores/redisCaches' requires [RAD4011]
            help: set 'properties.host', or remove 'resourceProvisioning' to let a recipe provide it
            error: the definition gives no 'port' of 'cache', which 'Applications.Datastores/redisCaches' requires [RAD4011]
            help: set 'properties.port', or remove 'resourceProvisioning' to let a recipe provide it
            """
        )
    }

    @Test func aValueOfTheWrongTypeIsReported() async throws {
        var fixture = Fixture()
        try fixture.add(
            "cache",
            "Applications.Datastores/redisCaches",
            ["resourceProvisioning": "manual", "host": "h", "port": "six"]
        )
        await checkErrors(
            fixture,
            """
            error: the definition gives a string for 'port' of 'cache', expected an integer [RAD4012]
            help: write an integer
            """
        )
    }

    @Test func whatWaitsForAnotherResourceWaitsInComputedValuesToo() async throws {
        var fixture = Fixture()
        let port = pending("lb.port", on: "cache/lb", "port")
        try fixture.add(
            "cache",
            "Applications.Datastores/redisCaches",
            ["resourceProvisioning": "manual", "host": "h", "port": port]
        )
        try fixture.add(
            "web",
            "Applications.Core/containers",
            [
                "container": ["image": "nginx"],
                "connections": ["c": ["source": id("cache", "Applications.Datastores/redisCaches")]],
            ]
        )
        try await checkBinding(
            fixture,
            "web",
            """
            CONNECTION_C_CONNECTIONSTRING="<redacted>"
            CONNECTION_C_HOST="h"
            CONNECTION_C_PORT="(known after apply)"
            CONNECTION_C_TLS="(known after apply)"
            CONNECTION_C_URL="<redacted>"
            """
        )
        let (graph, _) = await fixture.bind()
        var runtime = RuntimeValues()
        runtime["cache/lb"] = ["port": 6380]
        let variables = try #require(graph.resources.last?.connections.first?.variables)
        #expect(variables.allSatisfy { $0.name.hasSuffix("HOST") || $0.value.unknownSources == ["cache/lb"] })
        #expect(
            variables.map { $0.value.resolved(with: runtime).revealed } == [
                "h:6380,abortConnect=False,ssl=True", "h", "6380", "true", "rediss://h:6380/0?",
            ]
        )
    }

    @Test func whatNobodyGivesIsReadAsAnEmptyText() async throws {
        var fixture = Fixture()
        try fixture.add(
            "cache",
            "Applications.Datastores/redisCaches",
            ["resourceProvisioning": "manual", "host": "h", "port": 6379]
        )
        let user = Value.unknown(
            Unknown(expression: "cache.properties.username", sources: ["cache"]) { runtime in
                runtime["cache"]?["properties"]?["username"] ?? "missing"
            }
        )
        let password = Value.unknown(
            Unknown(expression: "cache.listSecrets().password", sources: ["cache"]) { runtime in
                runtime["cache"]?["listSecrets"]?["password"] ?? "missing"
            }
        )
        let container: ValueObject = ["image": "i", "env": ["A": ["value": user], "B": ["value": password]]]
        try fixture.add("web", "Applications.Core/containers", ["container": .object(container)])
        let (graph, diagnostics) = await fixture.bind()
        #expect(diagnostics.isEmpty)
        let variables = graph.resources.last?.resource.properties["container"]?["env"]
        #expect(variables?["A"]?["value"] == "")
        #expect(variables?["B"]?["value"] == .secret(""))
    }
}
