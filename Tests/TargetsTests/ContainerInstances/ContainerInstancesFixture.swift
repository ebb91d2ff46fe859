import AppModel
import Diagnostics
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// An application on Azure Container Instances, as the stages before the emitter hand it over.
struct ContainerInstancesFixture {
    static let scope = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg"

    var environmentName = "prod"
    var identity: Environment.Identity?
    var environmentMetadata = KubernetesMetadata()
    var applicationMetadata = KubernetesMetadata()
    var resources: [BoundResource] = []
    var edges: [ApplicationGraph.Edge] = []
    var api = ContainerInstancesAPI()

    var environment: Environment {
        Environment(
            id: ResourceID(group: "default", type: .environments, name: environmentName),
            compute: .containerInstances(
                Environment.ContainerInstances(
                    subscriptionID: "00000000-0000-0000-0000-000000000000",
                    resourceGroup: "my-rg",
                    location: "West Europe",
                    identity: identity
                )
            ),
            metadata: environmentMetadata
        )
    }

    var application: Application {
        Application(
            id: ResourceID(group: "default", type: .applications, name: "shop"),
            environment: environment.id,
            metadata: applicationMetadata
        )
    }

    var graph: BoundGraph {
        BoundGraph(
            environment: environment,
            application: application,
            graph: ApplicationGraph(application: "shop", resources: resources.map(\.resource), edges: edges),
            resources: resources
        )
    }

    var emitter: ContainerInstancesEmitter { ContainerInstancesEmitter(api: api) }
    var emission: Emission {
        let emission = emitter.emit(graph)
        expectOutline(of: graph, by: emitter, toName: emission)
        return emission
    }

    /// An application of container resources, each named by its key.
    init(_ resources: BoundResource...) {
        self.resources = resources
    }

    /// Adds edges from one resource to others.
    func connecting(_ source: String, to targets: String...) -> ContainerInstancesFixture {
        var copy = self
        let ids = Dictionary(resources.map { ($0.resource.name, $0.resource.id) }, uniquingKeysWith: { $1 })
        copy.edges += targets.compactMap { target in
            guard let from = ids[source], let to = ids[target] else { return nil }
            return ApplicationGraph.Edge(source: from, target: to, kind: .connection, label: target)
        }
        return copy
    }

    /// The body of an output resource by the end of its id, secrets redacted.
    func body(_ suffix: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> Value {
        let output = emission.outputs.first { $0.id.description.hasSuffix(suffix) }
        return try #require(output, "nothing ends in \(suffix)", sourceLocation: sourceLocation).body
    }
}

// MARK: - Text

extension Emission {
    /// The requests as text: what is put, what it waits for, and the body with secrets redacted.
    var requestText: String {
        outputs.map { output in
            let waits = output.dependencies.map { "  after \($0.shortened)\n" }.joined()
            return "PUT \(output.id.shortened)?api-version=\(output.apiVersion)\n\(waits)\(output.body.json())\n"
        }.joined().replacing(ContainerInstancesFixture.scope, with: "$SCOPE")
    }

    /// The diagnostics, one a line: severity, code and message.
    var messages: [String] { diagnostics.map { "\($0.severity.rawValue) \($0.code) \($0.message)" } }
}

extension OutputResourceID {
    var shortened: String { description.replacing(ContainerInstancesFixture.scope + "/providers/", with: "") }
}

/// Emits an application without trouble and compares the requests with a snapshot.
func checkContainerInstances(
    _ fixture: ContainerInstancesFixture,
    _ name: String,
    file: String = #filePath,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let emission = fixture.emission
    #expect(emission.messages == [], sourceLocation: sourceLocation)
    try expectSnapshot(emission.requestText, "\(name).txt", file: file, sourceLocation: sourceLocation)
}

/// Emits an application and compares what is said of it.
func checkContainerInstancesDiagnostics(
    _ fixture: ContainerInstancesFixture,
    _ expected: String...,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
    #expect(fixture.emission.messages == expected, sourceLocation: sourceLocation)
}

// MARK: - Resources

extension BoundResource {
    static func id(_ name: String, _ type: ResourceType = .containers) -> ResourceID {
        ResourceID(group: "default", type: type, name: name)
    }

    /// A container of the legacy generation, changed as a test needs it.
    static func container(
        _ name: String,
        ports: [ContainerPort] = [],
        connections: [ResolvedConnection] = [],
        mentions: [ResourceID] = [],
        _ change: (inout Container, inout ContainerSpec) -> Void = { _, _ in }
    ) -> BoundResource {
        var container = Container(generation: .legacy)
        var spec = ContainerSpec(name: name, path: ["container"], image: .string("example.com/\(name):1"))
        spec.ports = ports
        change(&container, &spec)
        container.specs = [spec] + container.specs
        container.connections = connections.map(\.connection)
        let resource = Resource(
            id: id(name),
            apiVersion: "2023-10-01-preview",
            address: name,
            properties: [:],
            dependencies: mentions,
            origin: .none
        )
        return BoundResource(resource: resource, role: .container(SharedContainer(container)), connections: connections)
    }

    /// A resource of the current generation with the given containers.
    static func compute(
        _ name: String,
        _ specs: [ContainerSpec],
        connections: [ResolvedConnection] = [],
        _ change: (inout Container) -> Void = { _ in }
    ) -> BoundResource {
        var container = Container(generation: .current)
        container.specs = specs
        container.connections = connections.map(\.connection)
        change(&container)
        let resource = Resource(
            id: id(name, .computeContainers),
            apiVersion: "2025-08-01-preview",
            address: name,
            properties: [:],
            origin: .none
        )
        return BoundResource(resource: resource, role: .container(SharedContainer(container)), connections: connections)
    }

    static func gateway(
        _ name: String,
        type: ResourceType = .gateways,
        _ routes: [Gateway.Route],
        _ change: (inout Gateway) -> Void = { _ in }
    ) -> BoundResource {
        var gateway = Gateway()
        gateway.routes = routes
        change(&gateway)
        let resource = Resource(
            id: id(name, type),
            apiVersion: "2023-10-01-preview",
            address: name,
            properties: [:],
            origin: .none
        )
        return BoundResource(resource: resource, role: .gateway(gateway))
    }

    static let database = ResourceType(namespace: "Applications.Datastores", name: "sqlDatabases")

    static func recipe(
        _ name: String,
        type: ResourceType = database,
        properties: ValueObject = [:],
        outputs: [RecipeOutput] = [],
        values: ValueObject = [:],
        secrets: ValueObject = [:]
    ) -> BoundResource {
        let resource = Resource(
            id: id(name, type),
            apiVersion: "2023-10-01-preview",
            address: name,
            properties: properties,
            origin: .none
        )
        let registration = RecipeRegistration(type: type, name: "default", kind: .bicep, source: "database.bicep")
        let result = RecipeResult(registration: registration, outputs: outputs, values: values, secrets: secrets)
        return BoundResource(resource: resource, role: .recipe(result))
    }

    /// A resource that nothing is made for, such as a secret store.
    static func configuration(_ name: String, type: ResourceType, properties: ValueObject) -> BoundResource {
        let resource = Resource(
            id: id(name, type),
            apiVersion: "2025-08-01-preview",
            address: name,
            properties: properties,
            origin: .none
        )
        return BoundResource(resource: resource, role: .none)
    }
}

extension ContainerSpec {
    static func named(
        _ name: String,
        ports: [ContainerPort] = [],
        _ change: (inout ContainerSpec) -> Void = { _ in }
    ) -> ContainerSpec {
        let path: ValuePath = ["containers", .member(name)]
        var spec = ContainerSpec(name: name, path: path, image: .string("example.com/\(name):1"))
        spec.ports = ports
        change(&spec)
        return spec
    }
}

extension [ContainerPort] {
    static func web(_ port: Int) -> [ContainerPort] { [ContainerPort(name: "web", containerPort: port)] }
}

extension ResolvedConnection {
    static func to(
        _ name: String,
        _ id: ResourceID,
        properties: ValueObject = [:],
        values: ValueObject = [:],
        secrets: ValueObject = [:],
        variables: [ConnectionVariable] = [],
        secretSources: [SecretSource] = [],
        roles: [String]? = nil
    ) -> ResolvedConnection {
        let connected = ConnectedResource(
            id: id,
            apiVersion: "2023-10-01-preview",
            properties: properties,
            computedValues: values,
            secrets: secrets
        )
        return ResolvedConnection(
            connection: Connection(
                name: name,
                source: .string(id.description),
                roles: roles
            ),
            target: .resource(connected),
            variables: variables,
            secretSources: secretSources
        )
    }

    static func url(_ name: String, _ host: String, _ port: Int) -> ResolvedConnection {
        ResolvedConnection(
            connection: Connection(
                name: name,
                source: .string("http://\(host):\(port)")
            ),
            target: .url(scheme: "http", host: host, port: port),
            variables: [
                ConnectionVariable(name: "CONNECTION_\(name.uppercased())_SCHEME", value: "http"),
                ConnectionVariable(name: "CONNECTION_\(name.uppercased())_HOSTNAME", value: .string(host)),
                ConnectionVariable(name: "CONNECTION_\(name.uppercased())_PORT", value: .string("\(port)")),
            ]
        )
    }
}

extension Gateway.Route {
    static func route(
        _ path: String?,
        _ host: String,
        _ port: Int,
        _ change: (inout Gateway.Route) -> Void = { _ in }
    ) -> Gateway.Route {
        var route = Gateway.Route(
            path: path,
            destination: .url(scheme: "http", host: host, port: port),
            valuePath: ["routes", 0]
        )
        change(&route)
        return route
    }
}

extension EnvironmentVariable {
    static func plain(_ name: String, _ value: Value) -> EnvironmentVariable {
        EnvironmentVariable(name: name, source: .value(value))
    }
}
