import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// Refuses to make an object that another application of the environment has made, or makes at the same time.
struct CollisionCheck {
    /// An object that is spoken for.
    private struct Claim {
        let owner: ResourceID
        let identity: DeploymentIdentity
    }

    private let store: any StateStore
    private let parts: [DeploymentRequest.Part]
    /// What others have made, or are about to make.
    private let recorded: StateSummaries<[OutputResourceID: ResourceID]>

    init(of request: DeploymentRequest) {
        store = request.session.store
        parts = request.parts
        recorded = StateSummaries(of: store, \.ownersOfObjects)
    }

    /// What a part would make that belongs to others; what it made before is its own.
    ///
    /// - Parameters:
    ///   - part: An application, or an environment.
    ///   - plan: What is to be done for it.
    /// - Returns: The first such object of each resource.
    /// - Throws: `StateError` if a state cannot be read.
    func diagnostics(of part: DeploymentRequest.Part, _ plan: Plan) async throws -> [Diagnostic] {
        let shared = part.sharedResources
        let new = plan.changes.filter { $0.action == .create && !shared.contains($0.object.owner) }
        guard !new.isEmpty else { return [] }
        let claims = try await claims(of: Set(new.map(\.object.id)), besides: part)
        var reported: Set<ResourceID> = []
        return new.compactMap { change in
            guard let claim = claims[change.object.id], reported.insert(change.object.owner).inserted else {
                return nil
            }
            return .objectOfAnotherApplication(
                change.object,
                owner: claim.owner,
                in: claim.identity,
                at: part.origins[change.object.owner]?.declaration
            )
        }
    }

    private func claims(
        of ids: Set<OutputResourceID>,
        besides part: DeploymentRequest.Part
    ) async throws -> [OutputResourceID: Claim] {
        var claims: [OutputResourceID: Claim] = [:]
        for other in parts where other.identity.sharesEnvironment(with: part.identity) {
            let shared = other.sharedResources
            for output in other.outputs where ids.contains(output.id) && !shared.contains(output.owner) {
                claims[output.id] = Claim(owner: output.owner, identity: other.identity)
            }
        }
        for identity in try await store.deployments(in: part.identity.group)
        where identity.sharesEnvironment(with: part.identity) && !parts.contains(where: { $0.identity == identity }) {
            guard let owners = try await recorded.summary(of: identity) else { continue }
            for id in ids {
                if let owner = owners[id] { claims[id] = Claim(owner: owner, identity: identity) }
            }
        }
        return claims
    }
}

extension DeploymentIdentity {
    /// Whether another deployment goes to the same environment.
    fileprivate func sharesEnvironment(with other: DeploymentIdentity) -> Bool {
        self != other && group.lowercased() == other.group.lowercased()
            && environment.lowercased() == other.environment.lowercased()
    }
}

extension DeploymentRequest.Part {
    /// The resources that belong to the environment alone: every part that reaches one makes it.
    fileprivate var sharedResources: Set<ResourceID> {
        Set(resources.lazy.map(\.resource).filter(\.isShared).map(\.id))
    }
}

extension DeploymentState {
    /// The resources that the deployment's objects were made for, without those that belong to the environment alone.
    fileprivate var ownersOfObjects: [OutputResourceID: ResourceID] {
        let shared = Set(resources.lazy.map(\.resource).filter(\.isShared).map(\.id))
        let own = (outputs + uncertain).filter { !shared.contains($0.owner) }
        return Dictionary(own.map { ($0.id, $0.owner) }) { first, _ in first }
    }
}

extension Resource {
    /// Whether the resource belongs to an environment, and not to an application.
    var isShared: Bool { isNode && (properties["application"]?.isNull ?? true) }
}

extension Diagnostic {
    fileprivate static func objectOfAnotherApplication(
        _ object: RecordedOutput,
        owner: ResourceID,
        in identity: DeploymentIdentity,
        at span: Span?
    ) -> Diagnostic {
        let place = object.namespace.isEmpty ? "" : " in namespace '\(object.namespace)'"
        return Diagnostic(
            .error,
            "RAD7050",
            "'\(object.owner.name)' needs \(object.type) '\(object.name)'\(place), "
                + "which \(identity) makes already for '\(owner.name)'",
            at: span,
            help: identity.application.map { name in
                "choose another name, or delete the other first: 'rad app delete \(name) -e \(identity.environment)'"
            } ?? "choose another name"
        )
    }
}
