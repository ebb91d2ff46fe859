import Diagnostics
import Glibc

/// One of the two streams that the program writes to.
///
/// Results go to standard output, everything else to standard error. A closed pipe is no
/// failure: whoever reads has seen enough.
struct Terminal: Sendable {
    private let descriptor: Int32

    static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
    static let standardError = Terminal(descriptor: STDERR_FILENO)

    /// Coloured on a terminal, unless `NO_COLOR` is set.
    var style: DiagnosticRenderer.Style {
        guard isatty(descriptor) == 1, getenv("NO_COLOR") == nil else { return .plain }
        return .coloured
    }

    /// Writes text as it is.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// Writes bytes as they are.
    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { write($0) }
    }

    private func write(_ buffer: UnsafeRawBufferPointer) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0 {
                guard errno == EINTR else { break }
                continue
            }
            rest = rest.dropFirst(written)
        }
    }
}

extension Terminal {
    /// Writes diagnostics as a person reads them.
    func write(_ diagnostics: [Diagnostic]) {
        guard !diagnostics.isEmpty else { return }
        write(DiagnosticRenderer(style: style).render(diagnostics))
    }
}
