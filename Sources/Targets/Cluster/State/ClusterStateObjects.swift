import Documents
public import Engine
import HTTP
import Synchronization

/// The state in a cluster: Secrets in a namespace, and Leases beside them.
public struct ClusterStateObjects: Sendable {
    /// The namespace of the state, unless the workspace names another.
    public static let defaultNamespace = "rad-state"

    private let client: ClusterClient
    private let namespace: String
    /// How far the clock of the server is ahead of that of this machine, in seconds.
    private let offset = SharedOffset()

    /// Uses a namespace, which is made when something is first written.
    public init(_ client: ClusterClient, namespace: String) {
        self.client = client
        self.namespace = namespace
    }

    /// The store of states over these objects.
    ///
    /// - Parameter key: The key, if the user keeps it elsewhere.
    /// - Returns: The store.
    public func store(key: StateKey? = nil) -> ObjectStateStore { ObjectStateStore(self, key: key) }

    private final class SharedOffset: Sendable {
        private let seconds = Mutex<Int64>(0)

        var value: Int64 {
            get { seconds.withLock { $0 } }
            set { seconds.withLock { $0 = newValue } }
        }
    }
}

extension ClusterStateObjects: StateObjects {
    package var place: String { "namespace '\(namespace)' of context '\(client.context)'" }

    package func now() async -> Timestamp { Timestamp(seconds: Timestamp.now().seconds + offset.value) }

    // MARK: - Secrets

    package func object(_ name: String, _ part: StateObjectPart) async throws -> StateObject? {
        var request = ClusterClient.Request(StateManifest.secrets.path(of: name, in: namespace))
        if case .outline = part { request.accept = Self.outline }
        return try await answer(request, "read").flatMap(StateManifest.object)
    }

    package func objects(labelled labels: [String: String], _ part: StateObjectPart) async throws -> [StateObject] {
        let selector = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        do {
            let list = try await client.list(
                StateManifest.secrets,
                in: namespace,
                selector: selector,
                part.isWhole ? .whole : .metadata,
                limit: part.isWhole ? 50 : 500
            )
            return list.objects.compactMap(StateManifest.object)
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "read the state in \(place)")
        }
    }

    package func create(_ object: StateObject) async throws -> String? {
        try await create(StateManifest.secret(object), StateManifest.secrets)
    }

    package func replace(_ object: StateObject) async throws -> String? {
        try await replace(StateManifest.secret(object), StateManifest.secrets.path(of: object.name, in: namespace))
    }

    package func add(
        _ pieces: [String: [UInt8]],
        notes: [String: String],
        to object: StateObject
    ) async throws -> String? {
        var request = ClusterClient.Request("PATCH", StateManifest.secrets.path(of: object.name, in: namespace))
        request.contentType = "application/merge-patch+json"
        request.accept = Self.outline
        request.body = Self.bytes(StateManifest.addition(pieces, notes, to: object.version))
        return try await version(request)
    }

    package func remove(_ name: String, version: String?) async throws -> Bool {
        try await remove(StateManifest.secrets, name, version)
    }

    // MARK: - Leases

    package func lease(_ name: String) async throws -> StateLease? {
        let request = ClusterClient.Request(StateManifest.leases.path(of: name, in: namespace))
        return try await answer(request, "read").flatMap(StateManifest.lease)
    }

    package func leases() async throws -> [StateLease] {
        do {
            return try await client.list(StateManifest.leases, in: namespace).objects
                .compactMap(StateManifest.lease)
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "read the state in \(place)")
        }
    }

    package func create(_ lease: StateLease) async throws -> String? {
        try await create(StateManifest.lease(lease), StateManifest.leases)
    }

    package func replace(_ lease: StateLease) async throws -> String? {
        try await replace(StateManifest.lease(lease), StateManifest.leases.path(of: lease.name, in: namespace))
    }

    package func removeLease(_ name: String, version: String) async throws -> Bool {
        try await remove(StateManifest.leases, name, version)
    }

    // MARK: - Requests

    /// Asks for the metadata of an object and not for the rest.
    private static let outline = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"

    private static func bytes(_ value: Value) -> [UInt8] { Array(value.json(.compact, disclosing: .revealed).utf8) }

    private func create(_ manifest: Value, _ resource: APIResource) async throws -> String? {
        var request = ClusterClient.Request("POST", resource.path(in: namespace))
        request.accept = Self.outline
        request.body = Self.bytes(manifest)
        do {
            return try await version(request, isCreation: true)
        } catch let error as ApplyError where error.isNamespaceMissing {
            try await makeNamespace()
            return try await version(request, isCreation: true)
        }
    }

    private func replace(_ manifest: Value, _ path: String) async throws -> String? {
        var request = ClusterClient.Request("PUT", path)
        request.accept = Self.outline
        request.body = Self.bytes(manifest)
        return try await version(request)
    }

    private func remove(_ resource: APIResource, _ name: String, _ version: String?) async throws -> Bool {
        var request = ClusterClient.Request("DELETE", resource.path(of: name, in: namespace))
        if let version {
            request.body = Self.bytes(
                ["apiVersion": "v1", "kind": "DeleteOptions", "preconditions": ["resourceVersion": .string(version)]]
            )
        }
        let response = try await client.response(to: request)
        note(response)
        switch response.status {
        case 200..<300, 404: return true
        case 409: return false
        case let code:
            let status = APIStatus(code: code, body: ClusterClient.value(of: response.body))
            throw ApplyError.refused(status, "write the state in \(place)")
        }
    }

    /// Looks something up; `nil` if it is not there.
    private func answer(_ request: ClusterClient.Request, _ action: String) async throws -> Value? {
        let response = try await client.response(to: request)
        note(response)
        let body = ClusterClient.value(of: response.body)
        guard response.status != 404 else { return nil }
        guard 200..<300 ~= response.status else {
            throw ApplyError.refused(APIStatus(code: response.status, body: body), "\(action) the state in \(place)")
        }
        guard let body else { throw ApplyError.unreadableAnswer(client.connection, request.method) }
        return body
    }

    /// Changes something; `nil` if it is not as it was thought to be.
    private func version(_ request: ClusterClient.Request, isCreation: Bool = false) async throws -> String? {
        let response = try await client.response(to: request)
        note(response)
        let body = ClusterClient.value(of: response.body)
        switch response.status {
        case 200..<300:
            guard let version = body?["metadata"]?["resourceVersion"]?.stringValue else {
                throw ApplyError.unreadableAnswer(client.connection, request.method)
            }
            return version
        case 409: return nil
        case 404 where !isCreation: return nil
        case let code: throw ApplyError.refused(APIStatus(code: code, body: body), "write the state in \(place)")
        }
    }

    private func note(_ response: HTTPResponse) {
        guard let date = response.date else { return }
        offset.value = Int64(date) - Timestamp.now().seconds
    }

    private func makeNamespace() async throws {
        var request = ClusterClient.Request("POST", "/api/v1/namespaces")
        request.body = Self.bytes(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(namespace)]])
        let response = try await client.response(to: request)
        guard 200..<300 ~= response.status || response.status == 409 else {
            let status = APIStatus(code: response.status, body: ClusterClient.value(of: response.body))
            throw ApplyError.refused(status, "make namespace '\(namespace)' for the state")
        }
    }
}

extension StateObjectPart {
    fileprivate var isWhole: Bool {
        switch self {
        case .whole: true
        case .outline: false
        }
    }
}
