import Foundation
import Glibc

/// A program that runs to its end, with nothing from this process but what it is given.
///
/// Foundation's `Process` hands descriptors of this process to the child by their numbers; with many tests at once, a
/// number may by then belong to the pipe of another test. Here the child opens its files itself, by their paths, and
/// closes all else.
struct ChildProcess {
    let program: String
    let arguments: [String]
    let folder: String
    let environment: [String: String]

    /// Numbers from here on are not closed in the child; no test opens so many files.
    private static let descriptorLimit: Int32 = 1024

    /// Runs it with one file to read from, and writes what it prints to two others.
    ///
    /// - Returns: Its exit status, or the number of the signal that ended it.
    /// - Throws: `POSIXError` if it cannot be started.
    func run(input: String, output: String, errors: String) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        for (descriptor, path) in [(STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        for descriptor in STDERR_FILENO + 1..<min(getdtablesize(), Self.descriptorLimit) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        return try ended(try start(&actions, &attributes))
    }

    private func start(
        _ actions: inout posix_spawn_file_actions_t,
        _ attributes: inout posix_spawnattr_t
    ) throws -> pid_t {
        // `env` changes the folder, for which there is no action that Swift can see.
        let words = (["env", "-C", folder, program] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in words + variables { free(text) } }
        var child: pid_t = 0
        try check(posix_spawn(&child, "/usr/bin/env", &actions, &attributes, words + [nil], variables + [nil]))
        return child
    }

    private func ended(_ child: pid_t) throws -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
        }
        // The lowest seven bits are the signal; without one, the status is in the byte above (`wait(2)`).
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : signal
    }

    private func check(_ code: Int32) throws {
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    }
}
