import Glibc
import Synchronization

/// A thread for one blocking call, so that the cooperative pool never waits.
package enum BlockingThread {
    /// Runs a function on a new thread and suspends until it is done.
    package static func run<Success: Sendable>(
        _ body: @escaping @Sendable () -> Result<Success, HTTPError>
    ) async -> Result<Success, HTTPError> {
        await withCheckedContinuation { continuation in
            do throws(HTTPError) {
                try start { continuation.resume(returning: body()) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }

    /// Runs a function on a new thread, which nobody waits for.
    package static func start(_ body: @escaping @Sendable () -> Void) throws(HTTPError) {
        let status = Work(body).start()
        guard status != 0 else { return }
        let cause = strerror(status).map { String(cString: $0) }
        throw HTTPError(.unavailable, "cannot start a thread", cause: cause)
    }

    private final class Work: Sendable {
        private let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        /// Starts the thread, which keeps the work alive; gives the system's error number.
        func start() -> Int32 {
            var thread = pthread_t()
            let work = Unmanaged.passRetained(self)
            let status = pthread_create(
                &thread,
                nil,
                { work in
                    guard let work else { return nil }
                    BlockingThread.ignoreBrokenPipes()
                    Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                    return nil
                },
                work.toOpaque()
            )
            if status == 0 { pthread_detach(thread) } else { work.release() }
            return status
        }
    }

    /// A server that hangs up while something is sent must not end the program: libcurl leaves SIGPIPE to us.
    private static func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

/// Raised when a task is cancelled, and looked at by the thread that works for it.
final class CancellationFlag: Sendable {
    private let value = Atomic(false)

    var isRaised: Bool { value.load(ordering: .relaxed) }

    func raise() { value.store(true, ordering: .relaxed) }
}
