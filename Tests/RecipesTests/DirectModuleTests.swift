import AppModel
import Documents
import Recipes
import Testing

/// Modules that know nothing of Radius: what they are told, and what is read of them.
@Suite struct DirectModuleTests {
    static let extender = "Applications.Core/extenders"

    /// Gives a parameter an expression and compares what the module gets, as JSON.
    private func check(
        _ given: Value,
        gives expected: String,
        as type: String = "string",
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        var fixture = Fixture()
        fixture.providers.azureScope = "/subscriptions/s/resourceGroups/r"
        try fixture.register(
            Self.extender,
            "param p \(type)\noutput p \(type) = p",
            parameters: ["p": given]
        )
        try fixture.register("My.Types/cache", "output host string = 'h'\noutput port int = 6379")
        try fixture.add("cache", "My.Types/cache")
        try fixture.add(
            "ext",
            Self.extender,
            [
                "size": 3, "on": true, "zones": [1, 2], "tags": ["a": "b"],
                "connections": ["db": ["source": id("cache", "My.Types/cache")]],
            ]
        )
        let (graph, diagnostics) = await fixture.bind()
        #expect(rendered(diagnostics) == "", sourceLocation: sourceLocation)
        guard case .recipe(let result)? = graph.resources.first(where: { $0.resource.name == "ext" })?.role else {
            Issue.record("nothing was bound", sourceLocation: sourceLocation)
            return
        }
        #expect(result.values["p"]?.json(.compact) == expected, sourceLocation: sourceLocation)
    }

    /// An expression that is all there is keeps the type of a property; blanks around it do not count.
    @Test(arguments: [
        ("{{context.resource.properties.size}}", "int", "3"),
        (" {{ context.resource.properties.size }} ", "int", "3"),
        ("{{context.resource.properties.on}}", "bool", "true"),
        ("{{context.resource.properties.zones}}", "array", "[1,2]"),
        ("{{context.resource.properties.tags}}", "object", #"{"a":"b"}"#),
        ("{{context.resource.connections.db.properties.port}}", "int", "6379"),
        ("{{context.resource.connections.db.name}}", "string", #""cache""#),
    ])
    func aWholeExpressionKeepsItsType(given: String, type: String, expected: String) async throws {
        try await check(.string(given), gives: expected, as: type)
    }

    @Test(arguments: [
        ("n-{{context.resource.properties.size}}", #""n-3""#),
        ("{{context.resource.name}}{{context.application.name}}", #""extdemo""#),
        ("{{context.azure.resourceGroup.name}}/{{context.azure.subscription.subscriptionId}}", #""r/s""#),
        ("{{a}b}} {{context.resource.name}}", #""{{a}b}} ext""#),
        ("{{{context.resource.name}}", #""{{{context.resource.name}}""#),
        ("{{}} {{context.resource.name}}", #""{{}} ext""#),
        ("{{context.resource.name", #""{{context.resource.name""#),
    ])
    func expressionsInATextAreReplaced(given: String, expected: String) async throws {
        try await check(.string(given), gives: expected)
    }

    /// What Radius does not know stays as it is written, even where the context has a value there.
    @Test(arguments: [
        "{{context.resource.connections}}", "{{context.azure.resourceGroup}}", "{{context.resource.properties}}",
        "{{context.resource.properties.tags.a}}", "{{context.resource.properties.zones[0]}}",
        "{{context.resource.connections.db.properties.gone}}", "{{context.resource.connections.db.connections}}",
        "{{resource.name}}", #"{{context.resource.name == "ext" ? context.resource.id : "b"}}"#,
        #"{{context.resource.name != "ext" ? "a" : "b"}}"#,
    ])
    func whatCannotBeResolvedStaysAsItIs(given: String) async throws {
        try await check(.string(given), gives: Value.string(given).json(.compact))
    }

    @Test func choicesMayBeNestedOnEitherSide() async throws {
        let name = "context.resource.name"
        try await check(.string(#"{{\#(name) == "x" ? "a" : \#(name) == "ext" ? "b" : "c"}}"#), gives: #""b""#)
        try await check(.string(#"{{\#(name) == "ext" ? \#(name) == "x" ? "a" : "b" : "c"}}"#), gives: #""b""#)
    }

    /// Strings anywhere in a parameter are looked at; names of members are not.
    @Test func expressionsAreFoundInObjectsAndArrays() async throws {
        try await check(
            ["{{context.resource.name}}": [["x": "{{context.resource.name}}"], 1]],
            gives: #"{"{{context.resource.name}}":[{"x":"ext"},1]}"#,
            as: "object"
        )
    }

    /// Null takes away what weaker givers said; a recipe that takes the context gets it as it is.
    @Test(arguments: [("param p string = 'default'", "default"), ("param context object\nparam p string?", "null")])
    func nullLeavesAModuleToItsDefault(declaration: String, expected: String) async throws {
        var fixture = Fixture()
        let text = "\(declaration)\noutput p string = p ?? 'null'"
        try fixture.register(Self.extender, text, parameters: ["p": "registration"])
        try fixture.add("ext", Self.extender, ["recipe": ["parameters": ["p": nil]]])
        try await checkBinding(fixture, "ext", "values {\"p\":\"\(expected)\"}\nsecrets {}")
    }

    // MARK: - Outputs

    /// An ordinary mapping keeps the secrecy of its output, and leaves out what is null.
    @Test func outputsAreTakenUnderOtherNames() async throws {
        var fixture = Fixture()
        try fixture.register(
            Self.extender,
            """
            output hostName string = 'h'
            @secure()
            output key string = 'k'
            output plain string = 'p'
            output gone string? = null
            output unused string = 'u'
            """,
            outputs: ["host": "hostName", "key": "key", "gone": "gone", "secrets": ["word": "plain"]]
        )
        try fixture.add("ext", Self.extender)
        try await checkBinding(
            fixture,
            "ext",
            "values {\"host\":\"h\"}\nsecrets {\"key\":\"<redacted>\",\"word\":\"<redacted>\"}"
        )
    }

    @Test func aSecretThatIsMappedMustHaveAValue() async throws {
        var fixture = Fixture()
        try fixture.register(
            Self.extender,
            "output key string? = null",
            outputs: ["secrets": ["password": "key"]]
        )
        try fixture.add("ext", Self.extender)
        await checkErrors(
            fixture,
            """
            error: output 'key' of recipe './extenders-default.bicep' has no value, and is to be the secret 'password' [RAD4112]
            help: let the module give the output, or remove the mapping
            """
        )
    }
}
