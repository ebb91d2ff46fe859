public import Bicep
public import Diagnostics
import Documents

/// Reads applications and environments that are written in Bicep.
public struct BicepFrontend: Sendable {
    private let scope: DeploymentScope
    private let parameters: [GivenParameter]
    private let files: any FileLoader
    private let types: ResourceTypeCatalog
    private let recipePacks: [RecipePack]

    /// Creates a front end for one deployment.
    ///
    /// - Parameters:
    ///   - scope: Where the resources go.
    ///   - parameters: The values for the file's parameters; of several for one name, the last wins.
    ///   - files: Reads modules and the files of `load…` functions.
    ///   - types: The resource types that may be used.
    ///   - recipePacks: Packs that environments may refer to besides those of the file.
    public init(
        scope: DeploymentScope,
        parameters: [GivenParameter] = [],
        files: any FileLoader = NoFiles(),
        types: ResourceTypeCatalog = .builtin,
        recipePacks: [RecipePack] = []
    ) {
        self.scope = scope
        self.parameters = parameters
        self.files = files
        self.types = types
        self.recipePacks = recipePacks
    }

    /// What a file defines, whatever its bytes.
    public func definition(of file: SourceFile) -> Definition {
        let names = ExtensionNames(types: types)
        let checked = BoundModule.check(file, files: files, linting: .errors, resourceTypes: names)
        guard !checked.diagnostics.hasErrors else { return failed(checked.diagnostics.joiningCircles()) }
        let binding = ParameterBinding(of: checked.module, given: parameters, scope: scope)
        guard !binding.diagnostics.hasErrors else { return failed(checked.diagnostics + binding.diagnostics) }
        let evaluation = checked.module.evaluate(in: context(parameters: binding.values))
        let earlier = checked.diagnostics + binding.diagnostics + evaluation.diagnostics
        guard !evaluation.diagnostics.hasErrors else { return failed(earlier) }

        var diagnostics: [Diagnostic] = []
        let drafts = evaluation.resources.compactMap { draft(of: $0, &diagnostics) }
        let builder = DefinitionBuilder(scope: scope, types: types, recipePacks: recipePacks)
        var definition = builder.definition(of: drafts)
        definition.outputs = evaluation.outputs
        definition.parameters = evaluation.parameters
        let foreign = Set(diagnostics.compactMap(\.span))
        definition.diagnostics =
            earlier.filter { !$0.isUnknownType || !foreign.contains($0.span ?? file.span) } + diagnostics
            + definition.diagnostics
        return definition
    }

    private func failed(_ diagnostics: [Diagnostic]) -> Definition {
        var definition = Definition()
        definition.diagnostics = diagnostics
        return definition
    }

    private func context(parameters: ValueObject) -> EvaluationContext {
        var context = EvaluationContext()
        context.parameters = parameters
        context.files = files
        let group = scope.group
        let types = types
        context.extensionResourceID = { header in
            guard let type = ResourceType(header.type) else { return nil }
            return ResourceID(group: group, type: types[type]?.type ?? type, name: header.name).description
        }
        context.flattensProperties = { type in ResourceType(type).flatMap { types[$0] } != nil }
        return context
    }

    private func draft(of resource: EvaluatedResource, _ diagnostics: inout [Diagnostic]) -> ResourceDraft? {
        if let problem = foreign(resource) {
            diagnostics.append(problem)
            return nil
        }
        let locate = resource.locate
        return ResourceDraft(
            type: resource.type,
            apiVersion: resource.apiVersion,
            name: resource.name,
            body: resource.body,
            address: resource.address,
            dependencies: resource.dependencies,
            isExisting: resource.isExisting,
            origin: Origin(declaration: resource.symbolSpan, type: resource.typeSpan, locate: { locate($0) })
        )
    }

    /// Resources of other platforms are made by recipes, not by applications.
    private func foreign(_ resource: EvaluatedResource) -> Diagnostic? {
        switch resource.extensionName?.lowercased() {
        case nil:
            guard let type = ResourceType(resource.type), types.contains(namespace: type.namespace) else {
                return .foreignResource(resource.symbol, platform: "Azure", type: resource.type, at: resource.typeSpan)
            }
            return .extensionMissing(resource.type, at: resource.typeSpan)
        case "kubernetes":
            return .foreignResource(resource.symbol, platform: "Kubernetes", type: resource.type, at: resource.typeSpan)
        case "aws":
            return .foreignResource(resource.symbol, platform: "AWS", type: resource.type, at: resource.typeSpan)
        case "microsoftgraph":
            let type = resource.type
            return .foreignResource(resource.symbol, platform: "Microsoft Graph", type: type, at: resource.typeSpan)
        case .some:
            return nil
        }
    }
}
