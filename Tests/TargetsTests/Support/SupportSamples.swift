import Diagnostics
import Documents
import Testing

/// A definition that gives properties another value than they would have without it.
struct SupportSample: Sendable, CustomTestStringConvertible {
    let name: String
    /// YAML, with an environment and an application.
    let text: String
    /// What is said about it.
    var complaints = ""

    var testDescription: String { name }

    var value: Value {
        YAMLReader.read(SourceFile(path: "\(name).yaml", text: text)).documents.first?.value ?? [:]
    }
}

enum SupportSamples {
    static let all =
        [
            legacyEnvironment, legacyContainers, legacyGateways, legacyStores, portable, manual, dapr,
            currentEnvironment,
            currentContainers, currentContainer, routes, storage, vault, images,
        ] + contributed

    // MARK: - Both generations

    private static let scalingByMeasures = indented(
        """
        minReplicas: 2
        maxReplicas: 5
        metrics:
        - { kind: cpu, target: { averageUtilization: 70 } }
        - { kind: custom, customMetric: requests, target: { averageValue: 100 } }
        - { kind: custom, customMetric: jobs, target: { value: 10 } }
        """,
        by: 8
    )

    private static let scalingByEvents = indented(
        """
        minReplicas: 0
        maxReplicas: 5
        pollingInterval: 10
        cooldownPeriod: 20
        triggers:
        - { type: kafka, name: lag, metadata: { topic: events }, authenticationRef: { name: broker } }
        """,
        by: 8
    )

    private static func indented(_ text: String, by count: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
    }

    // MARK: - Applications.Core

    private static let legacyHead = """
        resources:
          env:
            type: Applications.Core/environments
            properties: { compute: { kind: kubernetes, namespace: team } }
          app:
            type: Applications.Core/applications
            properties: { environment: "${env.id}" }

        """

    private static let legacyEnvironment = SupportSample(
        name: "legacy environment",
        text: """
            resources:
              env:
                type: Applications.Core/environments
                properties:
                  compute: { kind: kubernetes, namespace: team }
                  providers:
                    azure: { scope: /subscriptions/s/resourceGroups/g }
                    aws: { scope: /planes/aws/aws/accounts/1/regions/us }
                  simulated: false
                  recipes:
                    Applications.Datastores/redisCaches:
                      default: { templateKind: bicep, templatePath: dump.bicep, plainHttp: false, parameters: { mark: a } }
                  extensions:
                  - { kind: kubernetesMetadata, labels: { team: a }, annotations: { note: b } }
              app:
                type: Applications.Core/applications
                properties:
                  environment: "${env.id}"
                  extensions:
                  - { kind: kubernetesNamespace, namespace: shop }
                  - { kind: kubernetesMetadata, labels: { shop: a }, annotations: { own: b } }
              db:
                type: Applications.Datastores/redisCaches
                properties: { application: "${app.id}", environment: "${env.id}" }
              web:
                type: Applications.Core/containers
                properties: { application: "${app.id}", container: { image: "web:1" } }

            """
    )

    private static let legacyContainers = SupportSample(
        name: "legacy containers",
        text: legacyHead + """
              store:
                type: Applications.Core/secretStores
                properties: { application: "${app.id}", type: generic, data: { key: { value: x }, keyx: { value: y } } }
              peer:
                type: Applications.Core/extenders
                properties: { application: "${app.id}", environment: "${env.id}", resourceProvisioning: manual, host: h }
              web:
                type: Applications.Core/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  container:
                    image: "web:1"
                    imagePullPolicy: Always
                    env:
                      PLAIN: x
                      VALUE: { value: y }
                      SECRET: { valueFrom: { secretRef: { source: "${store.id}", key: key } } }
                    ports: { http: { containerPort: 8080, port: 80, protocol: TCP }, dns: { containerPort: 53 } }
                    readinessProbe:
                      kind: httpGet
                      containerPort: 8080
                      path: /ready
                      headers: { X-A: b }
                      initialDelaySeconds: 2
                      failureThreshold: 5
                      periodSeconds: 7
                      timeoutSeconds: 9
                    livenessProbe: { kind: exec, command: "cat /tmp/ok", initialDelaySeconds: 2, failureThreshold: 5, \
            periodSeconds: 7, timeoutSeconds: 9 }
                    volumes: { tmp: { kind: ephemeral, managedStore: memory, mountPath: /tmp } }
                    command: [run]
                    args: [fast]
                    workingDir: /srv
                  connections:
                    peer: { source: "${peer.id}" }
                    quiet: { source: "http://peer.example:80", disableDefaultEnvVars: true }
                  extensions:
                  - { kind: manualScaling, replicas: 3 }
                  - { kind: daprSidecar, appId: web, appPort: 8080, config: settings, protocol: grpc }
                  - { kind: kubernetesMetadata, labels: { team: a }, annotations: { note: b } }
                  resourceProvisioning: internal
                  runtimes: { kubernetes: { pod: { hostNetwork: true } } }
              based:
                type: Applications.Core/containers
                properties:
                  application: "${app.id}"
                  container:
                    image: "based:1"
                    readinessProbe: { kind: exec, command: "cat /tmp/ok" }
                    livenessProbe: { kind: httpGet, containerPort: 80, path: /live, headers: { X-B: c } }
                  runtimes:
                    kubernetes:
                      base: |
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: { name: settings }
                        data: { a: b }
              metered:
                type: Applications.Core/containers
                properties:
                  application: "${app.id}"
                  container: { image: "metered:1" }
                  extensions:
                  - kind: autoScaling
            \(scalingByMeasures)
              called:
                type: Applications.Core/containers
                properties:
                  application: "${app.id}"
                  container: { image: "called:1" }
                  extensions:
                  - kind: autoScaling
            \(scalingByEvents)

            """
    )

    private static let legacyGateways = SupportSample(
        name: "legacy gateways",
        text: legacyHead + """
              store:
                type: Applications.Core/secretStores
                properties:
                  application: "${app.id}"
                  type: certificate
                  data: { tls.crt: { encoding: base64, value: Yw== }, tls.key: { value: a2V5 } }
              other:
                type: Applications.Core/secretStores
                properties: { application: "${app.id}", data: { a: { value: c } } }
              web:
                type: Applications.Core/containers
                properties: { application: "${app.id}", container: { image: "web:1", ports: { http: { containerPort: 80 } } } }
              sealed:
                type: Applications.Core/containers
                properties: { application: "${app.id}", container: { image: "web:1", ports: { http: { containerPort: 80 } } } }
              open:
                type: Applications.Core/containers
                properties: { application: "${app.id}", container: { image: "web:1", ports: { http: { containerPort: 80 } } } }
              named:
                type: Applications.Core/gateways
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  hostname: { fullyQualifiedHostname: shop.example }
                  routes:
                  - path: /api
                    destination: "http://web:80"
                    replacePrefix: /v1
                    enableWebsockets: true
                    timeoutPolicy: { request: 30s }
                  tls: { certificateFrom: "${store.id}", minimumProtocolVersion: "1.3" }
              through:
                type: Applications.Core/gateways
                properties:
                  application: "${app.id}"
                  hostname: { fullyQualifiedHostname: through.example }
                  routes: [{ destination: "http://sealed:80" }]
                  tls: { sslPassthrough: true }
              prefixed:
                type: Applications.Core/gateways
                properties:
                  application: "${app.id}"
                  hostname: { prefix: shop }
                  routes: [{ path: /, destination: "http://open:80" }]

            """
    )

    private static let legacyStores = SupportSample(
        name: "secret stores",
        text: legacyHead + """
              store:
                type: Applications.Core/secretStores
                properties:
                  application: "${app.id}"
                  type: generic
                  data: { a: { encoding: base64, value: eA== }, b: { value: y } }
              shared:
                type: Applications.Core/secretStores
                properties: { environment: "${env.id}", type: generic, resource: team/shared, data: { a: {} } }
              web:
                type: Applications.Core/containers
                properties:
                  application: "${app.id}"
                  container:
                    image: "web:1"
                    env: { A: { valueFrom: { secretRef: { source: "${store.id}", key: a } } } }

            """
    )
}

// MARK: - Portable resources

extension SupportSamples {
    private static let portableTypes = [
        "Applications.Datastores/redisCaches", "Applications.Datastores/mongoDatabases",
        "Applications.Datastores/sqlDatabases", "Applications.Messaging/rabbitMQQueues",
    ]

    /// An environment with the recipe that shows what it is told, for some types, under two names.
    fileprivate static func legacyHead(recipes types: [String]) -> String {
        let recipes = types.map { type in
            "        \(type): { default: { templateKind: bicep, templatePath: dump.bicep }, "
                + "other: { templateKind: bicep, templatePath: other.bicep } }\n"
        }
        return """
            resources:
              env:
                type: Applications.Core/environments
                properties:
                  compute: { kind: kubernetes, namespace: team }
                  recipes:
            \(recipes.joined())
              app:
                type: Applications.Core/applications
                properties: { environment: "${env.id}" }

            """
    }

    fileprivate static let portable = SupportSample(
        name: "portable resources with recipes",
        text: legacyHead(recipes: portableTypes + ["Applications.Core/extenders"])
            + (portableTypes + ["Applications.Core/extenders"]).enumerated().map { number, type in
                """
                  r\(number):
                    type: \(type)
                    properties:
                      application: "${app.id}"
                      environment: "${env.id}"
                      resourceProvisioning: recipe
                      recipe: { name: other, parameters: { mark: m } }

                """
            }.joined()
    )

    fileprivate static let manual = SupportSample(
        name: "portable resources by hand",
        text: legacyHead + """
              web:
                type: Applications.Core/containers
                properties:
                  application: "${app.id}"
                  container: { image: "web:1" }
                  connections:
                    redis: { source: "${redis.id}" }
                    mongo: { source: "${mongo.id}" }
                    sql: { source: "${sql.id}" }
                    rabbit: { source: "${rabbit.id}" }
                    any: { source: "${any.id}" }
              redis:
                type: Applications.Datastores/redisCaches
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  resourceProvisioning: manual
                  host: h
                  port: 7000
                  username: u
                  tls: true
                  secrets: { password: p, connectionString: c, url: l }
              mongo:
                type: Applications.Datastores/mongoDatabases
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  resourceProvisioning: manual
                  host: h
                  port: 27018
                  database: d
                  username: u
                  secrets: { password: p, connectionString: c }
              sql:
                type: Applications.Datastores/sqlDatabases
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  resourceProvisioning: manual
                  server: h
                  port: 1434
                  database: d
                  username: u
                  secrets: { password: p, connectionString: c }
              rabbit:
                type: Applications.Messaging/rabbitMQQueues
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  resourceProvisioning: manual
                  queue: q
                  host: h
                  port: 5673
                  vHost: v
                  username: u
                  tls: true
                  secrets: { password: p, uri: i }
              any:
                type: Applications.Core/extenders
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  resourceProvisioning: manual
                  size: large
                  secrets: { token: t }

            """
    )

    private static let daprTypes = ["stateStores", "pubSubBrokers", "configurationStores", "secretStores"]

    fileprivate static let dapr = SupportSample(
        name: "Dapr",
        text: legacyHead(recipes: daprTypes.map { "Applications.Dapr/\($0)" })
            + daprTypes.enumerated().map { number, type in
                """
                  m\(number):
                    type: Applications.Dapr/\(type)
                    properties:
                      application: "${app.id}"
                      environment: "${env.id}"
                      resourceProvisioning: manual
                      type: state.redis
                      version: v1
                      metadata:
                        host: { value: h }
                        password: { secretKeyRef: { name: s, key: k } }
                \(type == "secretStores" ? "" : "      auth: { secretStore: vault }")
                  r\(number):
                    type: Applications.Dapr/\(type)
                    properties:
                      application: "${app.id}"
                      environment: "${env.id}"
                      recipe: { name: other, parameters: { mark: m } }

                """
            }.joined()
    )
}

// MARK: - The current generation

extension SupportSamples {
    fileprivate static let currentEnvironment = SupportSample(
        name: "current environment",
        text: """
            resources:
              env:
                type: Radius.Core/environments
                properties:
                  recipePacks: ["${pack.id}"]
                  recipeParameters: { Radius.Data/redisCaches: { mark: a } }
                  providers:
                    azure: { subscriptionId: s, resourceGroupName: g }
                    kubernetes: { namespace: team }
                    aws: { accountId: "1", region: us }
                  simulated: false
              pack:
                type: Radius.Core/recipePacks
                properties:
                  recipes:
                    Radius.Data/redisCaches: { kind: bicep, source: dump.bicep, plainHttp: false }
                    Radius.Data/mongoDatabases: { kind: bicep, source: dump.bicep, parameters: { mark: b } }
              app:
                type: Radius.Core/applications
                properties: { environment: "${env.id}" }
              db:
                type: Radius.Data/redisCaches
                properties: { application: "${app.id}", environment: "${env.id}" }
              docs:
                type: Radius.Data/mongoDatabases
                properties: { application: "${app.id}", environment: "${env.id}" }

            """
    )

    fileprivate static func currentHead(recipes types: [String] = [], parameters: String? = nil) -> String {
        let recipes = types.map { "        \($0): { kind: bicep, source: dump.bicep }\n" }
        let pack = """
              pack:
                type: Radius.Core/recipePacks
                properties:
                  recipes:
            \(recipes.joined())

            """
        return """
            resources:
              env:
                type: Radius.Core/environments
                properties:
                  providers: { kubernetes: { namespace: team } }
                  \(types.isEmpty ? "" : "recipePacks: [\"${pack.id}\"]")
                  \(parameters.map { "recipeParameters: \($0)" } ?? "")
              app:
                type: Radius.Core/applications
                properties: { environment: "${env.id}" }

            """ + (types.isEmpty ? "" : pack)
    }

    /// A container with everything, its members indented by so many blanks.
    private static func spec(_ indentation: Int) -> String {
        indented(
            """
            image: "web:1"
            command: [run]
            args: [fast]
            workingDir: /srv
            env:
              PLAIN: x
              VALUE: { value: y }
              SECRET: { valueFrom: { secretKeyRef: { secretName: creds, key: key } } }
            resources:
              requests: { cpu: "0.5", memoryInMib: 64 }
              limits: { cpu: "1", memoryInMib: 128 }
            ports: { http: { containerPort: 8080, protocol: TCP }, dns: { containerPort: 53, protocol: UDP } }
            volumeMounts: [{ volumeName: tmp, mountPath: /tmp }]
            readinessProbe:
              httpGet: { path: /ready, port: 8080, scheme: https, httpHeaders: [{ name: X-A, value: b }] }
              initialDelaySeconds: 2
              terminationGracePeriodSeconds: 3
              periodSeconds: 4
              timeoutSeconds: 5
              failureThreshold: 6
              successThreshold: 7
            livenessProbe:
              exec: { command: [cat] }
              initialDelaySeconds: 2
              terminationGracePeriodSeconds: 3
              periodSeconds: 4
              timeoutSeconds: 5
              failureThreshold: 6
              successThreshold: 1
            """,
            by: indentation
        )
    }

    private static let otherSpec = """
        image: "other:1"
        initContainer: false
        readinessProbe: { exec: { command: [cat] } }
        livenessProbe: { httpGet: { path: /live, port: 8080, scheme: https, httpHeaders: [{ name: X-A, value: b }] } }
        """.split(separator: "\n").joined(separator: ", ")

    private static let thirdSpec =
        "image: \"third:1\", readinessProbe: { tcpSocket: { port: 80 } }, livenessProbe: { tcpSocket: { port: 80 } }"

    private static let creds = """
          creds:
            type: Radius.Security/secrets
            properties:
              application: "${app.id}"
              environment: "${env.id}"
              data: { key: { value: x }, keyx: { value: y } }

        """

    fileprivate static let currentContainers = SupportSample(
        name: "current containers",
        text: currentHead() + creds + """
              data:
                type: Radius.Compute/persistentVolumes
                properties: { application: "${app.id}", environment: "${env.id}", sizeInGib: 2, allowedAccessModes: ReadWriteMany }
              web:
                type: Radius.Compute/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  containers:
                    main:
            \(spec(10))
                    other: { \(otherSpec) }
                    third: { \(thirdSpec) }
                  volumes:
                    tmp: { emptyDir: { medium: memory } }
                    keys: { secretName: creds }
                    data: { persistentVolume: { resourceId: "${data.id}", accessMode: ReadWriteMany } }
                  restartPolicy: Always
                  replicas: 3
                  extensions: { daprSidecar: { appId: web, appPort: 8080, config: settings } }
                  connections:
                    peer: { source: "${peer.id}" }
                    quiet: { source: "http://peer.example:80", disableDefaultEnvVars: true }
              peer:
                type: Radius.Compute/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  containers: { main: { image: "peer:1", ports: { http: { containerPort: 80 } } } }
                  autoScaling:
            \(scalingByMeasures)
              called:
                type: Radius.Compute/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  containers: { main: { image: "called:1" } }
                  autoScaling:
            \(scalingByEvents)

            """
    )

    fileprivate static let currentContainer = SupportSample(
        name: "one current container",
        text: currentHead() + creds + """
              web:
                type: Radius.Compute/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  container:
            \(spec(8))
                  volumes: { tmp: { emptyDir: {} } }
              other:
                type: Radius.Compute/containers
                properties: { application: "${app.id}", environment: "${env.id}", container: { \(otherSpec) } }
              third:
                type: Radius.Compute/containers
                properties: { application: "${app.id}", environment: "${env.id}", container: { \(thirdSpec) } }

            """
    )

    fileprivate static let routes = SupportSample(
        name: "routes",
        text: currentHead() + """
              web:
                type: Radius.Compute/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  containers: { main: { image: "web:1", ports: { http: { containerPort: 80 } } } }
              ways:
                type: Radius.Compute/routes
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  kind: HTTP
                  hostnames: [shop.example]
                  rules:
                  - matches:
                    - httpPath: /api
                      httpMethod: GET
                      httpHeaders: [{ name: X-A, value: b }]
                      httpQueryParams: [{ name: q, value: r }]
                    destinationContainer: { resourceId: "${web.id}", containerName: main, containerPort: 80 }
                  connections: { web: { source: "${web.id}" } }

            """
    )

    fileprivate static let storage = SupportSample(
        name: "storage and secrets",
        text: currentHead() + """
              web:
                type: Radius.Compute/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  containers: { main: { image: "web:1" } }
              data:
                type: Radius.Compute/persistentVolumes
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  sizeInGib: 2
                  allowedAccessModes: ReadWriteMany
                  connections: { web: { source: "${web.id}" } }
              creds:
                type: Radius.Security/secrets
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  kind: basicAuthentication
                  data: { username: { value: eA==, encoding: base64 }, password: { value: y } }
                  connections: { web: { source: "${web.id}" } }

            """
    )

    /// What signs in to Azure: a container that mounts a key vault and may read from a storage account.
    fileprivate static let vault = SupportSample(
        name: "identity and key vault",
        text: """
            resources:
              env:
                type: Applications.Core/environments
                location: westeurope
                properties:
                  compute:
                    kind: kubernetes
                    namespace: team
                    identity: { kind: azure.com.workload, oidcIssuer: "https://issuer.example/" }
                  providers:
                    azure: { scope: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g }
              app:
                type: Applications.Core/applications
                properties: { environment: "${env.id}" }
              web:
                type: Applications.Core/containers
                properties:
                  application: "${app.id}"
                  container:
                    image: "web:1"
                    volumes: { v: { kind: persistent, mountPath: /v, source: "${keys.id}" } }
                  connections:
                    files:
                      source: /subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/files
                      iam: { kind: azure, roles: [Reader] }
              keys:
                type: Applications.Core/volumes
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  kind: azure.com.keyvault
                  resource: /subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/keys
                  secrets: { a: { name: n, alias: s.txt, version: v1, encoding: base64 } }
                  keys: { b: { name: n, alias: k.pem, version: v1 } }
                  certificates:
                    c: { name: n, alias: c.pem, version: v1, encoding: hex, format: pem, certType: privatekey }

            """
    )

    fileprivate static let images = SupportSample(
        name: "images",
        text: currentHead(parameters: "{ Radius.Compute/containerImages: { registry: ghcr.io/my-org } }") + """
              image:
                type: Radius.Compute/containerImages
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  tag: "1"
                  build:
                    source: "git::https://github.com/my-org/web.git?ref=v1"
                    dockerfile: docker/Dockerfile
                    platforms: [linux/arm64]
                    args: { MODE: fast }
                  connections: { other: { source: "${other.id}" } }
              web:
                type: Radius.Compute/containers
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  containers: { main: { image: "${image.properties.imageReference}" } }
              other:
                type: Radius.Compute/persistentVolumes
                properties:
                  application: "${app.id}"
                  environment: "${env.id}"
                  sizeInGib: 1

            """
    )

    // MARK: - What recipes provide

    /// A sample for each namespace of types that only recipes know: they are told every property.
    fileprivate static let contributed: [SupportSample] = {
        guard let page = try? CompatibilityPage() else { return [] }
        let namespaces = ["Radius.Data", "Radius.Messaging", "Radius.AI", "Radius.Storage"]
        return namespaces.map { namespace in
            let rows = page.rows.filter { $0.type.hasPrefix(namespace + "/") }
            let types = Set(rows.map(\.type)).sorted()
            var text =
                currentHead(recipes: types) + """
                      web:
                        type: Radius.Compute/containers
                        properties:
                          application: "${app.id}"
                          environment: "${env.id}"
                          containers: { main: { image: "web:1" } }

                    """
            for (number, type) in types.enumerated() {
                text +=
                    "  r\(number):\n    type: \(type)\n    properties:\n" + properties(rows.filter { $0.type == type })
            }
            return SupportSample(name: namespace, text: text)
        }
    }()

    private static func properties(_ rows: [CompatibilityRow]) -> String {
        rows.filter { $0.isSupported && !$0.path.contains(".") }.map { row in
            let value =
                switch row.path {
                case "application": "\"${app.id}\""
                case "environment": "\"${env.id}\""
                case "connections": "{ web: { source: \"${web.id}\", disableDefaultEnvVars: true } }"
                case "recipe": "{ name: default, parameters: { mark: m } }"
                default: row.kind.hasPrefix("integer") ? "1" : row.choices.last.map { "\"\($0)\"" } ?? "x"
                }
            return "      \(row.path): \(value)\n"
        }.joined()
    }
}
