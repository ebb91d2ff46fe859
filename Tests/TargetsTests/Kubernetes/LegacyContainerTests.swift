import AppModel
import Documents
import Engine
import Recipes
import Targets
import Testing

@Suite struct LegacyContainerTests {
    private let database = ResourceID(group: "default", type: .extenders, name: "db")

    @Test func objectsStandInTheOrderInWhichTheyAreApplied() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("Web", connections: [connection("db", to: database, ["CONNECTION_DB_HOST": "pg"])]) {
            $1.ports = [ContainerPort(name: "http", containerPort: 80)]
        }
        let emission = fixture.emission
        #expect(
            emission.names == [
                "core/Namespace default-demo", "core/ServiceAccount web", "rbac.authorization.k8s.io/Role web",
                "rbac.authorization.k8s.io/RoleBinding web", "core/Secret web", "apps/Deployment web",
                "core/Service web",
            ]
        )
        #expect(emission.dependencies(of: "core/ServiceAccount web") == ["core/Namespace default-demo"])
        #expect(
            emission.dependencies(of: "apps/Deployment web") == [
                "core/ServiceAccount web", "rbac.authorization.k8s.io/RoleBinding web", "core/Secret web",
            ]
        )
        #expect(emission.dependencies(of: "core/Service web") == ["apps/Deployment web"])
        #expect(emission.outputs.allSatisfy { $0.owner.name == "demo" || $0.owner.name == "Web" })
    }

    @Test func anOutlineMakesNoBodiesOfWhatCannotBeWrong() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") { $1.ports = [ContainerPort(name: "http", containerPort: 80)] }
        let objects = KubernetesEmitter().outline(fixture.graph).outputs.filter { $0.owner.name == "web" }
        #expect(objects.count == 5)
        #expect(objects.allSatisfy { $0.body.isNull })
    }

    /// The fixture compares every emission with its outline.
    @Test func anOutlineFindsObjectsOfOneNameThatDiffer() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") { $1.ports = [ContainerPort(name: "http", containerPort: 80)] }
        fixture.addLegacy("Web") { $1.ports = [ContainerPort(name: "http", containerPort: 81)] }
        #expect(!fixture.emission.codes.isEmpty)
        #expect(KubernetesEmitter().outline(fixture.graph).codes == fixture.emission.codes)
    }

    /// So many that several processors name them.
    @Test(arguments: ["web-1200", "Web-7"])
    func anOutlineOfManyContainersIsThatOfTheirObjects(last: String) {
        var fixture = KubernetesFixture.legacy()
        for number in 0..<1_200 {
            fixture.addLegacy("web-\(number)") { $1.ports = [ContainerPort(name: "http", containerPort: number)] }
        }
        fixture.addLegacy(last)
        // Compared with its outline by the fixture.
        let emission = fixture.emission
        #expect(emission.codes.isEmpty == (last == "web-1200"))
        #expect(emission.outputs.count > 6_000)
    }

    @Test func aContainerComesAfterTheLastObjectOfWhatItUses() {
        var fixture = KubernetesFixture.legacy()
        let backend = fixture.addLegacy("backend") { $1.ports = [ContainerPort(name: "http", containerPort: 80)] }
        fixture.addLegacy("frontend", connections: [connection("backend", to: backend)])
        #expect(
            fixture.emission.dependencies(of: "apps/Deployment frontend") == [
                "core/ServiceAccount frontend", "rbac.authorization.k8s.io/RoleBinding frontend",
                "core/Service backend",
            ]
        )
    }

    @Test func whatIsProvisionedByHandEmitsNothingAndPassesItsOwnNeedsOn() {
        var fixture = KubernetesFixture.legacy()
        let first = fixture.addLegacy("first")
        let manual = fixture.addLegacy("manual", connections: [connection("a", to: first)]) { container, _ in
            container.manualResources = ["/planes/kubernetes/local/…"]
        }
        fixture.addLegacy("last", connections: [connection("b", to: manual)])
        let emission = fixture.emission
        #expect(!emission.names.contains { $0.hasSuffix(" manual") })
        #expect(emission.dependencies(of: "apps/Deployment last").last == "apps/Deployment first")
    }

    @Test func udpPortsStayUDP() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("dns") {
            $1.ports = [ContainerPort(name: "dns", containerPort: 5353, servicePort: 53, transportProtocol: .udp)]
        }
        let emission = fixture.emission
        #expect(
            emission.part("core/Service dns", ["spec", "ports"])
                == #"[{"name":"dns","port":53,"targetPort":5353,"protocol":"UDP"}]"#
        )
        #expect(
            emission.part("apps/Deployment dns", pod(["containers", 0, "ports"]))
                == #"[{"containerPort":5353,"protocol":"UDP"}]"#
        )
    }

    @Test func probesCarryTheLegacyDefaults() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") {
            $1.readiness = Probe(check: .command(["cat /tmp/ready"]))
            $1.liveness = Probe(
                check: .http(port: 80, path: "/", scheme: nil, headers: [Probe.Header(name: "X-A", value: "b")])
            )
        }
        let emission = fixture.emission
        let defaults = #""initialDelaySeconds":0,"failureThreshold":3,"periodSeconds":10,"timeoutSeconds":5}"#
        #expect(
            emission.part("apps/Deployment web", pod(["containers", 0, "readinessProbe"]))
                == #"{"exec":{"command":["cat","/tmp/ready"]},"# + defaults
        )
        #expect(
            emission.part("apps/Deployment web", pod(["containers", 0, "livenessProbe"]))
                == #"{"httpGet":{"path":"/","port":80,"httpHeaders":[{"name":"X-A","value":"b"}]},"# + defaults
        )
    }

    @Test func ephemeralVolumesAreMounted() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") { container, spec in
            container.volumes = [
                Volume(name: "cache", source: .ephemeral(inMemory: true), path: []),
                Volume(name: "scratch", source: .ephemeral(inMemory: false), path: []),
            ]
            spec.mounts = [VolumeMount(volume: "cache", mountPath: "/cache", isReadOnly: true)]
        }
        let emission = fixture.emission
        #expect(
            emission.part("apps/Deployment web", pod(["volumes"]))
                == #"[{"name":"cache","emptyDir":{"medium":"Memory"}},{"name":"scratch","emptyDir":{}}]"#
        )
        #expect(
            emission.part("apps/Deployment web", pod(["containers", 0, "volumeMounts"]))
                == #"[{"name":"cache","mountPath":"/cache","readOnly":true}]"#
        )
    }

    @Test func scalingAndDaprAreWrittenWhereTheyAreRead() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") { container, _ in
            container.replicas = 3
            container.dapr = DaprSidecar(appID: "orders", appPort: 3000, configuration: "tracing", appProtocol: "grpc")
        }
        let emission = fixture.emission
        #expect(emission.part("apps/Deployment web", ["spec", "replicas"]) == "3")
        #expect(
            emission.part("apps/Deployment web", ["spec", "template", "metadata", "annotations"])
                == #"{"dapr.io/enabled":"true","dapr.io/app-id":"orders","dapr.io/app-port":"3000","#
                + #""dapr.io/config":"tracing","dapr.io/protocol":"grpc","dapr.io/app-protocol":"grpc"}"#
        )
    }

    @Test func metadataOfEnvironmentApplicationAndContainerAddUp() {
        var fixture = KubernetesFixture.legacy(
            environment: KubernetesMetadata(labels: ["team": "a", "cost": "1"], annotations: ["note": "env"]),
            application: KubernetesMetadata(labels: ["team": "b"])
        )
        fixture.addLegacy("web") { container, spec in
            container.metadata = KubernetesMetadata(labels: ["team": "c"], annotations: ["own": "yes"])
            spec.ports = [ContainerPort(name: "http", containerPort: 80)]
        }
        let emission = fixture.emission
        #expect(emission.part("apps/Deployment web", ["metadata", "labels", "team"]) == #""c""#)
        #expect(
            emission.part("apps/Deployment web", ["spec", "template", "metadata", "annotations"])
                == #"{"note":"env","own":"yes"}"#
        )
        #expect(emission.part("core/Service web", ["metadata", "labels", "team"]) == #""b""#)
        #expect(emission.part("core/ServiceAccount web", ["metadata", "annotations"]) == #"{"note":"env"}"#)
        #expect(emission.part("rbac.authorization.k8s.io/Role web", ["metadata", "labels", "team"]) == "absent")
        #expect(emission.part("rbac.authorization.k8s.io/Role web", ["metadata", "annotations"]) == "absent")
    }

    @Test func reservedMetadataIsReportedAndLeftOut() {
        var fixture = KubernetesFixture.legacy(environment: KubernetesMetadata(labels: ["radapp.io/resource": "x"]))
        fixture.addLegacy("web") { container, _ in
            container.metadata = KubernetesMetadata(annotations: ["radapp.io/mine": "y"])
        }
        let emission = fixture.emission
        #expect(emission.codes == ["RAD5004", "RAD5004"])
        #expect(emission.part("apps/Deployment web", ["metadata", "labels", "radapp.io/resource"]) == #""web""#)
        #expect(emission.part("apps/Deployment web", ["metadata", "annotations"]) == "absent")
    }

    @Test func whatKubernetesCannotDoIsNamed() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("vault") { container, _ in
            container.volumes = [Volume(name: "keys", source: .persistent(resource: "id", access: nil), path: [])]
        }
        fixture.addLegacy("roles", connections: [connection("store", to: database, roles: ["Reader"])])
        fixture.addLegacy("under_score")
        fixture.addLegacy("port") { $1.ports = [ContainerPort(name: "My Port", containerPort: 1)] }
        let emission = fixture.emission
        #expect(emission.codes == ["RAD5008", "RAD5036", "RAD5007", "RAD5001", "RAD5002"])
        #expect(emission.names == ["core/Namespace default-demo"])
    }

    @Test func aRestartPolicyThatADeploymentCannotHaveIsAWarning() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("job") { container, _ in container.restartPolicy = "Never" }
        let emission = fixture.emission
        #expect(emission.codes == ["RAD5011"])
        #expect(emission.part("apps/Deployment job", pod(["restartPolicy"])) == #""Never""#)
    }

    private func pod(_ path: ValuePath) -> ValuePath {
        ValuePath((["spec", "template", "spec"] as ValuePath).steps + path.steps)
    }
}
