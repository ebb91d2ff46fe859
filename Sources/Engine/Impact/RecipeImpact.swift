public import AppModel
public import Documents

/// What another recipe would change for one resource that was deployed.
public struct RecipeImpact: Sendable {
    /// What would become of an object.
    public enum Action: String, Sendable, CaseIterable {
        case create
        case update
        /// One of the same type and another name takes its place.
        case replace
        case delete
        /// It is made of secrets, or of values that were not known, and those are not recorded.
        case mayUpdate
    }

    /// One object that would change.
    public struct ObjectChange: Sendable {
        public let action: Action
        public let type: String
        /// The name that it has, or will have if it is new.
        public let name: String
        public let namespace: String
        /// The name of what takes its place.
        public let successor: String?
    }

    /// A value that the recipe gives to those that use the resource.
    public struct ValueChange: Sendable {
        public let name: String
        /// `nil` where there is none.
        public let before: Value?
        public let after: Value?
    }

    public let resource: ResourceID
    public let objects: [ObjectChange]
    public let values: [ValueChange]
    /// The resources that read the resource, and are deployed anew if its values change.
    public let readers: [ResourceID]

    /// Whether anything would change, or may.
    public var isEmpty: Bool { objects.isEmpty && values.isEmpty }
}

extension RecipeImpact {
    /// Compares what a recipe would make with what was recorded.
    ///
    /// - Parameters:
    ///   - resource: The resource, as it would be bound.
    ///   - wanted: What the target would be asked for because of it.
    ///   - former: What the recipe that is registered now would make, for objects that cannot be compared with what
    ///     was recorded; `nil` if that is the recipe that is asked about.
    ///   - state: What was recorded.
    ///   - key: The key of the state's fingerprints.
    public init(
        of resource: Resource,
        wanted: [OutputResource],
        former: [OutputResource]?,
        in state: DeploymentState,
        key: FingerprintKey
    ) {
        self.resource = resource.id
        let wanted = wanted.filter { $0.owner == resource.id }
        let recorded = state.outputs.filter { $0.owner == resource.id }
        let known = Dictionary(recorded.map { ($0.id, $0) }) { first, _ in first }
        let before = Dictionary((former ?? []).map { ($0.id, $0) }) { first, _ in first }
        var changes: [ObjectChange] = []
        var created: [OutputResource] = []
        for output in wanted {
            guard let record = known[output.id] else {
                created.append(output)
                continue
            }
            guard Fingerprint(of: output, key: key).text != record.wantedFingerprint else { continue }
            let action: Action = output.dependsOnUnrecorded ? .mayUpdate : .update
            // Both recipes were given the same stand-ins: what is equal then is equal.
            if action == .mayUpdate, before[output.id]?.isSame(as: output) == true { continue }
            changes.append(ObjectChange(action, output))
        }
        var gone = recorded.filter { record in !wanted.contains { $0.id == record.id } }
        for output in created {
            guard let place = gone.firstIndex(where: { $0.type == output.type && $0.namespace == output.namespace })
            else {
                changes.append(ObjectChange(.create, output))
                continue
            }
            changes.append(ObjectChange(.replace, gone.remove(at: place), successor: output.name))
        }
        objects = changes + gone.map { ObjectChange(.delete, $0) }
        let record = state.resources.first { $0.id == resource.id }
        values = Self.values(of: resource, after: record)
        readers = state.resources.filter { other in
            other.id != resource.id
                && (other.connections.contains { $0.target == resource.id } || other.dependencies.contains(resource.id))
        }
        .map(\.id)
    }

    /// The properties that would be others.
    private static func values(of resource: Resource, after record: RecordedResource?) -> [ValueChange] {
        guard let record else { return [] }
        let names = Array(record.properties.names) + resource.properties.names.filter { record.properties[$0] == nil }
        return names.compactMap { name in
            let (before, after) = (record.properties[name], resource.properties[name])
            guard before != after?.redacted else { return nil }
            // What stands for the value may stand for the same one.
            if let after, !after.isKnown { return nil }
            return ValueChange(name: name, before: before, after: after)
        }
    }
}

extension RecipeImpact.ObjectChange {
    fileprivate init(_ action: RecipeImpact.Action, _ output: OutputResource) {
        self.init(
            action: action,
            type: output.type,
            name: output.name,
            namespace: output.namespace,
            successor: nil
        )
    }

    fileprivate init(_ action: RecipeImpact.Action, _ record: RecordedOutput, successor: String? = nil) {
        self.init(
            action: action,
            type: record.type,
            name: record.name,
            namespace: record.namespace,
            successor: successor
        )
    }
}

extension OutputResource {
    fileprivate func isSame(as other: OutputResource) -> Bool {
        apiVersion == other.apiVersion && body == other.body
    }
}
