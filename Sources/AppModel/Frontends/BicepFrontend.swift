import Bicep
public import Diagnostics
import Documents
import Parallel

/// Reads applications and environments that are written in Bicep.
public struct BicepFrontend: Sendable {
    private let context: DefinitionContext
    /// Finds the place in the file that a Bicep file was made from.
    private var move: @Sendable (Span) -> Span = { $0 }

    /// Creates a front end for one deployment.
    public init(_ context: DefinitionContext) {
        self.context = context
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
        let types = ExtensionNames(types: context.types)
        return BoundModule.check(file, files: context.files, linting: .errors, resourceTypes: types)
    }

    /// What a file defines, whatever its bytes.
    public func definition(of file: SourceFile) -> Definition {
        let checked = check(file)
        guard !checked.diagnostics.hasErrors else { return failed(checked.diagnostics.joiningCircles()) }
        let binding = ParameterBinding(of: checked.module, given: context.parameters, scope: context.scope)
        guard !binding.diagnostics.hasErrors else { return failed(checked.diagnostics + binding.diagnostics) }
        let earlier = checked.diagnostics + binding.diagnostics
        let definition = definition(of: checked.module, binding.values, context.azureScope, after: earlier)
        // Ids of Azure resources hold the scope of the environment, which the file itself may declare.
        guard definition.resources.contains(where: { $0.object?.isAzure ?? false }),
            let declared = definition.declaredAzureScope, declared != context.azureScope
        else { return definition }
        return self.definition(of: checked.module, binding.values, declared, after: earlier)
    }

    private func definition(
        of module: BoundModule,
        _ parameters: ValueObject,
        _ azureScope: String?,
        after earlier: [Diagnostic]
    ) -> Definition {
        let evaluationContext = evaluationContext(parameters: parameters, azureScope)
        let home = AzureScopeID(
            subscription: evaluationContext.azure.subscriptionID,
            resourceGroup: evaluationContext.azure.resourceGroup
        )
        let evaluation = module.evaluate(in: evaluationContext)
        let earlier = earlier + evaluation.diagnostics
        guard !evaluation.diagnostics.hasErrors else { return failed(earlier) }

        let drafted = drafts(of: evaluation.resources, home: home)
        let diagnostics = drafted.diagnostics
        let builder = DefinitionBuilder(
            scope: context.scope,
            types: context.types,
            recipePacks: context.recipePacks,
            settings: context.settings
        )
        var definition = builder.definition(of: drafted.resources, objects: drafted.objects)
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

    private func evaluationContext(parameters: ValueObject, _ azureScope: String?) -> EvaluationContext {
        var evaluation = EvaluationContext()
        evaluation.parameters = parameters
        if let scope = azureScope.flatMap(AzureScopeID.init) {
            evaluation.azure.subscriptionID = scope.subscription
            evaluation.azure.resourceGroup = scope.resourceGroup ?? evaluation.azure.resourceGroup
        }
        evaluation.files = context.files
        if let guids = context.guids { evaluation.newGuid = { guids.guid(of: $0) } }
        evaluation.willMakeInstances = context.willMakeResources
        let group = context.scope.group
        let types = context.types
        let id = { @Sendable (header: ExtensionResourceHeader) -> ResourceID? in
            guard let type = types.schema(of: header.type)?.type ?? ResourceType(header.type) else { return nil }
            return ResourceID(group: group, type: type, name: header.name)
        }
        evaluation.flattensProperties = { types.schema(of: $0) != nil }
        evaluation.extensionResourceID = { id($0)?.description }
        let existing = context.existing
        evaluation.existingResource = { id($0).flatMap { existing[$0] } }
        return evaluation
    }

    /// What resources come to before their types and names are known to be good.
    private struct Drafts: Sendable {
        var resources: [ResourceDraft] = []
        var objects: [ObjectDraft] = []
        var diagnostics: [Diagnostic] = []
    }

    private func drafts(of resources: [EvaluatedResource], home: AzureScopeID) -> Drafts {
        let parts = resources.indices.mapParts { positions in
            var part = Drafts()
            part.resources.reserveCapacity(positions.count)
            // By their positions: a copy of each would count all that it refers to.
            for position in positions {
                if resources[position].isOfRadius {
                    part.resources.append(draft(of: resources[position]))
                } else if let object = object(of: resources[position], home: home, &part.diagnostics) {
                    part.objects.append(object)
                }
            }
            return part
        }
        var drafts = Drafts()
        drafts.resources.reserveCapacity(resources.count)
        for part in parts {
            drafts.resources += part.resources
            drafts.objects += part.objects
            drafts.diagnostics += part.diagnostics
        }
        return drafts
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
            locate: { move(locate($0, $1)) }
        )
    }

    /// The object of another platform that a resource asks for, or what is wrong with it.
    private func object(
        of resource: EvaluatedResource,
        home: AzureScopeID,
        _ diagnostics: inout [Diagnostic]
    ) -> ObjectDraft? {
        do {
            guard resource.extensionName != nil || !context.types.declare(resource.type) else {
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
            case .unknownPlatform, .noAWSScope:
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
