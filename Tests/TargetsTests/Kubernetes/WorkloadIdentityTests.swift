import AppModel
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// Connections with `iam` give pods an identity of Azure and its roles.
@Suite struct WorkloadIdentityTests {
    private static let scope = "/subscriptions/s1/resourceGroups/prod"
    private static let vault = "/subscriptions/s2/resourceGroups/shared/providers/Microsoft.KeyVault/vaults/keys"

    private static let environment = Environment(
        id: ResourceID(group: "default", type: .environments, name: "default"),
        compute: .kubernetes(
            Environment.Kubernetes(
                namespace: "default",
                separatesApplications: true,
                identity: Environment.Identity(kind: "azure.com.workload", oidcIssuer: "https://issuer.example/")
            )
        ),
        providers: Environment.Providers(azureScope: scope),
        location: "westeurope"
    )

    /// A container with one connection.
    private func application(_ connection: String, more: String = "") -> BicepApplication {
        var application = BicepApplication.legacy(
            """
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'Web'
              properties: {
                application: app.id
                container: { image: 'web:1', env: { IDENTITY: { value: 'x' } } }
                connections: { store: { \(connection) } }
              }
            }
            \(more)
            """
        )
        application.environment = Self.environment
        return application
    }

    /// What is Azure's: type, name, what comes first, and the body.
    private func azure(_ emission: Emission) -> String {
        emission.outputs.filter { $0.platform == .azure }.map { output in
            "\(output.id)\n  \(output.type)@\(output.apiVersion) \(output.name)\n"
                + "  after \(output.dependencies.map { "\($0)" }.joined(separator: ", "))\n"
                + "  \(output.body.json(.compact))\n"
        }
        .joined()
    }

    @Test func aConnectionWithRolesMakesAnIdentity() async throws {
        let emission = await application(
            "source: '\(Self.vault)', iam: { kind: 'azure', roles: ['Key Vault Secrets User', 'Reader'] }"
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(azure(emission), "workload-identity.txt")
        let kubernetes = Emission(outputs: emission.outputs.filter { $0.platform == .kubernetes })
        try expectSnapshot(kubernetes.manifests, "workload-identity.yaml")
        let identity = "Microsoft.ManagedIdentity/userAssignedIdentities"
        #expect(
            emission.dependencies(of: "core/ServiceAccount web")
                == [
                    "core/Namespace default-demo", "\(identity)/federatedIdentityCredentials Web",
                    "\(identity) demo-Web",
                ]
        )
        let roles = emission.dependencies(of: "apps/Deployment web").filter { $0.hasPrefix("Microsoft.Authorization") }
        #expect(roles.count == 2)
    }

    @Test func theContainerTellsItsIdentityToOthers() async {
        var application = application(
            "source: '\(Self.vault)', iam: { kind: 'azure' }",
            more: """
                resource other 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'other'
                  properties: {
                    application: app.id
                    container: { image: 'o:1', env: { ID: { value: web.properties.identity.resource } } }
                    connections: { web: { source: web.id } }
                  }
                }
                """
        )
        let env: ValuePath = ["spec", "template", "spec", "containers", 0, "env"]
        let id = "\(Self.scope)/providers/Microsoft.ManagedIdentity/userAssignedIdentities/demo-Web"
        let emission = await application.emission()
        #expect(emission.complaints == "")
        #expect(emission.part("apps/Deployment other", env) == #"[{"name":"ID","value":"\#(id)"}]"#)
        #expect(!emission.names.contains { $0.contains("roleAssignments") })
        application.text.replace("iam: { kind: 'azure' }", with: "")
        #expect(await application.emission().codes == ["RAD4013"])
    }

    @Test func rolesAreNamesGUIDsOrIDs() async {
        let guid = "00000000-1111-2222-3333-444444444444"
        let definition = "/subscriptions/s9/providers/Microsoft.Authorization/roleDefinitions/\(guid)"
        let emission = await application(
            "source: '\(Self.vault)', iam: { kind: 'azure', roles: ['reader', '\(guid)', '\(definition)', 'READER'] }"
        ).emission()
        #expect(emission.complaints == "")
        let assigned = emission.outputs.filter { $0.type == "Microsoft.Authorization/roleAssignments" }
            .map { $0.body["properties"]?["roleDefinitionId"]?.stringValue ?? "" }
        let definitions = "/subscriptions/s2/providers/Microsoft.Authorization/roleDefinitions"
        #expect(
            assigned == ["\(definitions)/acdd72a7-3385-48ef-bd42-f606fba81ae7", "\(definitions)/\(guid)", definition]
        )
    }

    /// Azure takes names of credentials with three letters or more.
    @Test(arguments: [("Web", "Web"), ("db", "demo-db"), ("x", "demo-x")])
    func aCredentialHasANameThatAzureTakes(container: String, expected: String) async {
        var application = application("source: '\(Self.vault)', iam: { kind: 'azure' }")
        application.text = application.text.replacing("name: 'Web'", with: "name: '\(container)'")
        let emission = await application.emission()
        #expect(emission.complaints == "")
        let type = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
        #expect(emission.names.contains("\(type) \(expected)"), "\(emission.names)")
    }

    /// Azure ignores the case of ids: what is two to rad would be removed with one of them.
    @Test func anAssignmentIsOneHoweverItsScopeIsSpelled() async {
        let iam = "iam: { kind: 'azure', roles: ['Reader'] }"
        func assignments(_ connections: String) async -> [OutputResource] {
            let emission = await application(connections).emission()
            #expect(emission.complaints == "")
            return emission.outputs.filter { $0.type == "Microsoft.Authorization/roleAssignments" }
        }
        let other = Self.vault.replacing("resourceGroups", with: "resourcegroups").replacing("keys", with: "Keys") + "/"
        let one = await assignments("source: '\(Self.vault)', \(iam)")
        let both = await assignments("source: '\(Self.vault)', \(iam) }, more: { source: '\(other)', \(iam)")
        let respelled = await assignments("source: '\(other)', \(iam)")
        #expect(one.count == 1)
        #expect(both.map(\.id) == one.map(\.id) && respelled.map(\.id) == one.map(\.id))
        #expect(both.map(\.body) == one.map(\.body) && respelled.map(\.body) == one.map(\.body))
    }

    @Test(arguments: ["", "/planes/azure/azurecloud"])
    func aResourceWithOneOfAzureBehindItTakesRoles(plane: String) async {
        let redis = """
            resource cache 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
              name: 'cache'
              properties: {
                environment: environment
                application: app.id
                resourceProvisioning: 'manual'
                host: 'h'
                port: 1
                resources: [{ id: '\(plane)\(Self.scope)/providers/Microsoft.Cache/redis/c' }]
              }
            }
            """
        let iam = "iam: { kind: 'azure', roles: ['Redis Cache Contributor'] }"
        let emission = await application("source: cache.id, \(iam)", more: redis).emission()
        #expect(emission.complaints == "")
        #expect(
            emission.outputs.contains {
                $0.id.description.hasPrefix("\(Self.scope)/providers/Microsoft.Cache/redis/c/providers/".lowercased())
            }
        )
    }

    @Test func anAzureResourceOfTheFileComesBeforeItsRoles() async {
        let emission = await application(
            "source: storage.id, iam: { kind: 'azure', roles: ['Storage Blob Data Reader'] }",
            more: """
                resource storage 'Microsoft.Storage/storageAccounts@2023-01-01' = {
                  name: 'demostore'
                  location: 'westeurope'
                  sku: { name: 'Standard_LRS' }
                  kind: 'StorageV2'
                }
                """
        ).emission()
        #expect(emission.complaints == "")
        #expect(
            emission.dependencies(of: "Microsoft.ManagedIdentity/userAssignedIdentities demo-Web")
                == ["Microsoft.Storage/storageAccounts demostore"]
        )
    }

    @Test(arguments: [
        (
            "source: '/subscriptions/s/resourceGroups/g/providers/A.B/c/d', iam: { kind: 'azure', roles: ['Raeder'] }",
            "18:125 error RAD5035 'Raeder' is no role of Azure that rad knows"
        ),
        (
            "source: 'http://web.example:80', iam: { kind: 'azure', roles: ['Reader'] }",
            "error RAD5036 connection 'store' of 'Web' asks for Azure roles and leads to no resource of Azure"
        ),
        (
            "source: '/planes/aws/aws/accounts/1/x', iam: { kind: 'azure', roles: ['Reader'] }",
            "error RAD5036 connection 'store' of 'Web' asks for Azure roles and leads to no resource of Azure"
        ),
    ])
    func rolesThatCannotBeAssignedAreNamed(connection: String, expected: String) async {
        let emission = await application(connection).emission()
        #expect(emission.diagnostics.count == 1)
        #expect(emission.complaints.hasSuffix(expected) || emission.complaints.contains(expected.dropFirst(6)))
    }

    @Test(arguments: [
        ("identity", "has no workload identity: OIDC Issuer URL is not specified"),
        ("scope", "names no resource group for it"), ("group", "names no resource group for it"),
        ("location", "names no region for it, and rad does not ask Azure for that of the resource group"),
    ])
    func whatTheEnvironmentLacksIsNamed(lack: String, expected: String) async {
        var application = application("source: '\(Self.vault)', iam: { kind: 'azure' }")
        let scope = lack == "group" ? "/subscriptions/s1" : lack == "scope" ? nil : Self.scope
        var compute = Environment.Kubernetes(namespace: "default", separatesApplications: true)
        if lack != "identity" {
            compute.identity = Environment.Identity(kind: "azure.com.workload", oidcIssuer: "https://issuer.example/")
        }
        application.environment = Environment(
            id: Self.environment.id,
            compute: .kubernetes(compute),
            providers: Environment.Providers(azureScope: scope),
            location: lack == "location" ? nil : "westeurope"
        )
        let emission = await application.emission()
        #expect(
            emission.complaints.hasSuffix(
                " error RAD5007 'Web' needs an identity of Azure, and environment 'default' \(expected)"
            ),
            "\(emission.complaints)"
        )
        #expect(emission.names == ["core/Namespace default-demo"])
    }
}
