public import AppModel

/// One line of a journal.
enum JournalEntry: Sendable, Equatable {
    /// The first line: whose journal it is.
    case header(JournalHeader)
    /// Everything at once, with the last deployments; what came before in the journal counts no more.
    case snapshot(DeploymentState, history: [HistoryEntry])
    /// What a deployment is about to do. It is on the disk before the target is touched.
    case began(Beginning)
    /// What became of some of it.
    case outcomes([RecordedOutcome])
    /// How the deployment ended.
    case ended(Ending)
}

/// Whose journal it is, and of which format.
struct JournalHeader: Sendable, Equatable {
    /// The format that this rad writes.
    ///
    /// Older ones are read; later ones are refused.
    static let currentVersion: Int64 = 1

    var version = Self.currentVersion
    var identity: DeploymentIdentity
    /// The chain value at the end of the journal that this one replaces.
    var predecessor: String?
}

/// What a deployment is about to do.
public struct Beginning: Sendable, Equatable {
    /// An object and what is to be done with it.
    public struct Intent: Sendable, Equatable {
        public var action: Change.Action
        public var object: RecordedOutput
    }

    public var revision: Int
    public var target: String
    public var at: Timestamp
    /// What the user typed, without values.
    public var command: String
    public var intents: [Intent]
}

/// What became of an object, in as few words as the journal needs.
public enum RecordedOutcome: Sendable, Equatable {
    /// It is as the intent said; the fingerprint and the location are those of the target.
    case applied(OutputResourceID, fingerprint: String, location: String)
    /// It is gone from a place, or no longer rad's.
    case removed(OutputResourceID, place: String)
    /// The target refused; the object may be in any state.
    case failed(OutputResourceID, code: String)
    /// Nothing was attempted.
    case untouched(OutputResourceID)
}

/// How a deployment ended, and what changes with it besides the objects.
public struct Ending: Sendable, Equatable {
    public var revision: Int
    public var at: Timestamp
    public var status: DeploymentState.Status
    public var target: String
    /// The resources that are new or different.
    public var resources: [RecordedResource] = []
    /// The resources that are no longer there.
    public var removed: [ResourceID] = []
    /// Records of objects that stayed as they are, where the record itself changes.
    public var refreshed: [RecordedOutput] = []
}
