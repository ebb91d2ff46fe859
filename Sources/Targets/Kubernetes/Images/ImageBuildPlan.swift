import AppModel
import Documents

/// What a build of an image comes to before anything runs: what BuildKit is told, and what the image is called.
///
/// Follows the build script of the Kubernetes recipe that Radius ships for the type, tags included.
struct ImageBuildPlan {
    let build: ImageBuild
    /// `ghcr.io/my-org`; `nil` if the environment names none.
    let registry: String?
    /// The Secret with `username` and `password` for the registry.
    let registrySecret: String?
    /// The image that has BuildKit in it.
    let builder: String
    /// Where BuildKit finds the source; `nil` if it is no repository.
    let context: String?
    /// The name of the image with its registry and tag.
    let reference: String

    /// Plans the build of a resource.
    init(of build: ImageBuild, for resource: Resource, in environment: Environment) {
        let parameters = environment.recipeParameters(for: resource)
        func text(_ name: String) -> String? {
            parameters[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        }
        self.build = build
        registry = text("registry")
        registrySecret = text("registrySecretName")
        builder = text("builderImage") ?? "moby/buildkit:rootless"
        context = Self.context(of: build.source)
        let tag = build.tag ?? "sha256-\(Self.digest(of: build, from: context ?? build.source).prefix(16))"
        // Without a registry the resource is an error; its users have a name meanwhile, and are not reported as well.
        reference = "\(registry ?? "registry.invalid")/\(resource.name.lowercased()):\(tag)"
    }

    /// What `buildctl` is called with.
    var arguments: [String] {
        var arguments = ["build", "--frontend", "dockerfile.v0"]
        var options = [
            "filename=\(build.dockerfile)", "platform=\(build.platforms.joined(separator: ","))",
            "context=\(context ?? build.source)",
        ]
        options += build.arguments.map { "build-arg:\($0.name)=\($0.value)" }
        for option in options { arguments += ["--opt", option] }
        return arguments + ["--output", "type=image,name=\(reference),push=true"]
    }

    /// The server of the registry, as its clients look up credentials.
    var registryServer: String {
        let host = String((registry ?? "").prefix { $0 != "/" })
        return host == "docker.io" ? "https://index.docker.io/v1/" : host
    }

    // MARK: Names

    private static func digest(of build: ImageBuild, from context: String) -> String {
        var lines = ["source=\(context)", "dockerfile=\(build.dockerfile)"]
        lines += build.platforms.map { "platform=\($0)" }
        lines += build.arguments.map { "buildArg.\($0.name)=\($0.value)" }
        return hexSHA256(lines.map { $0 + "\n" }.joined())
    }

    /// `git::https://host/repo.git//folder?ref=v1` in BuildKit's words, `https://host/repo.git#v1:folder`.
    private static func context(of source: String) -> String? {
        let prefix = "git::https://"
        guard source.hasPrefix(prefix) else { return nil }
        let parts = source.dropFirst(prefix.count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? parts[1].split(separator: "&") : []
        let reference = query.first { $0.hasPrefix("ref=") }?.dropFirst(4) ?? ""
        var repository = parts[0]
        var folder: Substring = ""
        if let place = repository.firstRange(of: "//") {
            folder = repository[place.upperBound...]
            repository = repository[..<place.lowerBound]
        }
        let fragment = folder.isEmpty ? (reference.isEmpty ? "" : "#\(reference)") : "#\(reference):\(folder)"
        return "https://\(repository)\(fragment)"
    }
}
