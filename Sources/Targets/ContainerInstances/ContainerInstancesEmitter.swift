public import AppModel
import Diagnostics
public import Documents
public import Engine
public import Recipes

/// Lowers an application to requests to Azure Resource Manager: NGroups of container groups, each
/// behind an internal load balancer with a name in a private zone, and application gateways in front.
public struct ContainerInstancesEmitter: Emitter {
    private let api: ContainerInstancesAPI

    /// Creates an emitter for a set of API versions.
    public init(api: ContainerInstancesAPI = ContainerInstancesAPI()) {
        self.api = api
    }

    public func emit(_ environment: Environment) -> Emission {
        let landingZone = LandingZone(api: api, environment: environment)
        return Emission(
            outputs: [
                NetworkSecurityGroup.containers(in: landingZone).output,
                NetworkSecurityGroup.gateways(in: landingZone).output,
                PublicIPAddress(
                    landingZone: landingZone,
                    name: landingZone.natGateway,
                    owner: environment.id,
                    tags: landingZone.tags(),
                    domainNameLabel: nil
                ).output,
                NATGateway(landingZone: landingZone).output,
                VirtualNetwork(landingZone: landingZone).output,
                PrivateDNSZone(landingZone: landingZone).output,
                VirtualNetworkLink(landingZone: landingZone).output,
            ],
            diagnostics: EnvironmentCheck(environment: environment, compute: landingZone.compute).diagnostics
        )
    }

    public func emit(_ graph: BoundGraph) -> Emission {
        let index = ApplicationIndex(graph, in: LandingZone(api: api, environment: graph.environment))
        var emission = Emission()
        var lastOutputs: [ResourceID: [OutputResourceID]] = [:]
        for bound in graph.resources where !bound.resource.isExisting {
            let providers = index.providers(of: bound.resource.id).flatMap { lastOutputs[$0] ?? [] }
            let outputs = emit(bound, in: index, after: providers, reporting: &emission.diagnostics)
            lastOutputs[bound.resource.id] = ContainerGroup.lastOutputs(of: outputs)
            emission.outputs += outputs
        }
        emission.diagnostics += NameClashes(of: emission.outputs, in: index).diagnostics
        emission.diagnostics += AddressClashes(of: emission.outputs, in: index).diagnostics
        return emission
    }

    private func emit(
        _ bound: BoundResource,
        in index: ApplicationIndex,
        after providers: [OutputResourceID],
        reporting diagnostics: inout [Diagnostic]
    ) -> [OutputResource] {
        switch bound.role {
        case .application, .none: return []
        // Containers that use a secret are given its value.
        case .secretStore: return []
        case .persistentVolume, .daprComponent, .keyVaultVolume, .imageBuild:
            diagnostics += UnsupportedResource(bound).diagnostics
            return []
        case .container(let container):
            guard container.manualResources == nil else { return [] }
            var group = ContainerGroup(of: bound, as: container, in: index)
            let outputs = group.outputs(after: providers)
            diagnostics += group.diagnostics
            return outputs
        case .gateway(let gateway):
            return GatewayLowering(index: index, resource: bound.resource, gateway: gateway)
                .outputs(after: providers, reporting: &diagnostics)
        case .recipe(let result):
            let recipe = RecipeName(name: result.registration.name, source: result.registration.source)
            return ARMRecipeObjects(index, bound.resource, outputs: result.outputs, recipe: recipe)
                .outputs(after: providers, reporting: &diagnostics)
                + (result.run.map { [OutputResource($0, for: bound.resource, after: providers)] } ?? [])
        case .object(let object):
            return ARMRecipeObjects(index, bound.resource, outputs: [object], recipe: nil)
                .outputs(after: providers, reporting: &diagnostics)
        }
    }

    public func computedProperties(
        of resource: Resource,
        as role: BoundResource.Role,
        in environment: Environment,
        application: Application?
    ) -> ValueObject {
        let landingZone = LandingZone(api: api, environment: environment)
        switch role {
        case .application, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume, .object, .recipe, .none:
            return [:]
        // The image is an error; its users are not reported as well.
        case .imageBuild: return ["imageReference": "registry.invalid/image"]
        case .container(let container):
            guard container.manualResources == nil, container.listens else { return [:] }
            let host = Value.string(landingZone.host(of: resource.name))
            switch container.generation {
            case .legacy: return ["hostname": host]
            case .current:
                let listening = container.specs.filter { !$0.ports.isEmpty }
                return ["hosts": .object(ValueObject(listening.map { ($0.name, host) }))]
            }
        case .gateway(let gateway):
            let host = ARMGatewayHost(of: gateway, named: resource.name, in: landingZone).host
            let url = Value.string("http://\(host)")
            guard resource.type == .routes else { return ["url": url] }
            return [
                "url": url,
                "listener": ["hostname": .string(host), "port": 80, "protocol": .string(gateway.kind)],
            ]
        }
    }
}
