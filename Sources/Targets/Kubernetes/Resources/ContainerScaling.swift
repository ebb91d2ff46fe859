import AppModel
import Diagnostics
import Documents
import Engine

/// What scales the Deployment of a container resource, of either generation.
struct ContainerScaling {
    private let metrics: Autoscaling?
    private let events: EventScaling?

    /// Reads how a container is scaled; what is wrong with it is reported.
    init(of container: SharedContainer, for resource: Resource, _ diagnostics: inout [Diagnostic]) {
        let path = container.autoScalingPath
        let events = container.autoScaling.flatMap { EventScaling($0, at: path, replicas: container.replicas) }
        self.events = events
        metrics =
            events == nil
            ? container.autoScaling.map { Autoscaling($0, at: path, replicas: container.replicas) } : nil
        for (path, problem) in metrics?.problems ?? events?.problems ?? [] {
            diagnostics.append(.invalidScaling(problem, at: path, of: resource))
        }
    }

    /// Emits the object that scales, after the Deployment.
    func emit(
        in scope: ResourceScope,
        for resource: Resource,
        after deployment: OutputResourceID,
        into emission: inout GraphEmission
    ) {
        for manifest in [metrics?.manifest(of: scope), events?.manifest(of: scope)].compactMap({ $0 }) {
            emission.add(manifest, for: resource, after: [deployment])
        }
    }
}
