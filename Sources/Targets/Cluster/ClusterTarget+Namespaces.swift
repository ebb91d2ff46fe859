import Engine

extension ClusterTarget {
    /// Makes sure that the namespaces are there which a plan puts objects in and does not make itself.
    ///
    /// Where something was found already, nothing is asked; who may not look at namespaces finds out later.
    ///
    /// - Throws: One `ApplyError`, however many objects would be in them.
    func requireNamespaces(of plan: Plan) async throws {
        let objects = plan.changes.filter { $0.wanted?.platform == .kubernetes }
        let made = objects.lazy.filter { $0.object.type == "core/Namespace" }.map(\.object.name)
        let used = objects.lazy.filter { self.sighting(of: $0.id) != nil }.map(\.object.namespace)
        let open = Set(objects.map(\.object.namespace)).subtracting(made).subtracting(used).subtracting([""])
        let missing = try await withThrowingTaskGroup(of: String?.self) { group in
            for namespace in open {
                group.addTask { try await self.isMissing(namespace) ? namespace : nil }
            }
            var missing: [String] = []
            for try await name in group { if let name { missing.append(name) } }
            return missing
        }
        guard !missing.isEmpty else { return }
        throw ApplyError.namespacesMissing(missing.sorted())
    }

    private func isMissing(_ namespace: String) async throws -> Bool {
        try await translating("look for namespace '\(namespace)'") {
            do {
                return try await client.object(ClusterClient.namespaces, namespace, in: "") == nil
            } catch let status as APIStatus where status.code == 403 {
                return false
            }
        }
    }
}
