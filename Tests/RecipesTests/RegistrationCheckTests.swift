import AppModel
import Diagnostics
import Documents
import Recipes
import Testing

/// What can be said of a recipe before any resource uses it.
@Suite struct RegistrationCheckTests {
    static let redis = "Applications.Datastores/redisCaches"

    private func inspect(_ text: String, for type: String, parameters: ValueObject = [:]) throws -> InspectedRecipe {
        let registration = RecipeRegistration(
            type: try #require(ResourceType(type)),
            name: "default",
            kind: .bicep,
            source: "./recipe.bicep",
            parameters: parameters,
            baseFolder: ""
        )
        let files = GivenFiles(texts: ["./recipe.bicep": text])
        return try #require(InspectedRecipe.read(registration, files: files).recipe)
    }

    /// Checks a recipe, and compares what is found with lines `severity code at line:column message`.
    private func check(
        _ text: String,
        for type: String = redis,
        parameters: ValueObject = [:],
        _ expected: String...,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let recipe = try inspect(text, for: type, parameters: parameters)
        let found = recipe.check(in: RecipeExample.environment(), types: .builtin).map { diagnostic in
            let place = diagnostic.span.map { span in
                let location = span.file.location(at: span.range.lowerBound)
                return "\(location.line):\(location.column) "
            }
            return "\(place ?? "")\(diagnostic.severity) \(diagnostic.code) \(diagnostic.message)"
        }
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    @Test func aRecipeThatGivesWhatItsTypeNeedsIsRight() throws {
        try check(
            """
            param context object
            output result object = {
              resources: []
              values: { host: context.resource.name, port: 6379 }
              secrets: { password: 'x' }
            }
            """
        )
    }

    @Test func whatAPortableTypeRequiresMustBeGiven() throws {
        try check(
            "param context object\noutput result object = { values: { host: 'h' } }",
            "2:8 error RAD4104 recipe './recipe.bicep' gives no 'port', which '\(Self.redis)' requires"
        )
    }

    @Test func theKindOfAValueIsThatOfThePortableType() throws {
        try check(
            "param context object\noutput result object = { values: { host: 'h', port: '6379' } }",
            "2:47 error RAD4105 recipe './recipe.bicep' gives a string for 'port' of '\(Self.redis)', expected an integer"
        )
    }

    @Test func theKindOfAValueThatASchemaSaysIsAWarning() throws {
        try check(
            "param context object\noutput result object = { values: { host: 'h', port: '6379' }, secrets: { url: 'u' } }",
            for: "Radius.Data/redisCaches",
            """
            2:47 warning RAD4106 recipe './recipe.bicep' gives a string for 'port', and the schema of \
            'Radius.Data/redisCaches' says an integer
            """
        )
    }

    @Test func readOnlyPropertiesAndSecretsAreExpectedOfTheRecipe() throws {
        try check(
            "param context object\noutput result object = { values: { port: 6379 } }",
            for: "Radius.Data/redisCaches",
            """
            2:8 warning RAD4107 recipe './recipe.bicep' gives no 'host', which 'Radius.Data/redisCaches' declares as \
            read-only: nobody else can
            """,
            "2:8 warning RAD4108 recipe './recipe.bicep' gives no secret 'url', which 'Radius.Data/redisCaches' declares"
        )
    }

    @Test func valuesThatTheTypeDoesNotHaveAreNamed() throws {
        let recipe = try inspect(
            "param context object\noutput result object = { values: { host: 'h', prt: 1, port: 6379 } }",
            for: Self.redis
        )
        let found = recipe.check(in: RecipeExample.environment(), types: .builtin)
        #expect(found.map(\.code) == ["RAD4109"])
        #expect(found.first?.help == "did you mean 'port'?")
        #expect(found.first?.span?.text == "prt")
    }

    /// A recipe for Dapr tells what component it made.
    @Test func propertiesOfTheTypeMayBeGivenAsWell() throws {
        try check(
            "param context object\noutput result object = { values: { componentName: 'c', type: 'state.redis', x: 1 } }",
            for: "Applications.Dapr/stateStores",
            "2:77 warning RAD4109 recipe './recipe.bicep' gives a value 'x', which 'Applications.Dapr/stateStores' does not have"
        )
    }

    /// The name of a Secret is no secret.
    @Test func whatIsCalledLikeASecretDoesNotBelongInValues() throws {
        try check(
            """
            param context object
            output result object = {
              values: { host: 'h', port: 6379, adminPassword: 'geheim' }
            }
            """,
            "3:36 warning RAD4110 recipe './recipe.bicep' gives 'adminPassword' in 'values', where everybody can read it"
        )
        try check(
            "param context object\noutput result object = { values: { passwordSecretName: 'n' } }",
            for: "Applications.Core/extenders"
        )
    }

    @Test func anOutcomeThatDependsOnTheResourceIsNotChecked() throws {
        try check(
            "param context object\noutput result object = context.resource.properties.given",
            "2:8 warning RAD4111 what recipe './recipe.bicep' gives depends on the resource, and is not checked"
        )
    }

    /// Evaluation fails without a property that real resources have; the names stand in the text.
    @Test func theNamesAreReadFromTheTextWhereTheValuesDependOnTheResource() throws {
        try check(
            """
            param context object
            output result object = { values: { host: context.resource.properties.special.host } }
            """,
            "2:8 error RAD4104 recipe './recipe.bicep' gives no 'port', which '\(Self.redis)' requires"
        )
    }

    @Test func aParameterThatIsLeftToResourcesIsAWarning() throws {
        try check(
            """
            param context object
            param size string
            output result object = { values: { host: size, port: 6379 } }
            """,
            "warning RAD4102 recipe './recipe.bicep' requires the parameter 'size', which the registration does not give"
        )
    }

    @Test func parametersOfTheRegistrationMustFit() throws {
        try check(
            "param context object\n@allowed([1, 2])\nparam size int = 1",
            parameters: ["size": 3],
            "3:7 error RAD2803 the parameter 'size' does not allow 3"
        )
        try check(
            "param context object\nparam size int = 1",
            parameters: ["siz": 3],
            "error RAD4006 recipe './recipe.bicep' has no parameter 'siz'"
        )
    }

    /// A made-up resource has not what the expression reads.
    @Test func expressionsOfAModuleAreLeftToResources() throws {
        try check(
            "param size int\noutput host string = 'h'\noutput port int = size",
            parameters: ["size": "{{context.resource.properties.size}}"]
        )
    }

    /// A module has outputs for everybody; those that the type does not have are no mistakes.
    @Test func outputsThatNobodyMappedMayBeAnything() throws {
        try check("output host string = 'h'\noutput port int = 1\noutput resourceId string = 'i'")
    }

    @Test func aResultOfTheWrongFormIsAnError() throws {
        try check(
            "param context object\noutput result object = { value: { host: 'h' } }",
            "2:8 error RAD4008 the output 'result' has a member 'value', expected only 'resources', 'values' and 'secrets'"
        )
    }

    @Test func aTypeThatNobodyDefinesIsAWarning() throws {
        try check(
            "param context object\noutput result object = { values: { x: 1 } }",
            for: "Applications.Datastores/redisCache",
            """
            warning RAD4103 nobody defines the resource type 'Applications.Datastores/redisCache', \
            so what the recipe gives is not checked
            """
        )
    }

    @Test func textsBecomeWhatTheParametersAre() throws {
        let recipe = try inspect(
            """
            param context object
            param count int = 1
            param on bool = false
            param tags object = {}
            @secure()
            param password string = ''
            """,
            for: Self.redis
        )
        let texts = [("count", "3"), ("on", "true"), ("tags", "{\"a\": 1}"), ("password", "geheim")]
        let (values, diagnostics) = recipe.arguments(texts.map { GivenParameter($0, .text($1)) })
        #expect(diagnostics == [])
        #expect(values == ["count": 3, "on": true, "tags": ["a": 1], "password": .secret("geheim")])
        let wrong = recipe.arguments([GivenParameter("count", .text("three"))]).diagnostics
        #expect(wrong.map(\.code) == ["RAD4101"])
    }

    /// A module that knows nothing of Radius is told in expressions, whatever its parameters are.
    @Test func expressionsAreTakenForEveryTypeOfAModule() throws {
        let module = try inspect("param count int = 1\noutput count int = count", for: Self.redis)
        let given = GivenParameter("count", .text("{{context.resource.properties.replicas}}"))
        #expect(module.arguments([given]).values == ["count": "{{context.resource.properties.replicas}}"])
    }
}
