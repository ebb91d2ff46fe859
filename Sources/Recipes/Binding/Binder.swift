public import AppModel
public import Bicep
public import Diagnostics
internal import Documents

/// Joins the resources of an application to what provides them in an environment.
///
/// Binding is one pass in which every resource comes after those that it uses: references are
/// resolved, recipes evaluated, connections looked up. It reads no file, clock or network.
public struct Binder: Sendable {
    let environment: Environment
    let application: Application?
    let library: RecipeLibrary
    let computed: any ComputedProperties
    let types: ResourceTypeCatalog
    let guids: GUIDSeed?

    /// Prepares binding for an environment.
    ///
    /// - Parameters:
    ///   - environment: Where the resources go.
    ///   - application: The application that owns them; `nil` when only environment-scoped resources are deployed.
    ///   - library: The recipes, loaded for the same graph and environment.
    ///   - computed: Tells what the target computes for containers and gateways.
    ///   - types: What is known of resource types.
    ///   - guids: What the GUIDs grow from that recipes make with `newGuid()`, each resource's from a seed of its own;
    ///     without it they are zeros.
    public init(
        environment: Environment,
        application: Application?,
        library: RecipeLibrary,
        computed: any ComputedProperties,
        types: ResourceTypeCatalog = .builtin,
        guids: GUIDSeed? = nil
    ) {
        self.environment = environment
        self.application = application
        self.library = library
        self.computed = computed
        self.types = types
        self.guids = guids
    }

    /// Binds a graph without errors; what goes wrong with one resource does not hide what is wrong with others.
    ///
    /// Unknown values that stay wait for the objects of recipes, by their addresses.
    public func bind(_ graph: ApplicationGraph) -> (graph: BoundGraph, diagnostics: [Diagnostic]) {
        var pass = BindingPass(binder: self, graph: graph)
        for place in graph.topologicalOrder() { pass.bind(graph.resources[place]) }
        let bound = BoundGraph(
            environment: environment,
            application: application,
            graph: graph,
            resources: pass.resources
        )
        return (bound, pass.diagnostics)
    }

    /// The seed of a resource's GUIDs: equal from one deployment to the next, and another one in each environment.
    func guids(for resource: ResourceID) -> GUIDSeed? {
        guids?.derived(for: "\(environment.id)\n\(resource)".lowercased())
    }
}
