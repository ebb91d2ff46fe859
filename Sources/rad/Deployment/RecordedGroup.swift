import AppModel
import Documents
import Engine
import Recipes

/// What is recorded of a group besides its resources: a file may refer to it as `existing`, or by id.
struct RecordedGroup {
    private let group: String
    /// The oldest first.
    private let environments: [EnvironmentRecord]
    private let deployments: [DeploymentIdentity]
    private let store: any StateStore

    private var applications: [DeploymentIdentity] { deployments.filter { $0.application != nil } }

    /// Reads the records of a group.
    init(_ group: String, in store: any StateStore) async throws {
        self.group = group
        self.store = store
        environments = try await store.environments(in: group).sorted { $0.updated.seconds < $1.updated.seconds }
        deployments = try await store.deployments(in: group)
    }

    /// The packs that environments were deployed with; of several records of one the newest is last.
    var packRecords: [RecipePackRecord] { environments.flatMap(\.recipePacks) }

    /// The recorded packs, with their recipes where the files that declared them had them.
    var recipePacks: [RecipePack] { packRecords.compactMap(\.pack) }

    /// The settings that environments were deployed with; of several records of one the newest is last.
    var settingsRecords: [SettingsRecord] { environments.flatMap(\.settings) }

    /// The records of the packs that an environment may join, one of each: as the environment was deployed with it,
    /// which only its own file changes, else the newest.
    func packRecords(for environment: EnvironmentRecord?) -> [RecipePackRecord] {
        var found = environment?.recipePacks ?? []
        for pack in packRecords.reversed() where !found.contains(where: { $0.id == pack.id }) { found.append(pack) }
        return found
    }

    /// The bodies of environments, packs and applications by their ids.
    ///
    /// An application that is in several environments is meant in the given one, else it is not known.
    func bodies(in environment: ResourceID?) -> [ResourceID: ValueObject] {
        let ofDefault = Self.body(of: BuiltinRecipes.defaultEnvironment(group: group))
        var bodies = [ResourceID(group: group, type: .environments, name: "default"): ofDefault]
        for record in environments {
            var body: ValueObject = ["properties": .object(record.properties)]
            if let location = record.location { body["location"] = .string(location) }
            bodies[record.id] = body
        }
        for pack in packRecords { bodies[pack.id] = ["properties": .object(pack.properties)] }
        for settings in settingsRecords { bodies[settings.id] = ["properties": .object(settings.properties)] }
        for (name, places) in Dictionary(grouping: applications, by: { ($0.application ?? "").lowercased() }) {
            let isMeant = { (place: DeploymentIdentity) in
                place.environment.lowercased() == environment?.name.lowercased()
            }
            guard let place = places.count == 1 ? places.first : places.first(where: isMeant) else { continue }
            // The record does not say of which generation the application is.
            for type in [ResourceType.applications, .coreApplications] {
                let properties: ValueObject = ["environment": .string(id(ofEnvironment: place.environment).description)]
                bodies[ResourceID(group: group, type: type, name: name)] = ["properties": .object(properties)]
            }
        }
        return bodies
    }

    /// The bodies of the resources that were deployed to the group, as far as they are recorded.
    ///
    /// One that is in several environments is meant in the given one, else it is not known. Of several applications of
    /// an environment that use it, the one that was deployed last says how it is.
    func resources(in environment: ResourceID?) async throws -> [ResourceID: ValueObject] {
        // By the environment, in which several applications may use it.
        var found: [ResourceID: [String: (body: ValueObject, updated: Timestamp)]] = [:]
        for identity in deployments {
            guard let state = try await store.state(of: identity) else { continue }
            let place = identity.environment.lowercased()
            for resource in state.resources where resource.isDeployed {
                if let other = found[resource.id]?[place], other.updated.seconds >= state.updated.seconds { continue }
                let body: ValueObject = ["properties": .object(resource.properties.withoutStandIns)]
                found[resource.id, default: [:]][place] = (body, state.updated)
            }
        }
        let meant = environment?.name.lowercased()
        return found.compactMapValues { places in
            (places.count == 1 ? places.values.first : meant.flatMap { places[$0] })?.body
        }
    }

    private func id(ofEnvironment name: String) -> ResourceID {
        environments.first { $0.name.lowercased() == name.lowercased() }?.id
            ?? ResourceID(group: group, type: .environments, name: name)
    }

    /// What can be said of the built-in environment, which no file declares.
    private static func body(of environment: AppModel.Environment) -> ValueObject {
        switch environment.compute {
        case .kubernetes(let compute):
            ["properties": ["compute": ["kind": "kubernetes", "namespace": .string(compute.namespace)]]]
        case .containerInstances: [:]
        }
    }
}

extension RecordedResource {
    /// Whether this is the record of a resource, and not of what another application refers to.
    fileprivate var isDeployed: Bool { resource.isNode && !properties.isEmpty }
}

extension ValueObject {
    /// The members that are recorded as they are: without those that are, or hold, secret or unknown values.
    fileprivate var withoutStandIns: ValueObject {
        ValueObject(compactMap { name, value in value.withoutStandIns.map { (name, $0) } })
    }
}

extension Value {
    /// The value without the members of objects that are only stand-ins; `nil` if nothing can be said of it.
    fileprivate var withoutStandIns: Value? {
        switch self {
        case .string(Value.redactedText), .string(Value.unknownText), .secret, .unknown: nil
        case .null, .bool, .integer, .number, .string: self
        case .array(let elements):
            elements.allSatisfy { $0.withoutStandIns == $0 } ? self : nil
        case .object(let members): .object(members.withoutStandIns)
        }
    }
}
