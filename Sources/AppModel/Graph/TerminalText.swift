import Diagnostics

/// Text as a terminal may have it: what a name holds neither controls the terminal nor begins another line.
enum TerminalText {
    /// A line with its end.
    static func line(_ text: String) -> String {
        String(text.printable.map { $0 == "\n" || $0 == "\t" ? "\u{FFFD}" : $0 }) + "\n"
    }
}
