import AppModel
import Documents
import Engine
import Targets
import TestSupport
import Testing

/// Gateways by the Gateway API and routes by Contour, where the environment asks for them.
@Suite struct GatewayAPITests {
    private static let store = """
        resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
          name: 'store'
          properties: {
            application: app.id
            type: 'certificate'
            data: { 'tls.crt': { value: 'Y2VydA==' }, 'tls.key': { value: 'a2V5' } }
          }
        }

        """

    /// A gateway with `properties`, in an environment with `options`.
    private func gateway(_ properties: String, _ options: ValueObject = [:], before: String = "") -> BicepApplication {
        var application = BicepApplication.legacy(
            before + """
                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'web'
                  properties: {
                    application: app.id
                    container: { image: 'web:1', ports: { http: { containerPort: 80 }, tls: { containerPort: 443 } } }
                  }
                }
                resource gw 'Applications.Core/gateways@2023-10-01-preview' = {
                  name: 'Gw'
                  properties: { application: app.id, \(properties) }
                }
                """
        )
        let options = options.merging(["api": "gatewayAPI"])
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            gatewayOptions: GatewayOptions(options)
        )
        return application
    }

    /// The objects of a gateway and routes, without those of containers.
    private func outside(_ emission: Emission) -> String {
        let kinds = ["gateway.networking.k8s.io/", "projectcontour.io/"]
        let outputs = emission.outputs.filter { output in kinds.contains { output.type.hasPrefix($0) } }
        return Emission(outputs: outputs).manifests
    }

    // MARK: Gateways

    @Test func aGatewayBecomesAGatewayAndItsRoutes() async throws {
        let emission = await gateway(
            """
            hostname: { fullyQualifiedHostname: 'shop.example' }
                routes: [
                  { path: '/', destination: 'http://web' }
                  {
                    path: '/api'
                    destination: 'http://web:80'
                    replacePrefix: '/'
                    enableWebsockets: true
                    timeoutPolicy: { request: '90.5s', backendRequest: '500ms' }
                  }
                ]
            """
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(outside(emission), "gateway-api.yaml")
        #expect(emission.dependencies(of: "gateway.networking.k8s.io/HTTPRoute gw").contains("core/Service web"))
    }

    @Test func aCertificateGetsAListenerAndPlainRequestsAreRedirected() async throws {
        let emission = await gateway(
            "routes: [{ destination: 'http://web' }], tls: { certificateFrom: store.id }",
            ["gatewayClass": "nginx"],
            before: Self.store
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(outside(emission), "gateway-api-certificate.yaml")
        #expect(emission.dependencies(of: "gateway.networking.k8s.io/Gateway gw").contains("core/Secret store"))
    }

    @Test func tlsIsPassedThroughByARouteOfItsOwn() async throws {
        let emission = await gateway(
            "routes: [{ destination: 'https://web' }], tls: { sslPassthrough: true }"
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(outside(emission), "gateway-api-passthrough.yaml")
    }

    /// Whoever writes no port of a container that takes TLS means the secure one, in the form of either API.
    @Test(arguments: ["contour", "gatewayAPI"])
    func passthroughWithoutAPortLeadsToTheSecurePort(api: String) async {
        var application = gateway("routes: [{ destination: 'http://web' }], tls: { sslPassthrough: true }")
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            gatewayOptions: GatewayOptions(["api": .string(api)])
        )
        let both = application.text
        application.text = both.replacing("http: { containerPort: 80 }, ", with: "")
        let emission = await application.emission()
        #expect(emission.complaints == "")
        let objects = outside(emission)
        #expect(objects.contains("port: 443") && !objects.contains("port: 80"), "\(objects)")
        application.text = both.replacing(", tls: { containerPort: 443 }", with: "")
        #expect(
            await application.emission().complaints
                == "16:62 error RAD5044 this route of 'Gw' leads to port 443 of 'web', which is not among its 'ports'"
        )
        application.text = application.text.replacing("http://web", with: "http://web:80")
        let explicit = await application.emission()
        #expect(explicit.complaints == "")
        #expect(outside(explicit).contains("port: 80"), "\(outside(explicit))")
    }

    @Test func routesHangOnTheGatewayThatTheEnvironmentNames() async {
        let emission = await gateway(
            "routes: [{ destination: 'http://web' }]",
            ["gatewayName": "main", "gatewayNamespace": "infra"]
        ).emission()
        #expect(emission.complaints == "")
        #expect(!emission.names.contains("gateway.networking.k8s.io/Gateway gw"))
        #expect(
            emission.part("gateway.networking.k8s.io/HTTPRoute gw", ["spec", "parentRefs"])
                == #"[{"name":"main","namespace":"infra"}]"#
        )
    }

    @Test func moreRulesThanARouteTakesAreSeveralRoutes() async {
        let routes = (1...17).map { "{ path: '/\($0)', destination: 'http://web' }" }.joined(separator: ", ")
        let emission = await gateway("routes: [\(routes)]").emission()
        #expect(emission.complaints == "")
        #expect(
            emission.part("gateway.networking.k8s.io/HTTPRoute gw-2", ["spec", "rules"])
                == #"[{"matches":[{"path":{"type":"PathPrefix","value":"/17"}}],"#
                + #""backendRefs":[{"name":"web","port":80}]}]"#
        )
    }

    @Test(arguments: [
        ("1m30s", "1m30s"), ("0.25h", "15m"), ("1500ms", "1s500ms"), ("0s", "0s"), ("100000us", "100ms"),
        ("500us", nil), ("200000h", nil),
    ])
    func aTimeoutIsWrittenInWholeUnits(written: String, expected: String?) async {
        let emission = await gateway(
            "routes: [{ destination: 'http://web', timeoutPolicy: { request: '\(written)' } }]"
        ).emission()
        let complaint =
            "16:102 error RAD5033 '\(written)' has no form in the Gateway API, expected whole milliseconds"
        #expect(emission.complaints == (expected == nil ? complaint : ""))
        #expect(
            emission.part("gateway.networking.k8s.io/HTTPRoute gw", ["spec", "rules", 0, "timeouts", "request"])
                == (expected.map { "\"\($0)\"" } ?? "no gateway.networking.k8s.io/HTTPRoute gw")
        )
    }

    @Test(arguments: [
        (
            "tls: { certificateFrom: store.id, minimumProtocolVersion: '1.3' }", "",
            "error RAD5033 the Gateway API has no form of 'minimumProtocolVersion', which is '1.3' for 'Gw'"
        ),
        (
            "tls: { certificateFrom: store.id }", "main",
            "error RAD5033 the routes of 'Gw' hang on the Gateway 'main', whose certificates are its own"
        ),
        (
            "hostname: { fullyQualifiedHostname: 'your_domain' }", "",
            "error RAD5030 'your_domain' is no host name, expected labels of small letters, digits and hyphens "
                + "with dots between them"
        ),
        (
            "hostname: { prefix: 'a b' }", "",
            "error RAD5030 'a b' is no host name, expected labels of small letters, digits and hyphens "
                + "with dots between them"
        ),
    ])
    func whatTheGatewayAPICannotExpressIsNamed(properties: String, gatewayName: String, expected: String) async {
        let emission = await gateway(
            "routes: [{ destination: 'http://web' }], \(properties)",
            ["gatewayName": gatewayName.isEmpty ? .null : .string(gatewayName)],
            before: Self.store
        ).emission()
        #expect(emission.complaints.contains(expected), "\(emission.complaints)")
        #expect(emission.diagnostics.count == 1)
        #expect(!emission.names.contains { $0.hasPrefix("gateway.networking.k8s.io/") })
    }

    @Test(arguments: [("gatewayAPI", "ReferenceGrant"), ("contour", "TLSCertificateDelegation")])
    func aCertificateOfAnotherNamespaceNeedsAPermission(api: String, permission: String) async {
        let store = Self.store.replacing(
            "data: { 'tls.crt': { value: 'Y2VydA==' }, 'tls.key': { value: 'a2V5' } }",
            with: "resource: 'shared/tls', data: { 'tls.crt': {}, 'tls.key': {} }"
        )
        var application = gateway(
            "routes: [{ destination: 'http://web' }], tls: { certificateFrom: store.id }",
            before: store
        )
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            gatewayOptions: GatewayOptions(["api": .string(api)])
        )
        let emission = await application.emission()
        #expect(emission.codes == ["RAD5034"])
        #expect(emission.complaints.contains("only if a \(permission) there allows it"), "\(emission.complaints)")
    }

    @Test(arguments: ["api", "/a b", "/a//b", "/../b", "/a?b"])
    func aPathThatNoProxyTakesIsAnError(path: String) async {
        for api in ["contour", "gatewayAPI"] {
            var application = gateway("routes: [{ path: '\(path)', destination: 'http://web' }]")
            application.environment = Environment(
                id: application.environment.id,
                compute: application.environment.compute,
                gatewayOptions: GatewayOptions(["api": .string(api)])
            )
            #expect(await application.emission().codes == ["RAD5031"], "\(api)")
        }
    }

    /// The rules of HTTPPathMatch, which Contour does not have.
    @Test(arguments: [
        ("/a%2Fb", false), ("/a%2fb", false), ("/100%", false), ("/a%2", false), ("/a%zz", false), ("/v[1]", false),
        ("/a%20b", true), ("/d@e/%0A/%2e", true), ("/-._~!$&()*+,;=:@", true),
    ])
    func aPathIsOneOfTheGatewayAPI(path: String, isTaken: Bool) async {
        let emission = await gateway("routes: [{ path: '\(path)', destination: 'http://web' }]").emission()
        #expect(emission.codes == (isTaken ? [] : ["RAD5033"]), "\(emission.complaints)")
        let matches = "rules: [{ matches: [{ httpPath: '\(path)' }], \(target) }]"
        #expect(await routes(matches, [:]).emission().codes == (isTaken ? [] : ["RAD5033"]))
        #expect(await routes("hostnames: ['a.example'], \(matches)").emission().complaints == "")
    }

    // MARK: Routes

    /// Routes with `properties`, in an environment whose recipe parameters are `parameters`.
    private func routes(_ properties: String, _ parameters: ValueObject = ["api": "contour"]) -> BicepApplication {
        var application = BicepApplication.current(
            """
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { main: { image: 'web:1', ports: { http: { containerPort: 80 } } } }
              }
            }
            resource ingress 'Radius.Compute/routes@2025-08-01-preview' = {
              name: 'ingress'
              properties: { environment: environment, application: app.id, \(properties) }
            }
            """
        )
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            recipeParameters: [.routes: parameters]
        )
        return application
    }

    private let target = "destinationContainer: { resourceId: web.id, containerName: 'main', containerPort: 80 }"

    @Test func everyMatchOfEveryRuleBecomesARouteOfAProxy() async throws {
        let emission = await routes(
            """
            hostnames: ['shop.example', '*.shop.example']
                rules: [
                  {
                    matches: [
                      { httpPath: '/api', httpHeaders: [{ name: 'X-A', value: '1' }] }
                      { httpPath: '/', httpQueryParams: [{ name: 'q', value: '2' }] }
                    ]
                    \(target)
                  }
                  { matches: [{ httpPath: '/api', httpHeaders: [{ name: 'X-A', value: '1' }] }, {}], \(target) }
                ]
            """
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(outside(emission), "route-proxies.yaml")
    }

    @Test func aProxyOfOneHostHasTheRoutesItself() async {
        let emission = await routes("hostnames: ['shop.example'], rules: [{ matches: [{}], \(target) }]").emission()
        #expect(emission.complaints == "")
        #expect(emission.names.filter { $0.contains("HTTPProxy") }.count == 1)
        #expect(
            emission.outputs.last?.body["spec"]?.json(.compact)
                == #"{"virtualhost":{"fqdn":"shop.example"},"routes":[{"conditions":[{"prefix":"/"}],"#
                + #""services":[{"name":"web-main","port":80}],"enableWebsockets":true}]}"#
        )
    }

    @Test func aHostNameWrittenTwiceHasOneProxy() async {
        let hostnames = "hostnames: ['a.example', 'b.example', 'a.example']"
        let emission = await routes("\(hostnames), rules: [{ matches: [{}], \(target) }]").emission()
        #expect(emission.complaints == "")
        let hosts = emission.outputs.compactMap { $0.body["spec"]?["virtualhost"]?["fqdn"]?.stringValue }
        #expect(hosts == ["a.example", "b.example"])
    }

    @Test func aProxyPassesTLSToOneContainer() async {
        let emission = await routes(
            "kind: 'TLS', hostnames: ['shop.example'], rules: [{ matches: [], \(target) }]"
        ).emission()
        #expect(emission.complaints == "")
        #expect(
            emission.outputs.last?.body["spec"]?.json(.compact)
                == #"{"virtualhost":{"fqdn":"shop.example","tls":{"passthrough":true}},"#
                + #""tcpproxy":{"services":[{"name":"web-main","port":80}]}}"#
        )
    }

    @Test(arguments: [
        ("rules: [{ matches: [{}], TARGET }]", "a proxy of Contour needs a host name, and 'ingress' has none"),
        (
            "hostnames: ['a.example'], rules: [{ matches: [{ httpMethod: 'GET' }], TARGET }]",
            "a proxy of Contour does not tell requests of 'ingress' apart by their method"
        ),
        (
            "hostnames: ['a.example'], kind: 'UDP', rules: [{ matches: [], TARGET }]",
            "a proxy of Contour carries HTTP and TLS, and 'ingress' is UDP"
        ),
        (
            "hostnames: ['a.example'], kind: 'TLS', rules: [{ matches: [], TARGET }, { matches: [], TARGET }]",
            "a proxy of Contour passes TLS to one container, and 'ingress' has several rules"
        ),
    ])
    func whatContourCannotExpressIsNamed(properties: String, expected: String) async {
        let emission = await routes(properties.replacing("TARGET", with: target)).emission()
        #expect(emission.codes == ["RAD5033"])
        #expect(emission.complaints.contains(expected), "\(emission.complaints)")
        #expect(!emission.names.contains { $0.contains("HTTPProxy") })
    }

    @Test func hostNamesAreChecked() async {
        let emission = await routes("hostnames: ['ok.example', 'Shop'], rules: [{ matches: [{}], \(target) }]", [:])
            .emission()
        #expect(
            emission.complaints
                == "17:90 error RAD5030 'Shop' is no host name, expected labels of small letters, digits and hyphens "
                + "with dots between them"
        )
    }

    @Test func anUnknownAPIIsAnErrorOfTheEnvironment() async {
        let emission = await routes("rules: [{ matches: [{}], \(target) }]", ["api": "ingress"]).emission()
        #expect(
            emission.complaints
                == "error RAD5032 'ingress' is no API for Radius.Compute/routes, expected 'contour' or 'gatewayAPI'"
        )
    }
}
