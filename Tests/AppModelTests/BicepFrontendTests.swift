import Bicep
import Diagnostics
import Documents
import Testing

@testable import AppModel

/// Checks the edges that a Bicep file comes to, and everything that is said about it.
private func checkApplication(
    _ text: String,
    _ expected: String,
    diagnostics expectedDiagnostics: String = "",
    parameters: [GivenParameter] = [],
    scope: DeploymentScope = shopScope,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
    let file = SourceFile(path: "app.bicep", text: text)
    let definition = BicepFrontend(.init(scope: scope, parameters: parameters)).definition(of: file)
    #expect(lines(definition.diagnostics) == expectedDiagnostics, sourceLocation: sourceLocation)
    let edges = definition.applications.flatMap { application in
        let (graph, diagnostics) = ApplicationGraph.build(application: application.id, from: definition.resources)
        #expect(lines(diagnostics) == "", sourceLocation: sourceLocation)
        let order = graph.topologicalOrder().map { graph.resources[$0].name }.joined(separator: " ")
        return ["\(application.name): \(order)"]
            + graph.edges.map { edge in
                let arrow = edge.kind == .connection ? "->" : "-->"
                return "\(edge.source.name) \(arrow) \(edge.target.name)"
            }
    }
    #expect(edges.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
}

@Suite struct BicepFrontendTests {
    @Test func environmentVariablesMayBeObjectsOrTexts() {
        checkApplication(
            """
            extension radius
            param application string
            resource database 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'database'
              properties: {
                application: application
                container: { image: 'postgres', ports: { pg: { containerPort: 5432 } } }
              }
            }
            resource account 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'account-service'
              properties: {
                application: application
                container: { image: 'account', env: { DATABASE_HOST: { value: database.name } } }
              }
            }
            resource position 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'position-service'
              properties: {
                application: application
                container: { image: 'position', env: { DATABASE_HOST: database.name } }
                connections: { database: { source: database.id } }
              }
            }
            """,
            """
            shop: database account-service position-service
            account-service --> database
            position-service -> database
            """
        )
    }

    @Test func anApplicationMayBeAParameterWithANameForItsDefault() {
        let text = """
            extension radius
            param application string = 'traderx-state-005'
            resource feed 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'trade-feed'
              properties: {
                application: application
                container: { image: 'feed', ports: { web: { containerPort: 18086 } } }
              }
            }
            """
        checkApplication(
            text,
            "traderx-state-005: trade-feed",
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
        checkApplication(text, "shop: trade-feed")
    }

    @Test func anApplicationMayBeDeclaredInTheFile() {
        checkApplication(
            """
            extension radius
            param environment string
            resource traderx 'Applications.Core/applications@2023-10-01-preview' = {
              name: 'traderx'
              properties: { environment: environment }
            }
            resource feed 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'feed'
              properties: { application: traderx.id, container: { image: 'feed' } }
            }
            resource gateway 'Applications.Core/gateways@2023-10-01-preview' = {
              name: 'gateway'
              properties: {
                application: traderx.id
                routes: [ { path: '/', destination: 'http://${feed.name}:18086' } ]
              }
            }
            """,
            """
            traderx: feed gateway
            gateway -> feed
            """,
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
    }

    @Test func theCurrentGenerationIsReadInBothSpellings() {
        checkApplication(
            """
            extension radius
            param environment string
            param application string
            @secure()
            param password string = 'hunter2'
            resource database 'Radius.Data/postgreSqlDatabases@2025-08-01-preview' = {
              name: 'database'
              properties: {
                environment: environment
                application: application
                username: 'sa'
                password: password
              }
            }
            resource people 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'people'
              properties: {
                environment: environment
                application: application
                container: { image: 'people', env: { DATABASE_HOST: { value: database.properties.host } } }
              }
            }
            resource account 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'account'
              properties: {
                environment: environment
                application: application
                containers: { account: { image: 'account', ports: { web: { containerPort: 18088 } } } }
                connections: { database: { source: database.id } }
              }
            }
            resource ingress 'Radius.Compute/routes@2025-08-01-preview' = {
              name: 'ingress'
              properties: {
                environment: environment
                application: application
                rules: [ {
                  matches: [ { httpPath: '/' } ]
                  destinationContainer: { resourceId: account.id, containerName: 'account', containerPort: 18088 }
                } ]
              }
            }
            """,
            """
            shop: database people account ingress
            people --> database
            account -> database
            ingress -> account
            """
        )
    }

    @Test func everyMistakeInAFileIsReportedAtItsPlace() {
        checkApplication(
            """
            extension radius
            param application string
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'my_web'
              properties: { application: application, container: { image: 'web', port: 80 } }
            }
            resource api 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'api'
              properties: {
                application: application
                container: {
                  image: 7
                  ports: { web: { containerPort: 0 } }
                  imagePullPolicy: 'always'
                }
              }
            }
            """,
            "shop: my_web api",
            diagnostics: """
                4:9 error RAD2012 'my_web' is no resource name, expected at most 63 letters, digits and '-', \
                a letter first and no '-' last; choose another name
                5:70 error RAD2003 unknown property 'container.port'; did you mean 'ports'?
                12:14 error RAD2005 'container.image' is an integer, expected a string; write a string here
                13:38 error RAD2008 'container.ports.web.containerPort' is 0, expected 1 to 65535; \
                write a number from 1 to 65535
                14:24 error RAD2006 'container.imagePullPolicy' is 'always', expected one of 'Always', \
                'IfNotPresent', 'Never'; did you mean 'Always'?
                """
        )
    }

    @Test func aCircleIsOneMistakeWithSeveralPlaces() {
        let file = SourceFile(
            path: "app.bicep",
            text: """
                extension radius
                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: api.name
                  properties: { application: '', container: { image: 'web' } }
                }
                resource api 'Applications.Core/containers@2023-10-01-preview' = {
                  name: web.name
                  properties: { application: '', container: { image: 'api' } }
                }
                """
        )
        let definition = BicepFrontend(.init(scope: shopScope)).definition(of: file)
        #expect(definition.diagnostics.map(\.code) == ["BCP080"])
        #expect(
            definition.diagnostics.first?.notes.map(\.message) == ["the circle goes on here"]
        )
    }

    private static let objects = """
        extension radius
        extension kubernetes with { kubeConfig: '', namespace: 'default' }
        resource storage 'Microsoft.Storage/storageAccounts@2023-01-01' = {
          name: 'storage'
          location: 'westeurope'
          sku: { name: 'Standard_LRS' }
          kind: 'StorageV2'
        }
        resource settings 'core/ConfigMap@v1' = {
          metadata: { name: 'settings' }
        }

        """

    @Test func objectsOfPlatformsBelongToTheApplication() {
        let file = SourceFile(path: "app.bicep", text: Self.objects)
        let definition = BicepFrontend(.init(scope: shopScope)).definition(of: file)
        #expect(lines(definition.diagnostics) == "")
        #expect(
            definition.resources.map { "\($0.id) of \($0.application?.name ?? "nothing")" } == [
                "/planes/radius/local/resourceGroups/default/providers/Microsoft.Storage/storageAccounts/storage of shop",
                "/planes/radius/local/resourceGroups/default/providers/core/ConfigMap/settings.default of shop",
            ]
        )
    }

    /// Names of several parts are written as one, which must not make one of two objects.
    @Test func objectsWhosePartsReadAlikeAreToldApart() {
        let text = """
            extension radius
            extension kubernetes with { kubeConfig: '', namespace: '' }
            resource dotted 'core/ConfigMap@v1' = { metadata: { name: 'a.b' } }
            resource placed 'core/ConfigMap@v1' = { metadata: { name: 'a', namespace: 'b' } }
            resource plain 'core/ConfigMap@v1' = { metadata: { name: 'a' } }
            resource one 'Microsoft.Network/privateDnsZones/A@2020-06-01' existing = { name: 'a.b/c' }
            resource two 'Microsoft.Network/privateDnsZones/A@2020-06-01' existing = { name: 'a/b.c' }
            resource three 'Microsoft.Network/privateDnsZones/A@2020-06-01' existing = { name: 'a/c' }
            resource here 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'store' }
            resource there 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
              name: 'store'
              scope: resourceGroup('other')
            }
            resource far 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
              name: 'store'
              scope: resourceGroup('00000000-0000-0000-0000-000000000009', 'other')
            }
            """
        let scope = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop"
        let file = SourceFile(path: "app.bicep", text: text)
        let definition = BicepFrontend(.init(scope: shopScope, azureScope: scope)).definition(of: file)
        #expect(lines(definition.diagnostics) == "")
        #expect(
            definition.resources.map(\.name) == [
                "a.b.", "a.b", "a", "a.b:c", "a:b.c", "a.c", "store", "store:other",
                "store:00000000-0000-0000-0000-000000000009:other",
            ]
        )
    }

    @Test func objectsNeedAnApplication() {
        checkApplication(
            Self.objects,
            "",
            diagnostics: """
                3:10 error RAD2035 nothing says which application 'storage' belongs to: the file has no application; \
                declare an application, or name one with '-a <name>'
                9:10 error RAD2035 nothing says which application 'settings.default' belongs to: the file has no \
                application; declare an application, or name one with '-a <name>'
                """,
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
    }

    @Test func objectsOfAFileWithTwoApplicationsBelongToNone() {
        let text =
            Self.objects
                + """
                resource one 'Applications.Core/extenders@2023-10-01-preview' = {
                  name: 'one'
                  properties: { application: 'shop', environment: 'default', resourceProvisioning: 'manual' }
                }
                resource two 'Applications.Core/extenders@2023-10-01-preview' = {
                  name: 'two'
                  properties: { application: 'bar', environment: 'default', resourceProvisioning: 'manual' }
                }
                """
        let definition = BicepFrontend(.init(scope: shopScope)).definition(
            of: SourceFile(path: "app.bicep", text: text)
        )
        #expect(definition.diagnostics.map(\.code) == ["RAD2035", "RAD2035"])
        #expect(
            definition.diagnostics.first?.message
                == "nothing says which application 'storage' belongs to: it may be of 'shop', 'bar'"
        )
    }

    @Test func whatNoTargetReachesIsRefused() {
        checkApplication(
            """
            extension radius
            extension kubernetes with { kubeConfig: '', namespace: 'default' }
            extension aws
            param suffix object = {}
            resource bucket 'AWS.S3/Bucket@default' = {
              alias: 'bucket'
              properties: { BucketName: 'bucket' }
            }
            resource settings 'core/ConfigMap@v1' = {
              metadata: { generateName: 'settings' }
            }
            """,
            "shop: ",
            diagnostics: """
                5:17 error RAD2031 'bucket' is of type 'AWS.S3/Bucket' of AWS, which no target of rad reaches; \
                make it beforehand, and give what the application needs of it as parameters
                9:10 error RAD2034 'settings' has no name that is known before the deployment; \
                give it a name that follows from parameters
                """,
            scope: shopScope
        )
    }

    @Test func typesOfRadiusNeedItsExtension() {
        checkApplication(
            """
            resource app 'Applications.Core/applications@2023-10-01-preview' = {
              name: 'shop'
              location: 'global'
              properties: {}
            }
            """,
            "",
            diagnostics: """
                1:14 error RAD2032 'Applications.Core/applications' is a Radius type, \
                but the file does not use the extension; add 'extension radius' at the top of the file
                """,
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
    }

    @Test func missingParametersAreReportedBeforeAnythingIsEvaluated() {
        checkApplication(
            """
            extension radius
            param environment string
            param tag string
            """,
            "",
            diagnostics: """
                2:7 error RAD2028 parameter 'environment' has no value and no default; \
                name the environment with '-e <name>'
                3:7 error RAD2028 parameter 'tag' has no value and no default; give it with '-p tag=<value>'
                """,
            scope: DeploymentScope(group: "default")
        )
    }

    /// Radius' type definitions flatten `properties`, and so do definitions that were written with them.
    @Test func propertiesMayBeReadWithoutNamingThem() {
        let file = SourceFile(
            path: "app.bicep",
            text: """
                extension radius
                param application string
                resource first 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'first'
                  properties: { application: application, container: { image: 'nginx', ports: { web: { containerPort: 80 } } } }
                }
                resource second 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'second'
                  properties: {
                    application: first.application
                    container: {
                      image: first.container.image
                      ports: { web: { containerPort: first.container.ports.web.containerPort } }
                      env: { NAME: { value: first.name }, LATE: { value: first.hosts[0] } }
                    }
                  }
                }
                output missing bool = first.?container.?nothing == null
                """
        )
        let definition = BicepFrontend(.init(scope: shopScope)).definition(of: file)
        #expect(lines(definition.diagnostics) == "")
        let properties = definition.resources.last?.properties
        #expect(properties?["application"]?.stringValue == applicationID)
        #expect(properties?["container"]?["image"] == "nginx")
        #expect(properties?["container"]?["ports"] == ["web": ["containerPort": 80]])
        #expect(properties?["container"]?["env"]?["NAME"] == ["value": "first"])
        let late = properties?["container"]?["env"]?["LATE"]?["value"]
        #expect(late?.isKnown == false)
        var runtime = RuntimeValues()
        runtime["first"] = ["id": "/a", "properties": ["hosts": ["here"]]]
        #expect(late?.resolved(with: runtime) == "here")
    }

    @Test func aLoopMakesOneResourcePerItem() {
        checkApplication(
            """
            extension radius
            param application string
            param count int
            resource web 'Applications.Core/containers@2023-10-01-preview' = [for i in range(0, count): {
              name: 'web-${i}'
              properties: {
                application: application
                container: { image: 'web' }
                connections: i == 0 ? {} : { previous: { source: 'http://web-${i - 1}:80' } }
              }
            }]
            """,
            """
            shop: web-0 web-1 web-2
            web-1 -> web-0
            web-2 -> web-1
            """,
            parameters: [GivenParameter("count", .text("3"))]
        )
    }

    @Test(
        arguments: [
            "", "\u{FEFF}", "resource", "extension radius\nresource x '", "\u{0}\u{1}\u{2}", "param p int = 'x'",
        ]
    )
    func anyBytesGiveADefinition(_ text: String) {
        let definition = BicepFrontend(.init(scope: shopScope)).definition(
            of: SourceFile(path: "app.bicep", text: text)
        )
        #expect(definition.resources.isEmpty)
    }
}
