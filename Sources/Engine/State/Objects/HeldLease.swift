/// A lease that this process holds, and renews until it gives it back.
///
/// Whoever holds it asks before each write whether it still does: a lease that could not be renewed in time may have
/// gone to somebody else, and what this process would write then is not its to write.
actor HeldLease {
    /// How long a lease is good for unless it is renewed, in seconds.
    static let usualSeconds: Int64 = 30
    /// This long before it ends, it counts as lost already: a write takes some time to arrive.
    private static let margin = Duration.seconds(5)

    private let objects: any StateObjects
    private var lease: StateLease
    private var deadline: ContinuousClock.Instant
    private var isLost = false
    private var isReleased = false
    private var renewal: Task<Void, Never>?
    /// What is being asked of the keeper now: of two renewals at once, the second would take the first for a loss.
    private var request: Task<Bool, Never>?

    private init(_ lease: StateLease, in objects: any StateObjects, from start: ContinuousClock.Instant) {
        self.objects = objects
        self.lease = lease
        deadline = start + .seconds(lease.seconds) - Self.margin
    }

    deinit { renewal?.cancel() }

    /// What came of trying to take a lease.
    enum Taking {
        case held(HeldLease)
        case taken(by: LockHolder)
    }

    /// Takes a lease, or says who has it.
    static func take(
        _ name: String,
        for holder: LockHolder,
        notes: [String: String],
        in objects: any StateObjects,
        seconds: Int64 = usualSeconds
    ) async throws -> Taking {
        let token = (0..<4).map { _ in String(UInt32.random(in: 0...UInt32.max), radix: 36) }.joined()
        var last = LockHolder.unknown
        for _ in 0..<4 {
            let start = ContinuousClock.now
            let present = try await objects.lease(name)
            var wanted = StateLease(
                name: name,
                token: token,
                holder: holder,
                notes: notes,
                process: ProcessIdentity.current.description,
                renewed: await objects.now(),
                seconds: seconds
            )
            let version: String?
            if let present {
                last = present.shownHolder
                if present.token == token {
                    version = present.version
                } else {
                    guard present.isFree(at: await objects.now()) else { return .taken(by: last) }
                    wanted.version = present.version
                    version = try await objects.replace(wanted)
                }
            } else {
                version = try await objects.create(wanted)
            }
            guard let version else { continue }
            wanted.version = version
            let held = HeldLease(wanted, in: objects, from: start)
            await held.keepRenewing()
            return .held(held)
        }
        return .taken(by: last)
    }

    /// Whether the lease is still this process's.
    ///
    /// One that was not renewed in time is renewed now, if nobody has taken it.
    func isHeld() async -> Bool {
        guard !isLost, !isReleased else { return false }
        if ContinuousClock.now < deadline { return true }
        return await renew()
    }

    /// Gives the lease back, so that others need not wait until it ends.
    func release() async {
        guard !isReleased else { return }
        isReleased = true
        renewal?.cancel()
        request?.cancel()
        await renewal?.value
        _ = await request?.value
        guard !isLost else { return }
        for _ in 0..<3 {
            guard let isGone = try? await objects.removeLease(lease.name, version: lease.version), !isGone else {
                return
            }
            // It was renewed, and nobody heard that it was; or it is somebody else's.
            guard let present = try? await objects.lease(lease.name), present.token == lease.token else { return }
            lease.version = present.version
        }
    }

    private func keepRenewing() {
        let pause = Duration.seconds(lease.seconds) / 3
        renewal = Task { [weak self] in
            while true {
                guard (try? await Task.sleep(for: pause)) != nil else { return }
                guard let self else { return }
                _ = await self.renew()
                guard await self.isWanted else { return }
            }
        }
    }

    private var isWanted: Bool { !isReleased && !isLost }

    /// - Returns: Whether it was renewed.
    private func renew() async -> Bool {
        if let request { return await request.value }
        let request = Task { await askForRenewal() }
        self.request = request
        defer { self.request = nil }
        return await request.value
    }

    private func askForRenewal() async -> Bool {
        guard !isReleased, !isLost else { return false }
        let start = ContinuousClock.now
        var wanted = lease
        wanted.renewed = await objects.now()
        do {
            if let version = try await objects.replace(wanted) {
                wanted.version = version
                keep(wanted, from: start)
                return isWanted
            } else if let present = try await objects.lease(lease.name), present.token == lease.token {
                // The answer to this renewal, or to one before it, was lost.
                lease = present
                guard present.renewed == wanted.renewed else { return false }
                keep(present, from: start)
                return isWanted
            } else {
                isLost = true
            }
        } catch {
            // What cannot be reached now may be reached at the next try, in time.
        }
        return false
    }

    private func keep(_ renewed: StateLease, from start: ContinuousClock.Instant) {
        lease = renewed
        deadline = start + .seconds(renewed.seconds) - Self.margin
    }
}
