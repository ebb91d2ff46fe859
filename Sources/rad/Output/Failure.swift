import Diagnostics

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
