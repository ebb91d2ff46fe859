public import AppModel
internal import Diagnostics
public import Documents

/// The application graph with every abstract resource joined to what its recipe makes,
/// and every value computed as far as it can be before anything is applied.
public struct BoundGraph: Sendable {
    public let environment: Environment
    /// `nil` when only environment-scoped resources are deployed.
    public let application: Application?
    public let graph: ApplicationGraph
    /// In an order in which every resource comes after those that it uses.
    public let resources: [BoundResource]

    /// Creates a bound graph.
    public init(
        environment: Environment,
        application: Application?,
        graph: ApplicationGraph,
        resources: [BoundResource]
    ) {
        self.environment = environment
        self.application = application
        self.graph = graph
        self.resources = resources
    }
}

/// A resource whose references, connections and recipe have been resolved.
public struct BoundResource: Sendable {
    /// The resource, its properties resolved and completed with what its recipe or target computes.
    public let resource: Resource
    /// What kind of resource it is to a target.
    public let role: Role
    public let connections: [ResolvedConnection]

    /// Creates a bound resource.
    public init(resource: Resource, role: Role, connections: [ResolvedConnection] = []) {
        self.resource = resource
        self.role = role
        self.connections = connections
    }

    /// What a target does with a resource.
    public indirect enum Role: Sendable {
        case application
        case container(SharedContainer)
        case gateway(Gateway)
        case secretStore(SecretStore)
        case persistentVolume(PersistentVolume)
        /// A component of Dapr that its author configures.
        case daprComponent(DaprComponent)
        /// A volume of an Azure key vault; those that mount it make what it needs.
        case keyVaultVolume
        /// An image that is built before its users run.
        case imageBuild(ImageBuild)
        /// An object of a platform, as the definition declares it.
        case object(RecipeOutput)
        /// Provided by a recipe.
        case recipe(RecipeResult)
        /// Nothing is made for it: it exists already, is provisioned by hand, or only configures.
        case none
    }
}

/// What evaluating a recipe gave.
public struct RecipeResult: Sendable {
    public let registration: RecipeRegistration
    /// The objects that the recipe asks for, in the order in which it declares them.
    public let outputs: [RecipeOutput]
    /// What Terraform is to be run with, for a recipe in Terraform, which makes its objects itself.
    public let run: TerraformRun?
    /// `result.values` or the recipe's ordinary outputs.
    public let values: ValueObject
    /// `result.secrets` or the recipe's secure outputs; each value is secret.
    public let secrets: ValueObject

    /// Creates a result.
    public init(
        registration: RecipeRegistration,
        outputs: [RecipeOutput],
        run: TerraformRun? = nil,
        values: ValueObject,
        secrets: ValueObject
    ) {
        self.registration = registration
        self.outputs = outputs
        self.run = run
        self.values = values
        self.secrets = secrets
    }
}

/// One object that a recipe or a definition asks for.
public struct RecipeOutput: Sendable {
    public typealias Kind = PlatformObject.Kind

    public let kind: Kind
    public let name: String
    /// The address that unknown values of the recipe wait for.
    public let address: String
    /// The manifest without `apiVersion` and `kind`, or the ARM body without `name`.
    public let body: ValueObject
    /// The addresses of other outputs of the same recipe that come first.
    public let dependencies: [String]
    /// What the body reads of objects that exist already, and that only their platform knows.
    let existingReads: [ExistingRead]

    /// Creates an output.
    public init(kind: Kind, name: String, address: String, body: ValueObject, dependencies: [String]) {
        self.init(kind: kind, name: name, address: address, body: body, dependencies: dependencies, existingReads: [])
    }

    init(
        kind: Kind,
        name: String,
        address: String,
        body: ValueObject,
        dependencies: [String],
        existingReads: [ExistingRead]
    ) {
        self.kind = kind
        self.name = name
        self.address = address
        self.body = body
        self.dependencies = dependencies
        self.existingReads = existingReads
    }
}

/// A value of an object that exists already, which a recipe reads.
struct ExistingRead: Sendable {
    /// The value as it is written, such as `account.properties.capabilities`.
    let expression: String
    /// Where it is needed.
    let span: Span
}

/// A connection whose source has been looked up.
public struct ResolvedConnection: Sendable {
    /// What the connection leads to.
    public enum Target: Sendable {
        case resource(ConnectedResource)
        case url(scheme: String, host: String, port: Int)
        /// A resource of a cloud, which gives no values: only its roles count.
        case external(id: String)
    }

    public let connection: Connection
    public let target: Target
    /// What the connection injects, in the order of its generation; empty when it was told not to.
    public let variables: [ConnectionVariable]
    /// Whole Secrets that are injected with a prefix (`Radius.Compute/containers` only).
    public let secretSources: [SecretSource]

    /// Creates a resolved connection.
    public init(
        connection: Connection,
        target: Target,
        variables: [ConnectionVariable],
        secretSources: [SecretSource] = []
    ) {
        self.connection = connection
        self.target = target
        self.variables = variables
        self.secretSources = secretSources
    }

    /// All keys of a Kubernetes Secret under a prefix.
    public struct SecretSource: Sendable, Equatable {
        /// What comes before each key: `CONNECTION_DB_`.
        public let prefix: String
        /// The Secret's name.
        public let secret: String

        /// Creates a source.
        public init(prefix: String, secret: String) {
            self.prefix = prefix
            self.secret = secret
        }
    }
}

/// The other end of a connection.
///
/// It never changes; a class, because every resource that connects to it holds it.
public final class ConnectedResource: Sendable {
    public let id: ResourceID
    public let apiVersion: String
    /// The resource's properties, those that were computed included.
    public let properties: ValueObject
    /// What a recipe or a target computed: `host`, `port`, `url`.
    public let computedValues: ValueObject
    public let secrets: ValueObject

    /// Creates the end of a connection.
    public init(
        id: ResourceID,
        apiVersion: String,
        properties: ValueObject,
        computedValues: ValueObject,
        secrets: ValueObject
    ) {
        self.id = id
        self.apiVersion = apiVersion
        self.properties = properties
        self.computedValues = computedValues
        self.secrets = secrets
    }
}

/// An environment variable that a connection injects.
public struct ConnectionVariable: Sendable, Equatable {
    /// The whole name: `CONNECTION_DATABASE_HOST`.
    public let name: String
    /// A string, a secret string, or unknown.
    public let value: Value

    /// Creates a variable.
    public init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}
