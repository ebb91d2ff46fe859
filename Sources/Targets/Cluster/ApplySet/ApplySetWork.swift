import Documents
import Engine

/// How far the ApplySet of a deployment is while a plan is carried out.
struct ApplySetWork: Sendable {
    /// What is known of the parent.
    enum Parent: Sendable, Equatable {
        /// There is none, or none yet.
        case absent
        /// It is there, and says this.
        case present(uid: String, manifest: Value)
        /// The user may not read or write it.
        case forbidden(String)
    }

    let set: ApplySet
    /// What the deployment makes, and what it has made.
    let members: [RecordedOutput]
    var parent: Parent

    /// What the parent is to say before anything is made: all that was and all that will be.
    func contentsBefore() -> ApplySet.Contents {
        let contents = ApplySet.Contents(members)
        guard case .present(_, let manifest) = parent else { return contents }
        return contents.union(ApplySet.Contents(ofParent: manifest, in: set.namespace))
    }
}

extension Value {
    /// Whether a parent says what a manifest of it wants.
    func saysOfApplySet(_ manifest: Value) -> Bool {
        let notes = [ApplySet.toolNote, ApplySet.kindsNote, ApplySet.namespacesNote]
        return metadataLabel(ApplySet.idLabel) == manifest.metadataLabel(ApplySet.idLabel)
            && notes.allSatisfy { metadataNote($0) == manifest.metadataNote($0) }
    }
}
