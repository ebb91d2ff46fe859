import Glibc

/// The exit statuses of the program, all in one place.
///
/// Wrong usage exits with 64 (`EX_USAGE`), which ArgumentParser does by itself.
enum ExitStatus: Int32 {
    /// What was asked for is done.
    case success = 0
    /// The input or the deployment failed.
    case failure = 1
    /// `rad plan --exit-code` found changes.
    case changesPending = 2
    /// The user stopped the deployment; what was done is recorded.
    case interrupted = 130

    /// Ends the process, everything that was printed being on its way.
    func exit() -> Never {
        fflush(nil)
        Glibc.exit(rawValue)
    }
}
