public import AppModel
public import Diagnostics
public import Recipes

/// The pure face of a target: lowers bound resources to output resources.
///
/// Equal inputs give equal outputs in equal order. An emitter reads no file, no clock and no
/// network; what its platform cannot express is a diagnostic that names it.
public protocol Emitter: ComputedProperties {
    /// What the environment itself needs before any application: a namespace, a network.
    func emit(_ environment: Environment) -> Emission

    /// What the resources of an application come to, resource by resource in the order of the graph.
    func emit(_ graph: BoundGraph) -> Emission

    /// The same as `emit`, diagnostics included, but outputs may lack their bodies and dependencies.
    ///
    /// For what only names the objects; a target that makes bodies at some expense leaves them out.
    func outline(_ graph: BoundGraph) -> Emission
}

extension Emitter {
    public func outline(_ graph: BoundGraph) -> Emission { emit(graph) }
}

/// What an emitter made of its input.
public struct Emission: Sendable {
    public var outputs: [OutputResource]
    public var diagnostics: [Diagnostic]

    /// Creates an emission.
    public init(outputs: [OutputResource] = [], diagnostics: [Diagnostic] = []) {
        self.outputs = outputs
        self.diagnostics = diagnostics
    }
}
