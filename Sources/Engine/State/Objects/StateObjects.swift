/// Where an `ObjectStateStore` keeps its objects and its locks.
///
/// Every change of an object that matters names the version that it was made from; whoever comes second is refused.
/// A request may reach the keeper twice, so a refusal can be the echo of a success: callers look who was first.
package protocol StateObjects: Sendable {
    /// Where they are, for messages: `Secrets of namespace 'rad-state'`.
    var place: String { get }

    /// The time by the clock of the keeper, which is the same for all who share it.
    func now() async -> Timestamp

    /// An object; `nil` if there is none of that name.
    func object(_ name: String, _ part: StateObjectPart) async throws -> StateObject?

    /// The objects with all of the labels, as they were at one moment.
    func objects(labelled labels: [String: String], _ part: StateObjectPart) async throws -> [StateObject]

    /// Keeps a new object.
    ///
    /// - Returns: Its version; `nil` if there is one of that name already.
    func create(_ object: StateObject) async throws -> String?

    /// Puts an object in the place of the one of its name and version.
    ///
    /// - Returns: Its version; `nil` if it was changed since, or is gone.
    func replace(_ object: StateObject) async throws -> String?

    /// Adds pieces to an object of a version, and sets notes.
    ///
    /// What this takes does not depend on what the object holds already.
    ///
    /// - Returns: Its version; `nil` if it was changed since, or is gone.
    func add(_ pieces: [String: [UInt8]], notes: [String: String], to object: StateObject) async throws -> String?

    /// Removes an object, of a version unless it is `nil`.
    ///
    /// - Returns: Whether it is gone; false if it was changed since.
    func remove(_ name: String, version: String?) async throws -> Bool

    /// A lease; `nil` if there is none of that name.
    func lease(_ name: String) async throws -> StateLease?

    /// All leases.
    func leases() async throws -> [StateLease]

    /// Keeps a new lease.
    ///
    /// - Returns: Its version; `nil` if there is one of that name already.
    func create(_ lease: StateLease) async throws -> String?

    /// Puts a lease in the place of the one of its name and version.
    ///
    /// - Returns: Its version; `nil` if it was changed since, or is gone.
    func replace(_ lease: StateLease) async throws -> String?

    /// Removes a lease of a version.
    ///
    /// - Returns: Whether it is gone; false if it was changed since.
    func removeLease(_ name: String, version: String) async throws -> Bool
}

/// How much of objects is wanted.
package enum StateObjectPart: Sendable {
    case whole
    /// All but the pieces.
    case outline
}
