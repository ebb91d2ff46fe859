import AppModel
import Bicep
import Diagnostics
import Engine
import Recipes
import Targets

/// An application on its way from its definition to what a target is to have: graph, binding, emission.
///
/// Everything here is worked out before the state is opened, so that bad input touches nothing.
struct Preparation {
    let environment: AppModel.Environment
    let graph: BoundGraph
    let outputs: [OutputResource]
    /// The recipes that were loaded for it.
    let recipes: [UsedRecipe]
    /// What deserves a word, but does not stop the deployment.
    let warnings: [Diagnostic]

    /// Prepares an application.
    ///
    /// - Parameters:
    ///   - application: The application; without one, only what belongs to no application.
    ///   - definition: The file that declares it.
    ///   - members: The resources that its graph starts from; `nil` for those that it owns.
    ///   - environment: Where it goes.
    ///   - files: Reads recipes, and what they refer to.
    ///   - types: The resource types that the definition was read with.
    ///   - lock: What recipes may be used; `nil` for any.
    ///   - guids: What GUIDs of recipes grow from; `nil` for a drawing.
    ///   - purpose: What it is prepared for.
    /// - Returns: What the target is to have.
    /// - Throws: `Failure` with everything that is wrong, each cause once.
    static func application(
        _ application: Application?,
        of definition: Definition,
        startingFrom members: Set<ResourceID>? = nil,
        in environment: AppModel.Environment,
        files: RestoringFiles,
        types: ResourceTypeCatalog,
        lock: LockCheck?,
        guids: GUIDSeed?,
        for purpose: DeploymentRequest.Purpose
    ) async throws -> Preparation {
        var diagnostics = definition.diagnostics
        if let application { diagnostics += application.diagnostics(in: environment) }
        let (graph, graphDiagnostics) = ApplicationGraph.build(
            application: application?.id,
            from: definition.resources,
            members: members,
            compute: environment.compute
        )
        diagnostics += graphDiagnostics
        try check(diagnostics)

        let library = try await files.restoring {
            await RecipeLibrary.load(for: graph, in: environment, files: files, modules: files, types: types)
        }
        diagnostics += library.diagnostics
        try check(diagnostics)
        // Before binding: what is wrong with a recipe that is another one than the lock allows is another matter.
        if let lock { diagnostics += try await lock.diagnostics(for: library.used, files: files, types: types) }
        try check(diagnostics)

        let emitter = environment.emitter
        let binder = Binder(
            environment: environment,
            application: application,
            library: library,
            computed: emitter,
            types: types,
            guids: guids
        )
        let (bound, bindingDiagnostics) = binder.bind(graph)
        diagnostics += bindingDiagnostics
        try check(diagnostics)

        var emission =
            switch purpose {
            case .deployment: emitter.emit(bound)
            case .drawing: emitter.outline(bound)
            }
        if environment.isSimulated { emission = emission.simulated }
        diagnostics += emission.diagnostics
        try check(diagnostics)
        return Preparation(
            environment: environment,
            graph: bound,
            outputs: emission.outputs,
            recipes: library.used,
            warnings: diagnostics
        )
    }

    private static func check(_ diagnostics: [Diagnostic]) throws {
        guard !diagnostics.hasErrors else { throw Failure(diagnostics) }
    }
}

extension AppModel.Environment {
    /// What lowers applications for the environment's compute.
    var emitter: any Emitter {
        switch compute {
        case .kubernetes: KubernetesEmitter(endpoint: .configured)
        case .containerInstances: ContainerInstancesEmitter()
        }
    }
}
