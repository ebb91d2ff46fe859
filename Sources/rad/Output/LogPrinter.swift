import Diagnostics
import Synchronization

/// Prints lines of many logs one after the other, each with who wrote it.
final class LogPrinter: Sendable {
    private struct State {
        /// The colour of each name, in the order in which they turned up.
        var colours: [String: Int] = [:]
        var width = 0

        mutating func note(_ name: String) {
            guard colours[name] == nil else { return }
            colours[name] = colours.count
            width = max(width, name.count)
        }
    }

    /// Colours that can be told apart on light and dark.
    private static let palette = [36, 33, 32, 35, 34, 31]

    private let terminal: Terminal
    private let isColoured: Bool
    private let state: Mutex<State>

    /// Creates a printer.
    ///
    /// - Parameters:
    ///   - names: Those that are known already, so that their lines stand below each other from the beginning.
    ///   - terminal: Where to.
    init(names: [String], terminal: Terminal = .standardOutput) {
        self.terminal = terminal
        isColoured = terminal.style == .coloured
        var state = State()
        for name in names { state.note(name) }
        self.state = Mutex(state)
    }

    /// Makes room for the names of lines to come.
    func expect(_ names: [String]) { state.withLock { state in for name in names { state.note(name) } } }

    /// Prints a line in the form `name | line`.
    func print(_ name: String, _ text: String) { terminal.write("\(prefix(of: name)) \(text)\n") }

    private func prefix(of name: String) -> String {
        let (colour, width) = state.withLock { state in
            state.note(name)
            return (state.colours[name] ?? 0, state.width)
        }
        let column = "\(name)\(String(repeating: " ", count: width - name.count)) |"
        return isColoured ? "\u{1B}[\(Self.palette[colour % Self.palette.count])m\(column)\u{1B}[0m" : column
    }
}
