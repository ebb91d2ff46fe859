import AppModel
import Documents
import Engine
import Targets
import Testing

/// Objects that a definition declares beside its resources are made with the application.
@Suite struct DeclaredObjectTests {
    private static let web = """
        resource web 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'web'
          properties: {
            application: app.id
            container: {
              image: 'web:1'
              env: {
                NAME: { value: settings.metadata.name }
                VERSION: { value: settings.metadata.resourceVersion }
              }
            }
          }
        }
        """

    @Test func anObjectIsMadeInItsNamespaceBeforeThoseThatReadIt() async {
        let emission = await BicepApplication.legacy(
            """
            extension kubernetes with { kubeConfig: '', namespace: '' }
            resource settings 'core/ConfigMap@v1' = {
              metadata: { name: 'settings' }
              data: { image: web.properties.container.image }
            }
            """ + "\n"
                + Self.web.replacing("settings.metadata.resourceVersion", with: "'1'")
                .replacing("settings.metadata.name", with: "'n'")
        ).emission()
        #expect(emission.complaints == "")
        #expect(
            emission.outputs.last?.body.json(.compact)
                == #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"default-demo"},"#
                + #""data":{"image":"web:1"}}"#
        )
        #expect(emission.dependencies(of: "core/ConfigMap settings").contains("apps/Deployment web"))
    }

    @Test func whoReadsAnObjectComesAfterIt() async {
        let emission = await BicepApplication.legacy(
            """
            extension kubernetes with { kubeConfig: '', namespace: 'shared' }
            resource settings 'core/ConfigMap@v1' = {
              metadata: { name: 'settings' }
            }
            """ + "\n" + Self.web
        ).emission()
        #expect(emission.complaints == "")
        #expect(emission.outputs.first { $0.name == "settings" }?.namespace == "shared")
        #expect(emission.dependencies(of: "apps/Deployment web").contains("core/ConfigMap settings"))
        let variables: ValuePath = ["spec", "template", "spec", "containers", 0, "env"]
        #expect(emission.part("apps/Deployment web", variables).hasPrefix(#"[{"name":"NAME","value":"settings"},"#))
    }

    @Test func aValueOfAnExistingObjectIsAnError() async {
        let emission = await BicepApplication.legacy(
            """
            extension kubernetes with { kubeConfig: '', namespace: 'shared' }
            resource settings 'core/ConfigMap@v1' existing = {
              metadata: { name: 'settings' }
            }
            """ + "\n" + Self.web
        ).emission()
        #expect(
            emission.complaints
                == "19:27 error RAD4018 'settings.metadata.resourceVersion' depends on an object that exists already, "
                + "and rad asks no platform for values"
        )
    }

    @Test func secretsMayBeInASecretAndInNothingElse() async {
        let emission = await BicepApplication.legacy(
            """
            extension kubernetes with { kubeConfig: '', namespace: '' }
            @secure()
            param token string = 't0ken'
            resource kept 'core/Secret@v1' = {
              metadata: { name: 'kept' }
              stringData: { token: token }
            }
            resource shown 'core/ConfigMap@v1' = {
              metadata: { name: 'shown' }
              data: { token: token }
            }
            resource job 'batch/Job@v1' = {
              metadata: { name: 'job' }
              spec: {
                template: { spec: { containers: [{ name: 'main', image: 'job:1', env: [{ name: 'T', value: token }] }] } }
              }
            }
            """
        ).emission()
        #expect(emission.codes == ["RAD5005"])
        #expect(emission.part("core/Secret job-env", ["stringData"]) == #"{"main.T":"t0ken"}"#)
    }

    private static let storage = """
        resource storage 'Microsoft.Storage/storageAccounts@2023-01-01' = {
          name: 'storage'
          location: 'westeurope'
          sku: { name: 'Standard_LRS' }
          kind: 'StorageV2'
        }
        output id string = storage.id
        """

    @Test func anAzureResourceGoesToTheScopeOfTheEnvironment() async {
        var application = BicepApplication.legacy(Self.storage)
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            providers: .init(azureScope: "/subscriptions/s/resourceGroups/g")
        )
        let emission = await application.emission()
        #expect(emission.complaints == "")
        #expect(emission.outputs.last?.platform == .azure)
        #expect(
            emission.outputs.last?.id.description
                == "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/storage"
        )
        #expect(
            emission.outputs.last?.body.json(.compact)
                == #"{"location":"westeurope","sku":{"name":"Standard_LRS"},"kind":"StorageV2"}"#
        )
    }

    @Test func anAzureResourceNeedsAScope() async {
        #expect(
            await BicepApplication.legacy(Self.storage).emission().complaints
                == "7:10 error RAD4019 'storage' is a resource of Azure, and environment 'default' has no Azure scope"
        )
    }

    @Test func containerInstancesTakeAzureResourcesOnly() async {
        var application = BicepApplication.legacy(
            """
            extension kubernetes with { kubeConfig: '', namespace: '' }
            resource settings 'core/ConfigMap@v1' = {
              metadata: { name: 'settings' }
            }
            """ + "\n" + Self.storage
        )
        application.environment = ContainerInstancesFixture().environment
        let emission = await application.emission()
        #expect(
            emission.messages == [
                "error RAD5101 the Kubernetes object ConfigMap of 'settings' cannot be expressed on Azure Container "
                    + "Instances: there is no Kubernetes"
            ]
        )
        #expect(
            emission.outputs.map(\.id.description) == [
                "\(ContainerInstancesFixture.scope)/providers/Microsoft.Storage/storageAccounts/storage"
            ]
        )
    }
}
