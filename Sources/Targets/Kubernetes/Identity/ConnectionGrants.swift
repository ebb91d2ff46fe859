import AppModel
import Diagnostics
import Documents
import Recipes

/// The Azure roles that the connections of a container ask for (`iam`), each with what it is for.
struct ConnectionGrants {
    let resource: Resource
    let connections: [ResolvedConnection]

    /// The roles in the order of the connections; reports connections to what is nothing of Azure's.
    func grants(in emission: inout GraphEmission) -> [WorkloadIdentity.Grant] {
        connections.flatMap { connection -> [WorkloadIdentity.Grant] in
            guard let roles = connection.connection.roles else { return [] }
            guard let scope = scope(of: connection, in: &emission) else { return [] }
            let path = connection.connection.path.appending("iam")
            return roles.map { WorkloadIdentity.Grant(role: $0, scope: scope, path: path) }
        }
    }

    private func scope(of connection: ResolvedConnection, in emission: inout GraphEmission) -> String? {
        let found: [String]
        switch connection.target {
        case .external(let id): found = Self.armID(id).map { [$0] } ?? []
        case .url: found = []
        case .resource(let target): found = emission.bound(withID: target.id)?.azureIDs ?? []
        }
        guard found.count == 1 else {
            emission.diagnostics.append(.rolesOfNothing(connection.connection, candidates: found.count, of: resource))
            return nil
        }
        return found[0]
    }

    /// The ARM id in an id of Azure's, which may begin with the plane that Radius knows Azure by.
    static func armID(_ id: String) -> String? {
        guard id.lowercased().hasPrefix("/planes/azure/") else {
            return id.lowercased().hasPrefix("/subscriptions/") ? id : nil
        }
        return "/" + id.split(separator: "/").dropFirst(3).joined(separator: "/")
    }
}

extension BoundResource {
    /// The ARM resources behind the resource, without those that are part of another.
    fileprivate var azureIDs: [String] {
        let outputs: [RecipeOutput]
        switch role {
        case .recipe(let result): outputs = result.outputs
        case .object(let object): outputs = [object]
        case .application, .container, .gateway, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume,
            .imageBuild, .none:
            outputs = []
        }
        let made = outputs.compactMap { output -> String? in
            guard case .azure(let id, _, _) = output.kind else { return nil }
            return id
        }
        let named = (resource.properties["resources"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
            .filter { $0.lowercased().hasPrefix("/subscriptions/") }
        let all = made + named
        return all.filter { id in !all.contains { id.lowercased().hasPrefix($0.lowercased() + "/") } }
    }
}
