public import Diagnostics
public import Documents
public import OrderedCollections

/// What a module comes to with its parameters: resources with values, and outputs.
public struct Evaluation: Sendable {
    /// The resources of the module and of its modules, in the order of their declarations.
    public var resources: [EvaluatedResource] = []
    /// The outputs in the order of their declarations; those marked `@secure()` are secret values.
    public var outputs: OrderedDictionary<String, Value> = [:]
    /// The values of the parameters, defaults included.
    public var parameters: OrderedDictionary<String, Value> = [:]
    /// The values of the module's own variables, in the order of their declarations, if the context asks for them.
    ///
    /// One that is used nowhere and has no value is left out.
    public var variables: OrderedDictionary<String, Value> = [:]
    /// The deployments of modules, each before those within it.
    public var modules: [EvaluatedModule] = []
    public var diagnostics: [Diagnostic] = []

    /// Creates an empty result.
    public init() {}
}

/// One deployment of a module, after loops were expanded and false conditions dropped.
public struct EvaluatedModule: Sendable {
    /// The names of the deployments from the outermost module down to this one.
    public var path: [Value]
    public var place: DeploymentPlace
    /// The values that were passed to its parameters, as they are passed.
    public var parameters: ValueObject
    public var outputs: ValueObject
    /// The condition, if it is not known yet.
    public var condition: Unknown?
}

/// Where a deployment goes.
public struct DeploymentPlace: Sendable, Equatable {
    /// What kind of place it is, as `targetScope` names them.
    public enum Kind: String, Sendable {
        case resourceGroup, subscription, managementGroup, tenant
    }

    public let kind: Kind
    /// The id of the place; that of the tenant is `/`.
    public let id: String
}

/// One resource, after loops were expanded and false conditions dropped.
public struct EvaluatedResource: Sendable {
    /// The names of the module deployments that it is part of, from the outermost down.
    public var module: [Value] = []
    /// What distinguishes it within the deployment: `web`, `web[2]`, `network/vnet`, after the prefix of the context.
    public var address: String
    public var symbol: String
    /// The name of the extension that provides the type; `nil` for Azure.
    public var extensionName: String?
    /// The extension's configuration, evaluated.
    public var extensionConfiguration: ValueObject
    /// The full type without its version.
    public var type: String
    public var apiVersion: String?
    /// The full name with its parents' parts; for an extension's resource without a `name`, `null`.
    public var name: Value
    /// The id as far as it is known before the resource is made; unknown for most extensions.
    public var id: Value
    /// The id of the resource or place that `scope` names; `nil` without one, and for the module's own place.
    public var scope: Value?
    /// Whether the resource is only referred to, not made.
    public var isExisting: Bool
    /// Everything that was written in the body, without `parent`, `scope` and `dependsOn`.
    public var body: ValueObject
    /// The addresses of the resources that this one uses or depends on, in order of first appearance.
    public var dependencies: [String]
    /// The symbol's place.
    public var symbolSpan: Span
    /// The type's place.
    public var typeSpan: Span
    /// Finds the place of a side of a part of the body; the nearest enclosing part if it was not written out.
    public var locate: @Sendable (ValuePath, PropertySide) -> Span
    /// The condition, if it is not known yet; only where `authoredProperties` is `unknown`, else it is an error.
    public var condition: Unknown?
    /// What the loop runs over, if it is not known yet; only where `authoredProperties` is `unknown`, else it is an error.
    public var items: Unknown?
}

/// Everything that evaluation may ask of the world outside the module.
public struct EvaluationContext: Sendable {
    /// The values given to parameters.
    ///
    /// Names are looked up ignoring case.
    public var parameters: ValueObject = [:]
    /// Put before every address, so that addresses of several evaluations do not meet.
    public var addressPrefix: String = ""
    /// The Azure scope of the deployment.
    public var azure = AzureScope()
    /// Reads files for `loadTextContent` and its relatives.
    public var files: any FileLoader = NoFiles()
    /// The time that `utcNow()` gives, as ISO 8601 with seconds: `2025-01-02T03:04:05Z`.
    public var now: String = "1970-01-01T00:00:00Z"
    /// The process environment, for `readEnvironmentVariable` in parameter files.
    public var environment: [String: String] = [:]
    /// A source of identifiers for `newGuid()`; zeros for those who only look.
    ///
    /// A deployment takes those of a `GUIDSeed`.
    public var newGuid: @Sendable (NewGUIDCall) -> String = { _ in "00000000-0000-0000-0000-000000000000" }
    /// The id of an extension's resource where its extension knows it beforehand.
    public var extensionResourceID: @Sendable (ExtensionResourceHeader) -> String? = { _ in nil }
    /// Whether members of a type's `properties` may be read without naming `properties`: `web.container.image`.
    public var flattensProperties: @Sendable (_ type: String) -> Bool = { _ in false }
    /// The body of an extension's resource that exists already, as far as it is known.
    public var existingResource: @Sendable (ExtensionResourceHeader) -> ValueObject? = { _ in nil }
    /// Told how many instances of a resource or module a loop is about to make.
    public var willMakeInstances: @Sendable (_ count: Int) -> Void = { _ in }
    /// Whether a property that the author wrote in a resource's body may be read by others before it is applied.
    public var authoredProperties: AuthoredProperties = .readable
    /// What becomes of values that the decorators of a module's parameters do not allow.
    public var moduleConstraints: ModuleConstraints = .enforced
    /// Whether the values of the module's own variables are wanted.
    public var includesVariables = false
    public var limits = EvaluationLimits()

    /// Creates a context with nothing outside.
    public init() {}

    /// Whether what one module passes to another must be within the bounds of `@allowed`, `@maxLength` and their like.
    ///
    /// Azure checks them when the inner deployment starts, which may come to other values than are given here.
    public enum ModuleConstraints: Sendable {
        /// Breaking one is an error.
        case enforced
        /// Breaking one is a warning, and the value is passed on.
        case reported
    }

    /// How `resource.properties.x` is read when the body says what `x` is.
    public enum AuthoredProperties: Sendable {
        /// As written. Members that the body does not have are unknown.
        case readable
        /// Always unknown, as in an ARM deployment.
        case unknown
    }
}

/// What is known of an extension's resource before its body is evaluated.
public struct ExtensionResourceHeader: Sendable {
    public let extensionName: String
    public let type: String
    public let apiVersion: String?
    public let name: String
}

/// The place of an Azure deployment, for `resourceGroup()`, `subscription()` and resource ids.
public struct AzureScope: Sendable, Equatable {
    public var subscriptionID = "00000000-0000-0000-0000-000000000000"
    public var subscriptionName = "subscription"
    public var resourceGroup = "default"
    public var tenantID = "00000000-0000-0000-0000-000000000000"
    public var location = "global"
    public var managementGroup = "default"
    public var deploymentName = "main"
    /// Who deploys, for `deployer()`.
    public var deployerID = "00000000-0000-0000-0000-000000000000"
    public var deployerName = ""

    /// Creates the scope of nowhere in particular.
    public init() {}
}

/// Bounds on what a module may ask for; each has a diagnostic of its own.
public struct EvaluationLimits: Sendable {
    /// Iterations of all loops together.
    public var iterations = 1_000_000
    /// Nested calls of expressions, functions and modules.
    public var depth = 200
    /// UTF-8 bytes of one string.
    public var stringLength = 16 << 20
    /// Resources of all modules together.
    public var resources = 1_000_000
    /// Parts of one value, counted as often as they are to be written.
    public var values = 10_000_000
    /// Expressions that are evaluated, and parts of values that functions walk through, all together.
    public var steps = 50_000_000
    /// Bytes of all values that are computed on the way.
    public var memory = 512 << 20
    /// Bytes of all resources, parameters of modules and outputs together, as JSON.
    public var result = 64 << 20

    /// The limits that the documentation states.
    public init() {}
}
