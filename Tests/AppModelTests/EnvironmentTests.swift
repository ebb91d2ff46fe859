import Diagnostics
import Documents
import Testing

@testable import AppModel

@Suite struct EnvironmentTests {
    @Test func aLegacyEnvironmentIsReadWithItsRecipes() throws {
        try checkEnvironment(
            """
            [{ "type": "Applications.Core/environments", "name": "prod", "properties": {
              "compute": { "kind": "kubernetes", "namespace": "prod" },
              "providers": { "azure": { "scope": "/subscriptions/s/resourceGroups/g" } },
              "recipes": { "Applications.Datastores/redisCaches": {
                "default": { "templateKind": "bicep", "templatePath": "recipes/redis.bicep", "parameters": { "size": 1 } },
                "tf": { "templateKind": "terraform", "templatePath": "Azure/redis", "templateVersion": "1.0" } } },
              "extensions": [ { "kind": "kubernetesMetadata", "annotations": { "a": "b" } } ],
              "simulated": true } }]
            """,
            """
            kubernetes prod, a namespace per application; azure /subscriptions/s/resourceGroups/g; simulated
            Applications.Datastores/redisCaches default bicep recipes/redis.bicep {"size":1} \
            from . at recipes.Applications.Datastores/redisCaches.default
            Applications.Datastores/redisCaches tf terraform Azure/redis@1.0 {} \
            from . at recipes.Applications.Datastores/redisCaches.tf
            """
        )
    }

    /// Settings are of the same file, by id or by name; what they keep in secret stores is not known yet.
    @Test(arguments: ["tf", "/planes/radius/local/resourceGroups/g/providers/Radius.Core/terraformSettings/tf"])
    func settingsOfTerraformAreThoseThatAreNamed(reference: String) throws {
        let definition = try definition(
            of: """
                [{ "type": "Radius.Core/terraformSettings", "name": "tf", "properties": {
                  "env": { "A": "b" },
                  "terraformrc": { "providerInstallation": { "direct": { "exclude": ["x/y"] } },
                    "credentials": { "r.example": { "secret": "/s" } } } } },
                 { "type": "Radius.Core/environments", "name": "prod", "properties": {
                  "providers": { "kubernetes": { "namespace": "prod" } }, "terraformSettings": "\(reference)" } }]
                """,
            scope: DeploymentScope(group: "g")
        )
        #expect(definition.diagnostics.isEmpty)
        let environment = try #require(definition.environments.first)
        #expect(environment.terraform.environment == ["A": "b"])
        #expect(environment.terraform.access.map(\.key) == ["installation", "tokens"])
        #expect(environment.secretStores == ["/s"] && environment.missingSecret == "token of /s")
        let complete = environment.reading(secrets: ["/s": ["token": .secret("t")]])
        #expect(complete.missingSecret == nil)
        #expect(complete.terraform.tokens == ["r.example": .secret("t")])
    }

    @Test func settingsOfTerraformMustBeThere() throws {
        try checkDiagnostics(
            """
            [{ "type": "Radius.Core/terraformSettings", "name": "one", "properties": {} },
             { "type": "Radius.Core/environments", "name": "prod", "properties": {
              "providers": { "kubernetes": { "namespace": "prod" } },
              "terraformSettings": "oen" } }]
            """,
            """
            4:24 error RAD2037 no 'Radius.Core/terraformSettings' are named 'oen'; did you mean 'one'?
            """
        )
    }

    /// Accounts of registries are in secret stores that the settings name, by the hosts.
    @Test(arguments: [
        """
        [{ "type": "Applications.Core/environments", "name": "prod", "properties": {
          "compute": { "kind": "kubernetes", "namespace": "prod" },
          "recipeConfig": { "bicep": { "authentication": { "r.example:5000": { "secret": "/s" } } } } } }]
        """,
        """
        [{ "type": "Radius.Core/bicepSettings", "name": "access", "properties": { "registryAuthentications": {
          "r.example:5000": { "authenticationMethod": "BasicAuth", "basicAuthSecretId": "/s" },
          "a.azurecr.io": { "authenticationMethod": "AzureWI", "azureWiClientId": "c", "azureWiTenantId": "t" },
          "e.amazonaws.com": { "authenticationMethod": "AwsIrsa", "awsIamRoleArn": "r" } } } },
         { "type": "Radius.Core/environments", "name": "prod", "properties": {
          "providers": { "kubernetes": { "namespace": "prod" } }, "bicepSettings": "access" } }]
        """,
    ])
    func registriesHaveTheirAccountsInSecretStores(text: String) throws {
        let definition = try definition(of: text)
        #expect(definition.diagnostics.isEmpty)
        let environment = try #require(definition.environments.first)
        #expect(environment.secretStores == ["/s"] && environment.missingSecret == "username of /s")
        let stored: ValueObject = ["username": .secret("anna"), "password": .secret("p")]
        let complete = environment.reading(secrets: ["/s": stored])
        #expect(complete.missingSecret == nil)
        #expect(
            complete.registries.accounts == ["r.example:5000": ["username": "anna", "password": .secret("p")]]
        )
    }

    /// The store of the older generation says by its type what it is for; that of the newer one must have a password.
    @Test func onlyTheOlderGenerationMayNameAStoreWithoutAnAccount() throws {
        let older = try definition(
            of: """
                [{ "type": "Applications.Core/environments", "name": "prod", "properties": {
                  "compute": { "kind": "kubernetes", "namespace": "prod" },
                  "recipeConfig": { "bicep": { "authentication": { "r.example": { "secret": "/s" } } } } } }]
                """
        )
        let identity: ValueObject = ["clientId": .secret("c"), "tenantId": .secret("t")]
        let environment = try #require(older.environments.first).reading(secrets: ["/s": identity])
        #expect(environment.missingSecret == nil)
        let newer = try definition(
            of: """
                [{ "type": "Radius.Core/bicepSettings", "name": "access", "properties": { "registryAuthentications": {
                  "r.example": { "authenticationMethod": "BasicAuth", "basicAuthSecretId": "/s" } } } },
                 { "type": "Radius.Core/environments", "name": "prod", "properties": { "bicepSettings": "access" } }]
                """
        )
        let incomplete = try #require(newer.environments.first).reading(secrets: ["/s": ["username": .secret("a")]])
        #expect(incomplete.missingSecret == "password of /s")
    }

    @Test func anAccountOfARegistryNamesItsSecretAndSettingsMustBeThere() throws {
        try checkDiagnostics(
            """
            [{ "type": "Radius.Core/bicepSettings", "name": "access", "properties": { "registryAuthentications": {
              "r.example": { "authenticationMethod": "BasicAuth" } } } },
             { "type": "Radius.Core/environments", "name": "one", "properties": { "bicepSettings": "access" } },
             { "type": "Radius.Core/environments", "name": "two", "properties": { "bicepSettings": "acess" } }]
            """,
            """
            2:16 error RAD2038 'r.example' has the method 'BasicAuth' and no 'basicAuthSecretId', expected the id of a \
            secret; add basicAuthSecretId, a 'Radius.Security/secrets' with 'username' and 'password'
            4:88 error RAD2037 no 'Radius.Core/bicepSettings' are named 'acess'; did you mean 'access'?
            """
        )
    }

    @Test func containerInstancesGoToTheResourceGroupOfTheEnvironment() throws {
        try checkEnvironment(
            """
            [{ "type": "Applications.Core/environments", "name": "aci", "location": "westeurope", "properties": {
              "compute": { "kind": "aci", "resourceGroup": "/subscriptions/s/resourceGroups/g",
                "identity": { "kind": "userAssigned", "managedIdentity": ["/id"] } } } }]
            """,
            "aci s g westeurope userAssigned /id"
        )
    }

    @Test func podsOfBothGenerationsHaveTheIdentityOfTheirEnvironment() throws {
        try checkEnvironment(
            """
            [{ "type": "Applications.Core/environments", "name": "prod", "properties": {
              "compute": { "kind": "kubernetes", "namespace": "prod",
                "identity": { "kind": "azure.com.workload", "oidcIssuer": "https://issuer" } } } }]
            """,
            "kubernetes prod, a namespace per application, azure.com.workload of https://issuer"
        )
        try checkEnvironment(
            """
            [{ "type": "Radius.Core/environments", "name": "prod", "properties": { "providers": {
              "kubernetes": { "namespace": "prod" }, "azure": { "subscriptionId": "s",
                "identity": { "kind": "azure.com.workload", "oidcIssuer": "https://issuer" } } } } }]
            """,
            "kubernetes prod, azure.com.workload of https://issuer; azure /subscriptions/s"
        )
    }

    @Test func theProvidersScopeStandsInForTheResourceGroup() throws {
        try checkEnvironment(
            """
            [{ "type": "Applications.Core/environments", "name": "aci", "location": "westeurope", "properties": {
              "compute": { "kind": "aci" }, "providers": { "azure": { "scope": "/subscriptions/s/resourceGroups/g" } } } }]
            """,
            "aci s g westeurope; azure /subscriptions/s/resourceGroups/g"
        )
    }

    @Test func aCurrentEnvironmentJoinsItsPacks() throws {
        try checkEnvironment(
            """
            [{ "type": "Radius.Core/recipePacks", "name": "local", "properties": { "recipes": {
                "Radius.Data/redisCaches": { "kind": "bicep", "source": "redis.bicep",
                  "outputs": { "host": "hostName" } } } } },
             { "type": "Radius.Core/environments", "name": "dev", "properties": {
                "recipePacks": ["local", "builtin"],
                "recipeParameters": { "Radius.Data/redisCaches": { "tier": "small" } },
                "providers": { "kubernetes": { "namespace": "dev" },
                  "azure": { "subscriptionId": "s", "resourceGroupName": "g" },
                  "aws": { "accountId": "1", "region": "eu-west-1" } } } }]
            """,
            """
            kubernetes dev; azure /subscriptions/s/resourceGroups/g; aws /planes/aws/aws/accounts/1/regions/eu-west-1
            Radius.Compute/routes default bicep routes.bicep {}
            Radius.Data/redisCaches default bicep redis.bicep {} from . at recipes.Radius.Data/redisCaches
            """
        )
    }

    @Test func aRecordedPackKeepsItsRecipesAndGetsTheirFolder() throws {
        let pack = Resource(
            id: ResourceID(group: "default", type: .recipePacks, name: "data"),
            apiVersion: "2025-08-01-preview",
            address: "data",
            properties: [
                "recipes": [
                    "Radius.Data/redisCaches": [
                        "kind": "terraform", "source": "./redis", "parameters": ["size": 1],
                        "outputs": ["host": "name"],
                    ]
                ]
            ],
            origin: .none
        )
        let recipe = try #require(RecipePack.read(from: pack).pack?.withRecipes(relativeTo: "packs").recipes.first)
        #expect(recipe.baseFolder == "packs")
        #expect(recipe.parameters == ["size": 1])
        #expect(recipe.outputs == ["host": "name"])
    }

    @Test func azureAloneStandsForContainerInstances() throws {
        try checkEnvironment(
            """
            [{ "type": "Radius.Core/environments", "name": "aci", "location": "westeurope", "properties": {
              "providers": { "azure": { "subscriptionId": "s", "resourceGroupName": "g" } } } }]
            """,
            "aci s g westeurope; azure /subscriptions/s/resourceGroups/g"
        )
    }

    @Test func aCurrentEnvironmentWithoutProvidersUsesTheDefaultNamespace() throws {
        try checkEnvironment(
            #"[{ "type": "Radius.Core/environments", "name": "dev", "properties": {} }]"#,
            "kubernetes default"
        )
    }

    @Test func anEnvironmentThatCannotWorkIsReported() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/environments", "name": "a", "properties": {
                "compute": { "kind": "kubernetes", "namespace": "My_Space" },
                "recipes": { "redisCaches": {} } } },
             { "type": "Applications.Core/environments", "name": "b", "properties": { "compute": {
                "kind": "aci", "resourceGroup": "/subscriptions/s/resourceGroups/g" } } },
             { "type": "Applications.Core/environments", "name": "c", "location": "westeurope", "properties": {
                "compute": { "kind": "aci" } } },
             { "type": "Applications.Core/environments", "name": "d", "location": "westeurope", "properties": {
                "compute": { "kind": "aci", "resourceGroup": "my-group" } } },
             { "type": "Radius.Core/recipePacks", "name": "one", "properties": { "recipes": {
                "Radius.Data/redisCaches": { "kind": "bicep", "source": "a" } } } },
             { "type": "Radius.Core/recipePacks", "name": "two", "properties": { "recipes": {
                "Radius.Data/redisCaches": { "kind": "bicep", "source": "b" } } } },
             { "type": "Radius.Core/environments", "name": "e", "properties": {
                "recipePacks": ["one", "two", "oen"] } }]
            """,
            """
            3:33 error RAD2023 'redisCaches' is no resource type, expected a namespace and a name with one '/' \
            between them; write it as 'Radius.Data/redisCaches'
            2:53 error RAD2013 'My_Space' is no Kubernetes namespace, expected at most 63 small letters, digits and \
            '-', a letter or digit at both ends; choose another name
            4:54 error RAD2021 environment 'b' has no 'location', expected the Azure region of its container \
            instances; add the region beside 'name': location: 'westeurope'
            7:16 error RAD2022 environment 'c' names no resource group for its container instances; add \
            resourceGroup: '/subscriptions/<id>/resourceGroups/<name>' to 'compute'
            9:50 error RAD2022 'my-group' is no resource group, expected \
            '/subscriptions/<id>/resourceGroups/<name>'; write the full id of the resource group
            15:28 error RAD2025 'Radius.Data/redisCaches' has a recipe in the recipe packs 'one' and 'two', \
            expected one; remove one of the packs, or the recipe from one of them
            15:35 error RAD2024 no recipe pack is named 'oen'; did you mean 'one'?
            """
        )
    }

    @Test func anApplicationMayChooseItsNamespace() throws {
        let definition = try definition(
            of: """
                [{ "type": "Applications.Core/applications", "name": "shop", "properties": {
                  "extensions": [ { "kind": "kubernetesNamespace", "namespace": "shop-prod" },
                    { "kind": "kubernetesMetadata", "labels": { "team": "a" } } ] } }]
                """
        )
        let application = try #require(definition.applications.first)
        let compute = Environment.Kubernetes(namespace: "prod", separatesApplications: true)
        #expect(application.namespace(in: compute) == "shop-prod")
        #expect(application.metadata.labels == ["team": "a"])
    }

    @Test func aDerivedNamespaceThatKubernetesWouldRefuseIsReported() throws {
        let name = String(repeating: "a", count: 60)
        let definition = try definition(
            of: #"[{ "type": "Applications.Core/applications", "name": "\#(name)", "properties": {} }]"#
        )
        let application = try #require(definition.applications.first)
        let environment = Environment(
            id: try #require(ResourceID(environmentID)),
            compute: .kubernetes(Environment.Kubernetes(namespace: "default", separatesApplications: true))
        )
        #expect(
            lines(application.diagnostics(in: environment))
                == "1:54 error RAD2013 the namespace of application '\(name)' would be 'default-\(name)', expected at "
                + "most 63 small letters, digits and '-', a letter or digit at both ends; "
                + "give the application an extension: { kind: 'kubernetesNamespace', namespace: '<name>' }"
        )
    }

    private func checkEnvironment(
        _ text: String,
        _ expected: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let builtin = RecipePack(
            id: ResourceID(group: "default", type: .recipePacks, name: "builtin"),
            recipes: [RecipeRegistration(type: .routes, name: "default", kind: .bicep, source: "routes.bicep")]
        )
        let definition = try definition(of: text, recipePacks: [builtin])
        #expect(lines(definition.diagnostics) == "", sourceLocation: sourceLocation)
        let environment = try #require(definition.environments.first, sourceLocation: sourceLocation)
        let facts = [
            compute(environment.compute), environment.providers.azureScope.map { "azure \($0)" },
            environment.providers.awsScope.map { "aws \($0)" }, environment.isSimulated ? "simulated" : nil,
        ]
        let recipes = environment.recipes.all.map { recipe in
            let version = recipe.version.map { "@\($0)" } ?? ""
            let place = recipe.baseFolder.map { " from \($0) at \(recipe.path)" } ?? ""
            let parameters = Value.object(recipe.parameters).json(.compact)
            return "\(recipe.type) \(recipe.name) \(recipe.kind) \(recipe.source)\(version) \(parameters)\(place)"
        }
        let found = [facts.compactMap { $0 }.joined(separator: "; ")] + recipes
        #expect(found.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
    }

    private func compute(_ compute: Environment.Compute) -> String {
        switch compute {
        case .kubernetes(let kubernetes):
            return "kubernetes \(kubernetes.namespace)"
                + (kubernetes.separatesApplications ? ", a namespace per application" : "")
                + (kubernetes.identity.map { ", \($0.kind) of \($0.oidcIssuer ?? "nobody")" } ?? "")
        case .containerInstances(let instances):
            let identity = instances.identity.map { " \($0.kind) \($0.managedIdentities.joined(separator: " "))" }
            return "aci \(instances.subscriptionID) \(instances.resourceGroup) \(instances.location)\(identity ?? "")"
        }
    }
}
