import AppModel
import Documents
import Engine
import Recipes
import Targets
import Testing

@Suite struct CurrentContainerTests {
    /// The recipe of Radius goes through `items()`, which orders by name.
    @Test func everythingWithANameIsInTheOrderOfNames() async {
        let emission = await BicepApplication.current(
            """
            resource b 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'b-secrets'
              properties: { environment: environment, application: app.id, data: { k: { value: 'v' } } }
            }
            resource peer 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'peer'
              properties: { environment: environment, application: app.id, containers: { p: { image: 'p:1' } } }
            }
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: {
                  zoo: { image: 'z:1', ports: { y: { containerPort: 2 }, x: { containerPort: 1 } } }
                  ant: { image: 'a:1', env: { CONNECTION_PEER_NAME: { value: 'mine' } } }
                }
                volumes: { w: { emptyDir: {} }, v: { emptyDir: {} } }
                connections: { peer: { source: peer.id }, b: { source: b.id } }
              }
            }
            """
        ).emission()
        #expect(emission.complaints == "")
        let pod: ValuePath = ["spec", "template", "spec"]
        func names(_ path: ValuePath) -> [String] {
            let list = emission.outputs.first { $0.type == "apps/Deployment" && $0.name == "web" }?
                .body.part(at: ValuePath(pod.steps + path.steps))?.arrayValue
            return (list ?? []).compactMap { $0["name"]?.stringValue }
        }
        #expect(names(["containers"]) == ["ant", "zoo"])
        #expect(names(["containers", 1, "ports"]) == ["x", "y"])
        #expect(names(["volumes"]) == ["v", "w"])
        let variables = names(["containers", 0, "env"])
        #expect(variables.filter { $0 == "CONNECTION_PEER_NAME" }.count == 1)
        #expect(variables.first == "CONNECTION_PEER_NAME", "the author's own come first and win")
        #expect(names(["containers", 1, "env"]).contains("CONNECTION_PEER_NAME"))
    }

    @Test func probesHaveWhatIsWritten() async {
        let emission = await BicepApplication.current(
            """
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { web: { image: 'w:1', readinessProbe: { tcpSocket: { port: 80 } } } }
              }
            }
            """
        ).emission()
        let probe: ValuePath = ["spec", "template", "spec", "containers", 0, "readinessProbe"]
        #expect(emission.part("apps/Deployment web", probe) == #"{"tcpSocket":{"port":80}}"#)
    }

    private let database = ResourceID(
        group: "default",
        type: ResourceType(namespace: "Radius.Data", name: "postgreSqlDatabases"),
        name: "db"
    )

    @Test func allContainersShareOnePodAndHaveAServiceEach() {
        var fixture = KubernetesFixture.current()
        var web = container("Web", ports: [ContainerPort(name: "HTTP", containerPort: 80)])
        web.mounts = [VolumeMount(volume: "Data", mountPath: "/data")]
        var setup = container("setup")
        setup.isInit = true
        let dns = container("dns", ports: [ContainerPort(name: "dns", containerPort: 53, transportProtocol: .udp)])
        fixture.addCurrent("Shop", [web, setup, dns]) {
            $0.replicas = 2
            $0.volumes = [
                Volume(
                    name: "Data",
                    source: .persistent(
                        resource: "/planes/x/Radius.Compute/persistentVolumes/Disk",
                        access: "ReadOnlyMany"
                    ),
                    path: []
                ),
                Volume(name: "keys", source: .secret(name: "tls"), path: []),
            ]
        }
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(emission.names == ["apps/Deployment shop", "core/Service shop-web", "core/Service shop-dns"])
        #expect(
            emission.outputs.first?.body["spec"]?.json(.compact)
                == #"{"replicas":2,"selector":{"matchLabels":{"radapp.io/resource":"Shop"}},"template":{"metadata":"#
                + #"{"labels":{"radapp.io/resource":"Shop","radapp.io/environment":"default","#
                + #""radapp.io/application":"demo"}},"spec":{"enableServiceLinks":false,"initContainers":"#
                + #"[{"name":"setup","image":"registry/setup:1"}],"containers":[{"name":"web","image":"registry/Web:1","#
                + #""ports":[{"name":"http","containerPort":80,"protocol":"TCP"}],"#
                + #""volumeMounts":[{"name":"data","mountPath":"/data"}]},{"name":"dns","image":"registry/dns:1","#
                + #""ports":[{"name":"dns","containerPort":53,"protocol":"UDP"}]}],"#
                + #""volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"Disk","readOnly":true}},"#
                + #"{"name":"keys","secret":{"secretName":"tls"}}]}}}"#
        )
        #expect(emission.part("core/Service shop-web", ["metadata", "labels", "container"]) == #""Web""#)
    }

    @Test func referencesComeBeforePlainValuesAndThoseBeforeConnections() {
        var fixture = KubernetesFixture.current()
        var web = container("web")
        web.environment = [
            EnvironmentVariable(name: "URL", source: .value("postgres://$(PASSWORD)@db")),
            EnvironmentVariable(name: "PASSWORD", source: .secret(secret: "db-secret", key: "password")),
            EnvironmentVariable(name: "A", source: .value(.bool(true))),
        ]
        let db = connection(
            "db",
            to: database,
            ["CONNECTION_DB_ID": "id", "CONNECTION_DB_APPLICATION": "app"],
            secretSources: [.init(prefix: "CONNECTION_DB_", secret: "db-secret")]
        )
        fixture.addCurrent("shop", [web], connections: [db])
        let emission = fixture.emission
        let env: ValuePath = ["spec", "template", "spec", "containers", 0, "env"]
        #expect(
            emission.part("apps/Deployment shop", env)
                == #"[{"name":"PASSWORD","valueFrom":{"secretKeyRef":{"name":"db-secret","key":"password"}}},"#
                + #"{"name":"A","value":"true"},{"name":"URL","value":"postgres://$(PASSWORD)@db"},"#
                + #"{"name":"CONNECTION_DB_ID","value":"id"},{"name":"CONNECTION_DB_APPLICATION","value":"app"}]"#
        )
        #expect(
            emission.part("apps/Deployment shop", ["spec", "template", "spec", "containers", 0, "envFrom"])
                == #"[{"prefix":"CONNECTION_DB_","secretRef":{"name":"db-secret"}}]"#
        )
    }

    @Test func secretsMoveIntoASecretOfTheResource() {
        var fixture = KubernetesFixture.current()
        var web = container("web")
        web.environment = [EnvironmentVariable(name: "TOKEN", source: .value(.secret("t")))]
        let db = connection("db", to: database, ["CONNECTION_DB_PASSWORD": .secret("p")])
        fixture.addCurrent("shop", [web, container("side")], connections: [db])
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(emission.names == ["core/Secret shop-env", "apps/Deployment shop"])
        #expect(
            emission.part("core/Secret shop-env", ["stringData"])
                == #"{"CONNECTION_DB_PASSWORD":"p","web.TOKEN":"t"}"#
        )
        let side: ValuePath = ["spec", "template", "spec", "containers", 0, "env"]
        #expect(
            emission.part("apps/Deployment shop", side)
                == #"[{"name":"CONNECTION_DB_PASSWORD","valueFrom":{"secretKeyRef":"#
                + #"{"name":"shop-env","key":"CONNECTION_DB_PASSWORD"}}}]"#
        )
        let hash: ValuePath = ["spec", "template", "metadata", "annotations", "radapp.io/secret-hash"]
        #expect(emission.part("apps/Deployment shop", hash) != "absent")
        #expect(emission.dependencies(of: "apps/Deployment shop") == ["core/Secret shop-env"])
    }

    @Test func resourcesProbesAndDaprAreWritten() {
        var fixture = KubernetesFixture.current()
        var web = container("web")
        web.requests = ComputeResources(cpu: "250m", memoryInMib: 128)
        web.limits = ComputeResources(memoryInMib: 256)
        var probe = Probe(check: .http(port: 80, path: "/", scheme: "https", headers: []))
        probe.period = 3
        web.readiness = probe
        fixture.addCurrent("shop", [web]) { $0.dapr = DaprSidecar(appID: nil, appPort: 80) }
        let emission = fixture.emission
        let path: ValuePath = ["spec", "template", "spec", "containers", 0]
        #expect(
            emission.part("apps/Deployment shop", path)
                == #"{"name":"web","image":"registry/web:1","resources":{"requests":{"cpu":"250m","memory":"128Mi"},"#
                + #""limits":{"memory":"256Mi"}},"readinessProbe":"#
                + #"{"httpGet":{"path":"/","port":80,"scheme":"HTTPS"},"periodSeconds":3}}"#
        )
        #expect(
            emission.part("apps/Deployment shop", ["spec", "template", "metadata", "annotations"])
                == #"{"dapr.io/enabled":"true","dapr.io/app-id":"shop","dapr.io/app-port":"80"}"#
        )
    }

    @Test func anAutoscalerOwnsTheNumberOfReplicas() {
        var fixture = KubernetesFixture.current()
        fixture.addCurrent("shop", [container("web")]) {
            $0.replicas = 2
            $0.autoScaling = [
                "maxReplicas": 5,
                "metrics": [
                    ["kind": "cpu", "target": ["averageUtilization": 70]],
                    ["kind": "custom", "customMetric": "queue", "target": ["averageValue": 30]],
                ],
            ]
        }
        let emission = fixture.emission
        #expect(emission.part("apps/Deployment shop", ["spec", "replicas"]) == "absent")
        #expect(
            emission.part("autoscaling/HorizontalPodAutoscaler shop", ["spec"])
                == #"{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"shop"},"minReplicas":2,"#
                + #""maxReplicas":5,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":"#
                + #"{"type":"Utilization","averageUtilization":70}}},{"type":"External","external":"#
                + #"{"metric":{"name":"queue"},"target":{"type":"AverageValue","averageValue":"30"}}}]}"#
        )
    }

    @Test func whatCannotBeScaledByIsNamed() {
        var fixture = KubernetesFixture.current()
        fixture.addCurrent("shop", [container("web")]) {
            $0.autoScaling = [
                "metrics": [
                    ["kind": "disk", "target": ["value": 1]], ["kind": "custom", "target": ["value": 1]], [:],
                ]
            ]
        }
        #expect(fixture.emission.codes == ["RAD5013", "RAD5013", "RAD5013"])
    }

    @Test func namesThatKubernetesRefusesAreNamed() {
        var fixture = KubernetesFixture.current()
        let long = String(repeating: "x", count: 60)
        fixture.addCurrent("shop", [container(long, ports: [ContainerPort(name: "http", containerPort: 80)])])
        fixture.addCurrent("other", [container("my_app")])
        fixture.addCurrent(
            "third",
            [container("a", ports: [ContainerPort(name: "a-very-long-port", containerPort: 80)])]
        )
        #expect(fixture.emission.codes == ["RAD5001", "RAD5001", "RAD5002"])
    }

    @Test func probesOfInitContainersAreAWarning() {
        var fixture = KubernetesFixture.current()
        var setup = container("setup")
        setup.isInit = true
        setup.liveness = Probe(check: .tcp(port: 80))
        fixture.addCurrent("shop", [setup, container("web")])
        let emission = fixture.emission
        #expect(emission.codes == ["RAD5012"])
        #expect(
            emission.part("apps/Deployment shop", ["spec", "template", "spec", "initContainers"])
                == #"[{"name":"setup","image":"registry/setup:1"}]"#
        )
    }

    @Test func hostsAreKnownBeforeAnythingIsEmitted() throws {
        var fixture = KubernetesFixture.current()
        let ports = [ContainerPort(name: "http", containerPort: 80)]
        fixture.addCurrent("Shop", [container("Web", ports: ports), container("worker")])
        let bound = try #require(fixture.resources.first)
        let properties = KubernetesEmitter().computedProperties(
            of: bound.resource,
            as: bound.role,
            in: fixture.environment,
            application: fixture.application
        )
        #expect(Value.object(properties).json(.compact) == #"{"hosts":{"Web":"shop-web.default"}}"#)
    }

    private func container(_ name: String, ports: [ContainerPort] = []) -> ContainerSpec {
        var spec = ContainerSpec(name: name, path: ["containers", .member(name)], image: "registry/\(name):1")
        spec.ports = ports
        return spec
    }
}
