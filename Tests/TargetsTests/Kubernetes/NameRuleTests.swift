import AppModel
import Diagnostics
import Documents
import Engine
import Targets
import Testing

/// Names that Kubernetes would refuse are reported where they are written.
@Suite struct NameRuleTests {
    private func container(env: String) -> BicepApplication {
        .legacy(
            """
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web:1', env: { \(env) } }
              }
            }
            """
        )
    }

    @Test(arguments: [
        ("My_Secret", "k", "'My_Secret' is no name of a Secret"), ("a..b", "k", "'a..b' is no name of a Secret"),
        ("s", "a b", "'a b' is no key of a Secret"),
    ])
    func aVariableComesFromASecretThatCanBe(secret: String, key: String, expected: String) async {
        let legacy = await container(
            env: "A: { valueFrom: { secretRef: { source: '\(secret)', key: '\(key)' } } }"
        ).emission()
        #expect(legacy.codes == ["RAD5039"])
        #expect(legacy.complaints.contains(expected), "\(legacy.complaints)")
        let current = await BicepApplication.current(
            """
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: {
                  web: {
                    image: 'web:1'
                    env: { A: { valueFrom: { secretKeyRef: { secretName: '\(secret)', key: '\(key)' } } } }
                  }
                }
              }
            }
            """
        ).emission()
        #expect(current.codes == ["RAD5039"])
    }

    @Test func aVolumeComesFromASecretThatCanBe() async {
        let emission = await BicepApplication.current(
            """
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { web: { image: 'web:1', volumeMounts: [{ volumeName: 's', mountPath: '/s' }] } }
                volumes: { s: { secretName: 'My_Secret' } }
              }
            }
            """
        ).emission()
        #expect(
            emission.complaints
                == "13:33 error RAD5039 'My_Secret' is no name of a Secret, expected small letters, digits, '-' and '.', "
                + "a letter or digit at both ends"
        )
    }

    /// A container that reads the URL of a gateway, in an environment that is reached at `endpoint`.
    private func gateway(reachedAt endpoint: String) -> BicepApplication {
        var application = BicepApplication.legacy(
            """
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web:1', env: { URL: { value: gw.properties.url } } }
              }
            }
            resource other 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'other'
              properties: {
                application: app.id
                container: { image: 'web:1', ports: { http: { containerPort: 80 } } }
              }
            }
            resource gw 'Applications.Core/gateways@2023-10-01-preview' = {
              name: 'gw'
              properties: { application: app.id, routes: [{ destination: 'http://other' }] }
            }
            """
        )
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            gatewayOptions: GatewayOptions(["publicEndpoint": .string(endpoint)])
        )
        return application
    }

    @Test(arguments: [
        ("20.1.2.3", "gw.demo.20.1.2.3.nip.io", ""), ("20.1.2.3:8080", "gw.demo.20.1.2.3.nip.io", ":8080"),
        ("lb.example", "lb.example", ""), ("shop.example.com:8443", "shop.example.com", ":8443"),
        ("2001:db8::1", "gw.demo.2001-db8--1.nip.io", ""), ("[2001:db8::1]", "gw.demo.2001-db8--1.nip.io", ""),
        ("[2001:db8::1]:8080", "gw.demo.2001-db8--1.nip.io", ":8080"),
    ])
    func theEnvironmentTellsWhereItIsReached(endpoint: String, host: String, port: String) async {
        let emission = await gateway(reachedAt: endpoint).emission()
        #expect(!emission.diagnostics.hasErrors, "\(emission.complaints)")
        #expect(
            emission.part("projectcontour.io/HTTPProxy gw", ["spec", "virtualhost", "fqdn"]) == "\"\(host)\""
        )
        let env: ValuePath = ["spec", "template", "spec", "containers", 0, "env", 0, "value"]
        #expect(emission.part("apps/Deployment web", env) == "\"http://\(host)\(port)\"")
    }

    @Test(arguments: ["lb.example:http", "lb.example:80:80", "[2001:db8::1]80", ":80", "lb.example:70000"])
    func anEndpointThatIsNoneIsRefused(endpoint: String) async {
        #expect(await gateway(reachedAt: endpoint).emission().codes == ["RAD5030"])
    }
}
