public import AppModel
public import Documents
public import Engine
public import Recipes

/// Lowers an application to Kubernetes objects.
///
/// Objects, names, labels and environment variables are those of Radius 0.60: its container and
/// gateway renderers for `Applications.Core`, its Kubernetes recipes for `Radius.Compute`.
/// Where rad differs, `docs/kubernetes.md` says so.
public struct KubernetesEmitter: Emitter {
    private let endpoint: PublicEndpoint

    /// Creates an emitter for a cluster that is reached at an endpoint.
    public init(endpoint: PublicEndpoint = .none) {
        self.endpoint = endpoint
    }

    public func emit(_ environment: Environment) -> Emission {
        guard let compute = environment.kubernetes else { return Emission() }
        guard compute.separatesApplications, KubernetesName.isCreatable(namespace: compute.namespace) else {
            return Emission()
        }
        let manifest = KubernetesManifest.namespace(compute.namespace)
        return Emission(outputs: [manifest.output(owner: environment.id, dependencies: [])])
    }

    public func emit(_ graph: BoundGraph) -> Emission {
        guard let compute = graph.environment.kubernetes else { return Emission() }
        var emission = GraphEmission(graph: graph, compute: compute, endpoint: endpoint)
        emission.run()
        return Emission(outputs: emission.outputs, diagnostics: emission.diagnostics)
    }

    public func outline(_ graph: BoundGraph) -> Emission {
        guard let compute = graph.environment.kubernetes else { return Emission() }
        var emission = GraphEmission(graph: graph, compute: compute, endpoint: endpoint, bodies: .leftOut)
        emission.run()
        // Whether objects of one id are the same is for their bodies to tell.
        guard !emission.needsBodies else { return emit(graph) }
        return Emission(outputs: emission.outputs, diagnostics: emission.diagnostics)
    }

    public func computedProperties(
        of resource: Resource,
        as role: BoundResource.Role,
        in environment: Environment,
        application: Application?
    ) -> ValueObject {
        guard let compute = environment.kubernetes else { return [:] }
        switch role {
        case .container(let container):
            guard container.generation == .current else {
                return LegacyContainer.computedProperties(of: container, resource, application, in: environment)
            }
            let namespace = application?.namespace(in: compute) ?? compute.namespace
            return ComputeContainer.computedProperties(of: container, named: resource.name, in: namespace)
        case .gateway(let gateway):
            guard resource.type != .routes else { return [:] }
            let host = ProxyHost(
                of: gateway,
                named: resource.name,
                application: application?.name,
                at: endpoint.resolved(for: resource.type, in: environment)
            )
            return ["url": .string(host.url)]
        case .imageBuild(let build):
            return ["imageReference": .string(ImageBuildPlan(of: build, for: resource, in: environment).reference)]
        case .application, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume, .object, .recipe, .none:
            return [:]
        }
    }
}

extension Environment {
    /// The Kubernetes compute; `nil` for environments of another target, for which nothing is emitted here.
    var kubernetes: Kubernetes? {
        switch compute {
        case .kubernetes(let kubernetes): kubernetes
        case .containerInstances: nil
        }
    }
}
