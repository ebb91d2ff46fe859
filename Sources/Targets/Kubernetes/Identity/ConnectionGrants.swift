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
        case .resource(let target): found = emission.resources[target.id]?.azureIDs ?? []
        }
        guard found.count == 1 else {
            emission.diagnostics.append(.rolesOfNothing(connection.connection, candidates: found.count, of: resource))
            return nil
        }
        return found[0]
    }

    /// The ARM id in an id of Azure's, which may begin with the plane that Radius knows Azure by; without a slash at
    /// its end.
    static func armID(_ id: String) -> String? {
        guard id.hasPrefix("/") else { return nil }
        var parts = id.split(separator: "/")
        if parts.prefix(2).map({ $0.lowercased() }) == ["planes", "azure"] { parts.removeFirst(min(3, parts.count)) }
        guard parts.count > 1, parts[0].lowercased() == "subscriptions" else { return nil }
        return "/" + parts.joined(separator: "/")
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
        let named = (resource.properties["resources"]?.arrayValue ?? []).compactMap {
            $0["id"]?.stringValue.flatMap(ConnectionGrants.armID)
        }
        var seen: Set<String> = []
        let all = (made + named).filter { seen.insert($0.lowercased()).inserted }
        return all.filter { id in !all.contains { id.lowercased().hasPrefix($0.lowercased() + "/") } }
    }
}
