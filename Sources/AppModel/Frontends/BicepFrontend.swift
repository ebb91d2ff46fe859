public import Bicep
public import Diagnostics
public import Documents

/// Reads applications and environments that are written in Bicep.
public struct BicepFrontend: Sendable {
    private let scope: DeploymentScope
    private let parameters: [GivenParameter]
    private let files: any FileLoader
    private let types: ResourceTypeCatalog
    private let recipePacks: [RecipePack]
    private let azureScope: String?
    private let existing: [ResourceID: ValueObject]
    /// Finds the place in the file that a Bicep file was made from.
    private var move: @Sendable (Span) -> Span = { $0 }

    /// Creates a front end for one deployment.
    ///
    /// - Parameters:
    ///   - scope: Where the resources go.
    ///   - parameters: The values for the file's parameters; of several for one name, the last wins.
    ///   - files: Reads modules and the files of `load…` functions.
    ///   - types: The resource types that may be used.
    ///   - recipePacks: Packs that environments may refer to besides those of the file.
    ///   - azureScope: Where Azure resources go, unless the file declares the environment.
    ///   - existing: The bodies of resources that were deployed before, for those that a file only refers to.
    public init(
        scope: DeploymentScope,
        parameters: [GivenParameter] = [],
        files: any FileLoader = NoFiles(),
        types: ResourceTypeCatalog = .builtin,
        recipePacks: [RecipePack] = [],
        azureScope: String? = nil,
        existing: [ResourceID: ValueObject] = [:]
    ) {
        self.scope = scope
        self.parameters = parameters
        self.files = files
        self.types = types
        self.recipePacks = recipePacks
        self.azureScope = azureScope
        self.existing = existing
    }

    /// What a file defines that was made from another one.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - move: Finds the place in the other file.
    /// - Returns: The definition, with all its places in the other file.
    func definition(of file: SourceFile, move: @escaping @Sendable (Span) -> Span) -> Definition {
        var frontend = self
        frontend.move = move
        var definition = frontend.definition(of: file)
        definition.diagnostics = definition.diagnostics.map { $0.moved(move) }
        return definition
    }

    /// What the language has against a file that was made from another one, with places in the other.
    func mistakes(in file: SourceFile, move: (Span) -> Span) -> [Diagnostic] {
        check(file).diagnostics.joiningCircles().map { $0.moved(move) }
    }

    private func check(_ file: SourceFile) -> CheckedModule {
        BoundModule.check(file, files: files, linting: .errors, resourceTypes: ExtensionNames(types: types))
    }

    /// What a file defines, whatever its bytes.
    public func definition(of file: SourceFile) -> Definition {
        let checked = check(file)
        guard !checked.diagnostics.hasErrors else { return failed(checked.diagnostics.joiningCircles()) }
        let binding = ParameterBinding(of: checked.module, given: parameters, scope: scope)
        guard !binding.diagnostics.hasErrors else { return failed(checked.diagnostics + binding.diagnostics) }
        let earlier = checked.diagnostics + binding.diagnostics
        let definition = definition(of: checked.module, binding.values, azureScope, after: earlier)
        // Ids of Azure resources hold the scope of the environment, which the file itself may declare.
        guard definition.resources.contains(where: { $0.object?.isAzure ?? false }),
            let declared = definition.declaredAzureScope, declared != azureScope
        else { return definition }
        return self.definition(of: checked.module, binding.values, declared, after: earlier)
    }

    private func definition(
        of module: BoundModule,
        _ parameters: ValueObject,
        _ azureScope: String?,
        after earlier: [Diagnostic]
    ) -> Definition {
        let context = context(parameters: parameters, azureScope)
        let home = AzureScopeID(
            subscription: context.azure.subscriptionID,
            resourceGroup: context.azure.resourceGroup
        )
        let evaluation = module.evaluate(in: context)
        let earlier = earlier + evaluation.diagnostics
        guard !evaluation.diagnostics.hasErrors else { return failed(earlier) }

        var diagnostics: [Diagnostic] = []
        var drafts: [ResourceDraft] = []
        var objects: [ObjectDraft] = []
        for resource in evaluation.resources {
            if resource.isOfRadius {
                drafts.append(draft(of: resource))
            } else if let object = object(of: resource, home: home, &diagnostics) {
                objects.append(object)
            }
        }
        let builder = DefinitionBuilder(scope: scope, types: types, recipePacks: recipePacks)
        var definition = builder.definition(of: drafts, objects: objects)
        definition.outputs = evaluation.outputs
        definition.parameters = evaluation.parameters
        let foreign = Set(diagnostics.compactMap(\.span))
        definition.diagnostics =
            earlier.filter { !$0.isUnknownType || !foreign.contains($0.span ?? module.file.span) } + diagnostics
            + definition.diagnostics
        return definition
    }

    private func failed(_ diagnostics: [Diagnostic]) -> Definition {
        var definition = Definition()
        definition.diagnostics = diagnostics
        return definition
    }

    private func context(parameters: ValueObject, _ azureScope: String?) -> EvaluationContext {
        var context = EvaluationContext()
        context.parameters = parameters
        if let scope = azureScope.flatMap(AzureScopeID.init) {
            context.azure.subscriptionID = scope.subscription
            context.azure.resourceGroup = scope.resourceGroup ?? context.azure.resourceGroup
        }
        context.files = files
        let group = scope.group
        let types = types
        let id = { @Sendable (header: ExtensionResourceHeader) -> ResourceID? in
            guard let type = ResourceType(header.type) else { return nil }
            return ResourceID(group: group, type: types[type]?.type ?? type, name: header.name)
        }
        context.flattensProperties = { type in ResourceType(type).flatMap { types[$0] } != nil }
        context.extensionResourceID = { id($0)?.description }
        let existing = existing
        context.existingResource = { id($0).flatMap { existing[$0] } }
        return context
    }

    private func draft(of resource: EvaluatedResource) -> ResourceDraft {
        ResourceDraft(
            type: resource.type,
            apiVersion: resource.apiVersion,
            name: resource.name,
            body: resource.body,
            address: resource.address,
            dependencies: resource.dependencies,
            isExisting: resource.isExisting,
            origin: origin(of: resource)
        )
    }

    private func origin(of resource: EvaluatedResource) -> Origin {
        let (locate, move) = (resource.locate, move)
        return Origin(
            declaration: move(resource.symbolSpan),
            type: move(resource.typeSpan),
            locate: { move(locate($0)) }
        )
    }

    /// The object of another platform that a resource asks for, or what is wrong with it.
    private func object(
        of resource: EvaluatedResource,
        home: AzureScopeID,
        _ diagnostics: inout [Diagnostic]
    ) -> ObjectDraft? {
        do {
            guard resource.extensionName != nil || !types.declare(resource.type) else {
                diagnostics.append(.extensionMissing(resource.type, at: resource.typeSpan))
                return nil
            }
            return ObjectDraft(
                object: try PlatformObject(resource),
                home: home,
                apiVersion: resource.apiVersion,
                address: resource.address,
                dependencies: resource.dependencies,
                isExisting: resource.isExisting,
                origin: origin(of: resource)
            )
        } catch {
            switch error {
            case .noName: diagnostics.append(.objectWithoutName(resource.symbol, at: resource.symbolSpan))
            case .unknownPlatform:
                diagnostics.append(
                    .foreignResource(
                        resource.symbol,
                        platform: resource.platform,
                        type: resource.type,
                        at: resource.typeSpan
                    )
                )
            }
            return nil
        }
    }
}

extension ResourceTypeCatalog {
    /// Whether a type is in a namespace of Radius.
    fileprivate func declare(_ type: String) -> Bool {
        ResourceType(type).map { contains(namespace: $0.namespace) } ?? false
    }
}

extension EvaluatedResource {
    /// Whether the resource is of Radius' extension, or of one that users make for types of their own.
    fileprivate var isOfRadius: Bool {
        switch extensionName?.lowercased() {
        case nil, "kubernetes", "aws", "microsoftgraph": false
        case .some: true
        }
    }

    /// The platform's name, for messages.
    fileprivate var platform: String {
        switch extensionName?.lowercased() {
        case nil: "Azure"
        case "kubernetes": "Kubernetes"
        case "aws": "AWS"
        case "microsoftgraph": "Microsoft Graph"
        case .some(let name): name
        }
    }
}

extension Definition {
    /// The Azure scope of the one environment that the file declares.
    fileprivate var declaredAzureScope: String? { environments.count == 1 ? environments.first?.azureScope : nil }
}
