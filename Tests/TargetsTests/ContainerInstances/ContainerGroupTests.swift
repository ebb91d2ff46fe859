import AppModel
import Documents
import Engine
import Recipes
import Targets
import Testing

/// What becomes of a container resource: profile, load balancer, NGroup and name.
@Suite struct ContainerGroupTests {
    @Test func aContainerWithAPortBecomesAGroupBehindALoadBalancerWithAName() throws {
        try checkContainerInstances(
            ContainerInstancesFixture(.container("frontend", ports: .web(3000))),
            "container"
        )
    }

    @Test func aContainerWithoutPortsGetsNoLoadBalancerAndNoName() throws {
        try checkContainerInstances(ContainerInstancesFixture(.container("worker")), "worker")
    }

    @Test func everyPortGetsARuleAndACheckAndUDPIsCheckedOverAnotherPort() throws {
        let ports = [
            ContainerPort(name: "web", containerPort: 8080, servicePort: 80),
            ContainerPort(name: "metrics", containerPort: 9090),
            ContainerPort(name: "syslog", containerPort: 514, transportProtocol: .udp),
        ]
        let fixture = ContainerInstancesFixture(
            .container("logs", ports: ports) { _, spec in
                spec.readiness = Probe(check: .http(port: 8080, path: "/ready", scheme: nil, headers: []))
            }
        )
        try checkContainerInstances(fixture, "ports")
    }

    @Test func theContainersOfAResourceShareAGroupAndInitContainersRunBefore() throws {
        let volumes = [Volume(name: "Scratch", source: .ephemeral(inMemory: false), path: ["volumes", "Scratch"])]
        let mount = VolumeMount(volume: "Scratch", mountPath: "/scratch")
        let fixture = ContainerInstancesFixture(
            .compute(
                "shop",
                [
                    .named("web", ports: .web(80)) { $0.mounts = [mount] },
                    .named("Sidecar") {
                        $0.command = ["sh", "-c"]; $0.arguments = ["run"]
                    },
                    .named("prepare") {
                        $0.isInit = true; $0.mounts = [mount]
                    },
                ]
            ) { container in
                container.volumes = volumes
                container.replicas = 3
                container.restartPolicy = "OnFailure"
            }
        )
        try checkContainerInstances(fixture, "sidecars")
    }

    @Test func probesKeepTheDefaultsOfTheirGeneration() throws {
        let headers = [Probe.Header(name: "Accept", value: "text/plain")]
        var legacy = Probe(check: .command(["cat", "/tmp/healthy"]))
        legacy.period = 3
        let readiness = Probe(check: .http(port: 80, path: "/", scheme: "HTTPS", headers: headers))
        let old = ContainerInstancesFixture(.container("old") { $1.liveness = legacy })
        let new = ContainerInstancesFixture(.compute("new", [.named("web") { $0.readiness = readiness }]))

        let liveness = try old.body("containerGroupProfiles/old")["properties"]?["containers"]?.arrayValue?.first
        #expect(
            liveness?["properties"]?["livenessProbe"]?.json(.compact) == """
                {"exec":{"command":["cat","/tmp/healthy"]},"initialDelaySeconds":0,"periodSeconds":3,\
                "failureThreshold":3,"successThreshold":1,"timeoutSeconds":5}
                """
        )
        let ready = try new.body("containerGroupProfiles/new")["properties"]?["containers"]?.arrayValue?.first
        #expect(
            ready?["properties"]?["readinessProbe"]?.json(.compact) == """
                {"httpGet":{"path":"/","port":80,"scheme":"https","httpHeaders":[{"name":"Accept","value":"text/plain"}]},\
                "initialDelaySeconds":0,"periodSeconds":10,"failureThreshold":3,"successThreshold":1,"timeoutSeconds":1}
                """
        )
    }

    @Test func aTCPReadinessCheckIsMadeByTheLoadBalancerAlone() throws {
        let fixture = ContainerInstancesFixture(
            .container("db", ports: .web(5432)) { _, spec in
                var probe = Probe(check: .tcp(port: 5432))
                probe.period = 20
                probe.failureThreshold = 4
                spec.readiness = probe
            }
        )
        #expect(fixture.emission.messages == [])
        let probes = try fixture.body("loadBalancers/db")["properties"]?["probes"]
        #expect(
            probes?.json(.compact) == """
                [{"name":"tcp-5432","properties":{"protocol":"Tcp","port":5432,"intervalInSeconds":20,"probeThreshold":4}}]
                """
        )
        let container = try fixture.body("containerGroupProfiles/db")["properties"]?["containers"]?.arrayValue?.first
        #expect(container?["properties"]?["readinessProbe"] == nil)
    }

    @Test(arguments: [
        (ComputeResources(), ComputeResources(), #"{"requests":{"cpu":1,"memoryInGB":1.5}}"#),
        (
            ComputeResources(cpu: "500m", memoryInMib: 256), ComputeResources(),
            #"{"requests":{"cpu":0.5,"memoryInGB":0.3}}"#
        ),
        (
            ComputeResources(cpu: "0.25", memoryInMib: 1024), ComputeResources(cpu: "2", memoryInMib: 2048),
            #"{"requests":{"cpu":0.25,"memoryInGB":1},"limits":{"cpu":2,"memoryInGB":2}}"#
        ),
        (
            ComputeResources(), ComputeResources(cpu: "1500m", memoryInMib: 512),
            #"{"requests":{"cpu":1.5,"memoryInGB":0.5},"limits":{"cpu":1.5,"memoryInGB":0.5}}"#
        ),
    ])
    func aContainerGetsTheProcessorAndMemoryThatItAsksFor(
        requests: ComputeResources,
        limits: ComputeResources,
        expected: String
    ) throws {
        let fixture = ContainerInstancesFixture(
            .compute(
                "web",
                [
                    .named("web") {
                        $0.requests = requests
                        $0.limits = limits
                    }
                ]
            )
        )
        let container = try fixture.body("containerGroupProfiles/web")["properties"]?["containers"]?.arrayValue?.first
        #expect(container?["properties"]?["resources"]?.json(.compact).replacing(".0", with: "") == expected)
    }

    @Test func labelsAndAnnotationsBecomeTagsAndTheResourcesOwnWin() throws {
        var fixture = ContainerInstancesFixture(
            .container("web") { container, _ in
                container.metadata = KubernetesMetadata(labels: ["team": "b"], annotations: ["example.com/on": "yes"])
            }
        )
        fixture.environmentMetadata = KubernetesMetadata(labels: ["team": "a", "cost": "1"])
        let tags = try fixture.body("nGroups/web")["tags"]
        #expect(tags?["team"] == "b")
        #expect(tags?["cost"] == "1")
        #expect(tags?["example.com.on"] == "yes")
        #expect(tags?["rad-application"] == "shop")
    }

    @Test func theIdentityOfTheEnvironmentIsTheGroups() throws {
        var fixture = ContainerInstancesFixture(.container("web"))
        fixture.identity = Environment.Identity(kind: "systemAssignedUserAssigned", managedIdentities: ["/id/a"])
        #expect(
            try fixture.body("nGroups/web")["identity"]?.json(.compact) == """
                {"type":"SystemAssigned, UserAssigned","userAssignedIdentities":{"/id/a":{}}}
                """
        )
    }

    @Test func poolsAreObjectsInTheOldPreviewAndIdsSince() throws {
        var fixture = ContainerInstancesFixture(.container("web", ports: .web(80)))
        let pool =
            "\(ContainerInstancesFixture.scope)/providers/Microsoft.Network/loadBalancers/web"
            + "/backendAddressPools/containers"
        func reference() throws -> Value? {
            let profile = try fixture.body("nGroups/web")["properties"]?["containerGroupProfiles"]?.arrayValue?.first
            let balancer = profile?["networkProfile"]?["loadBalancer"]
            return balancer?["backendAddressPools"]?.arrayValue?.first?["resource"]
        }
        #expect(try reference() == .string(pool))
        fixture.api.containerInstance = "2024-11-01-preview"
        #expect(try reference() == ["id": .string(pool)])
        #expect(fixture.emission.outputs.filter { $0.apiVersion == "2024-11-01-preview" }.count == 2)
    }

    @Test func anNGroupFollowsTheRevisionOfItsProfile() throws {
        let fixture = ContainerInstancesFixture(.container("web"))
        let profile = try #require(fixture.emission.outputs.first { $0.address != nil })
        let body = try fixture.body("nGroups/web")
        #expect(body.unknownSources == [profile.address])

        func tag(_ applied: Value) throws -> String {
            var runtime = RuntimeValues()
            runtime[try #require(profile.address)] = applied
            return try #require(body.resolved(with: runtime)["tags"]?["rad-profile"]?.stringValue)
        }
        #expect(try tag(["properties": ["revision": 3]]) == "3")
        #expect(try tag(profile.body).count == 16)
    }

    @Test func theDigestOfAProfileTellsNothingOfItsSecrets() throws {
        func digest(_ image: Value, _ password: String) throws -> String? {
            let fixture = ContainerInstancesFixture(
                .container("web") { _, spec in
                    spec.image = image
                    spec.environment = [.plain("PASSWORD", .secret(.string(password)))]
                }
            )
            let body = try fixture.body("nGroups/web")
            var runtime = RuntimeValues()
            for source in body.unknownSources { runtime[source] = [:] }
            return body.resolved(with: runtime)["tags"]?["rad-profile"]?.stringValue
        }
        let first = try digest("a:1", "x")
        #expect(try digest("a:2", "x") != first)
        #expect(try digest("a:1", "y") == first)
    }

    @Test func aConfidentialGroupKeepsItsPolicyFromView() throws {
        let fixture = ContainerInstancesFixture(
            .compute("web", [.named("web")]) { container in
                container.platformOptions = [
                    "sku": "Confidential", "confidentialComputeProperties": ["ccePolicy": "cGFja2FnZQ=="],
                ]
            }
        )
        #expect(fixture.emission.messages == [])
        let properties = try fixture.body("containerGroupProfiles/web")["properties"]
        #expect(properties?["sku"] == "Confidential")
        #expect(properties?["confidentialComputeProperties"] == ["ccePolicy": .secret("cGFja2FnZQ==")])
    }

    @Test func nothingIsMadeForWhatIsProvisionedByHand() {
        let fixture = ContainerInstancesFixture(
            .container("web", ports: .web(80)) { container, _ in container.manualResources = [] }
        )
        #expect(fixture.emission.outputs.isEmpty)
        let bound = fixture.resources[0]
        let computed = fixture.emitter.computedProperties(
            of: bound.resource,
            as: bound.role,
            in: fixture.environment,
            application: fixture.application
        )
        #expect(computed.isEmpty)
    }
}
