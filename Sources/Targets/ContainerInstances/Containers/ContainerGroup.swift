import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// Lowers one container resource: a profile, a load balancer, an NGroup and a name.
///
/// All containers of the resource share one container group, so that sidecars find each other
/// on localhost as they do in a pod.
struct ContainerGroup {
    let index: ApplicationIndex
    let bound: BoundResource
    let container: SharedContainer
    let hosts: HostNames
    let secrets: SecretValues
    private(set) var diagnostics: [Diagnostic]
    /// The connections of which a renamed variable was reported, for the first container that has it.
    var renamedConnections = Set<String>()

    init(of bound: BoundResource, as container: SharedContainer, in index: ApplicationIndex) {
        self.index = index
        self.bound = bound
        self.container = container
        hosts = HostNames(of: bound, in: index)
        secrets = SecretValues(index: index, bound: bound)
        diagnostics = UnsupportedFeatures(resource: bound.resource, container: container).diagnostics
    }

    var resource: Resource { bound.resource }
    var landingZone: LandingZone { index.landingZone }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// The output resources, in the order in which they are applied.
    ///
    /// They wait for `providers`, the last output resources of what this resource needs.
    mutating func outputs(after providers: [OutputResourceID]) -> [OutputResource] {
        let ports = GroupPorts(of: self)
        for diagnostic in ports.diagnostics { report(diagnostic) }
        let profileBody = profile(listeningOn: ports)
        let profile = landingZone.output(
            .containerGroupProfiles,
            resource.name,
            owner: resource.id,
            body: profileBody,
            dependencies: providers.map(\.description),
            address: landingZone.id(.containerGroupProfiles, resource.name)
        )
        let address = index.addresses[resource.id]
        let balancer = address.map { LoadBalancer(group: self, ports: ports, address: $0).output }
        let record = address.map { AddressRecord(landingZone: landingZone, owner: resource.id, address: $0).output }
        let group = NGroup(group: self, profile: profile, loadBalancer: balancer?.id).output
        return [balancer, profile, group, record].compactMap(\.self)
    }

    /// What others wait for before they start.
    static func lastOutputs(of outputs: [OutputResource]) -> [OutputResourceID] {
        let needed = Set(outputs.flatMap(\.dependencies))
        return outputs.map(\.id).filter { !needed.contains($0) }
    }

    var tags: Value {
        let application = index.graph.application
        let metadata = landingZone.metadata(of: application, container.metadata)
        return landingZone.tags(application: application, owner: resource.id, metadata: metadata)
    }
}
