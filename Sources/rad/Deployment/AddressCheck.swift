import AppModel
import Diagnostics
import Engine
import Targets

/// Refuses private addresses that load balancers of another application have: Azure would refuse them later.
struct AddressCheck {
    private let store: any StateStore
    private let parts: [DeploymentRequest.Part]

    init(of request: DeploymentRequest) {
        store = request.session.store
        parts = request.parts
    }

    /// The addresses that a part would take and that others have.
    ///
    /// The bodies of what others have are read only where the part makes or changes a load balancer.
    ///
    /// - Throws: `StateError` if a state cannot be read.
    func diagnostics(of part: DeploymentRequest.Part, _ plan: Plan) async throws -> [Diagnostic] {
        let wanted = plan.changes.compactMap { $0.action == .noOp ? nil : $0.wanted }
        let claims = wanted.flatMap { output in PrivateAddress.all(of: output).map { ($0, output.owner) } }
        guard !claims.isEmpty else { return [] }
        var taken: [PrivateAddress: (owner: ResourceID, identity: DeploymentIdentity)] = [:]
        func note(_ outputs: [OutputResource], of identity: DeploymentIdentity) {
            for output in outputs {
                for address in PrivateAddress.all(of: output) { taken[address] = (output.owner, identity) }
            }
        }
        for identity in try await store.deployments(in: part.identity.group)
        where identity != part.identity && !parts.contains(where: { $0.identity == identity }) {
            note(try await recorded(of: identity), of: identity)
        }
        for other in parts where other.identity != part.identity { note(other.outputs, of: other.identity) }
        return claims.compactMap { address, owner in
            guard let other = taken[address] else { return nil }
            let span = part.origins[owner]?.declaration
            return .addressOfAnother(address.address, for: owner, of: other.owner, in: other.identity, at: span)
        }
    }

    /// What another deployment has, as far as it was kept when that succeeded.
    private func recorded(of identity: DeploymentIdentity) async throws -> [OutputResource] {
        guard let state = try await store.state(of: identity),
            state.outputs.contains(where: { $0.type.lowercased() == "microsoft.network/loadbalancers" }),
            let number = try await store.revisions(of: identity).last?.number,
            let key = try await store.knownKey(),
            let revision = try await RecordedRevision(number, of: identity, in: store, key: key)
        else { return [] }
        let present = Set(state.outputs.map(\.id))
        return revision.outputs.filter { present.contains($0.id) }
    }
}

extension Diagnostic {
    fileprivate static func addressOfAnother(
        _ address: String,
        for resource: ResourceID,
        of owner: ResourceID,
        in identity: DeploymentIdentity,
        at span: Span?
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4115",
            "'\(resource.name)' would have the private address '\(address)', which \(identity) has for '\(owner.name)'",
            at: span,
            help: resource.type.name == "containers"
                ? "rename it: the address follows from its name"
                : "give it the parameter 'privateAddress' of its recipe, or another name"
        )
    }
}
