import AppModel
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// The landing zone of an environment, and what recipes bring to it.
@Suite struct ContainerInstancesEnvironmentTests {
    @Test func anEnvironmentIsANetworkWithAWayOutAndAZone() throws {
        let fixture = ContainerInstancesFixture()
        let emission = fixture.emitter.emit(fixture.environment)
        #expect(emission.messages == [])
        try expectSnapshot(emission.requestText, "environment.txt")
    }

    @Test func everythingWaitsOnlyForWhatStandsBeforeIt() {
        let fixture = ContainerInstancesFixture()
        var seen = Set<OutputResourceID>()
        for output in fixture.emitter.emit(fixture.environment).outputs {
            #expect(output.dependencies.allSatisfy(seen.contains), "\(output.id)")
            #expect(output.owner == fixture.environment.id)
            seen.insert(output.id)
        }
    }

    @Test func theContainersSubnetIsNotOpenToTheInternet() throws {
        let fixture = ContainerInstancesFixture()
        let outputs = fixture.emitter.emit(fixture.environment).outputs
        let group = try #require(outputs.first { $0.name == "prod-containers" })
        let rules = group.body["properties"]?["securityRules"]?.arrayValue ?? []
        let sources = rules.filter { $0["properties"]?["access"] == "Allow" }
            .map { $0["properties"]?["sourceAddressPrefix"]?.stringValue }
        #expect(sources == ["10.1.0.0/16", "10.3.0.0/24", "AzureLoadBalancer"])
        #expect(rules.last?["properties"]?["access"] == "Deny")
    }

    @Test func namesAndIdentitiesThatAzureDoesNotKnowAreErrors() {
        var fixture = ContainerInstancesFixture()
        fixture.environmentName = "e"
        fixture.identity = Environment.Identity(kind: "azure.com.workload", managedIdentities: [])
        #expect(
            fixture.emitter.emit(fixture.environment).messages == [
                "error RAD5115 'e' cannot be the name of a virtual network; expected 2 to 64 characters",
                """
                error RAD5115 'azure.com.workload' cannot be the kind of an identity on Azure Container Instances; \
                expected 'systemAssigned', 'userAssigned' or 'systemAssignedUserAssigned'
                """,
            ]
        )
    }

    @Test func theResourcesOfARecipePassThroughAndConsumersWaitForThem() throws {
        let scope = ContainerInstancesFixture.scope
        let account = "\(scope)/providers/Microsoft.Storage/storageAccounts/a"
        let share = "\(account)/fileServices/default/shares/s"
        let outputs = [
            RecipeOutput(
                kind: .azure(id: account, type: "Microsoft.Storage/storageAccounts", apiVersion: "2023-05-01"),
                name: "a",
                address: "recipe.account",
                body: ["location": "westeurope"],
                dependencies: []
            ),
            RecipeOutput(
                kind: .azure(
                    id: share,
                    type: "Microsoft.Storage/storageAccounts/fileServices/shares",
                    apiVersion: "2023-05-01"
                ),
                name: "s",
                address: "recipe.share",
                body: ["properties": ["shareQuota": 1]],
                dependencies: ["recipe.account"]
            ),
        ]
        let fixture = ContainerInstancesFixture(.recipe("database", outputs: outputs), .container("web"))
            .connecting("web", to: "database")
        let emission = fixture.emission
        #expect(emission.messages == [])
        let passed = emission.outputs.prefix(2)
        #expect(passed.map(\.id.description) == [account, share])
        #expect(passed.map(\.address) == ["recipe.account", "recipe.share"])
        #expect(passed.map(\.apiVersion) == ["2023-05-01", "2023-05-01"])
        #expect(passed.last?.dependencies.first == OutputResourceID(account))
        let profile = try #require(emission.outputs.first { $0.id.description.hasSuffix("Profiles/web") })
        #expect(profile.dependencies == [OutputResourceID(share)])
    }

    @Test func aKubernetesObjectFromARecipeIsAnError() {
        let output = RecipeOutput(
            kind: .kubernetes(group: "apps", version: "v1", kind: "Deployment", namespace: ""),
            name: "postgres",
            address: "recipe.deployment",
            body: [:],
            dependencies: []
        )
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(.recipe("database", outputs: [output])),
            """
            error RAD5105 recipe 'default' for 'database' makes the Kubernetes object Deployment 'postgres', \
            and this environment runs on Azure Container Instances
            """
        )
    }

    @Test func twoResourcesCannotMakeOneARMResource() {
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                .container("web", ports: .web(80)),
                .compute("Web", [.named("web", ports: .web(80))])
            ),
            """
            error RAD5108 'Web' and 'web' both make the ARM resource '\(ContainerInstancesFixture.scope)\
            /providers/Microsoft.Network/loadBalancers/Web'
            """
        )
    }
}

/// The addresses of load balancers.
@Suite struct AddressTests {
    private func addresses(_ names: [String]) -> [String: String] {
        var fixture = ContainerInstancesFixture()
        fixture.resources = names.map { .container($0, ports: .web(80)) }
        let balancers = fixture.emission.outputs.filter { $0.type == "Microsoft.Network/loadBalancers" }
        return Dictionary(
            balancers.map { balancer in
                let frontend = balancer.body["properties"]?["frontendIPConfigurations"]?.arrayValue?.first
                return (balancer.name, frontend?["properties"]?["privateIPAddress"]?.stringValue ?? "")
            },
            uniquingKeysWith: { $1 }
        )
    }

    @Test func theyAreDistinctInRangeAndDoNotDependOnTheOrder() {
        let names = (0..<600).map { "service-\($0)" }
        let first = addresses(names)
        #expect(first == addresses(names.reversed()))
        #expect(Set(first.values).count == 600)
        for address in first.values {
            let parts = address.split(separator: ".").compactMap { Int($0) }
            #expect(parts.count == 4 && parts[0] == 10 && parts[1] == 2)
            #expect(parts[2] < 255 && parts[2] * 256 + parts[3] >= 4, "\(address)")
        }
    }

    @Test func aResourceKeepsItsAddressWhenOthersComeAndGo() {
        #expect(addresses(["frontend"])["frontend"] == addresses(["backend", "frontend", "worker"])["frontend"])
    }
}

/// Properties of every emission.
@Suite struct ContainerInstancesDeterminismTests {
    private func fixture() -> ContainerInstancesFixture {
        var fixture = ContainerInstancesFixture(
            .container("a", ports: .web(1)) { container, spec in
                container.metadata = KubernetesMetadata(labels: ["x": "1", "y": "2", "z": "3", "w": "4"])
                spec.environment = ["D", "C", "B", "A"].map { .plain($0, "v") }
            },
            .container("b", ports: .web(2), connections: [.to("a", BoundResource.id("a"))]),
            .container("c", ports: .web(3), connections: [.to("b", BoundResource.id("b"))]),
            .gateway("gw", [.route("/", "c", 3), .route("/b", "b", 2)])
        )
        fixture.applicationMetadata = KubernetesMetadata(labels: ["p": "1", "q": "2"], annotations: ["r": "3"])
        return fixture.connecting("b", to: "a").connecting("c", to: "b").connecting("gw", to: "c", "b")
    }

    @Test func equalInputsGiveEqualBytes() {
        #expect(fixture().emission.requestText == fixture().emission.requestText)
    }

    @Test func whatIsUsedComesBeforeWhatUsesIt() throws {
        let environment = fixture().emitter.emit(fixture().environment).outputs.map(\.id)
        var seen = Set(environment)
        for output in fixture().emission.outputs {
            #expect(output.dependencies.allSatisfy(seen.contains), "\(output.id)")
            #expect(seen.insert(output.id).inserted)
        }
    }
}
