public import Diagnostics
import Documents

/// A container image that is built from source: `Radius.Compute/containerImages`.
public struct ImageBuild: Sendable, Equatable {
    /// `git::https://…`, or a folder.
    public let source: String
    /// Below the source.
    public let dockerfile: String
    public let platforms: [String]
    /// By name, sorted.
    public let arguments: [Argument]
    /// `nil` for one that is made from the other inputs.
    public let tag: String?

    /// A value that the Dockerfile is given.
    public struct Argument: Sendable, Equatable {
        public let name: String
        public let value: String

        /// Creates an argument.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The Dockerfile of a build that names none.
    public static let defaultDockerfile = "Dockerfile"
    /// What an image is built for if nothing else is said.
    public static let defaultPlatforms = ["linux/amd64", "linux/arm64"]

    /// Creates a build.
    public init(
        source: String,
        dockerfile: String = defaultDockerfile,
        platforms: [String] = defaultPlatforms,
        arguments: [Argument] = [],
        tag: String? = nil
    ) {
        self.source = source
        self.dockerfile = dockerfile
        self.platforms = platforms
        self.arguments = arguments
        self.tag = tag
    }

    /// Reads a build; `nil` for another type, or where its source is not known.
    public static func read(from resource: Resource) -> (build: ImageBuild?, diagnostics: [Diagnostic]) {
        guard resource.type == .containerImages else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        let properties = PropertyReader(resource)
        let tag = properties.text("tag", &diagnostics)
        guard let build = properties.reader("build", &diagnostics), let source = build.text("source", &diagnostics)
        else { return (nil, diagnostics) }
        let arguments = build.reader("args", &diagnostics).map { reader in
            reader.object.names.compactMap { name in
                reader.text(name, &diagnostics).map { Argument(name: name, value: $0) }
            }
        }
        let result = ImageBuild(
            source: source,
            dockerfile: build.text("dockerfile", &diagnostics) ?? defaultDockerfile,
            platforms: build.has("platforms") ? build.texts("platforms", &diagnostics) : defaultPlatforms,
            arguments: (arguments ?? []).sorted { $0.name < $1.name },
            tag: tag
        )
        return (result, diagnostics)
    }
}
