import ArgumentParser
import Glibc

/// A question to the person at the terminal.
enum Question {
    /// Asks, and takes nothing but `y` or `yes` as consent.
    ///
    /// - Throws: A usage error if nobody is there to answer.
    static func isConfirmed(_ question: String) throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            throw ValidationError("There is no terminal to ask at; confirm with --yes.")
        }
        Terminal.standardError.write("\(question) [y/N] ")
        return ["y", "yes"].contains(readLine()?.lowercased())
    }
}
