import AppModel
import ArgumentParser
import Bicep
import Bicep
import Diagnostics
import Documents
import Engine
import Glibc
import Recipes

/// What `deploy` and `plan` are asked for, as typed.
struct DefinitionOptions: ParsableArguments {
    @Argument(help: "The definition: a file in Bicep, YAML or compiled JSON.")
    var file: String
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var application: ApplicationOption
    @OptionGroup var parameters: ParameterOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var restore: RestoreOptions
}

/// What is to be deployed, worked out as far as possible without touching the world.
struct DeploymentRequest {
    /// What a request is worked out for.
    enum Purpose {
        case deployment
        /// Outputs need only be named, and nothing is recorded.
        case drawing

        /// The key with which a request is worked out: the state's, or a new one that may become it.
        fileprivate func key(of store: any StateStore) async throws -> StateKey? {
            switch self {
            case .deployment: try await store.knownKey() ?? StateKey()
            case .drawing: nil
            }
        }
    }

    /// What becomes of what an earlier deployment of a part left, and this one does not declare.
    enum Remainder {
        /// It is removed, except for resources that are only referred to: another file deploys them.
        case removed(except: Set<ResourceID>)
        /// It stays: the request changes a part, and does not say everything that belongs to it.
        case kept
    }

    /// One part that has a state of its own: an environment, or an application in an environment.
    struct Part {
        let identity: DeploymentIdentity
        /// What the target is to have; for a drawing, perhaps without bodies.
        var outputs: [OutputResource]
        /// What will be recorded of the resources; nothing for the drawing of an application.
        var resources: [RecordedResource]
        /// What becomes of what is recorded of the part and is not in it any more.
        var remainder: Remainder
        /// The application's graph; `nil` for an environment.
        let graph: BoundGraph?
        /// Whether nothing is deployed, only recorded.
        let isSimulated: Bool
        /// What is remembered of an environment besides its objects.
        var environment: EnvironmentRecord?
        /// Where the part's resources were written; nothing for a drawing.
        var origins: [ResourceID: Origin]
        /// Looks once more whether the part can have its name and its namespace, and its environment is there:
        /// another rad may have changed that.
        let clashes: @Sendable () async throws -> [Diagnostic]
    }

    let session: Session
    /// The definition's path; empty if a command defines it.
    let file: String
    /// Environments first, then applications, each in the order of the file.
    private(set) var parts: [Part]
    let warnings: [Diagnostic]
    /// The recipes that the parts use.
    let recipes: [UsedRecipe]
    /// The modules of registries that the definition and the recipes use.
    let modules: [LockedModule]
    /// The key of the state, or what is to become it; `nil` where nothing was made of it.
    let key: StateKey?

    /// Works out a request that is to be carried out, with the key that the state keeps from now on.
    ///
    /// - Throws: `Failure` with everything that is wrong; then no key was made.
    static func keepingKey(_ options: DefinitionOptions) async throws -> DeploymentRequest {
        let request = try await DeploymentRequest(options)
        guard let key = request.key, try await request.session.store.key(orKeeping: key) != key else { return request }
        // Another rad has made a key in the meantime, and passwords of recipes follow from it.
        return try await DeploymentRequest(options)
    }

    /// Reads, checks, binds and emits a definition.
    ///
    /// - Throws: `Failure` with everything that is wrong, before anything is written; what is only drawn may have a
    ///   namespace that is taken.
    init(
        _ options: DefinitionOptions,
        for purpose: Purpose = .deployment,
        lock policy: LockCheck.Policy = .enforced
    ) async throws {
        var session = try Session(options.scope)
        session.isOffline = session.isOffline || options.restore.noRestore
        self.session = session
        file = options.file
        let lock = try LockCheck(policy, of: options, for: purpose)
        let key = try await purpose.key(of: session.store)
        self.key = key
        let read = try await ReadDefinition(options, in: session, guids: key.map { _ in GUIDSeed() })
        let definition = read.definition
        let moduleEntries = try lock.map { try $0.checked(read.files.used, files: read.files) } ?? []
        let recipeFiles = options.restore.files(try options.project.filesOfRecipes())
        var assembly = DeploymentAssembly(
            session: session,
            definition: definition,
            files: recipeFiles,
            types: read.types,
            recordedPacks: read.recorded.packRecords,
            recordedSettings: read.recorded.settingsRecords,
            purpose: purpose,
            key: key,
            lock: lock
        )
        let clashes = try await assembly.check.diagnostics(for: purpose)
        guard clashes.isEmpty else { throw Failure(clashes) }
        try assembly.addEnvironments()
        for application in definition.applications { try await assembly.add(application) }
        try await assembly.addResourcesOfEnvironments()
        guard !assembly.parts.isEmpty else { throw Failure(.nothingToDeploy(Span(read.source, 0..<0))) }
        parts = assembly.parts
        recipes = assembly.recipes
        let recipeNames = assembly.recipes.compactMap { $0.artifact?.text }
        let ofRecipes = recipeFiles.used.filter { !recipeNames.contains($0.text) }
        modules = moduleEntries + (try lock.map { try $0.checked(ofRecipes, files: recipeFiles) } ?? [])
        warnings = read.argumentDiagnostics + assembly.warnings + assembly.unreached
    }

    /// Emits the environments that a command defines.
    ///
    /// - Throws: `Failure` if an environment cannot be emitted, or clashes with another one.
    init(of definition: Definition, in session: Session) async throws {
        self.session = session
        file = ""
        key = nil
        let files = RestoringFiles(LocalFiles(bounds: .projectOfReferrer(or: nil)), .none)
        var assembly = DeploymentAssembly(
            session: session,
            definition: definition,
            files: files,
            types: .builtin,
            recordedPacks: [],
            recordedSettings: [],
            purpose: .deployment,
            key: nil
        )
        let clashes = try await assembly.check.environments()
        guard clashes.isEmpty else { throw Failure(clashes) }
        try assembly.addEnvironments()
        parts = assembly.parts.map { part in
            var part = part
            // The files that declare what else belongs to an environment are not at hand.
            part.remainder = .kept
            return part
        }
        recipes = []
        modules = []
        warnings = assembly.warnings
    }

    /// Changes what will be remembered of the environments.
    mutating func remember(_ change: (inout EnvironmentRecord) -> Void) {
        for index in parts.indices {
            guard var record = parts[index].environment else { continue }
            change(&record)
            parts[index].environment = record
        }
    }
}

/// A definition that was read in the light of what was deployed before.
private struct ReadDefinition {
    let source: SourceFile
    let definition: Definition
    /// What was found in the arguments, besides errors.
    let argumentDiagnostics: [Diagnostic]
    let files: RestoringFiles
    let types: ResourceTypeCatalog
    let recorded: RecordedGroup

    /// About how much memory is used for a byte of a definition, until its resources are known.
    private static let memoryOfByte = 18
    /// About how much memory is used for a resource, in bytes, from when it is known to when it is drawn or planned.
    private static let memoryOfResource = 1_600
    /// About how much memory is used for a resource that a loop makes, in bytes, until all of them are known.
    private static let memoryOfLoopedResource = 3_000

    /// Reads the file that the options name; `guids` is what `newGuid()` gives.
    ///
    /// - Throws: `Failure` with everything that is wrong.
    init(_ options: DefinitionOptions, in session: Session, guids: GUIDSeed?) async throws {
        let source = try SourceFile.readDefinition(options.file)
        Memory.fetch(source.bytes.count * Self.memoryOfByte)
        let argumentFiles = options.restore.files(try options.project.filesOfArguments())
        let arguments = try await argumentFiles.restoring {
            try ParameterArguments(options.parameters.parameters, environment: .process, files: argumentFiles)
        }
        let files = options.restore.files(try options.project.files(around: options.file))
        let scope = DeploymentScope(
            group: session.group,
            environment: try await session.knownEnvironmentID(options.environment.environment),
            application: options.application.application.map(session.applicationID)
        )
        let types = try await session.types()
        let azureScope = try await session.azureScope(of: scope.environment)
        let recorded = try await RecordedGroup(session.group, in: session.store)
        let recordedBodies = recorded.bodies(in: scope.environment)
        let packs = BuiltinRecipes.packs(group: session.group) + recorded.recipePacks
        func read(knowing existing: [ResourceID: ValueObject]) async throws -> Definition {
            let context = DefinitionContext(
                scope: scope,
                parameters: arguments.parameters,
                files: files,
                types: types,
                recipePacks: packs,
                settings: recorded.settingsRecords.map(\.resource),
                azureScope: azureScope,
                existing: existing,
                guids: guids,
                willMakeResources: { Memory.fetch($0 * Self.memoryOfLoopedResource) }
            )
            let frontend = DefinitionFrontend(context)
            return try await files.restoring { frontend.definition(of: source) }
        }
        var definition = try await read(knowing: recordedBodies)
        // To read all states takes time, and few files refer to what others have deployed.
        if definition.diagnostics.hasErrors || !definition.references.isEmpty {
            let resources = try await recorded.resources(in: scope.environment)
            if !resources.isEmpty {
                definition = try await read(knowing: recordedBodies.merging(resources) { first, _ in first })
            }
        }
        Memory.fetch(definition.resources.count * Self.memoryOfResource)
        guard !definition.diagnostics.hasErrors else { throw Failure(arguments.diagnostics + definition.diagnostics) }
        self.source = source
        self.definition = definition
        argumentDiagnostics = arguments.diagnostics
        self.files = files
        self.types = types
        self.recorded = recorded
    }
}

extension SourceFile {
    /// Reads a definition that the user named, by its ending.
    fileprivate static func readDefinition(_ path: String) throws -> SourceFile {
        guard DefinitionFrontend.reads(path) else { throw Failure(.unknownDefinition(path)) }
        return try read(path)
    }
}

extension GUIDSeed {
    /// What the GUIDs of recipes grow from in a deployment.
    init(_ key: StateKey) { self.init(bytes: key.guidSeed) }
}

extension [String: String] {
    /// The environment of this process.
    static var process: [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { result[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return result
    }
}

extension Diagnostic {
    fileprivate static func unknownDefinition(_ path: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7013",
            "'\(path)' is no definition that rad reads; expected '.bicep', '.yaml' or '.json' at its end",
            at: nil,
            help: "give the path of an application definition, for example 'rad deploy app.bicep'"
        )
    }

    fileprivate static func nothingToDeploy(_ span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7014",
            "the file declares no environment and no application, and its resources name none",
            at: span,
            help: "name the application that the resources belong to, for example '-a shop'"
        )
    }
}
