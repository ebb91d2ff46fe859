import Documents

/// What was seen of the objects of a namespace: a value that changes with each thing that is seen.
///
/// Objects are found by name, and those around them by who owns them.
struct ClusterView: Sendable {
    /// What a watch has seen.
    enum Sighting: Sendable {
        /// These are all objects there are.
        case listed([Value])
        case present(Value)
        case gone(Value)
    }

    /// Kinds that tell how objects of other kinds fare.
    static let replicaSet = "ReplicaSet"
    static let pod = "Pod"
    static let event = "Event"

    private var objects: [String: [String: Value]] = [:]
    /// The uids of what an object owns, by its own uid.
    private var owned: [String: Set<String>] = [:]
    private var owners: [String: String] = [:]
    private var replicaSets: [String: Value] = [:]
    private var pods: [String: Value] = [:]
    private var events: [String: [Value]] = [:]
    private var listedKinds: Set<String> = []

    /// How many of the last events about an object are kept.
    private static let eventLimit = 20

    /// Whether all objects of a kind that there are were seen.
    func hasListed(_ kind: String) -> Bool { listedKinds.contains(kind) }

    /// The object of a kind and name; `nil` if none was seen.
    func object(_ kind: String, _ name: String) -> Value? { objects[kind]?[name] }

    /// What there is around an object.
    func surroundings(of live: Value) -> Surroundings {
        guard let uid = live.uid else { return .none }
        var surroundings = Surroundings()
        var uids = [uid]
        for child in owned[uid, default: []].sorted() {
            if let set = replicaSets[child] {
                surroundings.replicaSets.append(set)
                uids.append(child)
                surroundings.pods += owned[child, default: []].compactMap { pods[$0] }
            } else if let pod = pods[child] {
                surroundings.pods.append(pod)
            }
        }
        surroundings.pods.sort { ($0.creation, $0.objectName) < ($1.creation, $1.objectName) }
        uids += surroundings.pods.compactMap(\.uid)
        surroundings.events = uids.flatMap { events[$0] ?? [] }.sorted { $0.lastTime < $1.lastTime }
        return surroundings
    }

    /// Takes in what a watch of a kind has seen.
    ///
    /// - Returns: The uids of the objects that fare differently by it, as far as owners are known; `nil` for any.
    mutating func note(_ sighting: Sighting, of kind: String) -> Set<String>? {
        switch sighting {
        case .listed(let all):
            forget(kind)
            for object in all { _ = add(object, of: kind) }
            listedKinds.insert(kind)
            return nil
        case .present(let object): return add(object, of: kind)
        case .gone(let object): return remove(object, of: kind)
        }
    }

    private mutating func add(_ object: Value, of kind: String) -> Set<String> {
        switch kind {
        case Self.event:
            guard let uid = object["involvedObject"]?["uid"]?.stringValue else { return [] }
            var list = events[uid, default: []]
            list.removeAll { $0.uid == object.uid }
            list.append(object)
            events[uid] = Array(list.suffix(Self.eventLimit))
            return [root(of: uid)]
        case Self.replicaSet, Self.pod:
            guard let uid = object.uid else { return [] }
            if kind == Self.pod { pods[uid] = object } else { replicaSets[uid] = object }
            if let owner = object.ownerUID {
                owned[owner, default: []].insert(uid)
                owners[uid] = owner
            }
        case _: break
        }
        // A pod or a ReplicaSet may be what was applied itself.
        objects[kind, default: [:]][object.objectName] = object
        return object.uid.map { [root(of: $0), $0] } ?? []
    }

    private mutating func remove(_ object: Value, of kind: String) -> Set<String> {
        guard let uid = object.uid, kind != Self.event else { return [] }
        let affected: Set = [root(of: uid), uid]
        if objects[kind]?[object.objectName]?.uid == uid { objects[kind]?[object.objectName] = nil }
        pods[uid] = nil
        replicaSets[uid] = nil
        events[uid] = nil
        if let owner = owners.removeValue(forKey: uid) { owned[owner]?.remove(uid) }
        return affected
    }

    private mutating func forget(_ kind: String) {
        objects[kind] = nil
        switch kind {
        case Self.event: events = [:]
        case Self.pod, Self.replicaSet:
            let uids = kind == Self.pod ? Array(pods.keys) : Array(replicaSets.keys)
            for uid in uids { if let owner = owners.removeValue(forKey: uid) { owned[owner]?.remove(uid) } }
            if kind == Self.pod { pods = [:] } else { replicaSets = [:] }
        case _: break
        }
    }

    /// The object at the end of the chain of owners.
    private func root(of uid: String) -> String {
        var root = uid
        while let owner = owners[root] { root = owner }
        return root
    }
}

extension Value {
    fileprivate var creation: String { self["metadata"]?["creationTimestamp"]?.stringValue ?? "" }

    /// When an event was noted last; what is noted by the newer interface has another member for it.
    fileprivate var lastTime: String {
        self["series"]?["lastObservedTime"]?.stringValue ?? self["lastTimestamp"]?.stringValue
            ?? self["eventTime"]?.stringValue ?? creation
    }
}
