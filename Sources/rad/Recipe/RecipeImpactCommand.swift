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

            Of what was never deployed nothing is recorded: --definition names the file that declares it, and what \
            the other recipe makes of it is compared with what the registered one makes.

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

              For an application that was not deployed yet:
                rad recipe impact --resource-type Radius.Data/redisCaches \\
                    --definition app.bicep --template-path ./redis-2.bicep
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
    @Option(
        help: "What that recipe is written in (default: Bicep for a file that ends so, else as the one registered)."
    )
    var templateKind: TemplateKind?
    @Option(help: ArgumentHelp("The version of a module of Terraform's registry.", valueName: "version"))
    var templateVersion: String?
    @Option(help: ArgumentHelp("Only environments that have this recipe pack.", valueName: "pack"))
    var recipePack: String?
    @Option(
        name: .customLong("definition"),
        help: ArgumentHelp("A definition whose applications need not be deployed. May be repeated.", valueName: "file")
    )
    var definitions: [String] = []
    @Flag(help: "Exit with 2 if anything would change, with 0 if nothing would.")
    var exitCode = false
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var parameters: ParameterOptions
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
        var report = ImpactReport(withDefinitions: !definitions.isEmpty)
        var isRegistered = false
        let environments = try await environments(in: session)
        for environment in environments {
            guard let registration = environment.recipes[type, name] else { continue }
            isRegistered = true
            let new = successor(of: registration)
            for identity in try await session.store.deployments(in: environment.id.group)
            where identity.environment.lowercased() == environment.name.lowercased() {
                guard let state = try await session.store.state(of: identity) else { continue }
                report.add(try await trial.impact(of: registration, replacedBy: new, on: state, in: environment))
            }
            for part in try await undeployed(in: environment, session) {
                report.add(try await trial.impact(of: registration, replacedBy: new, on: part, in: environment))
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

    /// The applications of the definitions that are not deployed in an environment.
    private func undeployed(
        in environment: AppModel.Environment,
        _ session: Session
    ) async throws -> [DeploymentRequest.Part] {
        var found: [DeploymentRequest.Part] = []
        for file in definitions {
            var options = try DefinitionOptions.parse([file])
            options.environment.environment = environment.id.description
            options.parameters = parameters
            options.project = project
            options.scope = scope
            options.restore = restore
            for part in try await DeploymentRequest(options, for: .drawing).parts where part.graph != nil {
                guard part.identity.environment.lowercased() == environment.name.lowercased() else { continue }
                if try await session.store.state(of: part.identity)?.resources.isEmpty ?? true { found.append(part) }
            }
        }
        return found
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
                kind: templateKind?.kind ?? (path.hasSuffix(".bicep") ? .bicep : registration.kind),
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
        let new = try await emission(of: recorded.graph, recorded.application, in: changed)
        guard !new.diagnostics.hasErrors else {
            return ImpactReport.Entry(
                identity: state.identity,
                impacts: [],
                failed: recorded.resources.map(\.id),
                diagnostics: new.diagnostics
            )
        }
        let old =
            try await successor == nil
            ? nil
            : emission(
                of: recorded.graph,
                recorded.application,
                in: environment
            )
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

    /// What would change for an application that is not deployed: compared is what the two recipes make of it, or with
    /// nothing if there is only one; `nil` if nothing of it uses the recipe.
    func impact(
        of registration: RecipeRegistration,
        replacedBy successor: RecipeRegistration?,
        on part: DeploymentRequest.Part,
        in environment: AppModel.Environment
    ) async throws -> ImpactReport.Entry? {
        guard let drawn = part.graph else { return nil }
        let old = try await emission(of: drawn.graph, drawn.application, in: environment)
        let records = RecordedResource.records(of: old.graph, emitted: old.outputs)
        let meant = Set(
            records.filter { $0.type == registration.type && $0.recipe == registration.name }.map(\.id)
        )
        guard !meant.isEmpty else { return nil }
        let changed = successor.map { environment.registering($0) } ?? environment
        let new = try await successor == nil ? old : emission(of: drawn.graph, drawn.application, in: changed)
        let basis: ImpactReport.Basis = successor == nil ? .nothing : .registeredRecipe
        guard !old.diagnostics.hasErrors, !new.diagnostics.hasErrors else {
            let failed = new.graph.resources.map(\.resource.id).filter(meant.contains)
            let diagnostics = new.diagnostics.hasErrors ? new.diagnostics : old.diagnostics
            return ImpactReport.Entry(
                identity: part.identity,
                impacts: [],
                failed: failed,
                diagnostics: diagnostics,
                basis: basis
            )
        }
        var state = DeploymentState(identity: part.identity)
        if successor != nil {
            state.outputs = old.outputs.map {
                RecordedOutput($0, wantedFingerprint: Fingerprint(of: $0, key: key.fingerprints).text, place: "")
            }
            state.resources = records
        }
        let impacts = new.graph.resources.filter { meant.contains($0.resource.id) }.map { bound in
            RecipeImpact(
                of: bound.resource,
                wanted: new.outputs,
                former: old.outputs,
                in: state,
                key: key.fingerprints
            )
        }
        return ImpactReport.Entry(
            identity: part.identity,
            impacts: impacts,
            failed: [],
            diagnostics: [],
            basis: basis
        )
    }

    private func emission(
        of graph: ApplicationGraph,
        _ application: Application?,
        in environment: AppModel.Environment
    ) async throws -> (graph: BoundGraph, outputs: [OutputResource], diagnostics: [Diagnostic]) {
        let library = try await files.restoring {
            await RecipeLibrary.load(for: graph, in: environment, files: files, modules: files, types: types)
        }
        let emitter = environment.emitter
        let binder = Binder(
            environment: environment,
            application: application,
            library: library,
            computed: emitter,
            types: types,
            guids: GUIDSeed(key)
        )
        let (bound, found) = binder.bind(graph)
        let diagnostics = library.diagnostics + found
        guard !diagnostics.hasErrors else { return (bound, [], diagnostics) }
        let emission = emitter.emit(bound)
        return (bound, emission.outputs, diagnostics + emission.diagnostics)
    }
}
