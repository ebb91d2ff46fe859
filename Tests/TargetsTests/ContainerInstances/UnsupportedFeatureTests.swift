import AppModel
import Documents
import Engine
import Recipes
import Targets
import Testing

/// What ACI has no form of is named, never dropped.
@Suite struct UnsupportedFeatureTests {
    private func check(
        _ change: (inout Container, inout ContainerSpec) -> Void,
        _ expected: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let fixture = ContainerInstancesFixture(.container("web", ports: .web(80), change))
        #expect(fixture.emission.messages == [expected], sourceLocation: sourceLocation)
    }

    private func notThere(_ feature: String, _ reason: String) -> String {
        "error RAD5101 \(feature) of 'web' cannot be expressed on Azure Container Instances: \(reason)"
    }

    @Test func theDaprSidecar() {
        check(
            { container, _ in container.dapr = DaprSidecar(appID: "web") },
            notThere("the Dapr sidecar", "nothing there injects it")
        )
    }

    @Test(arguments: [
        (
            "Radius.Compute/persistentVolumes", BoundResource.Role.persistentVolume(PersistentVolume(sizeInGib: 1)),
            "the storage of 'thing'"
        ),
        ("Applications.Core/volumes", .keyVaultVolume, "the key vault volume of 'thing'"),
    ])
    func resourcesThatOnlyKubernetesHas(type: String, role: BoundResource.Role, what: String) throws {
        let type = try #require(ResourceType(type))
        let resource = Resource(
            id: ResourceID(group: "default", type: type, name: "thing"),
            apiVersion: "",
            address: "thing",
            properties: [:],
            origin: .none
        )
        let fixture = ContainerInstancesFixture(BoundResource(resource: resource, role: role))
        #expect(fixture.emission.messages.count == 1)
        #expect(fixture.emission.messages.first?.hasPrefix("error RAD5101 \(what) cannot be expressed") == true)
    }

    @Test func secretsAreGivenToContainersAndDaprComponentsAreNamed() async {
        var application = BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: { application: app.id, data: { token: { value: 't0ken' } } }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: {
                  image: 'web:1'
                  env: { TOKEN: { valueFrom: { secretRef: { source: store.id, key: 'token' } } } }
                }
              }
            }
            resource state 'Applications.Dapr/stateStores@2023-10-01-preview' = {
              name: 'state'
              properties: {
                environment: environment
                application: app.id
                resourceProvisioning: 'manual'
                type: 'state.redis'
                version: 'v1'
                metadata: {}
              }
            }
            """
        )
        application.environment = ContainerInstancesFixture().environment
        let emission = await application.emission()
        #expect(
            emission.messages == [
                "error RAD5101 the Dapr component of 'state' cannot be expressed on Azure Container Instances: "
                    + "no Dapr runs there"
            ]
        )
        let bodies = emission.outputs.map { $0.body.json(.compact, disclosing: .revealed) }.joined()
        #expect(bodies.contains(#"{"name":"TOKEN","secureValue":"t0ken"}"#))
    }

    @Test func aGatewayForTheInside() async {
        var application = BicepApplication.legacy(
            """
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: { application: app.id, container: { image: 'w:1', ports: { http: { containerPort: 80 } } } }
            }
            resource gateway 'Applications.Core/gateways@2023-10-01-preview' = {
              name: 'gateway'
              properties: { application: app.id, internal: true, routes: [{ destination: 'http://web:80' }] }
            }
            """
        )
        application.environment = ContainerInstancesFixture().environment
        #expect(
            await application.emission().messages == [
                "error RAD5101 'internal' of 'gateway' cannot be expressed on Azure Container Instances: "
                    + "its application gateways have public addresses"
            ]
        )
    }

    @Test func autoScaling() {
        check(
            { container, _ in container.autoScaling = ["maxReplicas": 3] },
            notThere("'autoScaling'", "an NGroup keeps a fixed number of groups")
        )
    }

    @Test func theWorkingDirectory() {
        check(
            { _, spec in spec.workingDirectory = "/app" },
            notThere("'workingDir'", "a container starts in the working directory of its image")
        )
    }

    @Test func argumentsWithoutACommand() {
        check(
            { _, spec in spec.arguments = ["--verbose"] },
            """
            error RAD5103 container 'web' of 'web' has 'args' but no 'command': Azure Container Instances replaces \
            the image's entry point, so that arguments alone would be run as a program
            """
        )
    }

    @Test func aTCPLivenessCheck() {
        check(
            { _, spec in spec.liveness = Probe(check: .tcp(port: 80)) },
            notThere("the TCP check of 'livenessProbe'", "a probe asks over HTTP or runs a command")
        )
    }

    @Test func aTCPReadinessCheckOfAPortThatNobodySees() {
        check(
            { _, spec in spec.readiness = Probe(check: .tcp(port: 81)) },
            notThere(
                "the TCP check of 'readinessProbe'",
                "the load balancer makes it, and port 81 is not among the container's ports"
            )
        )
    }

    @Test func theGracePeriodOfAProbe() {
        check(
            { _, spec in
                var probe = Probe(check: .command(["true"]))
                probe.terminationGracePeriod = 5
                spec.liveness = probe
            },
            notThere("'terminationGracePeriodSeconds' of 'livenessProbe'", "its probes know no grace period")
        )
    }

    @Test func aVolumeInMemory() {
        check(
            { container, _ in
                container.volumes = [Volume(name: "v", source: .ephemeral(inMemory: true), path: ["volumes", "v"])]
            },
            notThere("the memory of volume 'v'", "an empty volume is kept on disk")
        )
    }

    @Test func aPersistentVolumeWithoutAFileShare() {
        let vault = ResourceType(namespace: "Applications.Core", name: "volumes")
        let source = Value.string(BoundResource.id("vault", vault).description)
        check(
            { container, _ in
                container.volumes = [Volume(name: "v", source: .persistent(resource: source, access: nil), path: [])]
            },
            """
            error RAD5112 volume 'v' of 'web' is persistent, and nothing in this environment provides an Azure file \
            share for it
            """
        )
    }

    @Test func aMountPathWithAColon() {
        check(
            { _, spec in spec.mounts = [VolumeMount(volume: "v", mountPath: "/a:b")] },
            notThere("the mount path '/a:b'", "it takes no ':' in a mount path")
        )
    }

    @Test func rolesOfAConnection() {
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                .container("web", connections: [.to("db", BoundResource.id("db"), roles: ["Contributor"])])
            ),
            notThere("'iam' of connection 'db'", "rad assigns no Azure roles there yet")
        )
    }

    @Test func anUnknownPlatformOption() {
        check(
            { container, _ in container.platformOptions = ["zone": "1"] },
            notThere("platform option 'zone'", "only 'sku' and 'confidentialComputeProperties' are known")
        )
    }

    @Test func anAnnotationThatIsTooLongForATag() {
        let long = String(repeating: "x", count: 257)
        check(
            { container, _ in container.metadata = KubernetesMetadata(annotations: ["note": long]) },
            notThere(
                "label or annotation 'note'",
                "it becomes a tag, and the value of a tag has at most 256 characters"
            )
        )
    }

    @Test func whatAnInitContainerCannotHave() {
        let fixture = ContainerInstancesFixture(
            .compute(
                "web",
                [
                    .named("prepare", ports: .web(80)) { spec in
                        spec.isInit = true
                        spec.liveness = Probe(check: .command(["true"]))
                        spec.limits = ComputeResources(cpu: "1")
                    },
                    .named("main"),
                ]
            )
        )
        #expect(
            fixture.emission.messages
                == ["ports", "livenessProbe", "resources"].map { name in
                    notThere("'\(name)' of init container 'prepare'", "an init container has none")
                }
        )
    }

    @Test func variablesInVariablesAndCommands() {
        let fixture = ContainerInstancesFixture(
            .container("web") { _, spec in
                spec.environment = [
                    .plain("HOST", "h"), .plain("URL", "http://$(HOST)/$(OTHER)/$$(HOST)/$(HOST)"),
                    .plain("PRICE", "5$"),
                ]
                spec.command = ["sh", "-c", "echo $(HOST) $(date)"]
            }
        )
        #expect(
            fixture.emission.messages
                == ["variable 'URL'", "'command'"].map { place in
                    notThere("'$(HOST)' in \(place)", "variables are put in by Kubernetes only")
                }
        )
    }

    @Test func settingsForKubernetesAloneAreAListedLoss() {
        let fixture = ContainerInstancesFixture(
            .container("web") { container, _ in
                container.kubernetesBase = "kind: Deployment"
                container.kubernetesPod = ["hostNetwork": true]
            }
        )
        #expect(
            fixture.emission.messages
                == ["base", "pod"].map { name in
                    """
                    warning RAD5110 'runtimes.kubernetes.\(name)' of 'web' is for Kubernetes and has no effect on Azure \
                    Container Instances
                    """
                }
        )
    }

    @Test func anAmountOfProcessorThatIsNone() {
        for text in ["much", "", "-1", "0", "0x10", "1e400", "nan", "m"] {
            check(
                { _, spec in spec.requests.cpu = text },
                """
                error RAD5109 '\(text)' is no amount of processor; expected a number of cores such as '0.5', or of \
                thousandths such as '500m'
                """
            )
        }
    }
}

/// The limits of a container group, with what was found and what is allowed.
@Suite struct GroupLimitTests {
    private func check(_ specs: [ContainerSpec], volumes: Int = 0, _ expected: String...) {
        let fixture = ContainerInstancesFixture(
            .compute("web", specs) { container in
                container.volumes = (0..<volumes).map { index in
                    Volume(name: "v\(index)", source: .ephemeral(inMemory: false), path: ["volumes"])
                }
            }
        )
        #expect(
            fixture.emission.messages == expected.map { "error RAD5102 'web' asks for \($0)" }
        )
    }

    @Test func sixtyContainersAreAllowedAndNoMore() {
        let small = (0..<60).map { index in
            ContainerSpec.named("c\(index)") { $0.requests = ComputeResources(cpu: "100m", memoryInMib: 64) }
        }
        check(small)
        check(
            small + [.named("one-more") { $0.requests = ComputeResources(cpu: "100m", memoryInMib: 64) }],
            "61 containers, and a container group may have 60"
        )
    }

    @Test func fivePortsAreAllowedAndNoMore() {
        let ports = (1...6).map { ContainerPort(name: "p\($0)", containerPort: $0) }
        check([.named("web", ports: Array(ports.dropLast()))])
        check([.named("web", ports: ports)], "6 ports, and a container group may have 5")
    }

    @Test func twentyVolumesAreAllowedAndNoMore() {
        check([.named("web")], volumes: 20)
        check([.named("web")], volumes: 21, "21 volumes, and a container group may have 20")
    }

    @Test func processorAndMemoryAreAddedUp() {
        let half = ContainerSpec.named("a") { $0.requests = ComputeResources(cpu: "15.5", memoryInMib: 122_880) }
        let other = ContainerSpec.named("b") { $0.requests = ComputeResources(cpu: "15.5", memoryInMib: 122_880) }
        check([half, other])
        check(
            [half, other, .named("c") { $0.requests = ComputeResources(cpu: "250m", memoryInMib: 512) }],
            "31.25 cores, and a container group may have 31",
            "240.5 GB of memory, and a container group may have 240"
        )
    }

    @Test func twoContainersCannotListenOnOnePort() {
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                .compute("web", [.named("a", ports: .web(80)), .named("b", ports: .web(80))])
            ),
            """
            error RAD5107 port 80/TCP of 'web' is taken twice, by container 'a' and by container 'b'; \
            the containers of a group share one address
            """
        )
    }
}
