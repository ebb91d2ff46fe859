import AppModel
import Diagnostics
import Documents
import Recipes
import Testing

/// Each thing that can be wrong with a recipe is one error that says what to do.
@Suite struct RecipeErrorTests {
    static let extender = "Applications.Core/extenders"

    private func check(
        _ recipe: String,
        properties: ValueObject = [:],
        parameters: ValueObject = [:],
        outputs: ValueObject = [:],
        _ expected: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        var fixture = Fixture()
        try fixture.register(Self.extender, recipe, parameters: parameters, outputs: outputs)
        try fixture.add("ext", Self.extender, properties)
        await checkErrors(fixture, expected, sourceLocation: sourceLocation)
    }

    @Test func aTypeWithoutRecipesIsReported() async throws {
        var fixture = Fixture()
        try fixture.add("ext", Self.extender)
        await checkErrors(
            fixture,
            """
            error: no recipe 'default' for 'Applications.Core/extenders' in environment 'dev' [RAD4001]
            note: environment 'dev' has no recipe for 'Applications.Core/extenders'
            note: with resourceProvisioning: 'manual' a resource needs none, and states its values itself
            help: register one: 'rad recipe register default -e dev --resource-type Applications.Core/extenders \
            --template-kind bicep --template-path ./recipes/extenders.bicep'
            """
        )
    }

    /// Where there is a recipe that is built in, the command registers that.
    @Test func aRecipeThatIsBuiltInIsNamedInTheCommand() async throws {
        var fixture = Fixture()
        try fixture.register("Radius.Data/redisCache", "")
        try fixture.add("cache", "Radius.Data/redisCaches", ["recipe": ["name": "large"]])
        await checkErrors(
            fixture,
            """
            error: no recipe 'large' for 'Radius.Data/redisCaches' in environment 'dev' [RAD4001]
            note: environment 'dev' has no recipe for 'Radius.Data/redisCaches'
            note: it has one for 'Radius.Data/redisCache'
            help: register one: 'rad recipe register large -e dev --resource-type Radius.Data/redisCaches \
            --template-kind bicep --template-path builtin:local-dev/Radius.Data/redisCaches'
            """
        )
    }

    @Test func anEnvironmentOfTheCurrentGenerationIsGivenAPack() async throws {
        var fixture = Fixture()
        fixture.environmentType = .coreEnvironments
        fixture.compute = .containerInstances(.init(subscriptionID: "s", resourceGroup: "r", location: "l"))
        try fixture.add("cache", "Radius.Data/redisCaches")
        await checkErrors(
            fixture,
            """
            error: no recipe 'default' for 'Radius.Data/redisCaches' in environment 'dev' [RAD4001]
            note: environment 'dev' has no recipe for 'Radius.Data/redisCaches'
            help: add a pack with one: 'rad recipe-pack create dev-recipes -e dev \
            --recipe Radius.Data/redisCaches=builtin:aci/Radius.Data/redisCaches'
            """
        )
    }

    /// Radius compares names of recipes by case, and so does rad; types are compared without.
    @Test func aNameOfAnotherCaseIsAnotherName() async throws {
        var fixture = Fixture()
        try fixture.register("applications.core/EXTENDERS", "", name: "large")
        try fixture.add("ext", Self.extender, ["recipe": ["name": "Large"]])
        await checkErrors(
            fixture,
            """
            error: no recipe 'Large' for 'Applications.Core/extenders' in environment 'dev' [RAD4001]
            note: environment 'dev' has these recipes for 'Applications.Core/extenders': 'large'
            help: did you mean 'large'? Names of recipes are told apart by case
            """
        )
    }

    @Test func anUnknownNameOfARecipeIsReportedWithTheKnownOnes() async throws {
        var fixture = Fixture()
        try fixture.register(Self.extender, "", name: "large")
        try fixture.register(Self.extender, "", name: "small")
        try fixture.add("ext", Self.extender, ["recipe": ["name": "medium"]])
        await checkErrors(
            fixture,
            """
            error: no recipe 'medium' for 'Applications.Core/extenders' in environment 'dev' [RAD4001]
            note: environment 'dev' has these recipes for 'Applications.Core/extenders': 'large', 'small'
            help: set 'recipe.name' of 'ext' to 'large' or 'small'
            """
        )
    }

    @Test(arguments: [
        (
            "./gone.bicep", RecipeRegistration.Kind.bicep,
            """
            error: cannot read recipe './gone.bicep': there is no such file [RAD4002]
            note: the path is relative to 'env'
            help: put the recipe there, or correct the path in the environment's registration
            """
        ),
        (
            "example.com/recipes/redis:1.0", .bicep,
            """
            error: recipe 'example.com/recipes/redis:1.0' has not been fetched: artifacts of registries cannot be read here [RAD4003]
            help: run the command once without '--offline' ('--no-restore') and RAD_OFFLINE
            """
        ),
        (
            "example.com/recipes/Redis:", .bicep,
            """
            error: recipe 'example.com/recipes/Redis:' is neither a file nor a reference to a registry [RAD1124]
            help: write 'REGISTRY/REPOSITORY:TAG', or the path of a Bicep file, such as './recipes/extenders.bicep'
            """
        ),
        (
            "hashicorp/redis", .terraform,
            """
            error: recipe 'hashicorp/redis' has not been fetched: modules are not fetched here [RAD4003]
            help: run the command once without '--offline' ('--no-restore') and RAD_OFFLINE
            """
        ),
        (
            "builtin:local-dev/Radius.Data/redisCache", .bicep,
            """
            error: there is no built-in recipe 'builtin:local-dev/Radius.Data/redisCache' [RAD4005]
            note: built in are \(BuiltinRecipes.names.map { "'builtin:\($0)'" }.joined(separator: ", "))
            help: did you mean 'builtin:local-dev/Radius.Data/redisCaches'?
            """
        ),
    ])
    func aSourceThatCannotBeReadIsReported(
        source: String,
        kind: RecipeRegistration.Kind,
        expected: String
    ) async throws {
        var fixture = Fixture()
        try fixture.register(Self.extender, source: source, kind: kind)
        try fixture.add("one", Self.extender)
        try fixture.add("two", Self.extender)
        await checkErrors(fixture, expected)
    }

    @Test func aRecipeOfARegistryHasNoFilesBesideIt() async throws {
        var fixture = Fixture()
        try fixture.register(Self.extender, source: "example.com/shop/ext:1")
        try fixture.add("one", Self.extender)
        fixture.files = [
            "br/example.com/shop$ext/1$": "output x string = loadTextContent('secret.txt')", "secret.txt": "geheim",
            "bicepconfig.json": "nonsense",
        ]
        await checkErrors(
            fixture,
            """
            br/example.com/shop$ext/1$/main.bicep:1:35: error: 'secret.txt' cannot be read: a recipe of a registry has no files beside it [BCP091]
              |
            1 | output x string = loadTextContent('secret.txt')
              |                                   ^^^^^^^^^^^^
            note: in recipe 'default' for 'one' (Applications.Core/extenders)
            """
        )
    }

    @Test func aParameterThatTheRecipeLacksIsReported() async throws {
        try await check(
            "param context object\nparam image string = 'x'\noutput image string = image",
            properties: ["recipe": ["parameters": ["imag": "y"]]],
            """
            error: recipe './extenders-default.bicep' has no parameter 'imag' [RAD4006]
            note: its parameters are 'image'
            help: did you mean 'image'?
            """
        )
    }

    @Test func nobodyButRadGivesTheContext() async throws {
        try await check(
            "param context object",
            parameters: ["context": [:]],
            """
            error: recipe './extenders-default.bicep' has no parameter 'context' [RAD4006]
            note: the recipe has no parameters
            help: remove the parameter
            """
        )
    }

    @Test func aParameterThatNobodyGivesIsReported() async throws {
        try await check(
            "param context object\nparam size string\nparam other string?\noutput all string = '${size}${other}'",
            """
            error: recipe './extenders-default.bicep' for 'ext' requires the parameter 'size', which nobody gives [RAD4007]
            ./extenders-default.bicep:2:7: note: the parameter is declared here
            help: give it under 'parameters' of the environment's registration, or of 'ext' itself
            """
        )
    }

    @Test func aResultOfTheWrongShapeIsReported() async throws {
        try await check(
            "param context object\noutput result object = { value: {}, secrets: 'x', resources: [1] }",
            """
            ./extenders-default.bicep:2:8: error: the output 'result' has a member 'value', \
            expected only 'resources', 'values' and 'secrets' [RAD4008]
              |
            2 | output result object = { value: {}, secrets: 'x', resources: [1] }
              |        ^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: write 'output result object = { values: { … }, secrets: { … } }'
            ./extenders-default.bicep:2:8: error: 'secrets' of the output 'result' is a string, expected an object [RAD4008]
              |
            2 | output result object = { value: {}, secrets: 'x', resources: [1] }
              |        ^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: write 'output result object = { values: { … }, secrets: { … } }'
            ./extenders-default.bicep:2:8: error: 'resources' of the output 'result' is something else, \
            expected an array of strings [RAD4008]
              |
            2 | output result object = { value: {}, secrets: 'x', resources: [1] }
              |        ^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: write 'output result object = { values: { … }, secrets: { … } }'
            """
        )
    }

    @Test func theMembersThatAResultDoesNotHaveAreReportedTogether() async throws {
        try await check(
            "param context object\noutput result object = { values: {}, vnetId: 'a', subnetId: 'b' }",
            """
            ./extenders-default.bicep:2:8: error: the output 'result' has the members 'vnetId', 'subnetId', \
            expected only 'resources', 'values' and 'secrets' [RAD4008]
              |
            2 | output result object = { values: {}, vnetId: 'a', subnetId: 'b' }
              |        ^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: write 'output result object = { values: { … }, secrets: { … } }'
            """
        )
    }

    @Test func anObjectWithoutANameIsReported() async throws {
        try await check(
            "extension kubernetes with {\n  kubeConfig: ''\n  namespace: 'x'\n}\nparam context object\n"
                + "resource service 'core/Service@v1' = {\n  metadata: {}\n}",
            """
            ./extenders-default.bicep:6:10: error: 'service' (core/Service) has no name that is known before \
            the deployment [RAD4009]
              |
            6 | resource service 'core/Service@v1' = {
              |          ^^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: give it a 'metadata.name' that follows from parameters
            """
        )
    }

    @Test func anObjectWhoseNameIsSecretIsReported() async throws {
        try await check(
            """
            @secure()
            param token string = uniqueString(resourceGroup().id)
            resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = { name: 'shop${token}' }
            """,
            """
            ./extenders-default.bicep:3:10: error: the name of 'account' (Microsoft.Storage/storageAccounts) is secret, \
            and names are readable everywhere [RAD4116]
              |
            3 | resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = { name: 'shop${token}' }
              |          ^^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: make the name of parameters without '@secure()', or give the secure ones no part in it
            """
        )
    }

    @Test func whatARecipeReadsOfAnExistingObjectIsReportedWhereItIsNeeded() async throws {
        try await check(
            """
            param account string
            resource existing 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
              name: account
              resource blobs 'blobServices' existing = { name: 'default' }
            }
            resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
              parent: existing::blobs
              name: 'it'
              properties: {
                publicAccess: existing.kind == 'Storage'
                  ? 'Blob'
                  : 'None'
                metadata: { account: existing.id }
              }
            }
            """,
            parameters: ["account": "shop"],
            """
            ./extenders-default.bicep:10:19: error: 'existing.kind == 'Storage' ? 'Blob' : 'None'' depends on an object \
            that exists already, and rad asks no platform for values [RAD4018]
               |
            10 |     publicAccess: existing.kind == 'Storage'
               |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: give the value as a parameter
            """
        )
    }

    @Test func aResourceOfAnotherExtensionIsReported() async throws {
        try await check(
            "extension radius\nparam context object\n"
                + "resource cache 'Applications.Datastores/redisCaches@2023-10-01-preview' = {\n  name: 'x'\n}",
            """
            ./extenders-default.bicep:3:16: error: 'Applications.Datastores/redisCaches' of extension 'radius' \
            cannot be deployed by a recipe [RAD4010]
              |
            3 | resource cache 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
              |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            note: in recipe 'default' for 'ext' (Applications.Core/extenders)
            help: use resources of Azure, or of 'extension kubernetes' such as 'apps/Deployment@v1'
            """
        )
    }

    @Test func aRecipeThatLacksARequiredValueIsReported() async throws {
        var fixture = Fixture()
        let type = "Applications.Datastores/redisCaches"
        try fixture.register(type, "param context object\noutput result object = { values: { host: 'h' } }")
        try fixture.add("cache", type)
        await checkErrors(
            fixture,
            """
            error: recipe './redisCaches-default.bicep' gives no 'port' of 'cache', \
            which 'Applications.Datastores/redisCaches' requires [RAD4011]
            help: add 'port' to 'values' of the recipe's output 'result', or set 'properties.port'
            """
        )
    }

    @Test func aSecretOfAnExtenderMustBeAText() async throws {
        try await check(
            "param context object\noutput result object = { secrets: { token: 1 } }",
            """
            error: recipe './extenders-default.bicep' gives a number for 'secrets.token' of 'ext', \
            expected a string [RAD4012]
            help: give a string in the recipe's output 'result'
            """
        )
    }

    @Test func aReferenceToAPropertyThatNobodyGivesIsReported() async throws {
        var fixture = Fixture()
        try fixture.add("one", Self.extender, ["resourceProvisioning": "manual"])
        let missing = pending("one.properties.gone", on: "one", "gone")
        try fixture.add("two", Self.extender, ["resourceProvisioning": "manual", "x": missing])
        await checkErrors(
            fixture,
            """
            error: 'one.properties.gone' has no value: neither the definition, nor a recipe, nor the target gives it [RAD4013]
            help: correct the name of the property, or let the recipe give it in 'values' of its output 'result'
            """
        )
    }

    @Test func aResourceThatCannotBeBoundCausesNoFurtherErrors() async throws {
        var fixture = Fixture()
        try fixture.add("one", Self.extender)
        let host = pending("one.properties.host", on: "one", "host")
        try fixture.add(
            "web",
            "Applications.Core/containers",
            [
                "container": ["image": "i", "env": ["X": ["value": host]]],
                "connections": ["one": ["source": id("one", Self.extender)]],
            ]
        )
        let (_, diagnostics) = await fixture.bind()
        #expect(diagnostics.map(\.code) == ["RAD4001"])
    }

    @Test func anOutputThatIsMappedAndMissingIsReported() async throws {
        try await check(
            "output hostname string = 'h'",
            outputs: ["host": "hostName2"],
            """
            error: recipe './extenders-default.bicep' has no output 'hostName2' [RAD4017]
            note: its outputs are 'hostname'
            help: did you mean 'hostname'?
            """
        )
    }

    @Test func whatIsWrongInARecipeIsSaidOnceAtItsPlace() async throws {
        var fixture = Fixture()
        try fixture.register(Self.extender, "param context object\noutput x string = nothing")
        try fixture.add("one", Self.extender)
        try fixture.add("two", Self.extender)
        await checkErrors(
            fixture,
            """
            ./extenders-default.bicep:2:19: error: nothing here is named 'nothing' [BCP057]
              |
            2 | output x string = nothing
              |                   ^^^^^^^
            note: in recipe 'default' for 'one' (Applications.Core/extenders)
            """
        )
    }
}
