import AppModel

/// The labels of objects that hold state.
enum StateLabel {
    /// What an object is, a `StateObjectKind`.
    static let kind = "radapp.io/state"
    /// The digest of the deployment that it belongs to.
    static let journal = "radapp.io/state-journal"
    /// The digest of the deployment of which it holds what is kept to be made again.
    static let revisions = "radapp.io/state-revisions"
    /// The digest of the group that it belongs to.
    static let group = "radapp.io/state-group"
}

/// What objects that hold state are.
enum StateObjectKind: String {
    case key
    /// The end of a journal, and the names of the segments that come before it.
    case head
    /// A part of a journal that is never changed.
    case segment
    /// A part of what is kept of a deployment to be made again.
    case revision
    case environment
    case group
    case type
}

/// What is said of objects that hold state.
enum StateNote {
    static let group = "radapp.io/state-group-name"
    static let environment = "radapp.io/state-environment"
    static let application = "radapp.io/state-application"
    /// The names of a journal's segments in their order, with commas between.
    static let segments = "radapp.io/state-segments"
    /// The number of the deployment that an object is kept of.
    static let revision = "radapp.io/state-revision"
    /// How many objects hold it together.
    static let parts = "radapp.io/state-revision-parts"
    /// Which write came last, so that one whose answer was lost is known again.
    static let write = "radapp.io/state-write"
}

/// The names of objects that hold state.
enum StateObjectName {
    static let key = "rad-key"

    static func head(_ identity: DeploymentIdentity) -> String { "rad-journal-\(identity.digest)" }

    static func revision(_ number: Int, part: Int, of identity: DeploymentIdentity) -> String {
        "rad-revision-\(identity.digest)-\(number)-\(part)"
    }

    static func lock(_ identity: DeploymentIdentity) -> String { "rad-lock-\(identity.digest)" }

    static func groupLock(_ group: String) -> String { "rad-group-\(digest(of: group))" }

    static func group(_ group: String) -> String { "rad-group-\(digest(of: group))" }

    static func environment(_ name: String, in group: String) -> String {
        "rad-environment-\(DeploymentIdentity(group: group, environment: name, application: nil).digest)"
    }

    static func type(_ type: ResourceType) -> String { "rad-type-\(digest(of: type.description))" }

    /// Stands for a name in names and labels, which take no other characters; case does not count.
    static func digest(of name: String) -> String { String(hexSHA256(name.lowercased()).prefix(32)) }
}

extension DeploymentIdentity {
    /// The identity as notes of an object.
    var notes: [String: String] {
        var notes = [StateNote.group: group, StateNote.environment: environment]
        notes[StateNote.application] = application
        return notes
    }

    /// Reads the notes of an object; `nil` if they name no deployment.
    init?(notes: [String: String]) {
        guard let group = notes[StateNote.group], let environment = notes[StateNote.environment] else { return nil }
        self.init(group: group, environment: environment, application: notes[StateNote.application])
    }
}
