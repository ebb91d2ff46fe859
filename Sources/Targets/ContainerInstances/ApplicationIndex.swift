import AppModel
import Documents
import Recipes

/// The resources of a bound graph, found by what others call them.
struct ApplicationIndex {
    let landingZone: LandingZone
    let graph: BoundGraph
    /// The static addresses of the containers that listen on a port.
    let addresses: [ResourceID: String]
    private let indexByID: [ResourceID: Int]
    private let indexByContainerName: [String: Int]
    private let indexBySecretName: [String: Int]
    private let providersByID: [ResourceID: [ResourceID]]

    init(_ graph: BoundGraph, in landingZone: LandingZone) {
        self.graph = graph
        self.landingZone = landingZone
        var indexByID: [ResourceID: Int] = [:]
        var indexByContainerName: [String: Int] = [:]
        var indexBySecretName: [String: Int] = [:]
        var listening: [ResourceID] = []
        for (index, bound) in graph.resources.enumerated() {
            let id = bound.resource.id
            indexByID[id] = index
            if case .container(let container) = bound.role {
                indexByContainerName[id.name.lowercased()] = index
                if container.listens { listening.append(id) }
            }
            if let name = bound.secretName { indexBySecretName[name] = index }
        }
        self.indexByID = indexByID
        self.indexByContainerName = indexByContainerName
        self.indexBySecretName = indexBySecretName
        addresses = AddressPlan.addresses(of: listening, in: graph.application?.name ?? graph.graph.application)
        providersByID = Self.providers(in: graph.graph)
    }

    /// A resource by its id.
    subscript(id: ResourceID) -> BoundResource? { indexByID[id].map { graph.resources[$0] } }

    /// A container resource by its name, whatever the case.
    func container(named name: String) -> BoundResource? {
        indexByContainerName[name.lowercased()].map { graph.resources[$0] }
    }

    /// The resource that a Kubernetes Secret of this name would be made for.
    func resource(ofSecret name: String) -> BoundResource? { indexBySecretName[name].map { graph.resources[$0] } }

    /// The resources that one needs, each once, in the order of the graph's edges.
    func providers(of id: ResourceID) -> [ResourceID] { providersByID[id] ?? [] }

    private static func providers(in graph: ApplicationGraph) -> [ResourceID: [ResourceID]] {
        var seen = Set<[ResourceID]>()
        var providers: [ResourceID: [ResourceID]] = [:]
        for edge in graph.edges where edge.isOrdering && seen.insert([edge.source, edge.target]).inserted {
            providers[edge.source, default: []].append(edge.target)
        }
        return providers
    }
}

extension Container {
    /// Whether other resources can reach it: a container that listens on nothing gets no load balancer.
    var listens: Bool { specs.contains { !$0.ports.isEmpty } }
}

extension BoundResource {
    /// The name of the Secret that would hold this resource's secrets on Kubernetes.
    fileprivate var secretName: String? {
        if let managed = resource.properties["secrets"]?["name"]?.stringValue { return managed }
        let type = resource.type.name.lowercased()
        return type == "secrets" || type == "secretstores" ? resource.name : nil
    }
}
