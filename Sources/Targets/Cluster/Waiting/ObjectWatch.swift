import Documents
import Engine
import Synchronization

/// Follows the objects of one kind: a list, then a watch from there on, and a list again when that cannot go on.
struct ObjectWatch: Sendable {
    let client: ClusterClient
    let resource: APIResource
    /// The namespace; `nil` for what has none.
    let namespace: String?
    var labels: String?
    var fields: String?
    var part = ClusterClient.ObjectPart.whole
    var pace = Pace()

    /// How fast to follow.
    struct Pace: Sendable {
        /// How long one watch lasts; the server ends it then, and another one goes on.
        var life: Duration = .seconds(45)
        /// How much longer a server may be silent before it is taken for dead.
        var silence: Duration = .seconds(10)
        /// How long to rest after a failure; it doubles with each one.
        var rest: Duration = .milliseconds(500)
        var longestRest: Duration = .seconds(10)
        /// How often to list where watching is not allowed.
        var listing: Duration = .seconds(2)
    }

    /// Follows until the task is cancelled, or the server does not let the user see the objects.
    ///
    /// - Parameter see: Told what is seen, in order.
    /// - Throws: `APIStatus` if the user may not even list.
    func run(_ see: @escaping @Sendable (ClusterView.Sighting) -> Void) async throws {
        var failures = 0
        while !Task.isCancelled {
            do {
                let list = try await list()
                see(.listed(list.objects))
                failures = 0
                try await follow(from: list.version, see)
            } catch let status as APIStatus where [401, 403, 405].contains(status.code) {
                throw status
            } catch is CancellationError {
                return
            } catch {
                // A server that is away comes back, or the time of whoever waits is up.
                failures += 1
                try? await Task.sleep(for: min(pace.rest * (1 << min(failures - 1, 10)), pace.longestRest))
            }
        }
    }

    private func list() async throws -> (objects: [Value], version: String) {
        var list = try await client.list(resource, in: namespace, selector: labels, fields: fields, part)
        // The elements of a list do not say what they are.
        list.objects = list.objects.map { object in
            guard var members = object.objectValue else { return object }
            members["apiVersion"] = .string(resource.apiVersion)
            members["kind"] = .string(resource.kind)
            return .object(members)
        }
        return list
    }

    /// Watches from a version of the list on, for as long as the server can tell what has changed since.
    private func follow(from version: String, _ see: @escaping @Sendable (ClusterView.Sighting) -> Void) async throws {
        var version = version
        var fruitless = 0
        while !Task.isCancelled {
            let reader = WatchReader(from: version, see)
            do {
                let request = request(from: version)
                try await limited { try await client.stream(request, to: reader.take) }
            } catch let status as APIStatus where status.isExpired {
                return
            } catch let status as APIStatus where status.code == 403 || status.code == 405 {
                return try await listAgain(see)
            }
            let end = reader.end()
            if end.isExpired { return }
            if let refusal = end.refusal { throw refusal }
            // A server that ends each watch at once must not be asked without pause.
            fruitless = end.version == version ? fruitless + 1 : 0
            if fruitless > 1 { try await Task.sleep(for: min(pace.rest * fruitless, pace.longestRest)) }
            version = end.version
        }
    }

    /// For who may list and not watch.
    private func listAgain(_ see: @escaping @Sendable (ClusterView.Sighting) -> Void) async throws {
        while !Task.isCancelled {
            try await Task.sleep(for: pace.listing)
            see(.listed(try await list().objects))
        }
    }

    private func request(from version: String) -> ClusterClient.Request {
        var request = ClusterClient.Request(resource.path(in: namespace))
        if case .metadata = part {
            request.accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
        }
        request.query = [
            ("watch", "true"), ("resourceVersion", version), ("allowWatchBookmarks", "true"),
            ("timeoutSeconds", String(max(1, pace.life.components.seconds))),
        ]
        if let labels { request.query.append(("labelSelector", labels)) }
        if let fields { request.query.append(("fieldSelector", fields)) }
        return request
    }

    /// Gives up on a watch that the server should have ended: perhaps it is not there any more.
    private func limited(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask { try await Task.sleep(for: pace.life + pace.silence) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// Reads the lines of a watch.
final class WatchReader: Sendable {
    /// How a watch ended.
    struct End: Sendable {
        /// The version to go on from.
        var version: String
        /// Whether the server does not know any more what has changed since the version.
        var isExpired = false
        /// What the server said in place of a change.
        var refusal: APIStatus?
    }

    private let state: Mutex<End>
    private let buffer = Mutex(LineBuffer())
    private let see: @Sendable (ClusterView.Sighting) -> Void

    init(from version: String, _ see: @escaping @Sendable (ClusterView.Sighting) -> Void) {
        state = Mutex(End(version: version))
        self.see = see
    }

    /// Takes a part of the answer.
    func take(_ part: [UInt8]) {
        for line in buffer.withLock({ $0.lines(adding: part) }) { read(line) }
    }

    /// What came of it; a line that was cut off counts for nothing.
    func end() -> End { state.withLock { $0 } }

    private func read(_ line: [UInt8]) {
        guard let change = ClusterClient.value(of: line), let object = change["object"] else { return }
        let type = change["type"]?.stringValue ?? ""
        guard type != "ERROR" else {
            let status = APIStatus(code: 0, body: object)
            return state.withLock { end in
                if status.isExpired { end.isExpired = true } else { end.refusal = status }
            }
        }
        if let version = object["metadata"]?["resourceVersion"]?.stringValue {
            state.withLock { $0.version = version }
        }
        switch type {
        case "ADDED", "MODIFIED": see(.present(object))
        case "DELETED": see(.gone(object))
        case _: break
        }
    }
}
