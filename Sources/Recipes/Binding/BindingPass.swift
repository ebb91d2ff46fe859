internal import AppModel
internal import Diagnostics
internal import Documents
internal import Parallel

/// One pass over the resources of a graph: what is bound so far, and what is known because of it.
struct BindingPass {
    let binder: Binder
    /// The addresses besides its own under which a resource is read, by its id.
    private let references: [ResourceID: [String]]
    private(set) var resources: [BoundResource] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// The addresses whose values unknown parts of the graph wait for: nobody reads what others are bound to.
    private let awaited: Set<String>
    /// Whether no resource has an unknown part.
    private let isKnown: Bool
    /// The values that references between resources read.
    private var runtime = RuntimeValues()
    /// The addresses of the resources that are bound, of which everything that can be known is in `runtime`.
    private var boundAddresses: Set<String> = []
    /// The addresses of resources that were deployed before, of which nothing more is known than is recorded.
    private var unrecorded: Set<String> = []
    /// The addresses of objects that exist already, of whose values nobody asks their platform.
    private var existingObjects: Set<String> = []
    private(set) var ends = ConnectionEnds()
    private var reported: Set<ReportKey> = []

    /// Tells apart what several resources find wrong with one recipe.
    private struct ReportKey: Hashable {
        let code: String
        let message: String
        let span: Span?
    }

    /// What binding made of one resource.
    private struct Binding {
        var role: BoundResource.Role
        var properties: ValueObject
        var values: ValueObject = [:]
        var secrets: ValueObject = [:]
        var connections: [ResolvedConnection] = []
    }

    /// Starts before the first resource.
    init(binder: Binder, graph: ApplicationGraph) {
        self.binder = binder
        references = graph.references
        let waiting = graph.resources.indices
            .mapParts { positions in positions.filter { !graph.resources[$0].isKnown } }
            .flatMap { $0 }
        awaited = Set(waiting.lazy.flatMap { graph.resources[$0].unknownSources })
        isKnown = waiting.isEmpty
        resources.reserveCapacity(graph.resources.count)
        ends.reserveCapacity(graph.resources.count)
    }

    /// Binds a resource whose dependencies are bound.
    mutating func bind(_ declared: Resource) {
        var resource = declared
        if !isKnown, !declared.properties.allSatisfy(\.value.isKnown) {
            resource.properties = declared.properties.resolved(with: runtime)
            reportMissing(in: resource.properties, declared: declared.properties) {
                declared.origin.span(ofProperty: $0)
            }
        }
        guard let binding = provide(resource) else {
            // Its errors were reported; what refers to it stays unknown and is passed over.
            resources.append(BoundResource(resource: resource, role: .none))
            return
        }
        resource.properties = binding.properties
        resources.append(
            BoundResource(resource: resource, role: binding.role, connections: binding.connections)
        )
        if let object = resource.object {
            // What others read of an object is known when its platform has made it.
            guard resource.isExisting else { return }
            existingObjects.insert(resource.address)
            runtime[resource.address] = .object(object.body)
            return
        }
        ends.add(
            ConnectedResource(
                id: resource.id,
                apiVersion: resource.apiVersion,
                properties: binding.properties,
                computedValues: binding.values,
                secrets: binding.secrets
            )
        )
        publish(resource, binding)
    }

    /// Lets unknown values read what is known of a resource.
    private mutating func publish(_ resource: Resource, _ binding: Binding) {
        guard !awaited.isEmpty else { return }
        let addresses = ([resource.address] + (references[resource.id] ?? [])).filter { awaited.contains($0) }
        guard !addresses.isEmpty else { return }
        let schema = resource.isExisting ? nil : ResourceSchema.portable(resource.type)
        let properties = schema.map { $0.readable(binding.properties, $0.values) } ?? binding.properties
        let secrets = schema.map { $0.readable(binding.secrets, $0.secrets).mapValues(\.concealed) } ?? binding.secrets
        let value: Value = [
            "id": .string(resource.id.description),
            "name": .string(resource.name),
            "type": .string(resource.type.description),
            "apiVersion": .string(resource.apiVersion),
            "properties": .object(properties),
            "listSecrets": .object(secrets),
        ]
        for address in addresses {
            boundAddresses.insert(address)
            if resource.isExisting { unrecorded.insert(address) }
            runtime[address] = value
        }
    }

    private mutating func provide(_ resource: Resource) -> Binding? {
        switch binder.environment.provisioning(of: resource, types: binder.types) {
        case .application: return Binding(role: .application, properties: resource.properties)
        case .nothing: return Binding(role: .none, properties: resource.properties)
        case .container: return provideContainer(resource)
        case .gateway: return provideGateway(resource)
        case .secretStore:
            return provide(resource, SecretStore.read(from: resource)) { .secretStore($0) }
        case .persistentVolume:
            return provide(resource, PersistentVolume.read(from: resource)) { .persistentVolume($0) }
        case .daprComponent: return provideComponent(resource)
        case .object: return provideObject(resource)
        case .keyVaultVolume:
            return provide(resource, KeyVaultVolume.read(from: resource)) { _ in .keyVaultVolume }
        case .imageBuild: return provideImage(resource)
        case .manual: return provideByHand(resource)
        case .recipe: return provideByRecipe(resource)
        }
    }

    // MARK: - What the target provides

    private mutating func provideContainer(_ resource: Resource) -> Binding? {
        let (container, found) = SharedContainer.read(from: resource)
        diagnostics += found
        guard let container, !found.hasErrors else { return nil }
        var binding = withComputedProperties(resource, role: .container(container))
        binding.connections = container.connections.compactMap { connection in
            resolve(connection, of: resource, generation: container.generation)
        }
        return binding
    }

    private mutating func provideGateway(_ resource: Resource) -> Binding? {
        let (gateway, found) = Gateway.read(from: resource)
        diagnostics += found
        guard let gateway, !found.hasErrors else { return nil }
        return withComputedProperties(resource, role: .gateway(gateway))
    }

    private mutating func provideImage(_ resource: Resource) -> Binding? {
        let (build, found) = ImageBuild.read(from: resource)
        diagnostics += found
        guard let build, !found.hasErrors else { return nil }
        return withComputedProperties(resource, role: .imageBuild(build))
    }

    /// What the target provides without computing anything that others could read.
    private mutating func provide<Model>(
        _ resource: Resource,
        _ read: (Model?, [Diagnostic]),
        as role: (Model) -> BoundResource.Role
    ) -> Binding? {
        let (model, found) = read
        diagnostics += found
        guard let model, !found.hasErrors else { return nil }
        return Binding(role: role(model), properties: resource.properties)
    }

    private mutating func provideComponent(_ resource: Resource) -> Binding? {
        let (component, found) = DaprComponent.read(from: resource)
        diagnostics += found
        guard let component, !found.hasErrors else { return nil }
        return finish(ProvidedValues(of: resource, recipe: nil), role: .daprComponent(component), of: resource)
    }

    private func withComputedProperties(_ resource: Resource, role: BoundResource.Role) -> Binding {
        let values = binder.computed.computedProperties(
            of: resource,
            as: role,
            in: binder.environment,
            application: binder.application
        )
        let properties = values.isEmpty ? resource.properties : resource.properties.merging(values)
        return Binding(role: role, properties: properties, values: values)
    }

    private mutating func provideObject(_ resource: Resource) -> Binding? {
        guard let object = resource.object else { return nil }
        let body = object.body.resolved(with: runtime)
        reportMissing(in: body, declared: object.body) { resource.origin.span(ofBody: $0) }
        if case .azure = object.kind, binder.environment.azureScope == nil {
            diagnostics.append(.azureWithoutScope(resource, in: binder.environment))
            return nil
        }
        let output = RecipeOutput(
            kind: object.kind,
            name: object.name,
            address: resource.address,
            body: body,
            dependencies: []
        )
        return Binding(role: .object(output), properties: resource.properties)
    }

    // MARK: - What the author or a recipe provides

    private mutating func provideByHand(_ resource: Resource) -> Binding? {
        let provided = ProvidedValues(of: resource, recipe: nil)
        return finish(provided, role: .none, of: resource)
    }

    private mutating func provideByRecipe(_ resource: Resource) -> Binding? {
        guard let registration = binder.environment.registration(for: resource) else {
            // A simulated environment runs no recipes, so it needs none.
            guard !binder.environment.isSimulated else {
                return Binding(role: .none, properties: resource.properties)
            }
            diagnostics.append(.recipeNotFound(for: resource, in: binder.environment))
            return nil
        }
        guard let recipe = binder.library.recipe(for: registration) else { return nil }
        let connections = recipeConnections(of: resource)
        let context = RecipeContext(
            resource: resource,
            application: resource.properties["application"] == nil ? nil : binder.application,
            environment: binder.environment,
            connections: connections.compactMap { connection in
                guard case .resource(let end) = connection.target else { return nil }
                return (connection.connection.name, end)
            }
        )
        let (evaluated, found) =
            switch recipe {
            case .bicep(let recipe):
                BicepRecipe(
                    recipe: recipe,
                    registration: registration,
                    context: context,
                    guids: binder.guids(for: resource.id)
                )
                .evaluate()
            case .terraform(let recipe):
                TerraformBinding(recipe: recipe, registration: registration, context: context, types: binder.types)
                    .evaluate()
            }
        report(found)
        let schema = binder.types.properties(of: resource.type, apiVersion: resource.apiVersion)
        guard var result = evaluated?.concealing(by: schema) else { return nil }
        reportSecretsInClear(of: result, for: resource)
        reportExistingReads(of: result, for: resource)
        var provided = ProvidedValues(of: resource, recipe: result, schema: schema)
        if let secret = ManagedSecret(of: resource, result: result, types: binder.types) {
            provided.properties["secrets"] = ["name": .string(secret.name)]
            if let output = secret.output(in: binder.environment) { result = result.adding(output) }
        }
        var binding = finish(provided, role: .recipe(result), of: resource)
        binding?.connections = connections
        return binding
    }

    private mutating func finish(
        _ provided: ProvidedValues,
        role: BoundResource.Role,
        of resource: Resource
    ) -> Binding? {
        diagnostics += provided.diagnostics
        guard !provided.diagnostics.hasErrors else { return nil }
        return Binding(
            role: role,
            properties: provided.properties,
            values: provided.values,
            secrets: provided.secrets
        )
    }

    /// The connections of a resource that a recipe provides: they inject nothing, the recipe sees them in its context.
    private mutating func recipeConnections(of resource: Resource) -> [ResolvedConnection] {
        guard let members = resource.properties["connections"]?.objectValue else { return [] }
        var connections: [ResolvedConnection] = []
        for (name, value) in members {
            guard let source = value["source"] else { continue }
            let connection = Connection(
                name: name,
                source: source,
                disablesVariables: true
            )
            guard let resolved = resolve(connection, of: resource, generation: .current) else { continue }
            connections.append(resolved)
        }
        return connections
    }

    // MARK: - Connections

    private mutating func resolve(
        _ connection: Connection,
        of resource: Resource,
        generation: Container.Generation
    ) -> ResolvedConnection? {
        let variables = ConnectionVariables(of: connection, types: binder.types)
        switch ends.end(of: connection) {
        case .resource(let end):
            return ResolvedConnection(
                connection: connection,
                target: .resource(end),
                variables: variables.variables(for: end, generation: generation),
                secretSources: generation == .current ? variables.secretSources(for: end) : []
            )
        case .url(let scheme, let host, let port):
            return ResolvedConnection(
                connection: connection,
                target: .url(scheme: scheme, host: host, port: port),
                variables: variables.variables(forScheme: scheme, host: host, port: port)
            )
        case .external(let id):
            return ResolvedConnection(connection: connection, target: .external(id: id), variables: [])
        case .failed: return nil
        case .trouble(let trouble):
            diagnostics.append(.badConnection(connection, of: resource, trouble: trouble))
            return nil
        }
    }

    // MARK: - Diagnostics

    /// Reports what a recipe's evaluation found, once for all resources that use the recipe.
    private mutating func report(_ found: [Diagnostic]) {
        for diagnostic in found {
            let key = ReportKey(code: diagnostic.code, message: diagnostic.message, span: diagnostic.span)
            guard diagnostic.span == nil || reported.insert(key).inserted else { continue }
            diagnostics.append(diagnostic)
        }
    }

    /// Reports what the recipe's objects wait for and nobody tells: values of objects that exist already.
    private mutating func reportExistingReads(of result: RecipeResult, for resource: Resource) {
        for read in result.outputs.flatMap(\.existingReads) {
            let diagnostic = Diagnostic.valueOfExistingObject(read.expression, at: read.span)
            diagnostics.append(diagnostic.usedBy(resource, through: result.registration))
        }
    }

    /// Reports values that are called like secrets and are none, once for all resources that use the recipe.
    private mutating func reportSecretsInClear(of result: RecipeResult, for resource: Resource) {
        for (name, value) in result.values where SecretName.isOne(name) {
            guard case .string(let text) = value, !text.isEmpty else { continue }
            let registration = result.registration
            let diagnostic = Diagnostic.secretInValues(name, of: registration, at: nil)
            let key = ReportKey(code: diagnostic.code, message: diagnostic.message, span: nil)
            guard reported.insert(key).inserted else { continue }
            diagnostics.append(diagnostic.usedBy(resource, through: registration))
        }
    }

    /// Reports the unknown values of a body that nobody will ever give, although what they refer to is bound.
    ///
    /// `declared` is the body before its references were resolved; `locate` finds the place of a part.
    private mutating func reportMissing(in body: ValueObject, declared: ValueObject, at locate: (ValuePath) -> Span?) {
        let unasked = paths(to: existingObjects, in: declared)
        let missing = paths(to: unrecorded, in: declared)
        body.forEachUnknown { path, unknown in
            if unasked.contains(path) {
                diagnostics.append(.valueOfExistingObject(unknown.expression, at: locate(path)))
            } else if missing.contains(path) {
                diagnostics.append(.valueNotRecorded(unknown.expression, at: locate(path)))
            } else if unknown.sources.allSatisfy({ boundAddresses.contains($0) }) {
                diagnostics.append(.propertyWithoutValue(unknown.expression, at: locate(path)))
            }
        }
    }

    /// Where a body reads values of some addresses.
    private func paths(to addresses: Set<String>, in body: ValueObject) -> [ValuePath] {
        guard !addresses.isEmpty else { return [] }
        var paths: [ValuePath] = []
        body.forEachUnknown { path, unknown in
            if unknown.sources.contains(where: { addresses.contains($0) }) { paths.append(path) }
        }
        return paths
    }
}

extension Resource {
    /// Whether every part of the resource is known.
    fileprivate var isKnown: Bool {
        properties.allSatisfy(\.value.isKnown) && (object.map { $0.body.allSatisfy(\.value.isKnown) } ?? true)
    }

    /// The addresses that unknown parts of the resource wait for.
    fileprivate var unknownSources: [String] {
        Value.object(properties).unknownSources + (object.map { Value.object($0.body).unknownSources } ?? [])
    }
}
