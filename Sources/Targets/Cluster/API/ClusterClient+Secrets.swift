public import Documents
import Engine

extension ClusterClient {
    private static let secrets = APIResource(apiVersion: "v1", kind: "Secret", plural: "secrets", isNamespaced: true)
    static let namespaces = APIResource(
        apiVersion: "v1",
        kind: "Namespace",
        plural: "namespaces",
        isNamespaced: false
    )

    /// What a Secret holds, in base64 by its keys; `nil` if there is none.
    ///
    /// - Throws: `ApplyError` if the server refuses or does not answer.
    public func secret(_ name: String, in namespace: String) async throws -> ValueObject? {
        try await explaining("read the Secret '\(name)' in namespace '\(namespace)'") {
            guard let object = try await object(Self.secrets, name, in: namespace) else { return nil }
            return object["data"]?.objectValue ?? [:]
        }
    }

    /// Makes a Secret hold texts, in a namespace that is made if it is not there.
    func keepSecret(_ name: String, in namespace: String, type: String, _ texts: ValueObject) async throws {
        try await explaining("keep the Secret '\(name)' in namespace '\(namespace)'") {
            try await makeNamespace(namespace)
            let body: Value = [
                "apiVersion": "v1", "kind": "Secret", "type": .string(type),
                "metadata": [
                    "name": .string(name), "namespace": .string(namespace),
                    "labels": ["app.kubernetes.io/managed-by": .string(Self.fieldManager)],
                ],
                "stringData": .object(texts),
            ]
            _ = try await apply(body, Self.secrets, name, in: namespace, Application(isForced: true))
        }
    }

    /// Makes sure that a namespace is there, whoever made it.
    func makeNamespace(_ name: String) async throws {
        guard try await object(Self.namespaces, name, in: "") == nil else { return }
        let body: Value = ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]
        _ = try await apply(body, Self.namespaces, name, in: "")
    }

    /// Removes a Secret, if it is there.
    func removeSecret(_ name: String, in namespace: String) async throws {
        try await explaining("remove the Secret '\(name)' in namespace '\(namespace)'") {
            try await remove(Self.secrets.path(of: name, in: namespace))
        }
    }

    /// Removes an object of a kind that need not be looked up.
    func remove(_ path: String) async throws {
        do {
            _ = try await send(Request("DELETE", path))
        } catch let status as APIStatus where status.isNotFound {}
    }

    private func explaining<Success>(_ deed: String, _ work: () async throws -> Success) async throws -> Success {
        do {
            return try await work()
        } catch let status as APIStatus {
            throw ApplyError.refused(status, deed)
        }
    }
}
