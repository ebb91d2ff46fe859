import AppModel
import Documents
import Recipes
import Testing

@Suite struct ConnectionTests {
    /// Binds a container of the older generation with one connection.
    private func checkLegacy(
        _ source: Value,
        to others: (inout Fixture) throws -> Void = { _ in },
        extra: ValueObject = [:],
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var fixture = Fixture()
        try others(&fixture)
        try fixture.add(
            "web",
            "Applications.Core/containers",
            [
                "container": ["image": "nginx"],
                "connections": ["my-db.x": .object(extra.merging(["source": source]))],
            ]
        )
        try await checkBinding(fixture, "web", expected, sourceLocation: sourceLocation)
    }

    @Test func aURLIsTakenApart() async throws {
        try await checkLegacy(
            "http://user@backend:8080/path?q=1",
            """
            CONNECTION_MY-DB.X_SCHEME="http"
            CONNECTION_MY-DB.X_HOSTNAME="backend"
            CONNECTION_MY-DB.X_PORT="8080"
            """
        )
    }

    @Test func aConnectionMayInjectNothing() async throws {
        try await checkLegacy("http://backend:8080", extra: ["disableDefaultEnvVars": true], "")
    }

    @Test func aContainerGivesNothingToItsPeers() async throws {
        try await checkLegacy(
            id("backend", "Applications.Core/containers"),
            to: { try $0.add("backend", "Applications.Core/containers", ["container": ["image": "i"]]) },
            ""
        )
    }

    @Test func anExtenderGivesWhatItsAuthorWrote() async throws {
        try await checkLegacy(
            id("twilio", "applications.core/EXTENDERS"),
            to: {
                try $0.add(
                    "twilio",
                    "Applications.Core/extenders",
                    [
                        "resourceProvisioning": "manual",
                        "from": "222", "ratio": .number(1.5), "whole": .number(3), "on": true,
                        "list": [1, 2], "names": ["a", "b\n"], "deep": ["x": ["y": nil]],
                        "secrets": ["token": "hidden"],
                    ]
                )
            },
            #"""
            CONNECTION_MY-DB.X_DEEP="{\"x\":{\"y\":null}}"
            CONNECTION_MY-DB.X_FROM="222"
            CONNECTION_MY-DB.X_LIST="1,2"
            CONNECTION_MY-DB.X_NAMES="[\"a\",\"b\\n\"]"
            CONNECTION_MY-DB.X_ON="true"
            CONNECTION_MY-DB.X_RATIO="1.5"
            CONNECTION_MY-DB.X_TOKEN="<redacted>"
            CONNECTION_MY-DB.X_WHOLE="3"
            """#
        )
    }

    @Test(arguments: [
        (
            "backend",
            """
            error: the source of connection 'c', 'backend', is neither the id of a resource nor a URL [RAD4015]
            help: write '<resource>.id', or a URL with a port such as 'http://backend:8080'
            """
        ),
        (
            "tcp://backend",
            """
            error: the source of connection 'c', 'tcp://backend', is a URL without a port, and its scheme has none of \
            its own [RAD4016]
            help: add the port, for example 'http://backend:8080'
            """
        ),
    ])
    func aSourceThatLeadsNowhereIsReported(source: String, expected: String) async throws {
        var fixture = Fixture()
        try fixture.add(
            "web",
            "Applications.Core/containers",
            [
                "container": ["image": "nginx"],
                "connections": ["c": ["source": .string(source)]],
            ]
        )
        await checkErrors(fixture, expected)
    }

    @Test(arguments: [("http://backend", 80), ("https://backend/path", 443)])
    func aURLHasThePortOfItsScheme(source: String, port: Int) async throws {
        var fixture = Fixture()
        try fixture.add(
            "web",
            "Applications.Core/containers",
            ["container": ["image": "nginx"], "connections": ["c": ["source": .string(source)]]]
        )
        let (graph, diagnostics) = await fixture.bind()
        #expect(rendered(diagnostics) == "")
        let variables = try #require(graph.resources.first?.connections.first?.variables)
        #expect(variables.last?.name == "CONNECTION_C_PORT")
        #expect(variables.last?.value.stringValue == "\(port)")
    }

    @Test(arguments: [
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Cache/redis/r", "/planes/aws/aws/accounts/1/x",
    ])
    func aResourceOfACloudGivesNothing(source: String) async throws {
        var fixture = Fixture()
        try fixture.add(
            "web",
            "Applications.Core/containers",
            ["container": ["image": "nginx"], "connections": ["c": ["source": .string(source)]]]
        )
        let (graph, diagnostics) = await fixture.bind()
        #expect(rendered(diagnostics) == "")
        let connection = try #require(graph.resources.first?.connections.first)
        #expect(connection.variables == [])
        guard case .external(let id) = connection.target else {
            Issue.record("the connection leads to \(connection.target)")
            return
        }
        #expect(id == source)
    }

    @Test func aSourceThatIsNotKnownIsReported() async throws {
        var fixture = Fixture()
        let source = pending("db.properties.url", on: "x/y", "url")
        try fixture.add(
            "web",
            "Applications.Core/containers",
            [
                "container": ["image": "nginx"],
                "connections": ["c": ["source": source]],
            ]
        )
        await checkErrors(
            fixture,
            """
            error: the source of connection 'c', 'db.properties.url', is not known before the deployment [RAD4014]
            help: connect to a resource's 'id', or to a URL that follows from parameters
            """
        )
    }

    @Test func aContainerOfTheCurrentGenerationGetsItsPeersHostsAndNotTheirDefinition() async throws {
        var fixture = Fixture()
        try fixture.add(
            "backend",
            "Radius.Compute/containers",
            [
                "containers": ["api": ["image": "i", "env": ["TOKEN": ["value": "leaked"]]]]
            ]
        )
        try fixture.add(
            "web",
            "Radius.Compute/containers",
            [
                "containers": ["main": ["image": "nginx"]],
                "connections": ["backend": ["source": id("backend", "Radius.Compute/containers")]],
            ]
        )
        try await checkBinding(
            fixture,
            "web",
            #"""
            CONNECTION_BACKEND_ID="/planes/radius/local/resourceGroups/g/providers/Radius.Compute/containers/backend"
            CONNECTION_BACKEND_NAME="backend"
            CONNECTION_BACKEND_TYPE="Radius.Compute/containers"
            CONNECTION_BACKEND_APPLICATION="/planes/radius/local/resourceGroups/g/providers/Applications.Core/applications/demo"
            CONNECTION_BACKEND_ENVIRONMENT="/planes/radius/local/resourceGroups/g/providers/Applications.Core/environments/dev"
            CONNECTION_BACKEND_HOSTS="{\"api\":\"backend-api.default\"}"
            """#
        )
    }

    // MARK: Consumers of the current generation

    /// Binds a container of the current generation with a connection to an extender that its author describes.
    private func checkCurrent(
        _ properties: ValueObject,
        extra: ValueObject = [:],
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var fixture = Fixture()
        let manual: ValueObject = ["resourceProvisioning": "manual", "environment": nil, "application": nil]
        try fixture.add("thing", "Applications.Core/extenders", manual.merging(properties))
        let source: ValueObject = ["source": id("thing", "Applications.Core/extenders")]
        try fixture.add(
            "web",
            "Radius.Compute/containers",
            [
                "containers": ["main": ["image": "nginx"]], "connections": ["t": .object(source.merging(extra))],
            ]
        )
        try await checkBinding(fixture, "web", expected, sourceLocation: sourceLocation)
    }

    @Test func aConsumerOfTheCurrentGenerationGetsTextsAsTemplatesWriteThem() async throws {
        try await checkCurrent(
            ["ratio": .number(1.5), "whole": .number(3), "on": true, "list": [1, 2], "deep": ["x": ["y": nil]]],
            #"""
            CONNECTION_T_ID="/planes/radius/local/resourceGroups/g/providers/Applications.Core/extenders/thing"
            CONNECTION_T_NAME="thing"
            CONNECTION_T_TYPE="Applications.Core/extenders"
            CONNECTION_T_DEEP="{\"x\":{\"y\":null}}"
            CONNECTION_T_LIST="[1,2]"
            CONNECTION_T_ON="True"
            CONNECTION_T_RATIO="1.5"
            CONNECTION_T_RESOURCEPROVISIONING="manual"
            CONNECTION_T_WHOLE="3"
            """#
        )
    }

    @Test func theSecretThatATargetNamesIsReadAsAWhole() async throws {
        try await checkCurrent(
            ["secretName": "credentials", "host": "h"],
            """
            CONNECTION_T_ID="/planes/radius/local/resourceGroups/g/providers/Applications.Core/extenders/thing"
            CONNECTION_T_NAME="thing"
            CONNECTION_T_TYPE="Applications.Core/extenders"
            CONNECTION_T_HOST="h"
            CONNECTION_T_RESOURCEPROVISIONING="manual"
            CONNECTION_T_* from credentials
            """
        )
    }

    @Test func aConnectionOfTheCurrentGenerationMayInjectNothing() async throws {
        try await checkCurrent(["secretName": "credentials", "host": "h"], extra: ["disableDefaultEnvVars": true], "")
    }

    /// What is in confidence stays a secret on its way into a variable: no object but a Secret may hold it.
    @Test func aSecretOfTheTargetIsASecretOfTheConsumer() async throws {
        try await checkCurrent(
            ["token": .secret("hidden"), "secrets": ["key": "hidden"]],
            """
            CONNECTION_T_ID="/planes/radius/local/resourceGroups/g/providers/Applications.Core/extenders/thing"
            CONNECTION_T_NAME="thing"
            CONNECTION_T_TYPE="Applications.Core/extenders"
            CONNECTION_T_RESOURCEPROVISIONING="manual"
            CONNECTION_T_TOKEN="<redacted>"
            """
        )
    }
}
