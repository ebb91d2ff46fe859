import AppModel
import Engine
import Recipes
import Testing

/// Checks that an outline of an application names what the emission makes, and says the same of it.
///
/// The fixtures call it for all that they emit, so that what is left out of an outline can never be a name.
func expectOutline(of graph: BoundGraph, by emitter: some Emitter, toName emission: Emission) {
    let outline = emitter.outline(graph)
    #expect(outline.outputs.map(\.identity) == emission.outputs.map(\.identity))
    #expect(outline.diagnostics == emission.diagnostics)
}

extension OutputResource {
    /// What an outline tells of the object.
    fileprivate var identity: [String] {
        [id.description, platform.rawValue, type, apiVersion, name, namespace, owner.description]
    }
}
