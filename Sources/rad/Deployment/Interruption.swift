import Glibc
import Synchronization

/// Whether the user has asked to stop.
///
/// The first Ctrl-C lets what is at work finish; the second ends the program at once.
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    /// Whether Ctrl-C was pressed, or the process was asked to end.
    static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Begins to listen; before that the program simply ends.
    static func listen() {
        _ = isRequested
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                if Interruption.requested.exchange(true, ordering: .relaxed) { _exit(ExitStatus.interrupted.rawValue) }
            }
        }
    }
}
