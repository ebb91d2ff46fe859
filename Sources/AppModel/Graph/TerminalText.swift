import Diagnostics

/// Text as a terminal may have it: what a name holds neither controls the terminal nor begins another line.
enum TerminalText {
    /// A line with its end.
    static func line(_ text: String) -> String {
        var line = ""
        append(text, to: &line)
        return line
    }

    /// Adds a line with its end.
    static func append(_ line: String, to text: inout String) {
        // Nearly all are plain ASCII, which needs no look at its characters.
        if line.utf8.withContiguousStorageIfAvailable({ $0.allSatisfy { 0x20...0x7E ~= $0 } }) == true {
            text += line
        } else {
            text += String(line.printable.map { $0 == "\n" || $0 == "\t" ? "\u{FFFD}" : $0 })
        }
        text += "\n"
    }
}
