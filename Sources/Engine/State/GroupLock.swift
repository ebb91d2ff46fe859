/// The right to take names in a group, until nobody refers to it any more.
public struct GroupLock: Sendable {
    private static let pause = Duration.milliseconds(5)

    /// Gives the lock back when it goes.
    private let lock: any AnyObject & Sendable

    /// Tries to take a lock until it succeeds or the patience ends; `nil` then.
    static func waiting(
        _ patience: Duration,
        take: () async throws -> (any AnyObject & Sendable)?
    ) async throws -> GroupLock? {
        let end = ContinuousClock.now + patience
        while true {
            if let lock = try await take() { return GroupLock(lock: lock) }
            guard ContinuousClock.now < end else { return nil }
            try await Task.sleep(for: pause)
        }
    }
}
