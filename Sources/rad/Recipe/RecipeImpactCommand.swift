import AppModel
import ArgumentParser
import Bicep
import Diagnostics
import Documents
import Engine
import Recipes

/// Shows whom a change of a recipe concerns.
struct RecipeImpactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "impact",
        abstract: "Show which applications and resources a change of a recipe would change.",
        discussion: """
            Everything that was deployed with the recipe is worked out once more with another one, or with the same \
            after it was edited, and compared with what is recorded. Nothing is deployed. Secrets are not recorded: \
            an object that is made of them may change, and that is said. Exits with 1 if the recipe fails for a \
            resource.

            EXAMPLES
              After an edit of a recipe that is registered by its path:
                rad recipe impact --resource-type Radius.Data/redisCaches

              Before another recipe is registered in its place:
                rad recipe impact large --resource-type Radius.Data/redisCaches \\
                    -e prod --template-path ./recipes/redis-2.bicep

              For a recipe of a pack, and for programs:
                rad recipe impact --resource-type Radius.Data/redisCaches \\
                    --recipe-pack team \\
                    --template-path ghcr.io/shop/recipes/redis:2.0 -o json
            """
    )

    @Argument(help: "The recipe's name.")
    var name: String = "default"
    @Option(help: ArgumentHelp("The resource type that the recipe provides.", valueName: "type"))
    var resourceType: String
    @Option(
        help: ArgumentHelp(
            "The recipe that would take its place: a path, a reference to a registry, or builtin:NAME.",
            valueName: "path"
        )
    )
    var templatePath: String?
    @Option(help: "What that recipe is written in (default: as the one that is registered).")
    var templateKind: TemplateKind?
    @Option(help: ArgumentHelp("The version of a module of Terraform's registry.", valueName: "version"))
    var templateVersion: String?
    @Option(help: ArgumentHelp("Only environments that have this recipe pack.", valueName: "pack"))
    var recipePack: String?
    @Flag(help: "Exit with 2 if anything would change, with 0 if nothing would.")
    var exitCode = false
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var restore: RestoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try ResourceRows.type(resourceType)
        guard templatePath != nil || templateKind == nil && templateVersion == nil else {
            throw ValidationError("Give --template-path with the recipe that would take its place.")
        }
    }

    func run() async throws {
        let session = try Session(scope)
        let type = try ResourceRows.type(resourceType)
        let trial = ImpactTrial(
            session: session,
            files: restore.files(try project.filesOfRecipes()),
            types: try await session.types(),
            key: try await session.store.key()
        )
        var report = ImpactReport()
        var isRegistered = false
        let environments = try await environments(in: session)
        for environment in environments {
            guard let registration = environment.recipes[type, name] else { continue }
            isRegistered = true
            for identity in try await session.store.deployments(in: environment.id.group)
            where identity.environment.lowercased() == environment.name.lowercased() {
                guard let state = try await session.store.state(of: identity) else { continue }
                let new = successor(of: registration)
                report.add(try await trial.impact(of: registration, replacedBy: new, on: state, in: environment))
            }
        }
        guard isRegistered else {
            let known = environments.flatMap(\.recipes.all).map { ($0.name, $0.type) }
            throw Failure(.noSuchRecipe(name, of: type, in: environments.map(\.name), known: known))
        }
        output.format.print(table: report.text, json: report.document)
        Terminal.standardError.write(report.diagnostics)
        if report.diagnostics.hasErrors { ExitStatus.failure.exit() }
        if exitCode, report.hasChanges { ExitStatus.changesPending.exit() }
    }

    /// The environments that are looked at: the one that is named, or those of the group.
    private func environments(in session: Session) async throws -> [AppModel.Environment] {
        var found: [AppModel.Environment] = []
        if let name = environment.environment {
            found = [try await session.environment(session.environmentID(name))]
        } else {
            for record in try await session.store.environments(in: session.group) {
                found.append(try await session.environment(record.id))
            }
            if !found.contains(where: { $0.name.lowercased() == "default" }) {
                found.append(BuiltinRecipes.defaultEnvironment(group: session.group))
            }
        }
        guard let recipePack else { return found }
        let pack = try await session.recipePack(recipePack).pack
        return found.filter { $0.recipePacks.contains(pack.id) }
    }

    /// The recipe that would take the place of a registered one, with its parameters.
    private func successor(of registration: RecipeRegistration) -> RecipeRegistration? {
        templatePath.map { path in
            RecipeRegistration(
                type: registration.type,
                name: registration.name,
                kind: templateKind?.kind ?? registration.kind,
                source: path,
                version: templateVersion,
                parameters: registration.parameters,
                outputs: registration.outputs,
                plainHTTP: registry.plainHttp,
                baseFolder: ""
            )
        }
    }
}

/// Works out what recipes would make of what was deployed.
private struct ImpactTrial {
    let session: Session
    let files: RestoringFiles
    let types: ResourceTypeCatalog
    let key: StateKey

    /// What would change for one deployment; `nil` if nothing of it uses the recipe.
    func impact(
        of registration: RecipeRegistration,
        replacedBy successor: RecipeRegistration?,
        on state: DeploymentState,
        in environment: AppModel.Environment
    ) async throws -> ImpactReport.Entry? {
        guard
            let recorded = RecordedApplication(
                of: registration.type,
                through: registration.name,
                in: state,
                environment,
                types: types
            )
        else { return nil }
        let changed = successor.map { environment.registering($0) } ?? environment
        let new = try await emission(of: recorded, in: changed)
        guard !new.diagnostics.hasErrors else {
            return ImpactReport.Entry(
                identity: state.identity,
                impacts: [],
                failed: recorded.resources.map(\.id),
                diagnostics: new.diagnostics
            )
        }
        let old = try await successor == nil ? nil : emission(of: recorded, in: environment)
        let impacts = recorded.resources.compactMap { resource in
            new.graph.resources.first { $0.resource.id == resource.id }.map { bound in
                RecipeImpact(
                    of: bound.resource,
                    wanted: new.outputs,
                    former: old?.outputs,
                    in: state,
                    key: key.fingerprints
                )
            }
        }
        return ImpactReport.Entry(identity: state.identity, impacts: impacts, failed: [], diagnostics: [])
    }

    private func emission(
        of recorded: RecordedApplication,
        in environment: AppModel.Environment
    ) async throws -> (graph: BoundGraph, outputs: [OutputResource], diagnostics: [Diagnostic]) {
        let library = try await files.restoring {
            await RecipeLibrary.load(for: recorded.graph, in: environment, files: files, modules: files, types: types)
        }
        let emitter = environment.emitter
        let binder = Binder(
            environment: environment,
            application: recorded.application,
            library: library,
            computed: emitter,
            types: types,
            guids: GUIDSeed(key)
        )
        let (graph, found) = binder.bind(recorded.graph)
        let diagnostics = library.diagnostics + found
        guard !diagnostics.hasErrors else { return (graph, [], diagnostics) }
        let emission = emitter.emit(graph)
        return (graph, emission.outputs, diagnostics + emission.diagnostics)
    }
}
