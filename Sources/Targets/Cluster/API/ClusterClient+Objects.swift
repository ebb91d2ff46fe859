import Documents

extension ClusterClient {
    /// How an object is applied.
    struct Application: Sendable {
        /// Whether fields that others have are taken from them.
        var isForced = false
        /// Whether the server only says what would come of it.
        var isDry = false
        /// Whose fields they become.
        var manager = ClusterClient.fieldManager
    }

    /// The name under which rad owns fields of objects.
    static let fieldManager = "rad"

    /// One object; `nil` if there is none.
    ///
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func object(_ resource: APIResource, _ name: String, in namespace: String) async throws -> Value? {
        do {
            return try await send(Request(resource.path(of: name, in: namespace)))
        } catch let status as APIStatus where status.isNotFound {
            return nil
        }
    }

    /// The objects of a kind, in a namespace or of the cluster.
    ///
    /// - Parameters:
    ///   - resource: The kind.
    ///   - namespace: The namespace; `nil` for all.
    ///   - selector: The labels that the objects have; `nil` for all objects.
    ///   - fields: The fields that the objects have, where the server can select by them; `nil` for all objects.
    ///   - part: How much of each object is wanted.
    ///   - limit: How many objects one answer holds.
    /// - Returns: The objects, and the version of the list as a whole.
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func list(
        _ resource: APIResource,
        in namespace: String?,
        selector: String? = nil,
        fields: String? = nil,
        _ part: ObjectPart = .whole,
        limit: Int = 500
    ) async throws -> (objects: [Value], version: String) {
        var objects: [Value] = []
        var token = ""
        while true {
            var request = Request(resource.path(in: namespace))
            if case .metadata = part {
                request.accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
            }
            if let selector { request.query.append(("labelSelector", selector)) }
            if let fields { request.query.append(("fieldSelector", fields)) }
            if limit > 0 { request.query.append(("limit", String(limit))) }
            if !token.isEmpty { request.query.append(("continue", token)) }
            let answer: Value
            do {
                answer = try await send(request)
            } catch let status as APIStatus where status.isExpired && !token.isEmpty {
                // The list has changed too much since its first part: all of it at once is never too old.
                return try await list(resource, in: namespace, selector: selector, fields: fields, part, limit: 0)
            }
            objects += answer["items"]?.arrayValue ?? []
            token = answer["metadata"]?["continue"]?.stringValue ?? ""
            if token.isEmpty { return (objects, answer["metadata"]?["resourceVersion"]?.stringValue ?? "") }
        }
    }

    /// How much of objects is wanted.
    enum ObjectPart: Sendable {
        case whole
        case metadata
    }

    /// Makes an object what it should be, by server-side apply.
    ///
    /// - Returns: The object as the server has it then.
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func apply(
        _ body: Value,
        _ resource: APIResource,
        _ name: String,
        in namespace: String,
        _ application: Application = Application()
    ) async throws -> Value {
        var request = Request("PATCH", resource.path(of: name, in: namespace))
        request.query = [
            ("fieldManager", application.manager), ("force", application.isForced ? "true" : "false"),
            ("fieldValidation", "Strict"),
        ]
        if application.isDry { request.query.append(("dryRun", "All")) }
        request.contentType = "application/apply-patch+yaml"
        request.body = Array(body.json(.compact, disclosing: .revealed).utf8)
        return try await send(request)
    }

    /// Gives an object a label, if it is still the one of that identity.
    ///
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func label(
        _ resource: APIResource,
        _ name: String,
        in namespace: String,
        uid: String,
        _ label: (name: String, value: String),
        as manager: String
    ) async throws {
        var request = Request("PATCH", resource.path(of: name, in: namespace))
        request.query = [("fieldManager", manager)]
        request.accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
        request.contentType = "application/merge-patch+json"
        let patch: Value = [
            "metadata": ["uid": .string(uid), "labels": .object([label.name: .string(label.value)])]
        ]
        request.body = Array(patch.json(.compact).utf8)
        _ = try await send(request)
    }

    /// Removes an object, and what it has made in the background.
    ///
    /// - Parameters:
    ///   - resource: Its kind.
    ///   - name: Its name.
    ///   - namespace: Its namespace; empty for none.
    ///   - uid: Its identity: another object of that name stays.
    /// - Returns: Whether it may still be there for a while; false if it is gone.
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func delete(_ resource: APIResource, _ name: String, in namespace: String, uid: String) async throws -> Bool {
        var request = Request("DELETE", resource.path(of: name, in: namespace))
        let options: Value = [
            "apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": "Background",
            "preconditions": ["uid": .string(uid)],
        ]
        request.body = Array(options.json(.compact).utf8)
        do {
            return try await send(request)["kind"]?.stringValue != "Status"
        } catch let status as APIStatus where status.isNotFound {
            return false
        }
    }
}
