import AppModel
import Diagnostics
import Documents
import Engine
import Recipes
import Targets

/// An application of a few resources, small enough to be written in a test.
struct KubernetesFixture {
    var environment: Environment
    var application: Application?
    var resources: [BoundResource] = []
    var edges: [ApplicationGraph.Edge] = []
    var endpoint = PublicEndpoint.none

    /// The application `demo` in an environment of the namespace `default`.
    static func legacy(
        environment: KubernetesMetadata = KubernetesMetadata(),
        application: KubernetesMetadata = KubernetesMetadata(),
        namespace: String? = nil
    ) -> KubernetesFixture {
        let environment = Environment(
            id: ResourceID(group: "default", type: .environments, name: "default"),
            compute: .kubernetes(Environment.Kubernetes(namespace: "default", separatesApplications: true)),
            metadata: environment
        )
        return KubernetesFixture(
            environment: environment,
            application: Application(
                id: ResourceID(group: "default", type: .applications, name: "demo"),
                environment: environment.id,
                namespaceOverride: namespace,
                metadata: application
            )
        )
    }

    /// The application `demo` in an environment of the second generation.
    static func current(recipes: RecipeRegistrations = RecipeRegistrations()) -> KubernetesFixture {
        let environment = Environment(
            id: ResourceID(group: "default", type: .coreEnvironments, name: "default"),
            compute: .kubernetes(Environment.Kubernetes(namespace: "default", separatesApplications: false)),
            recipes: recipes
        )
        return KubernetesFixture(
            environment: environment,
            application: Application(
                id: ResourceID(group: "default", type: .coreApplications, name: "demo"),
                environment: environment.id
            )
        )
    }

    /// The application as the emitter gets it.
    var graph: BoundGraph {
        BoundGraph(
            environment: environment,
            application: application,
            graph: ApplicationGraph(
                application: application?.name ?? "",
                resources: resources.map(\.resource),
                edges: edges
            ),
            resources: resources
        )
    }

    /// What the emitter makes of the application.
    var emission: Emission {
        let emitter = KubernetesEmitter(endpoint: endpoint)
        let emission = emitter.emit(graph)
        expectOutline(of: graph, by: emitter, toName: emission)
        return emission
    }
}

// MARK: - Adding resources

extension KubernetesFixture {
    /// Adds a resource of any role, whose properties name the application.
    @discardableResult
    mutating func add(
        _ name: String,
        _ type: ResourceType,
        _ role: BoundResource.Role,
        connections: [ResolvedConnection] = [],
        properties: ValueObject = ["application": "demo"]
    ) -> ResourceID {
        let id = ResourceID(group: "default", type: type, name: name)
        let resource = Resource(
            id: id,
            apiVersion: "2023-10-01-preview",
            address: name,
            properties: properties,
            origin: .none
        )
        resources.append(BoundResource(resource: resource, role: role, connections: connections))
        for connection in connections {
            guard case .resource(let other) = connection.target else { continue }
            edges.append(.init(source: id, target: other.id, kind: .connection, label: connection.connection.name))
        }
        return id
    }

    /// Adds an `Applications.Core/containers` resource of one container.
    @discardableResult
    mutating func addLegacy(
        _ name: String,
        image: Value = "registry/demo:1",
        connections: [ResolvedConnection] = [],
        _ change: (inout Container, inout ContainerSpec) -> Void = { _, _ in }
    ) -> ResourceID {
        var container = Container(generation: .legacy)
        var spec = ContainerSpec(name: name, path: ["container"], image: image)
        change(&container, &spec)
        container.specs = [spec]
        container.connections = connections.map(\.connection)
        return add(name, .containers, .container(SharedContainer(container)), connections: connections)
    }

    /// Adds a `Radius.Compute/containers` resource.
    @discardableResult
    mutating func addCurrent(
        _ name: String,
        _ specs: [ContainerSpec],
        connections: [ResolvedConnection] = [],
        _ change: (inout Container) -> Void = { _ in }
    ) -> ResourceID {
        var container = Container(generation: .current)
        container.specs = specs
        container.connections = connections.map(\.connection)
        change(&container)
        return add(name, .computeContainers, .container(SharedContainer(container)), connections: connections)
    }

    /// Adds an `Applications.Core/gateways` resource.
    @discardableResult
    mutating func addGateway(_ name: String, _ routes: [Gateway.Route], _ change: (inout Gateway) -> Void = { _ in })
        -> ResourceID
    {
        var gateway = Gateway()
        gateway.routes = routes
        change(&gateway)
        return add(name, .gateways, .gateway(gateway))
    }

    /// Adds a resource that a recipe provides.
    @discardableResult
    mutating func addRecipe(
        _ name: String,
        _ type: String,
        _ outputs: [RecipeOutput],
        properties: ValueObject = ["application": "demo"]
    ) -> ResourceID {
        let type = ResourceType(type) ?? .extenders
        let registration = RecipeRegistration(type: type, name: "default", kind: .bicep, source: "recipe.bicep")
        let result = RecipeResult(registration: registration, outputs: outputs, values: [:], secrets: [:])
        return add(name, type, .recipe(result), properties: properties)
    }
}

/// A connection to a resource, with what it injects.
func connection(
    _ name: String,
    to id: ResourceID,
    _ variables: KeyValuePairs<String, Value> = [:],
    roles: [String]? = nil,
    secretSources: [ResolvedConnection.SecretSource] = []
) -> ResolvedConnection {
    ResolvedConnection(
        connection: Connection(
            name: name,
            source: .string(id.description),
            roles: roles
        ),
        target: .resource(
            ConnectedResource(
                id: id,
                apiVersion: "2023-10-01-preview",
                properties: [:],
                computedValues: [:],
                secrets: [:]
            )
        ),
        variables: variables.map { ConnectionVariable(name: $0.key, value: $0.value) },
        secretSources: secretSources
    )
}

/// A value that nobody knows before an address has been applied.
func unknown(_ address: String, _ property: String) -> Value {
    .unknown(
        Unknown(expression: "\(address).\(property)", sources: [address]) { runtime in
            runtime[address]?[property] ?? unknown(address, property)
        }
    )
}

// MARK: - Looking at what came out

extension Emission {
    /// All objects as YAML, in their order; only Secrets show what is secret.
    var manifests: String {
        var writer = YAMLWriter()
        for output in outputs {
            output.body.write(to: &writer, disclosing: output.type == "core/Secret" ? .revealed : .redacted)
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// Types and names of all objects, in their order.
    var names: [String] { outputs.map { "\($0.type) \($0.name)" } }

    /// Codes of all diagnostics, in their order.
    var codes: [String] { diagnostics.map(\.code) }

    /// A part of an object as compact JSON, secrets in clear; `absent` if there is none.
    func part(_ object: String, _ path: ValuePath) -> String {
        guard let output = outputs.first(where: { "\($0.type) \($0.name)" == object }) else { return "no \(object)" }
        return output.body.part(at: path)?.json(.compact, disclosing: .revealed) ?? "absent"
    }

    /// The types and names of what an object waits for.
    func dependencies(of object: String) -> [String] {
        let names = Dictionary(
            outputs.map { ($0.id, "\($0.type) \($0.name)") },
            uniquingKeysWith: { first, _ in first }
        )
        return outputs.first { "\($0.type) \($0.name)" == object }?.dependencies.map { names[$0] ?? "missing \($0)" }
            ?? []
    }
}

extension Value {
    /// The part at a path.
    func part(at path: ValuePath) -> Value? {
        path.steps.reduce(Optional(self)) { value, step in
            switch step {
            case .member(let name): value?[name]
            case .element(let index): value?.arrayValue.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        }
    }
}
