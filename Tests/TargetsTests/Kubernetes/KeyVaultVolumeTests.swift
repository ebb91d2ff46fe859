import AppModel
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// Volumes of key vaults are mounted by the driver for them, as the container's identity.
@Suite struct KeyVaultVolumeTests {
    private static let vault = "/subscriptions/s/resourceGroups/shared/providers/Microsoft.KeyVault/vaults/shopkeys"

    private static let environment = Environment(
        id: ResourceID(group: "default", type: .environments, name: "default"),
        compute: .kubernetes(
            Environment.Kubernetes(
                namespace: "default",
                separatesApplications: true,
                identity: Environment.Identity(kind: "azure.com.workload", oidcIssuer: "https://issuer.example/")
            )
        ),
        providers: Environment.Providers(azureScope: "/subscriptions/s/resourceGroups/prod"),
        location: "westeurope"
    )

    /// A volume with `items`, mounted by containers.
    private func application(_ items: String, _ containers: String..., source: String = "keys.id") -> BicepApplication {
        let mounting = containers.map { name in
            """
            resource \(name) 'Applications.Core/containers@2023-10-01-preview' = {
              name: '\(name)'
              properties: {
                application: app.id
                container: {
                  image: 'web:1'
                  volumes: { vault: { kind: 'persistent', mountPath: '/vault', source: \(source), permission: 'write' } }
                }
              }
            }
            """
        }
        var application = BicepApplication.legacy(
            """
            resource keys 'Applications.Core/volumes@2023-10-01-preview' = {
              name: 'Keys'
              properties: {
                application: app.id
                kind: 'azure.com.keyvault'
                resource: '\(Self.vault)'
                \(items)
              }
            }

            """ + mounting.joined(separator: "\n")
        )
        application.environment = Self.environment
        return application
    }

    private func roles(_ emission: Emission) -> Set<String> {
        Set(
            emission.outputs.filter { $0.type == "Microsoft.Authorization/roleAssignments" }.compactMap {
                $0.body["properties"]?["roleDefinitionId"]?.stringValue?.split(separator: "/").last.map(String.init)
            }
        )
    }

    private static let secretsUser = "4633458b-17de-408a-b874-0445c86b69e6"
    private static let cryptoUser = "12338af0-0e69-4776-bea7-57ae8d297424"
    private static let certificateUser = "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba"

    @Test func aVolumeIsAClassThatPodsMount() async throws {
        let emission = await application(
            """
            secrets: {
                  token: { name: 'api-token' }
                  other: { name: 'o', alias: 'other.txt', version: '1', encoding: 'hex' }
                }
                keys: { sign: { name: 'signing' } }
                certificates: {
                  a: { name: 'a', alias: 'a.pem', format: 'pem', certType: 'certificate' }
                  b: { name: 'b', certType: 'privatekey', encoding: 'base64' }
                  c: { name: 'c', certType: 'publickey' }
                }
            """,
            "web"
        ).emission()
        #expect(emission.complaints == "")
        let shown = ["secrets-store.csi.x-k8s.io/SecretProviderClass", "apps/Deployment"]
        try expectSnapshot(
            Emission(outputs: emission.outputs.filter { shown.contains($0.type) }).manifests,
            "key-vault-volume.yaml"
        )
        #expect(roles(emission) == [Self.secretsUser, Self.cryptoUser, Self.certificateUser])
        let providerClass = "secrets-store.csi.x-k8s.io/SecretProviderClass keys"
        #expect(emission.dependencies(of: "apps/Deployment web").contains(providerClass))
        #expect(
            emission.dependencies(of: providerClass).contains(
                "Microsoft.ManagedIdentity/userAssignedIdentities demo-web"
            )
        )
    }

    @Test(arguments: [
        ("secrets: { a: { name: 'a' } }", [secretsUser]), ("keys: { a: { name: 'a' } }", [cryptoUser]),
        ("certificates: { a: { name: 'a' } }", [cryptoUser, certificateUser]),
    ])
    func theIdentityMayReadWhatIsMounted(items: String, expected: [String]) async {
        let emission = await application(items, "web").emission()
        #expect(emission.complaints == "")
        #expect(roles(emission) == Set(expected))
    }

    @Test func containersThatShareAVolumeReadItEachAsItself() async {
        let emission = await application("secrets: { a: { name: 'a' } }", "web", "job").emission()
        #expect(emission.complaints == "")
        let classes = emission.outputs.filter { $0.type.hasSuffix("SecretProviderClass") }.map(\.name)
        #expect(classes.sorted() == ["keys-job", "keys-web"])
        let path: ValuePath = [
            "spec", "template", "spec", "volumes", 0, "csi", "volumeAttributes", "secretProviderClass",
        ]
        #expect(emission.part("apps/Deployment job", path) == #""keys-job""#)
    }

    @Test func aVolumeThatNobodyMountsMakesNothing() async {
        let emission = await application("secrets: { a: { name: 'a' } }").emission()
        #expect(emission.complaints == "")
        #expect(emission.names == ["core/Namespace default-demo"])
    }

    @Test func aVolumeOfNoVaultIsAnError() async {
        let emission = await application("secrets: { a: { name: 'a' } }", "web", source: "app.id").emission()
        #expect(
            emission.complaints
                == "22:25 error RAD5008 volume 'vault' of 'web' leads to no Applications.Core/volumes with the ARM id of a "
                + "key vault, the only kind of persistent volume"
        )
    }

    /// A role for a whole group would be for all that is in it.
    @Test(arguments: [
        "/subscriptions/s/resourceGroups/shared", "/subscriptions/s", "/subscriptions/s/providers/A.B/vaults/c",
        "/subscriptions/s/resourceGroups/shared/providers/Microsoft.KeyVault/vaults",
        "/subscriptions/s/resourceGroups/shared/providers/Microsoft.Storage/storageAccounts/store",
        "\(vault)/secrets/token", "shopkeys", "https://shopkeys.vault.azure.net/",
    ])
    func onlyAKeyVaultIsOne(id: String) async {
        var application = application("secrets: { a: { name: 'a' } }", "web")
        application.text = application.text.replacing("'\(Self.vault)'", with: "'\(id)'")
        let emission = await application.emission()
        #expect(emission.codes == ["RAD5008"])
        #expect(roles(emission) == [])
    }

    @Test(arguments: ["\(vault)/", "/planes/azure/azurecloud\(vault)", vault.replacing("KeyVault", with: "keyvault")])
    func aVaultMayBeSpelledInOtherWays(id: String) async {
        var application = application("secrets: { a: { name: 'a' } }", "web")
        application.text = application.text.replacing("'\(Self.vault)'", with: "'\(id)'")
        let emission = await application.emission()
        #expect(emission.complaints == "")
        #expect(roles(emission) == [Self.secretsUser])
        let name: ValuePath = ["spec", "parameters", "keyvaultName"]
        #expect(emission.part("secrets-store.csi.x-k8s.io/SecretProviderClass keys", name) == #""shopkeys""#)
    }

    @Test func withoutAnIdentityTheVolumeCannotBeRead() async {
        var application = application("secrets: { a: { name: 'a' } }", "web")
        application.environment = KubernetesFixture.legacy().environment
        let emission = await application.emission()
        #expect(emission.codes == ["RAD5007"])
    }
}
