import Diagnostics
import Documents
import Foundation
import TestSupport
import Testing

/// Examples with what Radius 0.60 makes of them, from the files of a user to the objects of the target.
@Suite struct WorkedExampleTests {
    // MARK: A container of the first generation, with a cache that a recipe provides

    private static let legacyEnvironment = """
        extension radius
        resource environment 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'default'
          properties: {
            compute: { kind: 'kubernetes', resourceId: 'self', namespace: 'default' }
            recipes: {
              'Applications.Datastores/redisCaches': { default: { templateKind: 'bicep', templatePath: 'redis.bicep' } }
            }
          }
        }

        """

    private static let redis = """
        param context object
        extension kubernetes with { kubeConfig: '', namespace: context.runtime.kubernetes.namespace }
        resource deployment 'apps/Deployment@v1' = {
          metadata: { name: 'redis-abc' }
          spec: {
            selector: { matchLabels: { app: 'redis-abc' } }
            template: {
              metadata: { labels: { app: 'redis-abc' } }
              spec: { containers: [{ name: 'redis', image: 'redis:7' }] }
            }
          }
        }
        resource service 'core/Service@v1' = {
          metadata: { name: 'redis-abc' }
          spec: { selector: { app: 'redis-abc' }, ports: [{ port: 6379 }] }
        }
        output result object = {
          values: {
            host: '${service.metadata.name}.${context.runtime.kubernetes.namespace}.svc.cluster.local'
            port: 6379
          }
        }

        """

    private static let demo = """
        extension radius
        param application string
        param environment string
        resource demo 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'demo'
          properties: {
            application: application
            container: {
              image: 'ghcr.io/radius-project/samples/demo:latest'
              ports: { web: { containerPort: 3000 } }
              livenessProbe: { kind: 'httpGet', containerPort: 3000, path: '/healthz', initialDelaySeconds: 10 }
            }
            connections: { redis: { source: db.id } }
          }
        }
        resource db 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
          name: 'db'
          properties: { application: application, environment: environment }
        }

        """

    private static let demoLabels = """
        {radapp.io/application: demo, radapp.io/resource: demo, radapp.io/resource-type: applications.core-containers, \
        app.kubernetes.io/name: demo, app.kubernetes.io/part-of: demo, app.kubernetes.io/managed-by: radius-rp}
        """

    /// Deploys the demo application; gives its objects by kind and name.
    private func deployDemo(in rad: Program) throws -> [String: Value] {
        try rad.folder.write(Self.legacyEnvironment, to: "env.bicep")
        try rad.folder.write(Self.redis, to: "redis.bicep")
        try rad.folder.write(Self.demo, to: "app.bicep")
        try rad.succeed("deploy", "env.bicep")
        try rad.succeed("deploy", "app.bicep", "-a", "demo")
        return try objects(in: rad)
    }

    @Test func aContainerAndItsCache() async throws {
        try await Program.with { rad in
            let made = try deployDemo(in: rad)
            let keys = ["CONNECTIONSTRING", "HOST", "PORT", "TLS", "URL"].map { "CONNECTION_REDIS_\($0)" }
            let variables = keys.map { "{name: \($0), valueFrom: {secretKeyRef: {name: demo, key: \($0)}}}" }
            let metadata = "metadata: {name: demo, namespace: default-demo, labels: \(Self.demoLabels)}"
            try expect(
                made,
                have: """
                    apiVersion: v1
                    kind: ServiceAccount
                    \(metadata)
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: Role
                    \(metadata)
                    rules: [{apiGroups: [""], resources: [secrets], verbs: [get, list]}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    \(metadata)
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: demo}
                    subjects: [{kind: ServiceAccount, name: demo}]
                    ---
                    apiVersion: v1
                    kind: Secret
                    \(metadata)
                    type: Opaque
                    stringData:
                      CONNECTION_REDIS_HOST: redis-abc.default-demo.svc.cluster.local
                      CONNECTION_REDIS_PORT: "6379"
                      CONNECTION_REDIS_CONNECTIONSTRING: redis-abc.default-demo.svc.cluster.local:6379,abortConnect=False
                      CONNECTION_REDIS_URL: redis://redis-abc.default-demo.svc.cluster.local:6379/0?
                      CONNECTION_REDIS_TLS: "false"
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    \(metadata)
                    spec:
                      selector: {matchLabels: {radapp.io/application: demo, radapp.io/resource: demo}}
                      template:
                        metadata:
                          labels: \(Self.demoLabels)
                          annotations: {radapp.io/secret-hash: 7f6baf028c764ff8a05bbff419065a08ae3a6eed}
                        spec:
                          serviceAccountName: demo
                          enableServiceLinks: false
                          containers:
                          - name: demo
                            image: ghcr.io/radius-project/samples/demo:latest
                            ports: [{containerPort: 3000, protocol: TCP}]
                            livenessProbe: {httpGet: {path: /healthz, port: 3000}, initialDelaySeconds: 10, \
                    failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 5}
                            env: [\(variables.joined(separator: ", "))]
                    ---
                    apiVersion: v1
                    kind: Service
                    \(metadata)
                    spec: {type: ClusterIP, selector: {radapp.io/application: demo, radapp.io/resource: demo}, \
                    ports: [{name: web, port: 3000, targetPort: 3000, protocol: TCP}]}
                    """
            )
            let others = ["Deployment redis-abc", "Namespace default-demo", "Service redis-abc"]
            #expect(made.keys.filter { !$0.hasSuffix(" demo") }.sorted() == others)
        }
    }

    @Test func theGraphOfBoth() async throws {
        try await Program.with { rad in
            _ = try deployDemo(in: rad)
            let expected = """
                Displaying application: demo

                Name: demo (Applications.Core/containers)
                Connections:
                  demo -> db (Applications.Datastores/redisCaches)
                Resources:
                  demo (apps/Deployment)
                  demo (core/Secret)
                  demo (core/Service)
                  demo (core/ServiceAccount)
                  demo (rbac.authorization.k8s.io/Role)
                  demo (rbac.authorization.k8s.io/RoleBinding)

                Name: db (Applications.Datastores/redisCaches)
                Connections:
                  demo (Applications.Core/containers) -> db
                Resources:
                  redis-abc (apps/Deployment)
                  redis-abc (core/Service)



                """
            #expect(try rad.succeed("app", "graph", "demo") == expected)
            #expect(try rad.succeed("app", "graph", "app.bicep", "-a", "demo") == expected)
        }
    }

    // MARK: A container of the second generation, with a cache of the built-in recipe

    private static let ids = "/planes/radius/local/resourceGroups/default/providers"

    private static let currentEnvironment = """
        extension radius
        resource environment 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'default'
          properties: { providers: { kubernetes: { namespace: 'default' } } }
        }

        """

    private static let frontend =
        Applications.current(named: "demo") + """
            resource frontend 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'frontend'
              properties: {
                application: app.id
                environment: environment
                containers: { web: { image: 'registry/web:1', ports: { http: { containerPort: 3000 } } } }
                connections: { cache: { source: cache.id } }
              }
            }
            resource cache 'Radius.Data/redisCaches@2025-08-01-preview' = {
              name: 'cache'
              properties: { application: app.id, environment: environment }
            }
            resource routes 'Radius.Compute/routes@2025-08-01-preview' = {
              name: 'routes'
              properties: {
                application: app.id
                environment: environment
                rules: [
                  {
                    matches: [{ httpPath: '/' }]
                    destinationContainer: { resourceId: frontend.id, containerName: 'web', containerPort: 3000 }
                  }
                ]
              }
            }
            output hosts object = frontend.properties.hosts
            resource peer 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'peer'
              properties: {
                application: app.id
                environment: environment
                containers: { main: { image: 'peer:1', env: { PEER: { value: 'http://${frontend.properties.hosts.web}:3000' } } } }
              }
            }

            """

    @Test func aCurrentContainerAndItsCache() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.currentEnvironment, to: "env.bicep")
            try rad.folder.write(Self.frontend, to: "app.bicep")
            try rad.succeed("deploy", "env.bicep")
            try rad.succeed("deploy", "app.bicep")
            let made = try objects(in: rad)
            let labels = "radapp.io/resource: frontend, radapp.io/environment: default, radapp.io/application: demo"
            try expect(
                made,
                have: """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: frontend, namespace: default, labels: {\(labels)}}
                    spec:
                      replicas: 1
                      selector: {matchLabels: {radapp.io/resource: frontend}}
                      template:
                        metadata: {labels: {\(labels)}}
                        spec:
                          enableServiceLinks: false
                          containers:
                          - name: web
                            image: registry/web:1
                            ports: [{name: http, containerPort: 3000, protocol: TCP}]
                            env:
                            - {name: CONNECTION_CACHE_ID, value: \(Self.ids)/Radius.Data/redisCaches/cache}
                            - {name: CONNECTION_CACHE_NAME, value: cache}
                            - {name: CONNECTION_CACHE_TYPE, value: Radius.Data/redisCaches}
                            - {name: CONNECTION_CACHE_APPLICATION, value: \(Self.ids)/Radius.Core/applications/demo}
                            - {name: CONNECTION_CACHE_ENVIRONMENT, value: \(Self.ids)/Radius.Core/environments/default}
                            - {name: CONNECTION_CACHE_HOST, value: cache.default.svc.cluster.local}
                            - {name: CONNECTION_CACHE_PORT, value: "6379"}
                            - {name: CONNECTION_CACHE_SECRETS, value: '{"name":"cache-9faf8bd5-secrets"}'}
                            - {name: CONNECTION_CACHE_SIZE, value: S}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: frontend-web, namespace: default, labels: {\(labels), container: web}}
                    spec: {type: ClusterIP, selector: {radapp.io/resource: frontend}, \
                    ports: [{name: http, port: 3000, targetPort: 3000, protocol: TCP}]}
                    """
            )
            let route = try #require(made.first { $0.key.hasPrefix("HTTPRoute ") }?.value)
            #expect(route["spec"]?["rules"]?.json(.compact).contains(#""backendRefs":[{"name":"frontend-web""#) == true)
            let peer = try #require(made["Deployment peer"]?.json(.compact))
            #expect(peer.contains(#"{"name":"PEER","value":"http://frontend-web.default:3000"}"#))
            #expect(made.keys.contains("Secret cache-9faf8bd5-secrets"))
        }
    }

    // MARK: Hashes

    private static let azure = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg"

    @Test func theHashOfSecrets() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Applications.legacy(named: "demo") + """
                    resource web 'Applications.Core/containers@2023-10-01-preview' = {
                      name: 'web'
                      properties: {
                        application: app.id
                        container: { image: 'web:1' }
                        connections: { db: { source: db.id } }
                      }
                    }
                    resource db 'Applications.Core/extenders@2023-10-01-preview' = {
                      name: 'db'
                      properties: {
                        application: app.id
                        environment: environment
                        resourceProvisioning: 'manual'
                        host: 'redis'
                        port: '6379'
                      }
                    }

                    """,
                to: "app.bicep"
            )
            try rad.succeed("deploy", "app.bicep")
            let template = try objects(in: rad)["Deployment web"]?["spec"]?["template"]
            #expect(
                template?["metadata"]?["annotations"]?["radapp.io/secret-hash"]
                    == "1f15a1ca7d351ad6c3be23e391144296b65c9473"
            )
        }
    }

    @Test func theHashOfNamesInAzure() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                extension radius
                resource environment 'Radius.Core/environments@2025-08-01-preview' = {
                  name: 'default'
                  properties: {
                    providers: {
                      kubernetes: { namespace: 'default' }
                      azure: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroupName: 'my-rg' }
                    }
                    recipePacks: [pack.id]
                  }
                }
                resource pack 'Radius.Core/recipePacks@2025-08-01-preview' = {
                  name: 'own'
                  properties: { recipes: { 'Radius.Data/redisCaches': { kind: 'bicep', source: 'redis.bicep' } } }
                }

                """,
                to: "env.bicep"
            )
            try rad.folder.write(
                "param context object\noutput result object = { values: { host: context.azure.resourceNameHash } }\n",
                to: "redis.bicep"
            )
            try rad.folder.write(Self.frontend, to: "app.bicep")
            try rad.succeed("deploy", "env.bicep")
            try rad.succeed("deploy", "app.bicep")
            let frontend = try objects(in: rad)["Deployment frontend"]?.json(.compact) ?? ""
            #expect(frontend.contains(#"{"name":"CONNECTION_CACHE_HOST","value":"a7afe3d12ebbb439"}"#), "\(frontend)")
        }
    }

    @Test func theNameOfAGatewayInAzure() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                extension radius
                resource environment 'Applications.Core/environments@2023-10-01-preview' = {
                  name: 'default'
                  location: 'westeurope'
                  properties: {
                    compute: { kind: 'aci', resourceGroup: '\(Self.azure)' }
                    providers: { azure: { scope: '\(Self.azure)' } }
                  }
                }

                """,
                to: "env.bicep"
            )
            try rad.folder.write(
                """
                extension radius
                param application string
                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'web'
                  properties: {
                    application: application
                    container: { image: 'web:1', ports: { http: { containerPort: 3000 } } }
                  }
                }
                resource gw 'Applications.Core/gateways@2023-10-01-preview' = {
                  name: 'gw'
                  properties: {
                    application: application
                    routes: [{ path: '/', destination: 'http://${web.name}:3000' }]
                  }
                }

                """,
                to: "app.bicep"
            )
            try rad.succeed("deploy", "env.bicep")
            try rad.succeed("deploy", "app.bicep", "-a", "demo")
            let file = try #require(try rad.folder.files().first { $0.contains("/azure/publicipaddresses-gw") })
            #expect(try rad.folder.read(file).contains(#""domainNameLabel": "gw-3d0ff8cac5""#))
        }
    }
}

/// The Kubernetes objects in the folder of the embedded default, by kind and name.
private func objects(in rad: Program) throws -> [String: Value] {
    let files = try rad.folder.files().filter { $0.hasPrefix(".rad/out/") && $0.hasSuffix(".yaml") }
    return try Dictionary(uniqueKeysWithValues: files.flatMap { try objects(of: try rad.folder.read($0)) })
}

private func objects(of text: String) throws -> [(String, Value)] {
    let (documents, diagnostics) = YAMLReader.read(SourceFile(path: "objects.yaml", text: text))
    try #require(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return documents.map { document in
        let names = [document["kind"], document["metadata"]?["name"]].map { $0?.value.stringValue ?? "?" }
        return (names.joined(separator: " "), document.value)
    }
}

/// Expects objects with exactly these members, in any order; elements of lists have theirs.
private func expect(
    _ made: [String: Value],
    have text: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    for (name, expected) in try objects(of: text) {
        let found = made[name].map { String(decoding: $0.canonicalJSON(), as: UTF8.self) }
        let wanted = String(decoding: expected.canonicalJSON(), as: UTF8.self)
        #expect(found == wanted, "\(name)", sourceLocation: sourceLocation)
    }
}
