import AppModel
import Diagnostics
import Documents
import Parallel
import Recipes

/// What a cluster would refuse or never find, told before anything is emitted, each at its place.
struct ApplicationRules {
    private let resources: BoundResources
    private(set) var diagnostics: [Diagnostic] = []

    /// Checks all resources of an application.
    static func check(_ graph: BoundGraph, _ resources: BoundResources) -> [Diagnostic] {
        var rules = ApplicationRules(resources)
        MetadataRules.check(graph.environment.metadata, at: graph.environment.origin, &rules.diagnostics)
        if let application = graph.application {
            MetadataRules.check(application.metadata, at: application.origin, &rules.diagnostics)
        }
        return graph.resources.indices.mapParts { positions in
            var part = ApplicationRules(resources)
            for bound in graph.resources[positions] { part.check(bound) }
            return part.diagnostics
        }.reduce(rules.diagnostics, +)
    }

    private init(_ resources: BoundResources) {
        self.resources = resources
    }

    private mutating func check(_ bound: BoundResource) {
        let resource = bound.resource
        switch bound.role {
        case .container(let container) where container.manualResources == nil:
            ContainerRules(resource, container).check(bound.connections, &diagnostics)
            MetadataRules.check(container.metadata, at: resource.origin, &diagnostics)
            checkReferences(of: container, in: resource)
        case .gateway(let gateway):
            for route in gateway.routes { check(route, of: resource) }
        case .application, .container, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume, .imageBuild,
            .object, .recipe, .none:
            return
        }
    }

    // MARK: Routes

    private mutating func check(_ route: Gateway.Route, of resource: Resource) {
        switch route.destination {
        case .url(_, let host, let port):
            guard let target = resources.container(named: host), case .container(let container) = target.role,
                container.generation == .legacy
            else { return }
            let ports = container.specs.flatMap(\.ports).map { $0.servicePort ?? $0.containerPort }
            guard container.kubernetesBase == nil, !ports.contains(port) else { return }
            let subject = "'\(target.resource.name)'"
            diagnostics.append(.routeToClosedPort(port, of: subject, open: ports, route, in: resource))
        case .container(let id, let name, let port):
            guard let target = id.stringValue.flatMap({ ResourceID($0) }).flatMap({ resources[$0] }),
                case .container(let container) = target.role, container.manualResources == nil
            else { return }
            guard container.generation == .current else {
                diagnostics.append(.routeToLegacyContainer(target.resource, route, in: resource))
                return
            }
            let specs = container.specs.filter { !$0.isInit }
            guard let spec = specs.first(where: { $0.name.lowercased() == name.lowercased() }) else {
                let known = specs.map(\.name)
                diagnostics.append(.routeToUnknownContainer(name, known: known, target.resource, route, in: resource))
                return
            }
            let ports = spec.ports.map(\.containerPort)
            guard !ports.contains(port) else { return }
            let subject = "container '\(name)' of '\(target.resource.name)'"
            diagnostics.append(.routeToClosedPort(port, of: subject, open: ports, route, in: resource))
        }
    }

    // MARK: Volumes and secrets

    private mutating func checkReferences(of container: SharedContainer, in resource: Resource) {
        for volume in container.volumes where container.generation == .current {
            guard case .persistent(let id, _) = volume.source, let text = id.stringValue, let id = ResourceID(text),
                resources[id] == nil
            else { continue }
            diagnostics.append(.unknownVolume(text, volume, of: resource))
        }
        for spec in container.specs {
            for variable in spec.environment {
                guard case .secret(let secret, let key) = variable.source, let key = key.stringValue,
                    let (store, model) = store(secret), !model.isReference
                else { continue }
                let known = model.entries.map(\.key)
                guard !known.contains(key) else { continue }
                let reference = container.generation == .legacy ? "secretRef" : "secretKeyRef"
                let steps: [ValuePath.Step] = [
                    "env", .member(variable.name), "valueFrom", .member(reference), "key",
                ]
                let span = resource.origin.span(ofProperty: ValuePath(spec.path.steps + steps))
                diagnostics.append(.unknownSecretKey(key, of: store, known: known, at: span))
            }
        }
    }

    /// The secrets of the application that an author names: a store by its id, or secrets by the name of their Secret.
    private func store(_ secret: Value) -> (Resource, SecretStore)? {
        guard let text = secret.stringValue else { return nil }
        let bound = ResourceID(text).flatMap { resources[$0] } ?? resources.secrets(named: text)
        guard let bound, case .secretStore(let store) = bound.role else { return nil }
        return (bound.resource, store)
    }
}
