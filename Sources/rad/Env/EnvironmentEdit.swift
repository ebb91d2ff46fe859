import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// An environment on its way from the options of a command to the state.
struct EnvironmentEdit {
    let session: Session
    var id: ResourceID
    var location: String?
    var properties: ValueObject
    /// What was recorded before, when an environment is changed.
    var known: EnvironmentRecord?
    /// The folder that relative paths of recipes start from; `nil` if nothing says which.
    var baseFolder: String?
    /// The records of the packs that the environment joins, those that are built in excepted.
    private var packs: [RecipePackRecord]
    /// The record of the settings of Terraform that the environment refers to.
    private var settings: [SettingsRecord]

    /// Starts an environment that is defined anew.
    init(_ id: ResourceID, in session: Session) {
        self.session = session
        self.id = id
        properties = [:]
        packs = []
        settings = []
    }

    /// Starts from an environment as it was recorded.
    init(_ record: EnvironmentRecord, in session: Session) {
        self.session = session
        id = record.id
        location = record.location
        properties = record.properties
        known = record
        baseFolder = record.baseFolder
        packs = record.recipePacks
        settings = record.settings
    }

    /// Changes an environment under its lock; the built-in one is defined by it, with the recipes that it has.
    ///
    /// - Throws: `Failure` if it is not there, or what is wrong with the change.
    static func change(
        _ id: ResourceID,
        in session: Session,
        command: String,
        _ change: @Sendable (inout EnvironmentEdit) async throws -> Void
    ) async throws {
        let identity = DeploymentIdentity(group: id.group, environment: id.name, application: nil)
        try await session.store.withSession(identity, for: .thisProcess(command)) { locked in
            // Somebody may have changed it before the lock was taken.
            let record = try await session.store.environment(id.name, in: id.group)
            var edit =
                if let record {
                    EnvironmentEdit(record, in: session)
                } else {
                    EnvironmentEdit(try await session.environment(id), in: session)
                }
            try await change(&edit)
            try await edit.apply(in: locked, command: command)
        }
    }

    /// Checks the environment, makes the objects that belong to it, and remembers it.
    ///
    /// - Throws: `Failure` with what is wrong; then nothing was written.
    func apply(command: String) async throws {
        let run = DeploymentRun(request: try await request(), command: command)
        try finish(try await run.deploy { _ in })
    }

    /// Does the same under a lock that was taken before the environment was read.
    func apply(in locked: any StateSession, command: String) async throws {
        let run = DeploymentRun(request: try await request(), command: command)
        try finish(try await run.deploy(in: [locked]) { _ in })
    }

    private func finish(_ reports: [DeploymentReport]) throws {
        Terminal.standardError.write(reports.flatMap(\.warnings))
        try DeployCommand.check(reports)
    }

    private func request() async throws -> DeploymentRequest {
        let definition = Definition.resource(
            id,
            properties: properties,
            location: location,
            recipePacks: BuiltinRecipes.packs(group: id.group) + packs.compactMap(\.pack),
            settings: settings.map(\.resource)
        )
        guard !definition.diagnostics.hasErrors else { throw Failure(definition.diagnostics) }
        var request = try await DeploymentRequest(of: definition, in: session)
        request.remember { record in
            record.baseFolder = baseFolder
            record.recipePacks = packs
            record.settings = settings
        }
        Terminal.standardError.write(request.warnings)
        return request
    }

    // MARK: Properties

    /// Sets a member of an object among the properties; `nil` removes it.
    mutating func set(_ name: String, of object: String, to value: Value?) {
        var members = properties[object]?.objectValue ?? [:]
        members[name] = value
        properties[object] = members.isEmpty ? nil : .object(members)
    }

    /// Sets the namespace of an environment on Kubernetes.
    ///
    /// - Throws: `Failure` if the name is none, or the environment is not on Kubernetes.
    mutating func setNamespace(_ namespace: String) throws {
        guard ResourceNames.isDNSLabel(namespace) else { throw Failure(.invalidNamespace(namespace)) }
        guard id.type == .environments else {
            return set("kubernetes", of: "providers", to: ["namespace": .string(namespace)])
        }
        let kind = properties["compute"]?["kind"]?.stringValue
        guard kind == nil || kind == "kubernetes" else { throw Failure(.notOnKubernetes(id.name)) }
        set("kind", of: "compute", to: "kubernetes")
        if properties["compute"]?["resourceId"] == nil { set("resourceId", of: "compute", to: "self") }
        set("namespace", of: "compute", to: .string(namespace))
    }

    /// Sets the clouds that are given, and leaves the others as they are.
    mutating func setClouds(_ options: ProviderOptions) {
        let isLegacy = id.type == .environments
        if let azure = isLegacy ? options.legacyAzure : options.azure { set("azure", of: "providers", to: azure) }
        if let aws = isLegacy ? options.legacyAWS : options.aws { set("aws", of: "providers", to: aws) }
        if let region = options.location { location = region }
    }

    /// Sets the recipe packs, by their names or ids, each once.
    ///
    /// - Parameters:
    ///   - names: The names or ids.
    ///   - group: The group of the packs that are named without one; `nil` for the environment's own.
    /// - Throws: `Failure` if one does not exist.
    mutating func setRecipePacks(_ names: [String], group: String?) async throws {
        var ids: [ResourceID] = []
        var records: [RecipePackRecord] = []
        for name in names {
            let wanted = ResourceID(name) ?? ResourceID(group: group ?? id.group, type: .recipePacks, name: name)
            let (found, record) = try await recipePack(wanted)
            guard !ids.contains(found) else { continue }
            ids.append(found)
            if let record { records.append(record) }
        }
        properties["recipePacks"] = .array(ids.map { .string($0.description) })
        packs = records
    }

    /// Adds a recipe pack, or replaces it where the environment has it already.
    mutating func join(_ record: RecipePackRecord) {
        leave(record.id)
        packs.append(record)
        let others = properties["recipePacks"]?.arrayValue ?? []
        properties["recipePacks"] = .array(others + [.string(record.id.description)])
    }

    /// Takes a recipe pack away.
    mutating func leave(_ pack: ResourceID) {
        packs.removeAll { $0.id == pack }
        let group = id.group
        let rest = (properties["recipePacks"]?.arrayValue ?? []).filter { reference in
            guard let text = reference.stringValue else { return true }
            return (ResourceID(text) ?? ResourceID(group: group, type: .recipePacks, name: text)) != pack
        }
        properties["recipePacks"] = rest.isEmpty ? nil : .array(rest)
    }

    /// Looks up a recipe pack; one that is built in has no record, and is that of the environment's own group.
    private func recipePack(_ wanted: ResourceID) async throws -> (id: ResourceID, record: RecipePackRecord?) {
        let builtin = BuiltinRecipes.packs(group: wanted.group).map(\.id)
        if let found = builtin.first(where: { $0 == wanted }) {
            return (ResourceID(group: id.group, type: found.type, name: found.name), nil)
        }
        let recorded = try await RecordedGroup(wanted.group, in: session.store).packRecords(for: known)
        guard let record = recorded.first(where: { $0.id == wanted }) else {
            let group = recorded.map(\.id).filter { $0.group.lowercased() == wanted.group.lowercased() }
            throw Failure(.unknownPack(wanted, known: (builtin + group).map(\.name)))
        }
        return (record.id, record)
    }
}

extension Session {
    /// The recipe packs that a recorded environment refers to or could: those that are built in, and its own.
    func recipePacks(of record: EnvironmentRecord) -> [RecipePack] {
        BuiltinRecipes.packs(group: record.id.group) + record.recipePacks.compactMap(\.pack)
    }

    /// The groups that there are: those of the state, and `default`.
    func groups() async throws -> [String] {
        let groups = try await store.groups()
        return groups.contains { $0.lowercased() == "default" } ? groups : (groups + ["default"]).sorted()
    }

    /// The name of a group as it was created.
    ///
    /// - Throws: `Failure` if there is none.
    func existingGroup(_ name: String) async throws -> String {
        let groups = try await groups()
        guard let found = groups.first(where: { $0.lowercased() == name.lowercased() }) else {
            throw Failure(.unknownGroup(name, among: groups))
        }
        return found
    }
}

extension RecipePackRecord {
    /// The pack as environments join it; its sources count from the folder that it was declared in.
    var pack: RecipePack? {
        RecipePack.read(from: resource).pack?.withRecipes(relativeTo: baseFolder)
    }
}

extension Diagnostic {
    fileprivate static func invalidNamespace(_ namespace: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7110",
            "invalid Kubernetes namespace \"\(namespace)\": expected at most 63 small letters, digits and '-'",
            at: nil,
            help: "give a name that begins and ends with a letter or digit, for example 'team-shop'"
        )
    }

    fileprivate static func unknownPack(_ id: ResourceID, known: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7111",
            "recipe pack \"\(id)\" does not exist",
            at: nil,
            help: suggestion(for: id.name, among: known).map { "did you mean '\($0)'?" }
                ?? "provide a valid recipe pack to add to the environment: \(known.joined(separator: ", "))"
        )
    }

    fileprivate static func notOnKubernetes(_ name: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7112",
            "cannot update namespace on environment \"\(name)\": existing compute kind is not Kubernetes",
            at: nil,
            help: "define the environment anew with 'rad env create', or leave out '--kubernetes-namespace'"
        )
    }

    fileprivate static func unknownGroup(_ name: String, among names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7113",
            "resource group \"\(name)\" could not be found",
            at: nil,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "create it with 'rad group create \(name)'"
        )
    }
}
