import AppModel
import Diagnostics
import Documents

/// What a container group may have at most (ACI service limits).
struct GroupLimits {
    static let containers = 60
    static let ports = 5
    static let volumes = 20

    let resource: Resource
    let container: SharedContainer
    let ports: GroupPorts

    var diagnostics: [Diagnostic] {
        let amounts = container.specs.filter { !$0.isInit }.map(ComputeAmounts.requested)
        let cpu = amounts.reduce(0) { $0 + $1.cpu }
        let memory = amounts.reduce(0) { $0 + $1.memoryInGB }
        let largest = ComputeAmounts.largestGroup
        return [
            check("containers", container.specs.count, Self.containers),
            check("ports", ports.listening.count, Self.ports),
            check("volumes", container.volumes.count, Self.volumes),
            check("cores", cpu, largest.cpu),
            check("GB of memory", memory, largest.memoryInGB),
        ].compactMap(\.self)
    }

    private func check(_ limit: String, _ found: Int, _ allowed: Int) -> Diagnostic? {
        guard found > allowed else { return nil }
        return .containerGroupTooLarge(limit, found: "\(found)", allowed: "\(allowed)", in: resource)
    }

    private func check(_ limit: String, _ found: Double, _ allowed: Double) -> Diagnostic? {
        guard found > allowed else { return nil }
        return .containerGroupTooLarge(limit, found: Self.text(found), allowed: Self.text(allowed), in: resource)
    }

    /// At most two decimals, and none that are zero.
    private static func text(_ number: Double) -> String {
        let rounded = (number * 100).rounded() / 100
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
