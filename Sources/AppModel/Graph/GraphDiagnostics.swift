import Diagnostics
import Documents

extension Diagnostic {
    static func danglingConnection(_ name: String, to text: String, known: [String], at span: Span?) -> Diagnostic {
        let wanted = text.split(separator: "/").last.map(String.init) ?? text
        let help =
            suggestion(for: wanted, among: known).map { "did you mean '\($0)'?" }
            ?? "declare the resource, and connect to it by its id: source: <resource>.id"
        return Diagnostic(
            .error,
            "RAD3001",
            "connection '\(name)' leads to '\(text)', which is no resource of the application or its environment",
            at: span,
            help: help
        )
    }

    static func unknownHost(_ host: String, connection: String, known: [String], at span: Span?) -> Diagnostic {
        let help =
            suggestion(for: host, among: known).map { "did you mean '\($0)'?" }
            ?? "if the host is not made by rad, write its full name with a dot"
        return Diagnostic(
            .warning,
            "RAD3002",
            "connection '\(connection)' leads to the host '\(host)', which is no resource's name",
            at: span,
            help: help
        )
    }

    static func danglingRoute(_ host: String, known: [String], at span: Span?) -> Diagnostic {
        let wanted = host.split(separator: "/").last.map(String.init) ?? host
        let help =
            suggestion(for: wanted, among: known).map { "did you mean '\($0)'?" }
            ?? "lead the route to a container of the application"
        return Diagnostic(.error, "RAD3003", "the route leads to '\(host)', which is no resource", at: span, help: help)
    }

    static func connectsToItself(_ resource: Resource, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD3004",
            "'\(resource.name)' connects to itself",
            at: span,
            help: "remove the connection, or connect to another resource"
        )
    }

    static func cycle(_ path: [Resource]) -> Diagnostic {
        let names = path.map { "'\($0.name)'" }.joined(separator: " -> ")
        let notes = path.dropFirst().dropLast().map { Note("'\($0.name)' is declared here", at: $0.origin.declaration) }
        return Diagnostic(
            .error,
            "RAD3005",
            "resources need each other in a circle: \(names)",
            at: path.first?.origin.declaration,
            notes: notes,
            help: "remove one of the references, or connect to it by URL: source: 'http://<name>:<port>'"
        )
    }

    static func duplicateResource(_ resource: Resource, first: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD3006",
            "two resources of type '\(resource.type)' are named '\(resource.name)'; case does not tell names apart",
            at: resource.origin.span(ofBody: ["name"]),
            notes: [Note("'\(first.name)' is declared here", at: first.origin.span(ofBody: ["name"]))],
            help: "rename one of them"
        )
    }

    static func sharedName(_ resource: Resource, other: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD3007",
            "'\(resource.name)' of type '\(resource.type)' and '\(other.name)' of type '\(other.type)' would make "
                + "Kubernetes objects of the same name",
            at: resource.origin.span(ofBody: ["name"]),
            notes: [Note("'\(other.name)' is declared here", at: other.origin.span(ofBody: ["name"]))],
            help: "rename one of them"
        )
    }

    /// `subject` says who needs the resource and how: "connection 'db' leads to".
    static func ofAnotherApplication(_ subject: String, _ target: Resource, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD3008",
            "\(subject) '\(target.name)', which belongs to application '\(target.ownerName ?? "")'",
            at: span,
            notes: [Note("'\(target.name)' is declared here", at: target.origin.declaration)],
            help: target.mayBeShared
                ? "remove 'application' from '\(target.name)', which then belongs to the environment and can be shared"
                : "connect to it by URL, with the namespace of its application: "
                    + "source: 'http://\(target.name).<namespace>:<port>'"
        )
    }

    static func routeOutOfApplication(to target: Resource, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD3008",
            "the route leads to '\(target.name)', which belongs to application '\(target.ownerName ?? "")'",
            at: span,
            notes: [Note("'\(target.name)' is declared here", at: target.origin.declaration)],
            help: "declare the route in the application of '\(target.name)'"
        )
    }
}

extension Resource {
    /// Whether resources of the type can belong to the environment alone.
    fileprivate var mayBeShared: Bool {
        switch type {
        case .containers, .computeContainers, .gateways, .routes: false
        case _: true
        }
    }
}
