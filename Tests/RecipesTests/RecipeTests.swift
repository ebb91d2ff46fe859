import AppModel
import Documents
import Recipes
import TestSupport
import Testing

/// What a recipe is given and what it gives.
@Suite struct RecipeTests {
    static let cache = "Applications.Datastores/redisCaches"
    static let extender = "Applications.Core/extenders"

    /// Binds an extender with a recipe and compares what comes out.
    private func checkExtender(
        _ recipe: String,
        properties: ValueObject = [:],
        parameters: ValueObject = [:],
        outputs: ValueObject = [:],
        environment change: (inout Fixture) -> Void = { _ in },
        _ expected: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        var fixture = Fixture()
        change(&fixture)
        try fixture.register(Self.extender, recipe, parameters: parameters, outputs: outputs)
        try fixture.add("ext", Self.extender, properties)
        try await checkBinding(fixture, "ext", expected, sourceLocation: sourceLocation)
    }

    @Test func aRecipeMakesObjectsAndGivesValuesAndSecrets() async throws {
        var fixture = Fixture()
        try fixture.register(
            Self.cache,
            """
            extension kubernetes with {
              kubeConfig: ''
              namespace: context.runtime.kubernetes.namespace
            } as kubernetes
            param context object
            @secure()
            param password string
            var name = 'redis-${context.resource.name}'
            resource credentials 'core/Secret@v1' = {
              metadata: { name: '${name}-credentials' }
              stringData: { password: password }
            }
            resource server 'apps/Deployment@v1' = {
              metadata: { name: name, namespace: 'elsewhere' }
              spec: { secret: credentials.metadata.name }
            }
            output result object = {
              resources: [ '/planes/kubernetes/local/x' ]
              values: { host: name, port: 6379 }
              secrets: { password: password }
            }
            """,
            parameters: ["password": "hidden"]
        )
        try fixture.add("cache", Self.cache)
        try await checkBinding(
            fixture,
            "cache",
            """
            cache/credentials = core/Secret@v1 in 'default-demo' redis-cache-credentials \
            {"metadata":{"name":"redis-cache-credentials"},"stringData":{"password":"<redacted>"}}
            cache/server = apps/Deployment@v1 in 'elsewhere' redis-cache \
            {"metadata":{"name":"redis-cache","namespace":"elsewhere"},"spec":{"secret":"redis-cache-credentials"}}
              after cache/credentials
            values {"host":"redis-cache","port":6379}
            secrets {"password":"<redacted>"}
            """
        )
    }

    @Test func aRecipeForAzureMakesResourcesWithWholeIDs() async throws {
        var fixture = Fixture()
        fixture.compute = .containerInstances(
            .init(subscriptionID: "s", resourceGroup: "rg", location: "westeurope")
        )
        try fixture.register(
            Self.extender,
            """
            param context object
            param location string = resourceGroup().location
            resource server 'Microsoft.Cache/redis@2024-11-01' = {
              name: context.resource.name
              location: location
              properties: { sku: { name: 'Basic' } }
            }
            resource policy 'Microsoft.Cache/redis/accessPolicies@2024-11-01' = {
              parent: server
              name: 'all'
              properties: { permissions: 'all' }
            }
            output host string = server.properties.hostName
            output group string = context.azure.resourceGroup.id
            """
        )
        try fixture.add("ext", Self.extender)
        try await checkBinding(
            fixture,
            "ext",
            """
            ext/server = Microsoft.Cache/redis@2024-11-01 \
            /subscriptions/s/resourceGroups/rg/providers/Microsoft.Cache/redis/ext ext \
            {"location":"westeurope","properties":{"sku":{"name":"Basic"}}}
            ext/policy = Microsoft.Cache/redis/accessPolicies@2024-11-01 \
            /subscriptions/s/resourceGroups/rg/providers/Microsoft.Cache/redis/ext/accessPolicies/all ext/all \
            {"properties":{"permissions":"all"}}
              after ext/server
            values {"host":"(known after apply)","group":"/subscriptions/s/resourceGroups/rg"}
            secrets {}
            """
        )
        let (graph, _) = await fixture.bind()
        #expect(graph.resources[0].resource.properties["host"]?.unknownSources == ["ext/server"])
    }

    /// What one resource of a recipe makes, another may refer to by its name: both wait for what makes it.
    @Test func whatIsMadeAndReferredToIsOneObject() async throws {
        var fixture = Fixture()
        fixture.compute = .containerInstances(
            .init(subscriptionID: "s", resourceGroup: "rg", location: "westeurope")
        )
        try fixture.register(
            Self.extender,
            """
            param context object
            resource server 'Microsoft.Cache/redis@2024-11-01' = {
              name: context.resource.name
              location: 'westeurope'
              properties: { sku: { name: 'Basic' } }
            }
            resource same 'Microsoft.Cache/redis@2024-11-01' existing = {
              name: toUpper(context.resource.name)
            }
            resource rule 'Microsoft.Cache/redis/firewallRules@2024-11-01' = {
              parent: same
              name: 'all'
              properties: { host: same.properties.hostName }
            }
            output host string = same.properties.hostName
            """
        )
        try fixture.add("ext", Self.extender)
        let (graph, diagnostics) = await fixture.bind()
        #expect(rendered(diagnostics) == "")
        guard case .recipe(let result) = graph.resources[0].role else {
            Issue.record("no recipe was bound")
            return
        }
        #expect(result.values["host"]?.unknownSources == ["ext/server"])
        let rule = try #require(result.outputs.last)
        #expect(Value.object(rule.body).unknownSources == ["ext/server"])
        #expect(rule.dependencies == ["ext/server"])
        var runtime = RuntimeValues()
        runtime["ext/server"] = ["properties": ["hostName": "it.example"]]
        #expect(Value.object(rule.body).resolved(with: runtime)["properties"]?["host"] == "it.example")
        #expect(result.values["host"]?.resolved(with: runtime) == "it.example")
    }

    @Test func theContextTellsEverything() async throws {
        var fixture = Fixture()
        fixture.providers = .init(
            azureScope: "/subscriptions/s/resourceGroups/rg",
            awsScope: "/planes/aws/aws/accounts/123/regions/eu-west-1"
        )
        try fixture.register(Self.extender, "param context object\noutput context object = context")
        try fixture.add("other", Self.cache, ["resourceProvisioning": "manual", "host": "h", "port": 1])
        try fixture.add(
            "ext",
            Self.extender,
            [
                "size": "S", "connections": ["cache": ["source": id("other", Self.cache)]],
            ]
        )
        let (graph, diagnostics) = await fixture.bind()
        #expect(rendered(diagnostics) == "")
        let resource = try #require(graph.resources.last)
        guard case .recipe(let result) = resource.role else { return }
        var writer = JSONWriter(style: .pretty)
        try #require(result.values["context"]).write(to: &writer)
        try expectSnapshot(writer.text + "\n", "context.json")
    }

    @Test func theStrongestGiverOfAParameterWins() async throws {
        try await checkExtender(
            """
            param context object
            param a string = 'recipe'
            param b string = 'recipe'
            param c string = 'recipe'
            param d string = 'recipe'
            output all string = '${a} ${b} ${c} ${d}'
            """,
            properties: ["recipe": ["parameters": ["D": "resource"]]],
            parameters: ["b": "registration", "c": "registration", "d": "registration"],
            environment: { $0.recipeParameters[.extenders] = ["c": "environment", "d": "environment"] },
            """
            values {"all":"recipe registration environment resource"}
            secrets {}
            """
        )
    }

    @Test func allOutputsCountWithoutAResult() async throws {
        try await checkExtender(
            """
            param context object
            output host string = 'h'
            output none string? = null
            @secure()
            output token string = 't'
            @secure()
            output noSecret string? = null
            """,
            """
            values {"host":"h"}
            secrets {"token":"<redacted>"}
            """
        )
    }

    @Test func theMembersOfAResultAreNamedInAnyCase() async throws {
        try await checkExtender(
            """
            param context object
            output result object = { Values: { host: 'h' }, SECRETS: { token: 't' }, resources: [] }
            """,
            """
            values {"host":"h"}
            secrets {"token":"<redacted>"}
            """
        )
    }

    @Test func aModuleThatKnowsNothingOfRadiusGetsExpressionsResolved() async throws {
        try await checkExtender(
            """
            param name string
            param size int
            param tier string
            param raw string
            param rest string = 'default'
            output serverName string = '${name} ${size} ${tier} ${raw} ${rest}'
            output key string = 'k'
            """,
            properties: ["size": 3],
            parameters: [
                "name": "{{ context.resource.name }}-{{context.application.name}}",
                "size": "{{context.resource.properties.size}}",
                "tier": #"{{context.environment.name == "prod" ? "Premium" : context.x == "y" ? "a" : "b"}}"#,
                "raw": "{{context.resource.properties.missing}}",
                "rest": nil,
            ],
            outputs: ["host": "serverName", "secrets": ["key": "key"]],
            """
            values {"host":"ext-demo 3 {{context.environment.name == \\"prod\\" ? \\"Premium\\" : context.x == \\"y\\" \
            ? \\"a\\" : \\"b\\"}} {{context.resource.properties.missing}} default"}
            secrets {"key":"<redacted>"}
            """
        )
    }

    @Test func aChoiceByTheContextIsMade() async throws {
        try await checkExtender(
            "param tier string\noutput tier string = tier",
            parameters: ["tier": #"{{context.environment.name == "prod" ? "Premium" : "Basic"}}"#],
            """
            values {"tier":"Basic"}
            secrets {}
            """
        )
    }

    @Test func anEnvironmentOfTheCurrentGenerationHasOneRecipePerType() async throws {
        var fixture = Fixture()
        fixture.environmentType = .coreEnvironments
        try fixture.register(Self.extender, "param context object\noutput a string = 'b'")
        try fixture.add("ext", Self.extender, ["recipe": ["name": "other"]])
        try await checkBinding(fixture, "ext", "values {\"a\":\"b\"}\nsecrets {}")
    }

    @Test func whatARecipeGivesIsReadByOthers() async throws {
        var fixture = Fixture()
        try fixture.register(
            Self.cache,
            "param context object\noutput result object = { values: { host: 'h', port: 6379 } }"
        )
        try fixture.add("cache", Self.cache)
        let host = pending("cache.properties.host", on: "cache", "properties")
        try fixture.add("ext", Self.extender, ["resourceProvisioning": "manual", "seen": host])
        let (graph, diagnostics) = await fixture.bind()
        #expect(rendered(diagnostics) == "")
        let seen = try #require(graph.resources.last?.resource.properties["seen"])
        #expect(seen["host"] == "h" && seen["port"] == 6379 && seen["tls"] == false)
    }

    @Test func aSimulatedEnvironmentNeedsNoRecipes() async throws {
        var fixture = Fixture()
        fixture.isSimulated = true
        try fixture.add("cache", Self.cache)
        try await checkBinding(fixture, "cache", "")
    }

    /// Once for a recipe, however many resources use it; what is in confidence is not meant.
    @Test func valuesThatAreCalledLikeSecretsAreNamed() async throws {
        var fixture = Fixture()
        try fixture.register(
            Self.extender,
            """
            param context object
            @secure()
            param token string = 't'
            output result object = { values: { adminPassword: 'x', token: token, secretName: 'n', host: 'h' } }
            """
        )
        try fixture.add("one", Self.extender)
        try fixture.add("two", Self.extender)
        await checkErrors(
            fixture,
            """
            warning: recipe './extenders-default.bicep' gives 'adminPassword' in 'values', where everybody can read it [RAD4110]
            note: in recipe 'default' for 'one' (Applications.Core/extenders)
            help: give it in 'secrets' of the output 'result' if it is one
            """
        )
    }

    @Test func noSecretIsReadableInWhatIsBound() async throws {
        var fixture = Fixture()
        try fixture.register(
            Self.cache,
            """
            param context object
            @secure()
            param password string = 'hidden'
            output result object = { values: { host: 'h', port: 1 }, secrets: { password: password } }
            """
        )
        try fixture.add("cache", Self.cache)
        try fixture.add(
            "web",
            "Applications.Core/containers",
            [
                "container": ["image": "i"], "connections": ["c": ["source": id("cache", Self.cache)]],
            ]
        )
        let (graph, _) = await fixture.bind()
        let variables = graph.resources.flatMap(\.connections).flatMap(\.variables)
        #expect(variables.count == 6)
        for resource in graph.resources {
            #expect(!summary(of: resource).contains("hidden"))
            #expect(!json(.object(resource.resource.properties)).contains("hidden"))
        }
    }
}
