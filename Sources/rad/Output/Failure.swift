import Diagnostics
import Engine

/// Why a command stopped: diagnostics about the user's input, or an error of the world.
///
/// Commands throw it; `Rad.main` prints it to standard error and exits with 1.
struct Failure: Error {
    let diagnostics: [Diagnostic]

    /// A failure because of what was found in the input.
    init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    /// A failure with one cause.
    init(_ diagnostic: Diagnostic) {
        diagnostics = [diagnostic]
    }

    /// Prints the diagnostics to standard error.
    func report() {
        Terminal.standardError.write(diagnostics)
    }
}

extension Diagnostic {
    /// What a target refused, with what it said.
    static func refusal(_ error: ApplyError) -> Diagnostic {
        refusal(error.code, error.message, cause: error.cause, details: error.details, help: error.help)
    }

    /// Why the state could not be read, written or locked.
    static func refusal(_ error: StateError) -> Diagnostic {
        refusal(error.code, error.message, cause: error.cause, help: error.help)
    }

    private static func refusal(
        _ code: String,
        _ message: String,
        cause: String?,
        details: [String] = [],
        help: String?
    ) -> Diagnostic {
        Diagnostic(
            .error,
            code,
            cause.map { "\(message): \($0)" } ?? message,
            at: nil,
            notes: details.map { Diagnostic.Note($0) },
            help: help ?? "run the command again; it goes on where this one stopped"
        )
    }
}
