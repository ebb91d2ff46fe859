import AppModel
import Documents
import Engine
import Targets
import TestSupport
import Testing

/// A gateway as Radius 0.60 makes it where the address of the load balancer is known.
@Suite struct WorkedExampleTests {
    private static let text = """
        resource gw 'Applications.Core/gateways@2023-10-01-preview' = {
          name: 'gw'
          properties: {
            application: app.id
            routes: [
              { path: '/', destination: 'http://frontend:3000' }
              { path: '/api', destination: 'http://backend:8080', replacePrefix: '/', timeoutPolicy: { request: '30s' } }
            ]
          }
        }
        resource frontend 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'frontend'
          properties: {
            application: app.id
            container: { image: 'web:1', ports: { http: { containerPort: 3000 } }, env: { URL: { value: gw.properties.url } } }
          }
        }
        resource backend 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'backend'
          properties: { application: app.id, container: { image: 'api:1', ports: { http: { containerPort: 8080 } } } }
        }
        """

    @Test func aGatewayWithTwoRoutes() async throws {
        var application = BicepApplication.legacy(Self.text)
        application.endpoint = .address("20.1.2.3")
        let emission = await application.emission()
        #expect(emission.complaints == "")
        let proxies = Emission(outputs: emission.outputs.filter { $0.type == "projectcontour.io/HTTPProxy" })
        try expectSnapshot(proxies.manifests, "legacy-gateway.yaml")
        #expect(
            emission.part("apps/Deployment frontend", ["spec", "template", "spec", "containers", 0, "env"])
                == #"[{"name":"URL","value":"http://gw.demo.20.1.2.3.nip.io"}]"#
        )
    }
}
