import AppModel
import Diagnostics
import Documents
import Engine
import Parallel
import Recipes

/// An application on its way to Kubernetes objects, resource by resource.
///
/// Remembers the last objects of every resource, because those of its users come after them.
struct GraphEmission: Sendable {
    let graph: BoundGraph
    let resources: BoundResources
    let endpoint: PublicEndpoint
    let shared: SharedMetadata
    /// Where the application's objects are.
    let namespace: String
    /// Where objects of resources are that belong to no application.
    let environmentNamespace: String
    /// What is made of the bodies of objects in which nothing can be wrong.
    let bodies: Bodies
    private(set) var outputs: [OutputResource] = []
    var diagnostics: [Diagnostic] = []
    /// Whether two objects seem to be one, for which their bodies must be compared.
    private(set) var needsBodies = false

    /// By a resource, those that it needs; none where bodies are left out, as nothing is put in order then.
    private var providers: [ResourceID: [ResourceID]] = [:]
    /// By a resource, the objects after which everything of it is there; none where bodies are left out.
    private var completions: [ResourceID: [OutputResourceID]] = [:]
    /// By an address, the object whose values others wait for.
    private var addresses: [String: OutputResourceID] = [:]
    /// Where the objects are in `outputs`; unknown where bodies are left out.
    private var places: [OutputResourceID: Int] = [:]
    /// The few kinds of plain objects, with what their ids begin with.
    private var idScopes: [(kind: ObjectKind, namespace: String, scope: OutputResourceID.KubernetesScope)] = []
    /// The application's own namespace, if rad makes it.
    private var namespaceObject: OutputResourceID?

    enum Bodies {
        case whole
        /// For an outline, which only names objects, each in no order but that of its resource.
        case leftOut
    }

    /// Starts with nothing emitted.
    init(graph: BoundGraph, compute: Environment.Kubernetes, endpoint: PublicEndpoint, bodies: Bodies = .whole) {
        self.graph = graph
        resources = BoundResources(graph.resources)
        self.endpoint = endpoint
        self.bodies = bodies
        shared = SharedMetadata(environment: graph.environment, application: graph.application)
        environmentNamespace = compute.namespace
        namespace = graph.application?.namespace(in: compute) ?? compute.namespace
        guard bodies == .whole else { return }
        for edge in graph.graph.edges { providers[edge.source, default: []].append(edge.target) }
        outputs.reserveCapacity(graph.resources.count * 6)
        places.reserveCapacity(graph.resources.count * 6)
    }

    /// Emits the namespace, then every resource in the order of the graph.
    mutating func run() {
        guard emitNamespace() else { return }
        diagnostics += ApplicationRules.check(graph, resources)
        reportUnknownAPIs()
        switch bodies {
        case .whole:
            for bound in graph.resources { completions[bound.resource.id] = emit(bound) }
        case .leftOut: outline()
        }
    }

    /// Emits the resources, many at once: what is only named waits for nothing.
    private mutating func outline() {
        var blank = self
        (blank.outputs, blank.diagnostics) = ([], [])
        let parts = graph.resources.indices.mapParts { [graph, blank] positions in
            var part = blank
            for bound in graph.resources[positions] { _ = part.emit(bound) }
            return (outputs: part.outputs, hashes: part.outputs.map(\.id.hashValue), diagnostics: part.diagnostics)
        }
        var hashes = Set(outputs.map(\.id.hashValue))
        hashes.reserveCapacity(parts.reduce(0) { $0 + $1.hashes.count })
        for part in parts {
            outputs += part.outputs
            diagnostics += part.diagnostics
            // Two ids of one hash are as rare as they are harmless: then the bodies are made for nothing.
            for hash in part.hashes where !hashes.insert(hash).inserted { needsBodies = true }
        }
    }

    private mutating func emit(_ bound: BoundResource) -> [OutputResourceID] {
        switch bound.role {
        case .application: return namespaceObject.map { [$0] } ?? []
        case .none, .keyVaultVolume: return prerequisites(of: bound.resource)
        case .recipe(let result):
            let last = RecipeManifests(resource: bound.resource, outputs: result.outputs).emit(into: &self)
            guard let run = result.run else { return last }
            let output = OutputResource(run, for: bound.resource, after: prerequisites(of: bound.resource))
            register(output.id, at: run.address)
            addForeign(output, for: bound.resource)
            return result.outputs.isEmpty ? [output.id] : last + [output.id]
        case .object(let object): return RecipeManifests(resource: bound.resource, outputs: [object]).emit(into: &self)
        case .secretStore(let store): return StoreSecret(resource: bound.resource, store: store).emit(into: &self)
        case .persistentVolume(let volume):
            return VolumeClaim(resource: bound.resource, volume: volume).emit(into: &self)
        case .daprComponent(let component):
            return DaprComponentObject(resource: bound.resource, component: component).emit(into: &self)
        case .imageBuild(let build): return ImageBuildJob(bound.resource, build, in: self).emit(into: &self)
        case .container(let container):
            guard container.manualResources == nil else { return prerequisites(of: bound.resource) }
            switch container.generation {
            case .legacy:
                var legacy = LegacyContainer(bound, container, shared, in: namespace)
                return legacy.emit(into: &self)
            case .current: return ComputeContainer(bound, container, in: self).emit(into: &self)
            }
        case .gateway(let gateway): return emit(gateway, of: bound.resource)
        }
    }

    /// Emits a gateway or routes in the form that the environment asks for, or else in that of Radius.
    private mutating func emit(_ gateway: Gateway, of resource: Resource) -> [OutputResourceID] {
        let isRoutes = resource.type == .routes
        let api = graph.environment.gatewayOptions(for: resource.type).api?.stringValue
        switch GatewayOptions.API(rawValue: api ?? "") ?? (isRoutes ? .gatewayAPI : .contour) {
        case .contour where isRoutes: return RouteProxies(resource, gateway, in: self).emit(into: &self)
        case .contour:
            var proxies = LegacyGateway(resource, gateway, in: self)
            return proxies.emit(into: &self)
        case .gatewayAPI where isRoutes: return ComputeRoutes(resource, gateway, in: self).emit(into: &self)
        case .gatewayAPI: return GatewayObjects(resource, gateway, in: self).emit(into: &self)
        }
    }

    /// The last objects of everything that a resource needs, each once.
    func prerequisites(of resource: Resource) -> [OutputResourceID] {
        guard let needed = providers[resource.id] else { return [] }
        var seen: Set<OutputResourceID> = []
        var found: [OutputResourceID] = []
        for provider in needed where provider != resource.id {
            for id in completions[provider] ?? [] where seen.insert(id).inserted { found.append(id) }
        }
        return found
    }

    /// What an object waits for that depends on nothing else of its resource: its namespace.
    func roots(in namespace: String) -> [OutputResourceID] {
        guard namespace == self.namespace, let namespaceObject else { return [] }
        return [namespaceObject]
    }

    /// Where the objects of a resource are: those that belong to no application live in the environment's namespace.
    func namespace(of resource: Resource) -> String {
        let application = resource.properties["application"] ?? .null
        return application.isNull ? environmentNamespace : namespace
    }

    /// Where the objects of a resource are if that is not the application's namespace, in which the pods are.
    ///
    /// `nil` also where it is not known: a resource that exists may be anywhere, and a recipe names namespaces itself.
    func otherNamespace(of resource: Resource) -> String? {
        let other = namespace(of: resource)
        guard other != namespace, !resource.isExisting,
            let bound = resources[resource.id]
        else { return nil }
        if case .recipe = bound.role { return nil }
        return other
    }

    /// Whether a namespace is the application's own, which rad makes.
    func makes(namespace: String) -> Bool { namespaceObject != nil && namespace == self.namespace }
}

// MARK: - Adding objects

extension GraphEmission {
    /// Adds an object that holds no secret and waits for nothing but its dependencies.
    ///
    /// - Parameters:
    ///   - kind: The kind of the object.
    ///   - scope: What the object shares with others of its resource.
    ///   - name: Its name; `nil` for that of the scope.
    ///   - dependencies: The objects that come first.
    ///   - manifest: The object of that kind and name, which an outline does not ask for.
    /// - Returns: The object's id.
    @discardableResult
    mutating func addPlain(
        _ kind: ObjectKind,
        of scope: ResourceScope,
        named name: String? = nil,
        after dependencies: [OutputResourceID],
        _ manifest: @autoclosure () -> KubernetesManifest
    ) -> OutputResourceID {
        let owner = scope.resource.id
        return switch bodies {
        case .whole: insert(manifest().output(owner: owner, dependencies: dependencies), for: scope.resource)
        case .leftOut:
            insert(
                OutputResource(
                    outlineOf: kind,
                    id: idScope(of: kind, in: scope.namespace).id(of: name ?? scope.name),
                    named: name ?? scope.name,
                    in: scope.namespace,
                    owner: owner
                ),
                for: scope.resource
            )
        }
    }

    /// What the ids of a kind begin with, made once for each kind and namespace.
    private mutating func idScope(of kind: ObjectKind, in namespace: String) -> OutputResourceID.KubernetesScope {
        if let known = idScopes.first(where: { $0.kind == kind && $0.namespace == namespace }) { return known.scope }
        let scope = OutputResourceID.KubernetesScope(namespace: namespace, group: kind.group, kind: kind.kind)
        idScopes.append((kind, namespace, scope))
        return scope
    }

    /// Adds an object whose values may be secret or unknown.
    ///
    /// It comes after the objects that its unknown values wait for. A secret is an error unless the object is made
    /// to hold secrets.
    @discardableResult
    mutating func add(
        _ manifest: KubernetesManifest,
        for resource: Resource,
        after dependencies: [OutputResourceID],
        address: String? = nil
    ) -> OutputResourceID {
        let manifest = manifest.withBodyMade
        var survey = ValueSurvey()
        survey.visit(manifest.body)
        if manifest.kind != .secret, let path = survey.secretPath {
            diagnostics.append(.secretWouldShow(in: manifest, at: path, of: resource))
        }
        if let (size, largest) = manifest.excessiveData {
            diagnostics.append(.secretTooLarge(manifest, size: size, largest: largest, of: resource))
        } else if survey.size > KubernetesManifest.mostBytes {
            diagnostics.append(.objectTooLarge(manifest, size: survey.size, of: resource))
        }
        var dependencies = dependencies
        for source in survey.sources {
            guard let id = addresses[source], !dependencies.contains(id), id != manifest.id else { continue }
            dependencies.append(id)
        }
        let output = manifest.output(owner: resource.id, dependencies: dependencies, address: address)
        return insert(output, for: resource)
    }

    /// Adds an object that another kind of platform keeps.
    mutating func addForeign(_ output: OutputResource, for resource: Resource) {
        insert(output, for: resource)
    }

    /// Lets unknown values find the object of an address, before or after it is added.
    mutating func register(_ id: OutputResourceID, at address: String) {
        addresses[address] = id
    }

    @discardableResult
    private mutating func insert(_ output: OutputResource, for resource: Resource) -> OutputResourceID {
        guard bodies == .whole else {
            // What stands there twice is found when all is there.
            outputs.append(output)
            return output.id
        }
        guard let place = places.updateValue(outputs.count, forKey: output.id) else {
            outputs.append(output)
            return output.id
        }
        places[output.id] = place
        // Two gateways may lead to the same host in the same way; then one object serves both.
        guard outputs[place].body != output.body else { return output.id }
        let other = resources[outputs[place].owner]?.resource
        diagnostics.append(.objectIsMadeTwice(output, for: resource, and: other))
        return output.id
    }
}

// MARK: - Namespace and metadata

extension GraphEmission {
    /// Emits the application's own namespace, if it has one; false if its name is none that Kubernetes takes.
    private mutating func emitNamespace() -> Bool {
        guard let application = graph.application, namespace != environmentNamespace else { return true }
        diagnostics += application.diagnostics(in: graph.environment)
        guard KubernetesName.isLabel(namespace) else { return false }
        guard KubernetesName.isCreatable(namespace: namespace) else { return true }
        let manifest = KubernetesManifest.namespace(namespace)
        outputs.append(manifest.output(owner: application.id, dependencies: []))
        places[manifest.id] = 0
        namespaceObject = manifest.id
        return true
    }

    /// Recipe parameters have no schema.
    private mutating func reportUnknownAPIs() {
        for type in [ResourceType.gateways, .routes] {
            guard let api = graph.environment.gatewayOptions(for: type).api else { continue }
            guard GatewayOptions.API(rawValue: api.stringValue ?? "") == nil else { continue }
            diagnostics.append(.unknownGatewayAPI(api, for: type, in: graph.environment))
        }
    }
}
