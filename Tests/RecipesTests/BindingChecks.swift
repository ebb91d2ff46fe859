import AppModel
import Bicep
import Diagnostics
import Documents
import Recipes
import Testing

/// What a test binds: an environment with its recipes, and resources.
struct Fixture {
    var compute = Environment.Compute.kubernetes(.init(namespace: "default", separatesApplications: true))
    var providers = Environment.Providers()
    var environmentName = "dev"
    var environmentType = ResourceType.environments
    var recipes = RecipeRegistrations()
    var recipeParameters: [ResourceType: ValueObject] = [:]
    var isSimulated = false
    var types = ResourceTypeCatalog.builtin
    /// The texts of recipes by their paths.
    var files: [String: String] = [:]
    var resources: [Resource] = []
    /// What GUIDs of recipes grow from.
    var guids: GUIDSeed?
    var edges: [ApplicationGraph.Edge] = []

    static let applicationID = ResourceID(group: "g", type: .applications, name: "demo")

    var environment: Environment {
        Environment(
            id: ResourceID(group: "g", type: environmentType, name: environmentName),
            compute: compute,
            providers: providers,
            recipes: recipes,
            recipeParameters: recipeParameters,
            isSimulated: isSimulated
        )
    }

    /// Registers a recipe and gives it a text.
    mutating func register(
        _ type: String,
        _ text: String,
        name: String = "default",
        parameters: ValueObject = [:],
        outputs: ValueObject = [:]
    ) throws {
        let source = "./\(type.split(separator: "/").last ?? "")-\(name).bicep"
        files[source] = text
        try register(type, source: source, name: name, parameters: parameters, outputs: outputs)
    }

    /// Registers a recipe by its source.
    mutating func register(
        _ type: String,
        source: String,
        kind: RecipeRegistration.Kind = .bicep,
        name: String = "default",
        parameters: ValueObject = [:],
        outputs: ValueObject = [:]
    ) throws {
        let type = try #require(ResourceType(type))
        recipes[type, name] = RecipeRegistration(
            type: type,
            name: name,
            kind: kind,
            source: source,
            parameters: parameters,
            outputs: outputs,
            baseFolder: "env"
        )
    }

    /// Adds a resource of the application, and connections from it to others where it writes them.
    mutating func add(_ name: String, _ type: String, _ properties: ValueObject = [:]) throws {
        let resource = try Fixture.resource(name, type, properties)
        for (label, connection) in resource.properties["connections"]?.objectValue ?? [:] {
            guard let target = connection["source"]?.stringValue.flatMap(ResourceID.init) else { continue }
            edges.append(.init(source: resource.id, target: target, kind: .connection, label: label))
        }
        resources.append(resource)
    }

    static func resource(_ name: String, _ type: String, _ properties: ValueObject) throws -> Resource {
        let type = try #require(ResourceType(type))
        let owners: ValueObject = [
            "application": .string(applicationID.description),
            "environment": "/planes/radius/local/resourceGroups/g/providers/Applications.Core/environments/dev",
        ]
        let schema = ResourceTypeCatalog.builtin[type]?.properties
        let written = owners.merging(properties)
        return Resource(
            id: ResourceID(group: "g", type: type, name: name),
            apiVersion: "2023-10-01-preview",
            address: name,
            properties: schema?.completing(written) ?? written,
            origin: .none
        )
    }

    /// Loads and binds.
    func bind() async -> (graph: BoundGraph, diagnostics: [Diagnostic]) {
        let graph = ApplicationGraph(application: "demo", resources: resources, edges: edges)
        let library = await RecipeLibrary.load(for: graph, in: environment, files: GivenFiles(texts: files))
        let application = Application(id: Self.applicationID, environment: environment.id)
        let binder = Binder(
            environment: environment,
            application: application,
            library: library,
            computed: SomeTarget(),
            types: types,
            guids: guids
        )
        let (bound, diagnostics) = binder.bind(graph)
        return (bound, library.diagnostics + diagnostics)
    }
}

/// The id of a resource of the fixture.
func id(_ name: String, _ type: String) -> Value {
    .string("/planes/radius/local/resourceGroups/g/providers/\(type)/\(name)")
}

/// A member of a resource that is not known until the resource is applied.
func pending(_ expression: String, on address: String, _ member: String) -> Value {
    .unknown(
        Unknown(expression: expression, sources: [address]) { runtime in
            runtime[address]?[member] ?? pending(expression, on: address, member)
        }
    )
}

/// Files that exist only in a test.
struct GivenFiles: FileLoader {
    let texts: [String: String]

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        guard let text = texts[path] else { throw FileLoadError(reason: "there is no such file") }
        return LoadedFile(path: path, bytes: Array(text.utf8))
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? { try? load(name, from: referrer) }

    /// What is given under the folder of a cache.
    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        guard let text = texts[reference.cacheFolder] else {
            throw FileLoadError(reason: "artifacts of registries cannot be read here")
        }
        return LoadedFile(path: "\(reference.cacheFolder)/main.bicep", bytes: Array(text.utf8))
    }
}

/// A target that knows host names and URLs.
struct SomeTarget: ComputedProperties {
    func computedProperties(
        of resource: Resource,
        as role: BoundResource.Role,
        in environment: Environment,
        application: Application?
    ) -> ValueObject {
        switch role {
        case .container(let container) where container.generation == .current:
            ["hosts": .object(ValueObject(container.specs.map { ($0.name, "\(resource.name)-\($0.name).default") }))]
        case .gateway: ["url": "http://\(resource.name).example"]
        case .application, .container, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume, .imageBuild,
            .object,
            .recipe, .none:
            [:]
        }
    }
}

/// What a resource gives and injects, as a person may read it: secrets are redacted.
func summary(of resource: BoundResource) -> String {
    var lines: [String] = []
    if case .recipe(let result) = resource.role {
        for output in result.outputs {
            lines.append("\(output.address) = \(title(of: output.kind)) \(output.name) \(json(.object(output.body)))")
            if !output.dependencies.isEmpty { lines.append("  after \(output.dependencies.joined(separator: ", "))") }
        }
        lines.append("values \(json(.object(result.values)))")
        lines.append("secrets \(json(.object(result.secrets)))")
    }
    for connection in resource.connections {
        for variable in connection.variables { lines.append("\(variable.name)=\(json(variable.value))") }
        for source in connection.secretSources { lines.append("\(source.prefix)* from \(source.secret)") }
    }
    return lines.joined(separator: "\n")
}

func json(_ value: Value) -> String {
    var writer = JSONWriter(style: .compact)
    value.write(to: &writer)
    return writer.text
}

private func title(of kind: RecipeOutput.Kind) -> String {
    switch kind {
    case .kubernetes(let group, let version, let kind, let namespace):
        "\(group.isEmpty ? "core" : group)/\(kind)@\(version) in '\(namespace)'"
    case .azure(let id, let type, let apiVersion): "\(type)@\(apiVersion) \(id)"
    case .aws(let id, let type): "\(type) \(id)"
    }
}

/// Binds a fixture and compares one of its resources with a text.
func checkBinding(
    _ fixture: Fixture,
    _ name: String,
    _ expected: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws {
    let (graph, diagnostics) = await fixture.bind()
    #expect(rendered(diagnostics) == "", sourceLocation: sourceLocation)
    let resource = try #require(graph.resources.first { $0.resource.name == name }, sourceLocation: sourceLocation)
    #expect(summary(of: resource) == expected, sourceLocation: sourceLocation)
}

/// Binds a fixture that has errors and compares all that is said with a text.
func checkErrors(
    _ fixture: Fixture,
    _ expected: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) async {
    let (_, diagnostics) = await fixture.bind()
    #expect(rendered(diagnostics) == expected, sourceLocation: sourceLocation)
}

/// The diagnostics as they are printed, without blank lines between them.
func rendered(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { DiagnosticRenderer().render($0) }.joined().trimmingEnd
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self[...]
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }
}
