import Diagnostics
import Glibc

/// A question to the person at the terminal.
enum Question {
    /// Asks, and takes nothing but `y` or `yes` as consent.
    ///
    /// - Throws: `Failure` if nobody is there to answer.
    static func isConfirmed(_ question: String) throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { throw Failure(.nobodyToAsk(question)) }
        Terminal.standardError.write("\(question) [y/N] ")
        return ["y", "yes"].contains(readLine()?.lowercased())
    }
}

extension Diagnostic {
    fileprivate static func nobodyToAsk(_ question: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7036",
            "this must be confirmed, and there is no terminal to ask at: \(question)",
            at: nil,
            help: "if you are sure, run the command again with '--yes'"
        )
    }
}
