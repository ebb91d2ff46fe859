public import Documents

/// The effectful face of a target: the only place from which the world is written to.
public protocol Target: Sendable {
    /// What is there now, for the objects asked for; those that are absent have no entry.
    func observe(_ ids: [RecordedOutput]) async throws -> [OutputResourceID: Observation]

    /// Makes an object what it should be, creating or updating it.
    ///
    /// - Parameter output: Every value is known; secrets are inside.
    /// - Returns: What the platform says of it now, and where it is.
    func apply(_ output: OutputResource) async throws -> AppliedOutput

    /// Removes an object that rad made. It is no error if it is gone already.
    func delete(_ output: RecordedOutput) async throws
}

/// What was found of an object.
public struct Observation: Sendable, Equatable {
    /// The fingerprint of the object as it is there.
    public let fingerprint: String

    /// Creates an observation.
    public init(fingerprint: String) {
        self.fingerprint = fingerprint
    }
}

/// What applying an object gave.
public struct AppliedOutput: Sendable {
    /// The object as the platform knows it, for the values that wait for it.
    public let value: Value
    /// Where the object is, in words that a user can follow: a file's path, an id.
    public let location: String
    /// The fingerprint by which `observe` will know it again.
    public let fingerprint: String

    /// Creates the outcome of an application.
    public init(value: Value, location: String, fingerprint: String) {
        self.value = value
        self.location = location
        self.fingerprint = fingerprint
    }
}
