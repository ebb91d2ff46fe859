import AppModel
import Diagnostics
import Documents
import Recipes
import Testing

/// What a type says of its resources depends on the version that they are of.
@Suite struct TypeVersionTests {
    /// The default version, which is the newest, knows nothing of secrets.
    private static let manifest = """
        namespace: My.Types
        types:
          queue:
            apiVersions:
              '2023-10-01-preview':
                schema:
                  properties:
                    token: { type: string, x-radius-sensitive: true }
                    host: { type: string, readOnly: true, x-radius-sensitive: true }
                    secrets: { type: object, properties: { name: { type: string, readOnly: true } } }
              '2025-01-01':
                schema: { properties: { token: { type: string }, host: { type: string, readOnly: true } } }
        """

    private func fixture(_ consumer: String, _ properties: ValueObject) throws -> Fixture {
        var fixture = Fixture()
        let (read, diagnostics) = TypeManifest.read(SourceFile(path: "types.yaml", text: Self.manifest))
        #expect(rendered(diagnostics) == "")
        for entry in try #require(read).entries { fixture.types.add(entry.schema) }
        try fixture.register(
            "My.Types/queue",
            "output result object = { values: { host: 'hunter', port: 1 }, secrets: { key: 'k3y' } }"
        )
        try fixture.add("jobs", "My.Types/queue", ["token": "t"])
        let connections: ValueObject = ["connections": ["q": ["source": id("jobs", "My.Types/queue")]]]
        try fixture.add("web", consumer, properties.merging(connections))
        return fixture
    }

    /// `port` is no property of the type, so it is none of the resource either, whatever the recipe gives.
    @Test func secretsOfAnOlderVersionAreKeptAndHidden() async throws {
        let fixture = try fixture("Radius.Compute/containers", ["containers": ["web": ["image": "i"]]])
        try await checkBinding(
            fixture,
            "web",
            #"""
            CONNECTION_Q_ID="/planes/radius/local/resourceGroups/g/providers/My.Types/queue/jobs"
            CONNECTION_Q_NAME="jobs"
            CONNECTION_Q_TYPE="My.Types/queue"
            CONNECTION_Q_APPLICATION="/planes/radius/local/resourceGroups/g/providers/Applications.Core/applications/demo"
            CONNECTION_Q_ENVIRONMENT="/planes/radius/local/resourceGroups/g/providers/Applications.Core/environments/dev"
            CONNECTION_Q_SECRETS="{\"name\":\"jobs-557877f8-secrets\"}"
            """#
        )
        let (graph, _) = await fixture.bind()
        let jobs = try #require(graph.resources.first { $0.resource.name == "jobs" })
        #expect(jobs.resource.properties["host"] == .secret("hunter"))
        #expect(jobs.resource.properties["port"] == nil)
        let secret = try #require(jobs.resource.properties["secrets"]?["name"]?.stringValue)
        guard case .recipe(let result) = jobs.role else {
            Issue.record("the queue is provided by \(jobs.role)")
            return
        }
        #expect(result.outputs.map(\.name) == [secret])
        #expect(result.values["host"] == .secret("hunter") && result.values["port"] == 1)
    }

    /// A consumer of the older generation gets what is confidential as well, as a secret.
    @Test func valuesThatTheTypeHidesAreInjectedAsSecrets() async throws {
        let fixture = try fixture("Applications.Core/containers", ["container": ["image": "i"]])
        let (graph, _) = await fixture.bind()
        let web = try #require(graph.resources.first { $0.resource.name == "web" })
        let variables = web.connections.flatMap(\.variables)
        #expect(variables.first { $0.name == "CONNECTION_Q_HOST" }?.value == .secret("hunter"))
        #expect(variables.first { $0.name == "CONNECTION_Q_PORT" }?.value == "1")
    }
}
