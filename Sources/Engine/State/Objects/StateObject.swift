/// A piece of state among small objects, such as the Secrets of a cluster.
package struct StateObject: Sendable, Equatable {
    package var name: String
    /// What it is found by.
    package var labels: [String: String]
    /// What is said of it to those who do not read its pieces.
    package var notes: [String: String]
    /// The content, by names that sort as it is to be read.
    package var pieces: [String: [UInt8]]
    /// Another one after every change; empty for an object that is not kept yet.
    package var version: String

    /// Describes an object.
    package init(
        name: String,
        labels: [String: String],
        notes: [String: String] = [:],
        pieces: [String: [UInt8]] = [:],
        version: String = ""
    ) {
        self.name = name
        self.labels = labels
        self.notes = notes
        self.pieces = pieces
        self.version = version
    }

    /// The pieces one after the other.
    var content: [UInt8] { pieces.sorted { $0.key < $1.key }.flatMap(\.value) }
}

/// A lock that its holder must renew.
package struct StateLease: Sendable, Equatable {
    package var name: String
    /// Tells this taking of the lock from all others.
    package var token: String
    package var holder: LockHolder
    /// What is locked: the names of group, environment and application.
    package var notes: [String: String]
    /// Which process of which machine holds it, as `ProcessIdentity` writes it.
    package var process: String
    package var renewed: Timestamp
    /// How long it is good for after it was renewed, in seconds.
    package var seconds: Int64
    /// Another one after every change; empty for a lease that is not kept yet.
    package var version: String

    /// Describes a lease.
    package init(
        name: String,
        token: String,
        holder: LockHolder,
        notes: [String: String],
        process: String,
        renewed: Timestamp,
        seconds: Int64,
        version: String = ""
    ) {
        self.name = name
        self.token = token
        self.holder = holder
        self.notes = notes
        self.process = process
        self.renewed = renewed
        self.seconds = seconds
        self.version = version
    }

    /// When it ends unless it is renewed.
    var expires: Timestamp { Timestamp(seconds: renewed.seconds + seconds) }

    /// Whether anybody may take it: it was not renewed in time, or its holder has died on this machine.
    func isFree(at moment: Timestamp) -> Bool {
        expires < moment || ProcessIdentity(process)?.isSurelyGone == true
    }

    /// Who has it, as the others are told.
    var shownHolder: LockHolder {
        var shown = holder
        shown.expires = expires
        return shown
    }
}
