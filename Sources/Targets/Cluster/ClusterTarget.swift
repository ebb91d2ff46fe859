public import Documents
public import Engine
import Synchronization

/// Makes the objects of one deployment in a cluster, by server-side apply.
///
/// What is there is found with one or two lists for each kind and namespace, however many objects there are. An object
/// counts as rad's own if it carries the mark of the deployment; others are never overwritten or removed, unless the
/// user lets rad take them over.
public final class ClusterTarget: Target {
    /// What the user allows.
    public struct Options: Sendable {
        /// Take fields over that others have set.
        public var forcesConflicts = false
        /// Whether to wait until an object that was removed is gone.
        public var removal = Removal.awaited(.seconds(120))
        /// Whether to wait until what was applied is of use.
        public var awaitsReadiness = false
        /// How long one object may take until it is ready, and its predecessor until it is gone; `nil` for as long as
        /// they like.
        public var readinessLimit: Duration? = .seconds(600)
        /// When nothing is waited for any longer; `nil` for never.
        public var end: ContinuousClock.Instant?
        /// How long something may be wrong that is likely to stay wrong.
        var patience: Duration = .seconds(30)
        /// How fast objects are followed.
        var pace = ObjectWatch.Pace()

        /// Whether to wait until an object that was removed is gone.
        public enum Removal: Sendable, Equatable {
            case notAwaited
            /// For so long; `nil` for as long as it takes.
            case awaited(Duration?)
        }

        /// The options of a user who gave none.
        public init() {}
    }

    let client: ClusterClient
    let discovery: Discovery
    let mark: DeploymentMark
    private let key: FingerprintKey
    let options: Options
    let watches: ClusterWatches
    private let seen = Mutex(Seen())
    /// The set that the objects of the deployment are members of, once a plan is carried out.
    let applySet = Mutex<ApplySetWork?>(nil)
    /// Where the parent of the set may still be, when nothing else is there any more.
    let formerHomes = Mutex<[String]>([])

    /// What is known of the cluster in this run.
    private struct Seen {
        /// Objects by their ids, as they were when they were looked for.
        var objects: [OutputResourceID: Sighting] = [:]
        /// Namespaces that are being removed, with all that is in them.
        var passingNamespaces: Set<String> = []
        /// Kinds whose definitions were applied: the cluster serves them a little later.
        var definedKinds: Set<String> = []
        /// Whether volumes of a storage class are only made for the first pod that uses them.
        var bindingOnFirstUse: [String: Bool] = [:]
    }

    /// An object as it was when it was looked at.
    struct Sighting {
        let uid: String
        let isOwn: Bool
        /// Whether it is being removed, and there only until its finalizers are through.
        let isPassing: Bool
        /// The ApplySet that it is a member of.
        let applySet: String?
    }

    /// Uses a cluster.
    ///
    /// - Parameters:
    ///   - client: What speaks with it.
    ///   - cacheFolder: Where it is kept for some minutes which kinds the cluster serves; `nil` for nowhere.
    ///   - identity: The deployment.
    ///   - key: The key of the state's fingerprints: an object may hold secrets.
    ///   - options: What the user allows.
    public init(
        _ client: ClusterClient,
        cacheFolder: String?,
        identity: DeploymentIdentity,
        key: FingerprintKey,
        options: Options = Options()
    ) {
        self.client = client
        discovery = Discovery(
            client,
            cache: cacheFolder.map { DiscoveryCache(folder: $0, server: client.connection.server) }
        )
        mark = DeploymentMark(identity)
        self.key = key
        self.options = options
        watches = ClusterWatches(client, pace: options.pace)
    }

    public var awaitsReadiness: Bool { options.awaitsReadiness }

    public var width: Int { ClusterClient.width }

    // MARK: - Looking

    public func observe(_ candidates: [RecordedOutput]) async throws -> [OutputResourceID: Observation] {
        let groups = Dictionary(grouping: candidates.filter { $0.platform == .kubernetes }) {
            Scope(apiVersion: $0.apiVersion, kind: $0.kind, namespace: $0.namespace)
        }
        return try await withThrowingTaskGroup(of: [(OutputResourceID, Value)].self) { group in
            for (scope, candidates) in groups { group.addTask { try await self.find(candidates, in: scope) } }
            return observations(of: try await group.reduce(into: []) { $0 += $1 }, among: candidates)
        }
    }

    /// Remembers what was found, and tells what of it stays: what is being removed is as good as gone, and so is what
    /// is in a namespace that is.
    private func observations(
        of found: [(OutputResourceID, Value)],
        among candidates: [RecordedOutput]
    ) -> [OutputResourceID: Observation] {
        var observations: [OutputResourceID: Observation] = [:]
        for (id, object) in found {
            let observation = note(object, as: id)
            if !object.isPassing { observations[id] = observation }
        }
        let namespaces = candidates.filter { $0.type == "core/Namespace" && sighting(of: $0.id)?.isPassing == true }
        guard !namespaces.isEmpty else { return observations }
        let passing = Set(namespaces.map(\.name))
        seen.withLock { $0.passingNamespaces.formUnion(passing) }
        for candidate in candidates where passing.contains(candidate.namespace) { observations[candidate.id] = nil }
        return observations
    }

    /// Objects that one list tells about.
    private struct Scope: Hashable {
        let apiVersion: String
        let kind: String
        let namespace: String
    }

    private func find(_ candidates: [RecordedOutput], in scope: Scope) async throws -> [(OutputResourceID, Value)] {
        try await translating(
            "look for \(scope.kind) objects\(scope.namespace.isEmpty ? "" : " in namespace '\(scope.namespace)'")"
        ) {
            guard let resource = try await discovery.resource(apiVersion: scope.apiVersion, kind: scope.kind) else {
                return []
            }
            guard candidates.count > 1 else {
                return try await objects(candidates, resource)
            }
            do {
                return try await listed(candidates, resource, scope.namespace)
            } catch let status as APIStatus where status.code == 403 {
                // Whoever may not list may still be allowed to look at single objects.
                return try await objects(candidates, resource)
            } catch let status as APIStatus where status.isNotFound {
                return []
            }
        }
    }

    /// Looks at objects one by one.
    private func objects(
        _ candidates: [RecordedOutput],
        _ resource: APIResource
    ) async throws -> [(OutputResourceID, Value)] {
        try await withThrowingTaskGroup(of: (OutputResourceID, Value)?.self) { group in
            for candidate in candidates {
                group.addTask { [client] in
                    try await client.object(resource, candidate.name, in: candidate.namespace).map {
                        (candidate.id, $0)
                    }
                }
            }
            var found: [(OutputResourceID, Value)] = []
            for try await object in group { if let object { found.append(object) } }
            return found
        }
    }

    /// Lists what carries the mark, and if that is not all, the names of everything else.
    private func listed(
        _ candidates: [RecordedOutput],
        _ resource: APIResource,
        _ namespace: String
    ) async throws -> [(OutputResourceID, Value)] {
        var wanted = Dictionary(candidates.map { ($0.name, $0.id) }) { first, _ in first }
        var found: [(OutputResourceID, Value)] = []
        func take(_ objects: [Value]) {
            for object in objects {
                guard let name = object["metadata"]?["name"]?.stringValue, let id = wanted.removeValue(forKey: name)
                else { continue }
                found.append((id, object))
            }
        }
        let scope = namespace.isEmpty ? nil : namespace
        if candidates.contains(where: { !$0.place.isEmpty }) {
            take(try await client.list(resource, in: scope, selector: mark.selector).objects)
        }
        if !wanted.isEmpty { take(try await client.list(resource, in: scope, .metadata).objects) }
        return found
    }

    /// Remembers an object, and tells how it compares.
    @discardableResult
    private func note(_ object: Value, as id: OutputResourceID) -> Observation {
        let isOwn = mark.isOn(object)
        let uid = object["metadata"]?["uid"]?.stringValue ?? ""
        let applySet = object.metadataLabel(ApplySet.memberLabel)
        let sighting = Sighting(uid: uid, isOwn: isOwn, isPassing: object.isPassing, applySet: applySet)
        seen.withLock { $0.objects[id] = sighting }
        return Observation(fingerprint: fingerprint(of: object), isForeign: !isOwn)
    }

    /// An object that was looked at in this run.
    func sighting(of id: OutputResourceID) -> Sighting? { seen.withLock { $0.objects[id] } }

    /// Whether a namespace was being removed when it was looked at.
    func isPassing(namespace: String) -> Bool { seen.withLock { $0.passingNamespaces.contains(namespace) } }

    /// Forgets an object that is gone now.
    func forget(_ output: OutputResource) {
        seen.withLock {
            $0.objects[output.id] = nil
            if output.type == "core/Namespace" { $0.passingNamespaces.remove(output.name) }
        }
    }

    /// All objects that were looked at in this run.
    var sightings: [Sighting] { seen.withLock { Array($0.objects.values) } }

    /// The fingerprint of what rad applied of an object; the rest is the business of others.
    ///
    /// Which ApplySet it is a member of does not count: objects that older rads made are members of none.
    private func fingerprint(of object: Value) -> String {
        let own = FieldSet(ownedByRadIn: object)?.values(in: object).labelled(ApplySet.memberLabel, nil) ?? .null
        return key.fingerprint(of: own.canonicalJSON(disclosing: .revealed))
    }

    // MARK: - Changing

    public func apply(_ output: OutputResource) async throws -> AppliedOutput {
        guard output.platform == .kubernetes else {
            throw ApplyError.notForClusters(output.type, output.name, of: output.owner)
        }
        let attempt = "apply \(output.type) '\(output.name)'"
        return try await translating(attempt) {
            try await waitUntilPassed(output)
            let manifest = marked(output)
            let application = ClusterClient.Application(isForced: options.forcesConflicts)
            let (resource, live) = try await patient(output) { resource in
                try await client.apply(manifest, resource, output.name, in: output.namespace, application)
            }
            if let kind = output.definedKind { seen.withLock { _ = $0.definedKinds.insert(kind) } }
            if output.type == "core/Namespace" { try await announce(in: output.name) }
            let fingerprint = note(live, as: output.id).fingerprint
            return AppliedOutput(
                value: output.clusterValue(live),
                location: client.connection.server + resource.path(of: output.name, in: output.namespace),
                fingerprint: fingerprint
            )
        }
    }

    public func read(_ output: OutputResource) async throws -> Value {
        try await translating("read \(output.type) '\(output.name)'") {
            let resource = try await resource(output.apiVersion, output.kind)
            guard let live = try await client.object(resource, output.name, in: output.namespace) else {
                return output.body
            }
            return output.clusterValue(live)
        }
    }

    public func delete(_ output: RecordedOutput) async throws -> Removal {
        try await translating("delete \(output.type) '\(output.name)'") {
            guard let resource = try await discovery.resource(apiVersion: output.apiVersion, kind: output.kind) else {
                return .removed
            }
            let name = output.name
            guard let sighting = try await sighting(of: output, resource) else { return .removed }
            guard sighting.isOwn else { return .left(.leftInCluster(output)) }
            do {
                guard try await client.delete(resource, name, in: output.namespace, uid: sighting.uid) else {
                    return .removed
                }
            } catch let status as APIStatus where status.code == 409 && status.conflicts.isEmpty {
                // Somebody has put another object in its place since it was looked for.
                return .left(.leftInCluster(output))
            }
            try await waitUntilGone(output, resource, uid: sighting.uid)
            return .removed
        }
    }

    /// What is known of an object; who did not look for it does so now.
    private func sighting(of output: RecordedOutput, _ resource: APIResource) async throws -> Sighting? {
        if let known = sighting(of: output.id) { return known }
        guard let live = try await client.object(resource, output.name, in: output.namespace) else { return nil }
        note(live, as: output.id)
        return sighting(of: output.id)
    }

    // MARK: - Waiting

    /// Whether the volume of a claim is only made for the first pod that uses it.
    func bindsOnFirstUse(_ claim: Value) async throws -> Bool {
        guard claim["kind"]?.stringValue == "PersistentVolumeClaim",
            let name = claim["spec"]?["storageClassName"]?.stringValue, !name.isEmpty
        else { return false }
        if let known = seen.withLock({ $0.bindingOnFirstUse[name] }) { return known }
        let classes = APIResource(
            apiVersion: "storage.k8s.io/v1",
            kind: "StorageClass",
            plural: "storageclasses",
            isNamespaced: false
        )
        let isLate: Bool
        do {
            let found = try await client.object(classes, name, in: "")
            isLate = found?["volumeBindingMode"]?.stringValue == "WaitForFirstConsumer"
        } catch let status as APIStatus where status.code == 403 {
            // Who cannot know must not wait for what may never come before the pod.
            isLate = true
        }
        seen.withLock { $0.bindingOnFirstUse[name] = isLate }
        return isLate
    }

    // MARK: - Kinds

    func resource(_ apiVersion: String, _ kind: String) async throws -> APIResource {
        if let resource = try await discovery.resource(apiVersion: apiVersion, kind: kind) { return resource }
        await discovery.forget()
        if let resource = try await discovery.resource(apiVersion: apiVersion, kind: kind) { return resource }
        throw ApplyError.kindNotServed(apiVersion, kind, client.connection)
    }

    /// Does something with the kind of an object; a kind that this deployment defines may take seconds to be served.
    private func patient(
        _ output: OutputResource,
        _ body: (APIResource) async throws -> Value
    ) async throws -> (APIResource, Value) {
        let clock = ContinuousClock()
        let end = clock.now + Self.definitionLimit
        while true {
            let isNew = seen.withLock { $0.definedKinds.contains(output.type) } && clock.now < end
            do {
                let resource = try await resource(output.apiVersion, output.kind)
                return (resource, try await body(resource))
            } catch let error as ApplyError where isNew && error.isKindNotServed {
                try await clock.sleep(for: .milliseconds(200))
            } catch let status as APIStatus where isNew && status.isNotFound && status.kind.isEmpty {
                try await clock.sleep(for: .milliseconds(200))
            }
        }
    }

    private static let definitionLimit: Duration = .seconds(20)

    func translating<Result>(_ attempt: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let status as APIStatus {
            throw ApplyError.refused(status, attempt)
        }
    }
}

extension RecordedOutput {
    /// The kind in the words of manifests: `Deployment`.
    var kind: String { type.split(separator: "/").last.map(String.init) ?? type }
}

extension OutputResource {
    /// The kind in the words of manifests: `Deployment`.
    var kind: String { type.split(separator: "/").last.map(String.init) ?? type }

    /// The type of the objects that this one defines, if it defines a kind: `projectcontour.io/HTTPProxy`.
    fileprivate var definedKind: String? {
        guard type == "apiextensions.k8s.io/CustomResourceDefinition", let group = body["spec"]?["group"]?.stringValue,
            let kind = body["spec"]?["names"]?["kind"]?.stringValue
        else { return nil }
        return "\(group)/\(kind)"
    }
}
