import AppModel
import Bicep
import Diagnostics
import Documents
import Engine
import Recipes

/// Collects the parts of a request.
struct DeploymentAssembly {
    let session: Session
    let definition: Definition
    let check: ClashCheck
    /// Reads recipes.
    let files: RestoringFiles
    let types: ResourceTypeCatalog
    /// The packs of earlier deployments, the newest last.
    let recordedPacks: [RecipePackRecord]
    /// The settings of Terraform of earlier deployments, the newest last.
    let recordedSettings: [SettingsRecord]
    let purpose: DeploymentRequest.Purpose
    /// The state's key; `nil` where nothing is made of it.
    let key: StateKey?
    /// What may be used; `nil` for anything.
    let lock: LockCheck?
    /// The recipes that the parts use.
    private(set) var recipes: [UsedRecipe] = []
    private(set) var parts: [DeploymentRequest.Part] = []
    private(set) var warnings: [Diagnostic] = []
    /// The resources of the definition that belong to no application.
    private let shared: [Resource]

    init(
        session: Session,
        definition: Definition,
        files: RestoringFiles,
        types: ResourceTypeCatalog,
        recordedPacks: [RecipePackRecord],
        recordedSettings: [SettingsRecord],
        purpose: DeploymentRequest.Purpose,
        key: StateKey?,
        lock: LockCheck? = nil
    ) {
        self.session = session
        self.definition = definition
        shared = definition.sharedResources
        check = ClashCheck(session: session, definition: definition)
        self.files = files
        self.types = types
        self.recordedPacks = recordedPacks
        self.recordedSettings = recordedSettings
        self.purpose = purpose
        self.key = key
        self.lock = lock
        warnings = definition.diagnostics
    }

    /// The warnings of resources that nobody makes.
    var unreached: [Diagnostic] { unreachedResources.map(Diagnostic.notDeployed) }

    /// Resources that belong to no application and that no application of the file leads to.
    private var unreachedResources: [Resource] {
        guard !shared.isEmpty else { return [] }
        let drawn = parts.flatMap { $0.graph?.resources ?? [] }.map(\.resource.id)
        let reached = Set(drawn + parts.flatMap(\.resources).map(\.id))
        return shared.filter { !reached.contains($0.id) }
    }

    /// Adds to each environment of the file the resources of its own: those that are not made for any application.
    ///
    /// What was made for the environment before stays, whoever leads to it now.
    mutating func addResourcesOfEnvironments() async throws {
        let unreached = Set(unreachedResources.map(\.id))
        for environment in definition.environments {
            guard let place = parts.firstIndex(where: { $0.environment?.id == environment.id }) else { continue }
            let isOnly = definition.environments.count == 1
            let state = try await recordedState(of: parts[place].identity)
            let members = unreached.union(definition.resourcesMade(in: state))
            let own = shared.filter { resource in
                members.contains(resource.id) && resource.environment.map { $0 == environment.id } ?? isOnly
            }
            guard !own.isEmpty else { continue }
            var part = parts[place]
            try await add(own, of: environment, after: state, to: &part)
            parts[place] = part
        }
    }

    private mutating func add(
        _ own: [Resource],
        of environment: AppModel.Environment,
        after state: DeploymentState?,
        to part: inout DeploymentRequest.Part
    ) async throws {
        var ownDefinition = definition.keepingSecrets(of: state)
        // What they need is made for the environment too, even if an application leads to it.
        ownDefinition.resources.removeAll { $0.isNode && !$0.isExisting && $0.application != nil }
        let preparation = try await Preparation.application(
            nil,
            of: ownDefinition,
            startingFrom: Set(own.map(\.id)),
            in: try await withSecrets(environment),
            files: files,
            types: types,
            lock: lock,
            guids: key.map { GUIDSeed($0) },
            for: purpose
        )
        warnings += preparation.warnings.filter { !warnings.contains($0) }
        recipes += preparation.recipes
        let present = Set(part.outputs.map(\.id))
        part.outputs += preparation.outputs.filter { !present.contains($0.id) }
        part.resources += RecordedResource.records(of: preparation.graph, emitted: preparation.outputs)
        part.origins.merge(definition.origins) { first, _ in first }
    }

    /// What an earlier deployment recorded of a part, if the definition has anything to which that matters.
    private func recordedState(of identity: DeploymentIdentity) async throws -> DeploymentState? {
        switch purpose {
        case .drawing: return nil
        case .deployment:
            let matters = definition.resources.contains { $0.isShared || $0.type == .secretStores }
            return matters ? try await session.store.state(of: identity) : nil
        }
    }

    /// An environment with the secrets that its settings name, where recipes are to be run; recipes are fetched with
    /// them, too.
    private func withSecrets(_ environment: AppModel.Environment) async throws -> AppModel.Environment {
        let secrets = EnvironmentSecrets(session: session, definition: definition)
        switch purpose {
        case .drawing:
            files.access = RecipeAccess(try await secrets.found(for: environment))
            return environment
        case .deployment:
            let complete = try await secrets.read(for: environment)
            files.access = RecipeAccess(complete)
            return complete
        }
    }

    mutating func addEnvironments() throws {
        for environment in definition.environments { try add(environment) }
    }

    private mutating func add(_ environment: AppModel.Environment) throws {
        var emission = environment.emitter.emit(environment)
        if environment.isSimulated {
            emission = emission.simulated
            warnings.append(.nothingIsDeployed(to: environment))
        }
        guard !emission.diagnostics.hasErrors else { throw Failure(emission.diagnostics) }
        warnings += emission.diagnostics
        guard let resource = definition.resources.first(where: { $0.id == environment.id }) else { return }
        let outputs = emission.outputs.filter { $0.owner == environment.id }
        parts.append(
            DeploymentRequest.Part(
                identity: DeploymentIdentity(
                    group: environment.id.group,
                    environment: environment.name,
                    application: nil
                ),
                outputs: emission.outputs,
                resources: [
                    RecordedResource(
                        id: resource.id,
                        apiVersion: resource.apiVersion,
                        properties: [:],
                        outputs: outputs.map(\.id)
                    )
                ],
                remainder: .removed(except: definition.references),
                graph: nil,
                isSimulated: environment.isSimulated,
                environment: EnvironmentRecord(
                    environment,
                    resource,
                    packs: packs(of: environment),
                    settings: settings(of: resource),
                    in: session
                ),
                origins: [resource.id: resource.origin],
                clashes: { [check] in try await check.clashes(of: environment) }
            )
        )
    }

    /// The packs that an environment refers to, as they are to be remembered: declared here, or by an earlier file.
    private func packs(of environment: AppModel.Environment) -> [RecipePackRecord] {
        environment.recipePacks.compactMap { id in
            guard let pack = definition.resources.last(where: { $0.id == id && !$0.isExisting }) else {
                return recordedPacks.last { $0.id == id }
            }
            return RecipePackRecord(
                id: pack.id,
                apiVersion: pack.apiVersion,
                properties: pack.properties,
                baseFolder: session.recordedFolder(of: pack)
            )
        }
    }

    /// The settings that an environment refers to, as they are to be remembered.
    private func settings(of environment: Resource) -> [SettingsRecord] {
        ResourceType.settings.compactMap { type in
            guard let reference = environment.properties[type.name]?.stringValue else { return nil }
            let id = ResourceID(reference) ?? ResourceID(group: environment.id.group, type: type, name: reference)
            guard let declared = definition.resources.last(where: { $0.id == id && !$0.isExisting }) else {
                return recordedSettings.last { $0.id == id }
            }
            return SettingsRecord(id: id, apiVersion: declared.apiVersion, properties: declared.properties)
        }
    }

    mutating func add(_ written: Application) async throws {
        let declared = definition.environments.first { $0.id == written.environment }
        let known =
            if let declared {
                declared
            } else {
                try await session.environment(written.environment, at: written.origin.declaration)
            }
        let environment = try await withSecrets(known)
        let application = try await written.staying(in: environment, after: check)
        switch purpose {
        case .deployment:
            let earlier = parts.compactMap(\.placement)
            let clashes = try await check.namespace(of: application, in: environment, besides: earlier)
            guard clashes.isEmpty else { throw Failure(clashes) }
        case .drawing: break
        }
        let identity = DeploymentIdentity(application, in: environment)
        let state = try await recordedState(of: identity)
        let preparation = try await Preparation.application(
            application,
            of: definition.keepingSecrets(of: state),
            startingFrom: definition.members(of: application, after: state),
            in: environment,
            files: files,
            types: types,
            lock: lock,
            guids: key.map { GUIDSeed($0) },
            for: purpose
        )
        warnings += preparation.warnings
        recipes += preparation.recipes
        if environment.isSimulated, declared == nil { warnings.append(.nothingIsDeployed(to: environment)) }
        var resources: [RecordedResource] = []
        var origins: [ResourceID: Origin] = [:]
        switch purpose {
        case .deployment:
            resources = RecordedResource.records(of: preparation.graph, emitted: preparation.outputs)
            origins = definition.origins
        case .drawing: break
        }
        parts.append(
            DeploymentRequest.Part(
                identity: identity,
                outputs: preparation.outputs,
                resources: resources,
                remainder: .removed(except: definition.references),
                graph: preparation.graph,
                isSimulated: environment.isSimulated,
                environment: nil,
                origins: origins,
                clashes: { [check] in try await check.clashes(of: application, in: environment) }
            )
        )
    }
}

extension DeploymentRequest.Part {
    /// The part and the namespace of an application; `nil` for an environment, and where there are none.
    fileprivate var placement: (owner: DeploymentIdentity, namespace: String)? {
        guard let graph, let application = graph.application, !isSimulated,
            case .kubernetes(let compute) = graph.environment.compute
        else { return nil }
        return (identity, application.namespace(in: compute))
    }
}

extension Application {
    /// The application; one that the file does not declare with the namespace in which it was deployed.
    fileprivate func staying(
        in environment: AppModel.Environment,
        after check: ClashCheck
    ) async throws -> Application {
        guard origin.declaration == nil, case .kubernetes(let compute) = environment.compute else { return self }
        let identity = DeploymentIdentity(self, in: environment)
        let recorded = try await check.namespaces(of: identity)
        guard let namespace = recorded.first, !recorded.contains(self.namespace(in: compute)) else { return self }
        return Application(id: id, environment: self.environment, namespaceOverride: namespace, origin: origin)
    }
}

extension Definition {
    /// The resources that the file refers to and does not declare.
    var references: Set<ResourceID> {
        let existing = resources.lazy.filter { $0.isExisting && $0.isNode && $0.object == nil }
        guard !existing.isEmpty else { return [] }
        return Set(existing.map(\.id)).subtracting(resources.lazy.filter { !$0.isExisting }.map(\.id))
    }

    /// The resources that the file declares and that belong to no application.
    fileprivate var sharedResources: [Resource] { resources.filter { !$0.isExisting && $0.isShared } }

    /// Where the resources were written.
    fileprivate var origins: [ResourceID: Origin] {
        Dictionary(resources.map { ($0.id, $0.origin) }) { first, _ in first }
    }

    /// The resources of no application for which a deployment made something.
    ///
    /// They stay with it: to remove them there and make them elsewhere would lose what they hold.
    fileprivate func resourcesMade(in state: DeploymentState?) -> Set<ResourceID> {
        guard let state else { return [] }
        return Set((state.outputs + state.uncertain).map(\.owner)).intersection(sharedResources.map(\.id))
    }

    /// The resources that an application's graph starts from; `nil` for those that it owns.
    fileprivate func members(of application: Application, after state: DeploymentState?) -> Set<ResourceID>? {
        let made = resourcesMade(in: state)
        guard !made.isEmpty else { return nil }
        return made.union(resources.lazy.filter { $0.belongs(to: application.id) }.map(\.id))
    }
}

extension EnvironmentRecord {
    /// What is to be remembered of an environment that a file declares.
    fileprivate init(
        _ environment: AppModel.Environment,
        _ resource: Resource,
        packs: [RecipePackRecord],
        settings: [SettingsRecord],
        in session: Session
    ) {
        self.init(
            id: environment.id,
            apiVersion: resource.apiVersion,
            location: resource.location,
            properties: resource.properties,
            baseFolder: session.recordedFolder(of: resource),
            recipePacks: packs,
            settings: settings,
            updated: .now()
        )
    }
}

extension Session {
    /// The folder of the file that declares a resource, as later commands will find it.
    ///
    /// A state whose path is relative is only found from the folder that rad runs in now, so the
    /// folder is counted from there too and both can be moved together.
    fileprivate func recordedFolder(of resource: Resource) -> String? {
        guard let path = resource.origin.declaration?.file.path else { return nil }
        let folder = LocalFiles.folder(of: path)
        guard stateFolder.hasPrefix("/"), !folder.hasPrefix("/"), let current = LocalFiles.currentFolder else {
            return folder
        }
        return FilePath.normalized("\(current)/\(folder)") + "/"
    }
}

extension Diagnostic {
    fileprivate static func notDeployed(_ resource: Resource) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD7039",
            "'\(resource.name)' is not deployed: it belongs to no application, and no application of the file leads to it",
            at: resource.origin.declaration,
            help: "add 'application', or connect a resource of an application to it"
        )
    }
}
