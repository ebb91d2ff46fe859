/// The state could not be read, written or locked.
public struct StateError: Error, Sendable, Equatable {
    public let code: String
    /// What was attempted and what was found.
    public let message: String
    /// What the world said.
    public let cause: String?
    /// One concrete next step.
    public let help: String?

    /// Creates an error.
    ///
    /// Call this from a factory, never from the place that meets the trouble.
    public init(code: String, message: String, cause: String? = nil, help: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.help = help
    }
}

extension StateError: CustomStringConvertible {
    public var description: String { "\(message)\(cause.map { ": \($0)" } ?? "") [\(code)]" }
}

extension StateError {
    /// Another rad works on the same deployment.
    static func locked(_ identity: DeploymentIdentity, by holder: LockHolder?) -> StateError {
        StateError(
            code: "RAD6020",
            message: "\(identity) is being worked on \(who(holder))",
            help: "wait until it has ended and run the command again"
        )
    }

    /// Another rad takes names in the same group.
    static func groupLocked(_ group: String, by holder: LockHolder?) -> StateError {
        StateError(
            code: "RAD6020",
            message: "group '\(group)' is being worked on \(who(holder))",
            help: "wait until it has ended and run the command again"
        )
    }

    /// This process holds the lock no more: it could not renew it in time, or somebody broke it.
    static func lockLost(_ identity: DeploymentIdentity) -> StateError {
        StateError(
            code: "RAD6040",
            message: "the lock of \(identity) was lost while it was being worked on",
            cause: "it could not be renewed in time, or somebody broke it",
            help: "run the command again; it looks at what was done and goes on from there"
        )
    }

    /// Somebody else wrote a state while this process held its lock.
    static func overtaken(_ identity: DeploymentIdentity, _ place: String) -> StateError {
        StateError(
            code: "RAD6041",
            message: "somebody else changed the state of \(identity) in \(place)",
            cause: "the lock was broken, or had ended before this rad noticed",
            help: "run the command again; it looks at what was done and goes on from there"
        )
    }

    /// A state was to be copied to a place that has one of that name.
    static func presentAlready(_ identity: DeploymentIdentity) -> StateError {
        StateError(
            code: "RAD6042",
            message: "there is a state of \(identity) already",
            help: "delete it there first, or keep that one"
        )
    }

    /// A state was to be copied to a place whose fingerprints and sealed values are of another key.
    static func otherKey() -> StateError {
        StateError(
            code: "RAD6043",
            message: "the state there has another key, by which nothing of this one could be compared or opened",
            help: "copy it to a place that has no state yet"
        )
    }

    /// What was copied is not what it was copied from.
    static func copyDiffers(_ what: String) -> StateError {
        StateError(
            code: "RAD6044",
            message: "\(what) was copied, and is not the same there; the old state is as it was",
            help: "run the command again when nobody works with the state"
        )
    }

    /// The key that the user gave is not that of the state.
    static func wrongKey(_ place: String) -> StateError {
        StateError(
            code: "RAD6045",
            message: "the key in RAD_STATE_KEY is not that of the state in '\(place)'",
            help: "give the key with which the state was begun, or none if the state keeps its own"
        )
    }

    /// The state was begun with a key that the user keeps, and it was not given.
    static func keyElsewhere(_ place: String) -> StateError {
        StateError(
            code: "RAD6046",
            message: "the key of the state in '\(place)' is kept elsewhere, and was not given",
            help: "set RAD_STATE_KEY, or RAD_STATE_KEY_FILE to a file that holds it"
        )
    }

    private static func who(_ holder: LockHolder?) -> String {
        holder.map { "by '\($0.command)', process \($0.process) on \($0.host), since \($0.since)" } ?? "by another rad"
    }

    /// The file system refused to read or write the state.
    static func file(_ error: FileError) -> StateError {
        StateError(
            code: "RAD6021",
            message: "cannot \(error.action) the state in '\(error.path)'",
            cause: error.reason,
            help: error.help
        )
    }

    /// A journal does not hang together: somebody or something changed it.
    static func brokenJournal(_ path: String, line: Int, _ finding: String) -> StateError {
        StateError(
            code: "RAD6022",
            message: "\(path):\(line): the journal is damaged: \(finding)",
            help: "restore '\(path)' from a copy; without one, remove it, remove what it deployed, and deploy again"
        )
    }

    /// A part of a journal is gone.
    static func missingSegment(_ name: String, of path: String) -> StateError {
        StateError(
            code: "RAD6022",
            message: "\(path): the journal is damaged: its segment '\(name)' is missing",
            help:
                "restore '\(name)' from a copy; without one, remove the journal and what it deployed, and deploy again"
        )
    }

    /// A file was written by a rad that came later.
    static func newerFormat(_ path: String, found: Int64, known: Int64) -> StateError {
        StateError(
            code: "RAD6023",
            message: "'\(path)' has format \(found), and this rad reads formats up to \(known)",
            help: "use the version of rad that wrote it, or a later one"
        )
    }

    /// A file of the state is not what rad writes.
    static func unreadable(_ path: String, _ finding: String) -> StateError {
        StateError(
            code: "RAD6024",
            message: "'\(path)' cannot be read: \(finding)",
            help: "restore it from a copy, or remove it and run the command that made it again"
        )
    }

    /// An environment contains a value that cannot be recorded.
    static func unknownInEnvironment(_ name: String, path: String) -> StateError {
        StateError(
            code: "RAD6025",
            message: "'\(path)' of environment '\(name)' is known only after something is deployed",
            help: "write the value out in the environment's definition"
        )
    }

    /// The plan was made from another state than that which it is applied to.
    static func stalePlan(_ identity: DeploymentIdentity, planned: Int, found: Int) -> StateError {
        StateError(
            code: "RAD6026",
            message: "the plan was made from revision \(planned) of \(identity), which is now at revision \(found)",
            help: "plan again"
        )
    }

    /// A deployment's record was to be dropped while its objects are still there.
    static func stillThere(_ identity: DeploymentIdentity, count: Int) -> StateError {
        StateError(
            code: "RAD6027",
            message: "\(identity) still has \(count) \(count == 1 ? "object" : "objects")",
            help: "run the delete again; it goes on where the last one stopped"
        )
    }

    /// A deployment went to a place that this rad cannot work with now.
    static func unreachable(_ identity: DeploymentIdentity, at place: String) -> StateError {
        StateError(
            code: "RAD6028",
            message: "\(identity) was deployed to '\(place)', which cannot be reached from here",
            help: "delete it there first, then deploy it to the new place"
        )
    }
}
