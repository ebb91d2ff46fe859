import Diagnostics
import Glibc
import Synchronization

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
        LiveRegion.shared.around(self) { self.send(buffer) }
    }

    /// Writes past what is drawn anew all the time.
    fileprivate func send(_ buffer: UnsafeRawBufferPointer) {
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
    /// Whether lines can be drawn over: a terminal that is not a dumb one.
    var isLive: Bool {
        guard isatty(descriptor) == 1, let kind = getenv("TERM") else { return false }
        return !["", "dumb"].contains(String(cString: kind))
    }

    fileprivate var isTerminal: Bool { isatty(descriptor) == 1 }

    /// The room on the terminal; that of a usual one if it does not say.
    var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Draws lines in place of those that were drawn last.
    func draw(_ lines: [String]) { LiveRegion.shared.draw(lines, on: self) }

    /// Leaves the lines that were drawn last where they are.
    func release() { LiveRegion.shared.release() }

    /// Writes diagnostics as a person reads them.
    func write(_ diagnostics: [Diagnostic]) {
        guard !diagnostics.isEmpty else { return }
        write(DiagnosticRenderer(style: style).render(diagnostics))
    }
}

/// The lines at the end of the terminal that are drawn anew in place.
///
/// There is one terminal, and so one of these: whatever else is written goes above them.
private final class LiveRegion: Sendable {
    static let shared = LiveRegion()
    private let drawn = Mutex<(terminal: Terminal, lines: [String])?>(nil)

    func draw(_ lines: [String], on terminal: Terminal) {
        drawn.withLock { drawn in
            let up = drawn.map { Self.up($0.lines.count) } ?? ""
            Self.send(up + lines.map { "\($0)\u{1B}[K\n" }.joined() + "\u{1B}[J", to: terminal)
            drawn = (terminal, lines)
        }
    }

    func release() { drawn.withLock { $0 = nil } }

    /// Writes something else to a terminal.
    func around(_ other: Terminal, write: () -> Void) {
        drawn.withLock { drawn in
            guard let (terminal, lines) = drawn, other.isTerminal else { return write() }
            Self.send("\(Self.up(lines.count))\u{1B}[J", to: terminal)
            write()
            Self.send(lines.map { "\($0)\n" }.joined(), to: terminal)
        }
    }

    private static func up(_ count: Int) -> String { count == 0 ? "" : "\u{1B}[\(count)A\r" }

    private static func send(_ text: String, to terminal: Terminal) {
        var text = text
        text.withUTF8 { terminal.send(UnsafeRawBufferPointer($0)) }
    }
}
