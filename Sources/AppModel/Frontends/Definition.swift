public import Diagnostics
public import Documents
public import OrderedCollections

/// What a file defines, whatever language it is written in.
public struct Definition: Sendable {
    /// The environments that the file declares.
    public var environments: [Environment] = []
    /// The applications that the file declares, then those that its resources name without declaring them.
    public var applications: [Application] = []
    /// The recipe packs that the file declares.
    public var recipePacks: [RecipePack] = []
    /// Every Radius resource in source order; environments, applications and packs among them.
    ///
    /// Properties are checked, completed with the defaults of their types, and hold full ids in
    /// `environment` and `application`. Sensitive properties are secret values.
    public var resources: [Resource] = []
    public var outputs: OrderedDictionary<String, Value> = [:]
    /// The values of the parameters, defaults included.
    public var parameters: OrderedDictionary<String, Value> = [:]
    /// What was found wrong; with errors the rest is incomplete and must not be deployed.
    public var diagnostics: [Diagnostic] = []

    /// Creates an empty definition.
    public init() {}

    /// Whether the file declares an environment, so that it needs none to be named.
    public var declaresEnvironment: Bool { !environments.isEmpty }
}

/// Where the resources of a definition go.
public struct DeploymentScope: Sendable {
    public var group: String
    /// The environment that `-e` or the workspace names; `nil` if none is.
    public var environment: ResourceID?
    /// The application that `-a` names; `nil` if none is.
    public var application: ResourceID?

    /// Creates a scope.
    public init(group: String, environment: ResourceID? = nil, application: ResourceID? = nil) {
        self.group = group
        self.environment = environment
        self.application = application
    }
}

/// A value that somebody gives to a parameter of a file.
public struct GivenParameter: Sendable {
    /// How the value was given.
    public enum Content: Sendable {
        /// `-p name=text`: read according to the parameter's type.
        case text(String)
        /// From a parameter file, with a type of its own.
        case value(Value)
    }

    public let name: String
    public let content: Content
    /// Where a parameter file assigns it.
    public let span: Span?

    /// Creates a parameter's value.
    public init(_ name: String, _ content: Content, at span: Span? = nil) {
        self.name = name
        self.content = content
        self.span = span
    }
}
