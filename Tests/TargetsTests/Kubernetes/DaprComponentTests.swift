import AppModel
import Documents
import Engine
import TestSupport
import Testing

/// What an author configures of Dapr by hand becomes Components.
@Suite struct DaprComponentTests {
    @Test func aBuildingBlockBecomesAComponent() async throws {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Dapr/stateStores@2023-10-01-preview' = {
              name: 'State'
              properties: {
                environment: environment
                application: app.id
                resourceProvisioning: 'manual'
                type: 'state.redis'
                version: 'v1'
                auth: { secretStore: secrets.id }
                metadata: {
                  redisHost: { value: 'redis:6379' }
                  enableTLS: { value: false }
                  maxRetries: { value: 3 }
                  redisPassword: { secretKeyRef: { name: 'redis', key: 'password' } }
                }
              }
            }
            resource secrets 'Applications.Dapr/secretStores@2023-10-01-preview' = {
              name: 'secrets'
              properties: {
                environment: environment
                application: app.id
                resourceProvisioning: 'manual'
                type: 'secretstores.kubernetes'
                version: 'v1'
                metadata: { vaultName: { value: 'test' } }
              }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web:1' }
                connections: { state: { source: store.id } }
              }
            }
            """
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(emission.manifests, "dapr-components.yaml")
        #expect(emission.dependencies(of: "apps/Deployment web").contains("dapr.io/Component state"))
    }

    private static let secretSetting = """
        @secure()
        param key string = 'k3y'
        resource store 'Applications.Dapr/stateStores@2023-10-01-preview' = {
          name: 'state'
          properties: {
            environment: environment
            application: app.id
            resourceProvisioning: 'manual'
            type: 'state.azure.tablestorage'
            version: 'v1'
            auth: {}
            metadata: { accountKey: { value: key }, accountName: { value: 'a' } }
          }
        }
        """

    @Test func aSecretSettingMovesIntoASecret() async {
        let emission = await BicepApplication.legacy(Self.secretSetting).emission()
        #expect(emission.complaints == "")
        #expect(emission.part("core/Secret state-metadata", ["stringData"]) == #"{"accountKey":"k3y"}"#)
        #expect(
            emission.part("dapr.io/Component state", ["spec", "metadata"])
                == #"[{"name":"accountKey","secretKeyRef":{"name":"state-metadata","key":"accountKey"}},"#
                + #"{"name":"accountName","value":"a"}]"#
        )
        #expect(emission.part("dapr.io/Component state", ["auth"]) == "absent")
        #expect(emission.dependencies(of: "dapr.io/Component state").contains("core/Secret state-metadata"))
    }

    /// A store of the author's reads secrets by other names than Kubernetes does.
    @Test func aSecretSettingOfAComponentWithAStoreIsRefused() async {
        let text = Self.secretSetting.replacing("auth: {}", with: "auth: { secretStore: 'vault' }")
        #expect(await BicepApplication.legacy(text).emission().codes == ["RAD5005"])
    }

    @Test func aSecretStoreThatIsNotThereIsAnError() async {
        let id = "/planes/radius/local/resourceGroups/default/providers/Applications.Dapr/secretStores/lost"
        let text = Self.secretSetting.replacing("auth: {}", with: "auth: { secretStore: '\(id)' }")
        let emission = await BicepApplication.legacy(text).emission()
        #expect(emission.complaints.hasPrefix("17:26 error RAD5006 '\(id)' leads to no secret store"))
    }

    /// A setting that is secret becomes a key of a Secret.
    @Test func aSecretSettingHasANameThatASecretTakes() async {
        let text = Self.secretSetting.replacing("{ accountKey: {", with: "{ 'account/key': {")
        let emission = await BicepApplication.legacy(text).emission()
        #expect(
            emission.complaints
                == "18:32 error RAD5020 'account/key' cannot be a key of a Secret: a key has up to 253 letters, digits, "
                + "'-', '_' and '.'"
        )
    }
}
