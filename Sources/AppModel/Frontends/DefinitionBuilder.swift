import Diagnostics
import Documents
import Parallel

/// Turns the drafts of a file into a definition: the same for every language.
struct DefinitionBuilder: Sendable {
    let scope: DeploymentScope
    let types: ResourceTypeCatalog
    /// Packs that exist already: built in, or deployed earlier.
    let recipePacks: [RecipePack]
    /// Settings of Terraform that were deployed earlier.
    var settings: [Resource] = []

    private struct Identified: Sendable {
        /// The draft's position.
        let position: Int
        let id: ResourceID
        let schema: ResourceTypeSchema
    }

    /// What some of the drafts came to.
    private struct Part: Sendable {
        var resources: [Resource] = []
        var diagnostics: [Diagnostic] = []
        /// What is wrong with containers and gateways beside what their types say.
        var findings: [Diagnostic] = []
    }

    /// Checks and completes the drafts, many at once, and reads what they declare.
    ///
    /// `objects` are those of other platforms, which come after the resources.
    func definition(of drafts: [ResourceDraft], objects: [ObjectDraft] = []) -> Definition {
        var definition = Definition()
        let identified = identify(drafts, &definition.diagnostics)
        var ids = [String: ResourceID](minimumCapacity: drafts.count + objects.count)
        for item in identified {
            let address = drafts[item.position].address
            if ids[address] == nil { ids[address] = item.id }
        }
        for object in objects where ids[object.address] == nil { ids[object.address] = object.id(in: scope.group) }
        let scope = scope.declaring(identified.map(\.id))
        let owners = Owners(declared: identified.map(\.id), scope: scope)
        definition.resources.reserveCapacity(identified.count + objects.count)
        let parts = identified.indices.mapParts { [ids] positions in
            // What each part remembers of owners is its own.
            var owners = owners
            var part = Part()
            part.resources.reserveCapacity(positions.count)
            for item in identified[positions] {
                add(item, drafts[item.position], ids: ids, owners: &owners, to: &part)
            }
            return part
        }
        for part in parts {
            definition.resources += part.resources
            definition.diagnostics += part.diagnostics
        }
        definition.resources += objects.map { $0.resource(in: scope.group, ids: ids) }
        // What was checked with errors would only be reported again.
        let isSound = !definition.diagnostics.hasErrors
        definition.readDeclarations(in: scope, knownPacks: recipePacks, knownSettings: settings)
        if isSound { definition.diagnostics += parts.flatMap(\.findings) }
        definition.adoptObjects()
        return definition
    }

    /// Finds out what the drafts are called, and of which types they are; some may be of none.
    private func identify(_ drafts: [ResourceDraft], _ diagnostics: inout [Diagnostic]) -> [Identified] {
        let parts = drafts.indices.mapParts { positions in
            var found: (identified: [Identified], diagnostics: [Diagnostic]) = ([], [])
            found.identified.reserveCapacity(positions.count)
            for position in positions {
                let identity = drafts[position].identify(in: scope.group, types: types, &found.diagnostics)
                guard let (id, schema) = identity else { continue }
                found.identified.append(Identified(position: position, id: id, schema: schema))
            }
            return found
        }
        diagnostics += parts.flatMap(\.diagnostics)
        return parts.flatMap(\.identified)
    }

    private func add(
        _ item: Identified,
        _ draft: ResourceDraft,
        ids: [String: ResourceID],
        owners: inout Owners,
        to part: inout Part
    ) {
        checkBody(of: draft, &part.diagnostics)
        var properties = draft.body["properties"]?.objectValue ?? [:]
        let named = draft.isExisting ? [] : owners.complete(&properties, of: item.id, schema: item.schema)
        var dependencies: [ResourceID] = []
        dependencies.reserveCapacity(draft.dependencies.count)
        for address in draft.dependencies {
            if let id = ids[address], id != item.id { dependencies.append(id) }
        }
        var resource = Resource(
            id: item.id,
            apiVersion: draft.apiVersion ?? item.schema.defaultVersion,
            address: draft.address,
            properties: properties,
            location: draft.body["location"]?.stringValue,
            tags: draft.body["tags"]?.objectValue ?? [:],
            isExisting: draft.isExisting,
            dependencies: dependencies,
            origin: draft.origin,
            owners: named
        )
        defer { part.resources.append(resource) }
        guard !draft.isExisting else { return }
        let problems = item.schema.check(resource)
        part.diagnostics += problems
        if !problems.hasErrors { part.diagnostics += ResourceRules.check(resource) }
        resource.properties = item.schema.properties(in: resource.apiVersion).completing(properties)
        guard !part.diagnostics.hasErrors else { return }
        part.findings += resource.keepContainer()
        part.findings += Gateway.read(from: resource).diagnostics
    }

    private func checkBody(of draft: ResourceDraft, _ diagnostics: inout [Diagnostic]) {
        for (name, _) in draft.body where !ResourceDraft.bodyNames.contains(name) {
            let span = draft.origin.span(ofBody: [.member(name)], .name)
            diagnostics.append(
                ResourceDraft.systemNames.contains(name)
                    ? .readOnlyProperty(name, in: name, at: span)
                    : .unknownProperty(name, in: name, known: ResourceDraft.bodyNames, at: span)
            )
        }
        switch draft.body["properties"] {
        case .object, .null, nil: break
        case .unknown(let unknown):
            let span = draft.origin.span(ofBody: ["properties"])
            diagnostics.append(.mustBeKnown("properties", expression: unknown.expression, at: span))
        case .some(let value):
            let span = draft.origin.span(ofBody: ["properties"])
            diagnostics.append(.wrongType(found: value.noun, expected: "an object", path: "properties", at: span))
        }
    }
}

extension DeploymentScope {
    /// The scope of a file that declares resources: an environment of the name that is meant is the one, whatever its
    /// generation.
    fileprivate func declaring(_ ids: [ResourceID]) -> DeploymentScope {
        guard let meant = environment else { return self }
        let declared = ids.filter { id in
            switch id.type {
            case .environments, .coreEnvironments:
                id.group.equalsIgnoringASCIICase(meant.group) && id.name.equalsIgnoringASCIICase(meant.name)
            case _: false
            }
        }
        guard let first = declared.first, !declared.contains(meant) else { return self }
        var scope = self
        scope.environment = first
        return scope
    }
}

extension Definition {
    fileprivate mutating func readDeclarations(
        in scope: DeploymentScope,
        knownPacks: [RecipePack],
        knownSettings: [Resource]
    ) {
        // What was checked with errors would only be reported again.
        let isSound = !diagnostics.hasErrors
        // Few of a large application's resources are anything else.
        let declarations = resources.filter { !$0.isNode && !$0.isExisting }
        for resource in declarations where resource.type == .recipePacks {
            let (pack, problems) = RecipePack.read(from: resource)
            recipePacks += pack.map { [$0] } ?? []
            if isSound { diagnostics += problems }
        }
        let packs = knownPacks + recipePacks
        let settings = knownSettings + declarations.filter { ResourceType.settings.contains($0.type) }
        for resource in declarations {
            let (environment, problems) = Environment.read(from: resource, recipePacks: packs, settings: settings)
            environments += environment.map { [$0] } ?? []
            if isSound { diagnostics += problems }
        }
        let environment = scope.environment ?? (environments.count == 1 ? environments.first?.id : nil)
        for resource in declarations {
            let (application, problems) = Application.read(from: resource, environment: environment)
            applications += application.map { [$0] } ?? []
            if isSound { diagnostics += problems }
        }
        addImpliedApplications(environment: environment, scope: scope)
    }

    /// Applications that are only named: by `-a`, or by a resource's `application`.
    private mutating func addImpliedApplications(environment: ResourceID?, scope: DeploymentScope) {
        var known = Set(applications.map { $0.name.lowercased() })
        func isNew(_ id: ResourceID) -> Bool { known.insert(id.name.lowercased()).inserted }
        if let id = scope.application, let environment, isNew(id) {
            applications.append(Application(id: id, environment: environment))
        }
        var reported: Set<String> = []
        // Most resources of a file belong to the same application.
        var lastKnown: ResourceID?
        for resource in resources where !resource.isExisting {
            guard let id = resource.application, id != lastKnown else { continue }
            guard !known.contains(id.name.lowercased()) else {
                lastKnown = id
                continue
            }
            guard let environment = resource.environment ?? environment else {
                guard reported.insert(id.name.lowercased()).inserted, !diagnostics.hasErrors else { continue }
                let span = resource.origin.span(ofProperty: ["application"])
                diagnostics.append(.applicationWithoutEnvironment(id.name, at: span))
                continue
            }
            known.insert(id.name.lowercased())
            applications.append(Application(id: id, environment: environment))
        }
    }
}
