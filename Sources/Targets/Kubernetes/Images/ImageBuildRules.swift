import AppModel
import Diagnostics
import Documents

/// What a build asks of its names, as the build script of Radius checks it.
struct ImageBuildRules {
    let plan: ImageBuildPlan
    let resource: Resource

    /// What is wrong with the build.
    var diagnostics: [Diagnostic] {
        var found: [Diagnostic] = []
        func require(
            _ holds: Bool,
            _ subject: String,
            _ text: String,
            _ rule: String,
            like example: String,
            at path: ValuePath
        ) {
            guard !holds else { return }
            found.append(.invalidBuild(subject, text, rule, like: example, at: path, of: resource))
        }
        if let registry = plan.registry {
            require(
                isRegistry(registry),
                "the registry",
                registry,
                "a host, possibly with a port and a path in small letters",
                like: "ghcr.io/my-org",
                at: ["recipe"]
            )
        } else {
            found.append(.noRegistry(for: resource))
        }
        guard plan.context != nil else { return found + [.buildFromFolder(plan.build.source, of: resource)] }
        let build = plan.build
        if let tag = build.tag {
            require(
                isTag(tag),
                "the tag",
                tag,
                "up to 128 letters, digits, '_', '.' and '-'",
                like: "v1.2.3",
                at: ["tag"]
            )
        }
        let dockerfile = build.dockerfile
        require(
            !dockerfile.isEmpty && !dockerfile.hasPrefix("/") && !dockerfile.contains(".."),
            "the Dockerfile",
            dockerfile,
            "a path inside the source",
            like: "docker/Dockerfile",
            at: ["build", "dockerfile"]
        )
        require(
            !build.platforms.isEmpty,
            "the list of platforms",
            "[]",
            "at least one",
            like: "linux/amd64",
            at: ["build", "platforms"]
        )
        for (index, platform) in build.platforms.enumerated() {
            let path: ValuePath = ["build", "platforms", .element(index)]
            require(
                isPlatform(platform),
                "the platform",
                platform,
                "an operating system and a processor",
                like: "linux/amd64",
                at: path
            )
        }
        for argument in build.arguments {
            let path: ValuePath = ["build", "args", .member(argument.name)]
            require(
                isVariable(argument.name),
                "the argument",
                argument.name,
                "letters, digits and '_'",
                like: "VERSION",
                at: path
            )
        }
        return found
    }

    private func isRegistry(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let server = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard KubernetesName.isHostname(server[0].lowercased()), server.count <= 2 else { return false }
        guard server.count == 1 || UInt16(server[1]) != nil else { return false }
        return parts.dropFirst().allSatisfy { part in
            guard let first = part.utf8.first, let last = part.utf8.last else { return false }
            return KubernetesName.isAlphanumeric(first) && KubernetesName.isAlphanumeric(last)
                && part.utf8.allSatisfy { KubernetesName.isAlphanumeric($0) || "._-".utf8.contains($0) }
        }
    }

    private func isTag(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
        return first != UInt8(ascii: ".") && first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { KubernetesName.isLetterOrDigit($0) || "_.-".utf8.contains($0) }
    }

    private func isPlatform(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(KubernetesName.isAlphanumeric) }
    }

    private func isVariable(_ text: String) -> Bool {
        guard let first = text.utf8.first, !KubernetesName.isDigit(first) else { return false }
        return text.utf8.allSatisfy { KubernetesName.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
    }
}

extension Diagnostic {
    fileprivate static func invalidBuild(
        _ subject: String,
        _ text: String,
        _ rule: String,
        like example: String,
        at path: ValuePath,
        of resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5038",
            "\(subject) of '\(resource.name)' is '\(text)', expected \(rule)",
            at: resource.origin.span(ofProperty: path),
            help: "write it as in '\(example)'"
        )
    }

    fileprivate static func buildFromFolder(_ source: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5038",
            "the source of '\(resource.name)' is '\(source)', expected a repository: the cluster that builds the image "
                + "sees no folder of yours",
            at: resource.origin.span(ofProperty: ["build", "source"]),
            help: "push it, and write it as in 'git::https://github.com/my-org/my-app.git//web?ref=v1'"
        )
    }

    fileprivate static func noRegistry(for resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5037",
            "nobody says which registry the image of '\(resource.name)' is pushed to",
            at: resource.origin.declaration,
            help: "give the environment recipeParameters: { 'Radius.Compute/containerImages': { registry: "
                + "'ghcr.io/my-org' } }, or the recipe this parameter"
        )
    }
}
