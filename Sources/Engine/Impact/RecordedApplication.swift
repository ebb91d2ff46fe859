public import AppModel
internal import Documents
internal import Recipes

/// The resources of a deployment that one recipe provides, as they were recorded, ready to be bound once more.
///
/// Secrets are not recorded: they stand as values that nobody knows.
public struct RecordedApplication: Sendable {
    /// `nil` for the resources of an environment.
    public let application: Application?
    /// The resources, and those that they are connected to, which are taken as they were.
    public let graph: ApplicationGraph
    /// The resources that are meant.
    public let resources: [Resource]

    /// Takes the resources out of a state; `nil` if none of them is provided by the recipe.
    ///
    /// - Parameters:
    ///   - type: The resource type that the recipe provides.
    ///   - name: The name under which it is registered.
    ///   - state: The deployment.
    ///   - environment: The environment that it went to.
    ///   - types: What is known of resource types.
    public init?(
        of type: ResourceType,
        through name: String,
        in state: DeploymentState,
        _ environment: Environment,
        types: ResourceTypeCatalog
    ) {
        let meant = state.resources.filter { $0.type == type && $0.recipe == name }
        guard !meant.isEmpty else { return nil }
        let ids = Set(meant.map(\.id))
        let connected = Set(meant.flatMap { $0.connections.map(\.target) }).subtracting(ids)
        resources = meant.map { record in
            var resource = record.resource.withoutRecipeValues(types: types)
            resource.properties = resource.properties.withUnknowns
            return resource
        }
        let others = state.resources.filter { connected.contains($0.id) }.map { record in
            Resource(
                id: record.id,
                apiVersion: record.apiVersion,
                address: record.name,
                properties: record.properties.withUnknowns,
                isExisting: true,
                origin: .none
            )
        }
        let present = ids.union(others.map(\.id))
        graph = ApplicationGraph(
            application: state.identity.application ?? "",
            resources: others + resources,
            edges: state.graph.edges.filter { ids.contains($0.source) && present.contains($0.target) }
        )
        application = state.identity.application.map { name in
            let declared = state.resources.first { $0.type == .applications || $0.type == .coreApplications }
            let read = declared.flatMap { Application.read(from: $0.resource, environment: environment.id).application }
            let kind: ResourceType = environment.id.type == .coreEnvironments ? .coreApplications : .applications
            let id = ResourceID(group: state.identity.group, type: kind, name: name)
            return read ?? Application(id: id, environment: environment.id)
        }
    }
}

extension ValueObject {
    /// The object with values that nobody knows in the place of their stand-ins.
    fileprivate var withUnknowns: ValueObject {
        ValueObject(map { ($0.key, $0.value.withUnknowns(at: $0.key)) })
    }
}

extension Value {
    fileprivate func withUnknowns(at path: String) -> Value {
        switch self {
        case .string(Value.redactedText), .string(Value.unknownText): .unrecorded(path)
        case .array(let elements):
            .array(elements.enumerated().map { $0.element.withUnknowns(at: "\(path)[\($0.offset)]") })
        case .object(let members):
            .object(ValueObject(members.map { ($0.key, $0.value.withUnknowns(at: "\(path).\($0.key)")) }))
        case .null, .bool, .integer, .number, .string, .secret, .unknown: self
        }
    }

    /// A value of which only a stand-in was recorded.
    private static func unrecorded(_ path: String) -> Value {
        .unknown(Unknown(expression: path, sources: [unrecordedAddress]) { _ in .unrecorded(path) })
    }

    /// The address that values wait for which were not recorded; no resource has it.
    fileprivate static let unrecordedAddress = "(not recorded)"
}

extension OutputResource {
    /// Whether the object is made of something that was not recorded, so that nobody can tell whether it changes.
    var dependsOnUnrecorded: Bool { body.unknownSources.contains(Value.unrecordedAddress) }
}
