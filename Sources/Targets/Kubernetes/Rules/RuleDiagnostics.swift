import AppModel
import Diagnostics
import Documents

// MARK: - Containers

extension Diagnostic {
    static func portTakenTwice(
        _ port: String,
        by names: (String, String),
        of resource: Resource,
        at span: Span?
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5040",
            "ports '\(names.0)' and '\(names.1)' of '\(resource.name)' are both \(port), "
                + "which a Service has only once",
            at: span,
            help: "remove one of them, or let it be another number"
        )
    }

    static func pathMountedTwice(
        _ path: String,
        by names: (String, String),
        of resource: Resource,
        at span: Span?
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5041",
            "volumes '\(names.0)' and '\(names.1)' of '\(resource.name)' are both mounted at '\(path)'",
            at: span,
            help: "mount one of them somewhere else"
        )
    }

    static func volumeNameRefused(_ volume: Volume, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5042",
            "'\(volume.name)' cannot name a volume of a pod: a name has up to 63 small letters, digits and hyphens, "
                + "and begins and ends with a letter or digit",
            at: resource.origin.span(ofProperty: volume.path),
            help: "rename the volume, for example to 'data'"
        )
    }

    static func variableNameRefused(_ name: String, of resource: Resource, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5043",
            "'\(name)' cannot name an environment variable of '\(resource.name)': "
                + "a name has letters, digits, '-', '_' and '.', and no digit first",
            at: span,
            help: "choose another name"
        )
    }
}

// MARK: - What is referred to

extension Diagnostic {
    static func routeToUnknownContainer(
        _ name: String,
        known: [String],
        _ target: Resource,
        _ route: Gateway.Route,
        in resource: Resource
    ) -> Diagnostic {
        let help =
            suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
            ?? "its containers are \(known.map { "'\($0)'" }.joined(separator: ", "))"
        return Diagnostic(
            .error,
            "RAD5044",
            "this route of '\(resource.name)' leads to container '\(name)', which '\(target.name)' does not have",
            at: span(of: "containerName", of: route, in: resource),
            notes: [Note("'\(target.name)' is declared here", at: target.origin.declaration)],
            help: help
        )
    }

    static func routeToLegacyContainer(
        _ target: Resource,
        _ route: Gateway.Route,
        in resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5044",
            "this route of '\(resource.name)' leads to '\(target.name)' of type \(target.type), "
                + "whose Service \(resource.type) do not know",
            at: span(of: "resourceId", of: route, in: resource),
            notes: [Note("'\(target.name)' is declared here", at: target.origin.declaration)],
            help: "lead to it by an Applications.Core/gateways, or make it a Radius.Compute/containers"
        )
    }

    /// `subject` has the port not open: `'web'`, `container 'main' of 'web'`.
    static func routeToClosedPort(
        _ port: Int,
        of subject: String,
        open: [Int],
        _ route: Gateway.Route,
        in resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5044",
            "this route of '\(resource.name)' leads to port \(port) of \(subject), which is not among its 'ports'",
            at: span(of: "containerPort", of: route, in: resource),
            help: open.isEmpty
                ? "add it: ports: { http: { containerPort: \(port) } }"
                : "lead the route to \(open.map(String.init).joined(separator: " or ")), or add the port"
        )
    }

    private static func span(of part: String, of route: Gateway.Route, in resource: Resource) -> Span? {
        switch route.destination {
        case .url: resource.origin.span(ofProperty: route.valuePath.appending("destination"))
        case .container:
            resource.origin.span(ofProperty: route.valuePath.appending("destinationContainer").appending(.member(part)))
        }
    }

    static func unknownVolume(_ id: String, _ volume: Volume, of resource: Resource) -> Diagnostic {
        let path = volume.path.appending("persistentVolume").appending("resourceId")
        return Diagnostic(
            .error,
            "RAD5045",
            "volume '\(volume.name)' of '\(resource.name)' is '\(id)', "
                + "which is no resource of the application or its environment",
            at: resource.origin.span(ofProperty: path),
            help: "declare a Radius.Compute/persistentVolumes, and refer to its id: resourceId: <resource>.id"
        )
    }

    static func unknownSecretKey(_ key: String, of store: Resource, known: [String], at span: Span?) -> Diagnostic {
        let help =
            suggestion(for: key, among: known).map { "did you mean '\($0)'?" }
            ?? "add it to 'data' of '\(store.name)', which has \(known.map { "'\($0)'" }.joined(separator: ", "))"
        return Diagnostic(
            .error,
            "RAD5046",
            "'\(store.name)' has no secret '\(key)'",
            at: span,
            notes: [Note("'\(store.name)' is declared here", at: store.origin.declaration)],
            help: known.isEmpty ? "add it to 'data' of '\(store.name)'" : help
        )
    }
}

// MARK: - Labels, annotations and sizes

extension Diagnostic {
    /// `what` is a label or an annotation.
    static func metadataNameRefused(_ name: String, what: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5047",
            "'\(name)' cannot name \(what == "annotation" ? "an" : "a") \(what): \(nameRule), "
                + "and there may be a domain and a slash before it",
            at: span,
            help: "write it as 'team' or 'example.com/team'"
        )
    }

    static func labelValueRefused(_ value: String, of name: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5047",
            "'\(value)' cannot be the value of label '\(name)': \(nameRule)",
            at: span,
            help: "choose another value, or make it an annotation, which takes any text"
        )
    }

    static func annotationsTooLarge(_ size: Int, largest: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5048",
            "the annotations have \(size) bytes together, and Kubernetes takes up to \(MetadataRules.mostAnnotations); "
                + "the largest is '\(largest)'",
            at: span,
            help: "shorten it, or keep the data elsewhere"
        )
    }

    static func objectTooLarge(_ manifest: KubernetesManifest, size: Int, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5048",
            "\(manifest.kind.type) '\(manifest.name)', made for '\(resource.name)', would have \(size) bytes, "
                + "and Kubernetes takes up to \(KubernetesManifest.mostBytes)",
            at: resource.origin.declaration,
            help: "split it, or keep the data elsewhere"
        )
    }

    private static let nameRule =
        "it has up to 63 letters, digits, '-', '_' and '.', and begins and ends with a letter or digit"
}
