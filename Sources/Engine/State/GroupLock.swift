import Synchronization

/// The right to take names in a group, until it is given back or nobody refers to it any more.
public final class GroupLock: Sendable {
    private static let pause = Duration.milliseconds(5)

    /// Gives the lock back when it goes.
    private let lock: Mutex<(any AnyObject & Sendable)?>

    private init(_ lock: any AnyObject & Sendable) {
        self.lock = Mutex(lock)
    }

    /// Gives the lock back, and comes back when others can take it.
    public func release() async {
        let held = lock.withLock { lock in
            defer { lock = nil }
            return lock
        }
        if let lease = held as? HeldLease { await lease.release() }
    }

    /// Tries to take a lock until it succeeds or the patience ends; `nil` then.
    static func waiting(
        _ patience: Duration,
        pause: Duration = GroupLock.pause,
        take: () async throws -> (any AnyObject & Sendable)?
    ) async throws -> GroupLock? {
        let end = ContinuousClock.now + patience
        while true {
            if let lock = try await take() { return GroupLock(lock) }
            guard ContinuousClock.now < end else { return nil }
            try await Task.sleep(for: pause)
        }
    }
}
