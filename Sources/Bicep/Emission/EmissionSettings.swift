/// Which form of template a module needs.
struct EmissionSettings {
    let isSymbolic: Bool
    let isExperimental: Bool
    /// Whether extensions are written under `extensions`, with what they are configured with.
    let hasExtensionConfigurations: Bool
    /// Whether ids and names are asked for by symbolic names.
    let readsResourceInformation: Bool

    /// The features whose templates only an engine of the same kind understands.
    private static let engineFeatures: Set<String> = [
        "resourceInfoCodegen", "assertions", "waitUntil", "waitAndRetry", "localDeploy", "moduleExtensionConfigs",
        "userDefinedConstraints", "deployCommands", "runtimeValuesInTagsAndSku", "azExtensionConfig",
    ]

    /// The language version of the template; `nil` for the first.
    var languageVersion: String? {
        guard !isExperimental else { return hasExtensionConfigurations ? "2.2-experimental" : "2.1-experimental" }
        return isSymbolic ? "2.0" : nil
    }

    init(_ module: BoundModule) {
        let features = module.experimentalFeatures
        hasExtensionConfigurations = features.contains("moduleExtensionConfigs")
        readsResourceInformation = features.contains("resourceInfoCodegen")
        isExperimental =
            !features.isDisjoint(with: Self.engineFeatures)
            || module.resources.contains { $0.decorators.isNullIfNotFound }
        isSymbolic =
            isExperimental || features.contains("symbolicNameCodegen") || !module.extensions.isEmpty
            || module.resources.contains { $0.extensionName != nil }
            || !module.types.isEmpty || !module.functions.isEmpty || !module.wildcardImports.isEmpty
            || module.variables.contains { $0.declaredType != nil || $0.imported != nil }
            || module.parameters.contains { $0.declaredType.needsDefinitions }
            || module.outputs.contains { $0.isSecure || ($0.declaredType?.needsDefinitions ?? false) }
            || module.modules.contains { Self.needsSymbolicNames($0) }
            || module.resources.contains { Self.needsSymbolicNames($0) }
            || Self.readsCollections(module)
    }

    private static func needsSymbolicNames(_ declaration: BoundModule.ModuleDeclaration) -> Bool {
        declaration.body.member("name") == nil
            || declaration.module?.interface.outputs.contains { $0.isSecure } ?? false
    }

    private static func needsSymbolicNames(_ resource: BoundModule.ResourceDeclaration) -> Bool {
        (resource.isExisting && resource.body.member("dependsOn") != nil) || resource.decorators.isOnlyIfNotExists
            || !resource.decorators.retryOn.isEmpty
    }

    /// Whether all items of a loop of resources or modules are read at once.
    private static func readsCollections(_ module: BoundModule) -> Bool {
        var found = false
        func walk(_ expression: Expression) {
            switch expression.kind {
            case .resource(let index): if module.resources[index].loop != nil { found = true }
            case .module(let index): if module.modules[index].loop != nil { found = true }
            case .property(let base, _, _):
                if !base.isDeclaration { walk(base) }
            case .index(let base, let index, _, _):
                if !base.isDeclaration { walk(base) }
                walk(index)
            default: expression.forEachChild(walk)
            }
        }
        for variable in module.variables where variable.imported == nil { walk(variable.value) }
        for output in module.outputs { walk(output.value) }
        for resource in module.resources {
            [resource.condition, resource.loop?.items, resource.loop?.condition, resource.body.withoutDependsOn]
                .forEach { $0.map(walk) }
        }
        for declaration in module.modules {
            [
                declaration.condition, declaration.loop?.items, declaration.loop?.condition,
                declaration.body.withoutDependsOn,
            ].forEach { $0.map(walk) }
        }
        return found
    }
}

extension Expression {
    /// Whether it is the name of a resource or module.
    var isDeclaration: Bool {
        switch kind {
        case .resource, .module: true
        default: false
        }
    }
}

extension DeclaredType {
    /// Whether it is written with what only templates with definitions have words for.
    fileprivate var needsDefinitions: Bool {
        switch kind {
        case .structure, .list, .tuple, .union, .nullable: true
        case .nonNull(let base), .property(let base, _), .additionalProperties(let base), .items(let base),
            .item(let base, _):
            base.needsDefinitions
        case .any, .null, .string, .int, .bool, .object, .array, .literal, .reference, .resourceInput, .resourceOutput,
            .resource, .invalid:
            false
        }
    }
}
