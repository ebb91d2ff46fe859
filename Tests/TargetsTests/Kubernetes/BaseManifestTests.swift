import AppModel
import Diagnostics
import Documents
import Engine
import Targets
import TestSupport
import Testing

@Suite struct BaseManifestTests {
    private func emission(base: String) -> Emission {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") { container, spec in
            container.kubernetesBase = base
            spec.environment = [
                EnvironmentVariable(name: "B", source: .value("mine")),
                EnvironmentVariable(name: "A", source: .value("1")),
            ]
            spec.ports = [ContainerPort(name: "http", containerPort: 80)]
        }
        return fixture.emission
    }

    @Test func theContainerIsLaidOverTheBase() throws {
        let emission = emission(
            base: """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  labels: { tier: front, app.kubernetes.io/name: other }
                  annotations: { source: base }
                spec:
                  replicas: 4
                  revisionHistoryLimit: 2
                  selector: { matchLabels: { app: web } }
                  template:
                    metadata:
                      labels: { app: web }
                    spec:
                      serviceAccountName: web
                      terminationGracePeriodSeconds: 5
                      containers:
                      - name: Web
                        image: replaced
                        stdin: true
                        ports: [{ containerPort: 9090, protocol: TCP }]
                        env: [{ name: B, value: base }, { name: C, value: base }]
                      - name: sidecar
                        image: sidecar:1
                ---
                apiVersion: v1
                kind: Service
                metadata: { name: web, annotations: { lb: internal } }
                spec:
                  type: LoadBalancer
                  sessionAffinity: ClientIP
                  ports: [{ name: http, port: 8080, targetPort: 8080 }, { name: metrics, port: 9090 }]
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: { name: web }
                automountServiceAccountToken: false
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: settings, labels: { own: yes-it-is } }
                data: { mode: fast }
                """
        )
        #expect(emission.codes == [])
        #expect(
            emission.names == [
                "core/Namespace default-demo", "core/ServiceAccount web", "rbac.authorization.k8s.io/Role web",
                "rbac.authorization.k8s.io/RoleBinding web", "core/ConfigMap settings", "apps/Deployment web",
                "core/Service web",
            ]
        )
        #expect(emission.dependencies(of: "apps/Deployment web").contains("core/ConfigMap settings"))
        try expectSnapshot(emission.manifests, "base-manifest.yaml")
    }

    @Test(arguments: [
        ("apiVersion: v1\nkind: Pod\nmetadata: { name: web }", ["v1 Pod is not supported"]),
        (
            "apiVersion: v1\nkind: Service\nmetadata: { name: other }",
            ["Service name 'other' in manifest does not match resource name 'web'"]
        ),
        (
            "apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: n }",
            ["namespace is not allowed in resources: s"]
        ),
        (
            "apiVersion: v1\nkind: Service\nmetadata: { name: web }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: web }",
            ["only one Service is allowed, but the manifest includes several"]
        ),
        (
            "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n---\n"
                + "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }",
            ["the Deployment's serviceAccountName is not the ServiceAccount's name 'web'"]
        ),
        ("[]", ["a document is no object"]),
        ("apiVersion: v1\nkind: ConfigMap", ["a ConfigMap has no name"]),
    ])
    func whatCannotBeABaseIsNamed(base: String, problems: [String]) {
        let emission = emission(base: base)
        #expect(
            emission.diagnostics.map(\.message)
                == problems.map { "the base manifest of 'web' cannot be used: \($0)" }
        )
        #expect(emission.codes.allSatisfy { $0 == "RAD5010" })
        #expect(emission.names == ["core/Namespace default-demo"])
    }

    @Test func aMistakeInTheYAMLHasItsLine() {
        let emission = emission(base: "apiVersion: v1\nkind: [")
        #expect(emission.codes == ["RAD5010"])
        #expect(emission.diagnostics.first?.message.contains("line ") == true)
    }
}
