import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// Refuses what would share its state or its namespace with something else, before anything is written.
struct ClashCheck {
    let session: Session
    let definition: Definition
    /// The namespaces of what is deployed, for checks that are made again and again.
    private let namespaces: StateSummaries<RecordedNamespaces>

    init(session: Session, definition: Definition) {
        self.session = session
        self.definition = definition
        namespaces = StateSummaries(of: session.store, RecordedNamespaces.init)
    }

    /// What is wrong with the environments and applications of the definition.
    ///
    /// What is only drawn takes no namespace from anything; all states would be read to find out.
    func diagnostics(for purpose: DeploymentRequest.Purpose) async throws -> [Diagnostic] {
        switch purpose {
        case .deployment: try await environments() + applications()
        case .drawing: applications()
        }
    }

    /// What is wrong with the environments that the definition declares.
    func environments() async throws -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for (number, environment) in definition.environments.enumerated() {
            let earlier = definition.environments[..<number]
            if let first = earlier.first(where: { $0.id.sharesState(with: environment.id) }) {
                diagnostics.append(.sharedEnvironmentName(environment, first: first))
                continue
            }
            diagnostics += try await clashes(of: environment, besides: earlier)
        }
        return diagnostics
    }

    /// What is recorded that an environment would clash with; `earlier` are others of the definition.
    func clashes(
        of environment: AppModel.Environment,
        besides earlier: some Sequence<AppModel.Environment> = []
    ) async throws -> [Diagnostic] {
        let known = try await session.store.environment(environment.name, in: environment.id.group)
        if let known, known.id != environment.id {
            return [.recordedInOtherGeneration(environment, recorded: known.id)]
        }
        return try await namespace(of: environment, besides: earlier)
    }

    /// What is recorded that an application would clash with, or is missing: its environment must still be there.
    func clashes(of application: Application, in environment: AppModel.Environment) async throws -> [Diagnostic] {
        if !definition.environments.contains(where: { $0.id == environment.id }) {
            let span = application.origin.declaration
            let present = try await session.environment(environment.id, at: span)
            guard present.compute == environment.compute else { return [.environmentChanged(environment, at: span)] }
        }
        return try await namespace(of: application, in: environment)
    }

    /// What is wrong with the namespace of an environment: it is that of another, or of an application.
    private func namespace(
        of environment: AppModel.Environment,
        besides earlier: some Sequence<AppModel.Environment>
    ) async throws -> [Diagnostic] {
        guard let namespace = environment.namespace else { return [] }
        let (subject, span) = ("environment '\(environment.name)'", environment.namespaceSpan)
        let recorded = try await session.store.environments(in: environment.id.group).compactMap(undeclared)
        if let other = (earlier + recorded).first(where: { $0.namespace == namespace }) {
            return [.namespaceInUse(namespace, for: subject, by: .environment(other), at: span)]
        }
        for recorded in try await applications(of: environment.id.group) {
            let isOwn = recorded.identity.environment.lowercased() == environment.name.lowercased()
            guard (isOwn ? recorded.own : recorded.all).contains(namespace) else { continue }
            return [.namespaceInUse(namespace, for: subject, by: .application(recorded.identity), at: span)]
        }
        return []
    }

    /// A recorded environment that the definition leaves as it is.
    private func undeclared(_ record: EnvironmentRecord) -> AppModel.Environment? {
        guard !definition.environments.contains(where: { $0.id.sharesState(with: record.id) }) else { return nil }
        // What is wrong with the rest is said where the environment is used.
        return Environment.read(from: record.resource).environment
    }

    /// What is wrong with the names of the applications that the definition declares or names.
    func applications() -> [Diagnostic] {
        definition.applications.enumerated().compactMap { number, application in
            let first = definition.applications[..<number].first { other in
                other.id.sharesState(with: application.id)
                    && other.environment.sharesState(with: application.environment)
            }
            return first.map { .sharedApplicationName(application, first: $0) }
        }
    }

    /// What is wrong with the namespace of an application: it is that of an environment, or of another application.
    ///
    /// `earlier` are the namespaces of the definition's other applications.
    func namespace(
        of application: Application,
        in environment: AppModel.Environment,
        besides earlier: [(owner: DeploymentIdentity, namespace: String)] = []
    ) async throws -> [Diagnostic] {
        guard case .kubernetes(let compute) = environment.compute, !environment.isSimulated else { return [] }
        let namespace = application.namespace(in: compute)
        guard namespace != compute.namespace else { return [] }
        let known = try await session.store.environments(in: environment.id.group).compactMap(undeclared)
        let (subject, span) = ("application '\(application.name)'", application.origin.declaration)
        if let other = (definition.environments + known).first(where: { $0.namespace == namespace }) {
            return [.namespaceInUse(namespace, for: subject, by: .environment(other), at: span)]
        }
        let identity = DeploymentIdentity(application, in: environment)
        let recorded = try await applications(of: environment.id.group).flatMap { recorded in
            recorded.own.map { (owner: recorded.identity, namespace: $0) }
        }
        let other = (earlier + recorded).first { $0.namespace == namespace && $0.owner != identity }
        return other.map { [.namespaceInUse(namespace, for: subject, by: .application($0.owner), at: span)] } ?? []
    }

    /// The namespaces in which an application is deployed; none if it is not.
    func namespaces(of identity: DeploymentIdentity) async throws -> [String] {
        try await namespaces.summary(of: identity)?.all ?? []
    }

    private func applications(of group: String) async throws -> [RecordedNamespaces] {
        var found: [RecordedNamespaces] = []
        for identity in try await session.store.deployments(in: group) where identity.application != nil {
            if let recorded = try await namespaces.summary(of: identity) { found.append(recorded) }
        }
        return found
    }
}

/// The namespaces that are recorded of an application.
private struct RecordedNamespaces {
    let identity: DeploymentIdentity
    /// Those that rad made for the application, or may have.
    let own: [String]
    /// Those in which its own objects are, or may be.
    let all: [String]

    init(_ state: DeploymentState) {
        identity = state.identity
        own = state.ownNamespaces
        all = state.namespaces
    }
}

extension DeploymentIdentity {
    /// An application in an environment.
    init(_ application: Application, in environment: AppModel.Environment) {
        self.init(group: application.id.group, environment: environment.name, application: application.name)
    }
}

extension DeploymentRequest.Part {
    /// What is wrong with the namespace of an application that is deployed: its objects are in another one.
    func namespaceChange(from state: DeploymentState) -> Diagnostic? {
        guard let graph, let application = graph.application, case .kubernetes(let compute) = graph.environment.compute
        else { return nil }
        let (namespace, recorded) = (application.namespace(in: compute), state.namespaces)
        guard let old = recorded.first, !recorded.contains(namespace) else { return nil }
        return .namespaceChanged(of: application, from: old, to: namespace, in: graph.environment)
    }
}

extension ResourceID {
    /// Whether two environments, or two applications, would be kept under one name, whatever their generation.
    fileprivate func sharesState(with other: ResourceID) -> Bool {
        group.lowercased() == other.group.lowercased() && name.lowercased() == other.name.lowercased()
    }
}

extension AppModel.Environment {
    /// The namespace that the environment takes for itself; `nil` where nothing is deployed to one.
    fileprivate var namespace: String? {
        guard case .kubernetes(let compute) = compute, !isSimulated else { return nil }
        return compute.namespace
    }

    fileprivate var namespaceSpan: Span? {
        let path: ValuePath =
            id.type == .environments ? ["compute", "namespace"] : ["providers", "kubernetes", "namespace"]
        return origin.span(ofProperty: path)
    }
}

extension DeploymentState {
    /// The namespaces in which an application's own objects are, or may be: that which rad made for it, if it did.
    var namespaces: [String] {
        guard ownNamespaces.isEmpty else { return ownNamespaces }
        // A recipe may put objects anywhere, a container may not.
        return (outputs + uncertain).filter { $0.owner.type.isContainer && !$0.namespace.isEmpty }.map(\.namespace)
    }

    /// The namespaces that rad made for the application, or may have.
    fileprivate var ownNamespaces: [String] {
        (outputs + uncertain).filter { $0.type == "core/Namespace" && $0.owner.type.isApplication }.map(\.name)
    }
}

extension ResourceType {
    fileprivate var isApplication: Bool { self == .applications || self == .coreApplications }
    fileprivate var isContainer: Bool { self == .containers || self == .computeContainers }
}

extension Diagnostic {
    /// What has a namespace that something else would take.
    fileprivate enum NamespaceOwner {
        case environment(AppModel.Environment)
        case application(DeploymentIdentity)
    }

    fileprivate static func namespaceInUse(
        _ namespace: String,
        for subject: String,
        by owner: NamespaceOwner,
        at span: Span?
    ) -> Diagnostic {
        let (name, place, removal): (String, Span?, String) =
            switch owner {
            case .environment(let other):
                (
                    "environment '\(other.name)'", other.namespaceSpan,
                    "delete the environment first: 'rad env delete \(other.name)'"
                )
            case .application(let other):
                (
                    "application '\(other.application ?? "")' in environment '\(other.environment)'", nil,
                    "delete the application first: 'rad app delete \(other.application ?? "") -e \(other.environment)'"
                )
            }
        return Diagnostic(
            .error,
            "RAD7045",
            "\(subject) would take namespace '\(namespace)', which is that of \(name)",
            at: span,
            notes: place.map { [Note("\(name) takes it here", at: $0)] } ?? [],
            help: "choose another namespace, or \(removal)"
        )
    }

    fileprivate static func namespaceChanged(
        of application: Application,
        from old: String,
        to new: String,
        in environment: AppModel.Environment
    ) -> Diagnostic {
        let (name, place) = (application.name, environment.name)
        return Diagnostic(
            .error,
            "RAD7047",
            "application '\(name)' is deployed in namespace '\(old)', and would move to '\(new)'",
            at: application.origin.declaration,
            help: "delete it first: 'rad app delete \(name) -e \(place)', or keep '\(old)' as its namespace"
        )
    }

    fileprivate static func sharedEnvironmentName(
        _ environment: AppModel.Environment,
        first: AppModel.Environment
    ) -> Diagnostic {
        sharedName("environments", environment.id, environment.origin, first: first.id, first.origin)
    }

    fileprivate static func sharedApplicationName(_ application: Application, first: Application) -> Diagnostic {
        sharedName("applications", application.id, application.origin, first: first.id, first.origin)
    }

    private static func sharedName(
        _ nouns: String,
        _ id: ResourceID,
        _ origin: Origin,
        first: ResourceID,
        _ firstOrigin: Origin
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7048",
            "two \(nouns) are named '\(id.name)', which does not tell them apart: '\(first)' and '\(id)'",
            at: origin.span(ofBody: ["name"]),
            notes: [Note("'\(first.name)' is declared here", at: firstOrigin.span(ofBody: ["name"]))],
            help: "rename one of them, or remove it"
        )
    }

    fileprivate static func recordedInOtherGeneration(
        _ environment: AppModel.Environment,
        recorded: ResourceID
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7049",
            "environment '\(environment.name)' is recorded as '\(recorded)', and would become '\(environment.id)'",
            at: environment.origin.span(ofBody: ["name"]),
            help: "rename it, or delete the other first: 'rad env delete \(recorded.name)'"
        )
    }

    fileprivate static func environmentChanged(_ environment: AppModel.Environment, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7052",
            "environment '\(environment.name)' was changed while this deployment was prepared for it",
            at: span,
            help: "run the command again"
        )
    }
}
