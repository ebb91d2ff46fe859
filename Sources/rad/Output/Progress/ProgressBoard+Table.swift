import Engine
import Targets

extension ProgressBoard {
    /// How a table is drawn.
    struct Look: Sendable {
        var width = 80
        /// How many lines there is room for.
        var height = 24
        var isColoured = false
    }

    /// The rows as they are now, lines that fit into the terminal.
    func table(at elapsed: Duration, _ look: Look) -> [String] {
        let shown = self.shown(atMost: max(look.height - 2, 1))
        let labelWidth = min(shown.map(\.label.count).max() ?? 0, max(look.width / 3, 8))
        var lines: [String] = []
        for row in shown { lines += self.lines(of: row, labelWidth, at: elapsed, look) }
        // What is wrong may take more lines than there are; the rows themselves come first.
        let room = max(look.height - 2, 1)
        if lines.count > room { lines = shown.map { line(of: $0, labelWidth, at: elapsed, look) } }
        return lines + [footer(shown: shown.count, at: elapsed, look)]
    }

    /// As many rows as there is room for: those at work and those that failed before those that are done or to come.
    private func shown(atMost count: Int) -> [Row] {
        guard rows.count > count else { return rows }
        let ranks = rows.indices.sorted { (rows[$0].phase.rank, $0) < (rows[$1].phase.rank, $1) }
        return ranks.prefix(count).sorted().map { rows[$0] }
    }

    private func lines(of row: Row, _ labelWidth: Int, at elapsed: Duration, _ look: Look) -> [String] {
        let troubles = row.awaited.filter(\.progress.isTrouble)
        var lines = [line(of: row, labelWidth, at: elapsed, look)]
        for trouble in troubles {
            lines += "\(trouble.object): \(trouble.progress.message)".wrapped(to: look.width - 8, lines: 3)
                .map { "      ! \($0)".painted(.yellow, look) }
        }
        if row.phase == .failed, let reason = row.reason {
            lines += reason.wrapped(to: look.width - 8, lines: 3).map { "      \($0)".painted(.red, look) }
        }
        return lines
    }

    private func line(of row: Row, _ labelWidth: Int, at elapsed: Duration, _ look: Look) -> String {
        let time = row.began.map { ((row.ended ?? elapsed) - $0).inWords } ?? ""
        let phase = row.phase.rawValue.padded(to: 8)
        let head = "  \(row.label.shortened(to: labelWidth).padded(to: labelWidth))  "
        let padding = String(repeating: " ", count: max(0, 6 - time.count))
        var message = ""
        if let awaited = row.awaited.first(where: { !$0.progress.isTrouble }), !row.phase.isOver {
            message = "  \(awaited.object): \(awaited.progress.message)"
        } else if row.phase == .skipped || row.phase == .stopped {
            message = row.reason.map { "  \($0)" } ?? ""
        }
        let room = look.width - head.count - phase.count - 7
        return head + phase.painted(row.phase.colour, look) + " " + padding + time + message.shortened(to: max(room, 0))
    }

    private func footer(shown: Int, at elapsed: Duration, _ look: Look) -> String {
        let counts = Phase.allCases.compactMap { phase -> String? in
            let count = rows.count { $0.phase == phase }
            return count == 0 ? nil : "\(count) \(phase.rawValue)"
        }
        let hidden = rows.count - shown
        let rest = hidden > 0 ? "  (\(hidden) more not shown)" : ""
        let stop = stopping == nil ? "" : "  stopping; Ctrl-C once more stops at once"
        return "  \(elapsed.inWords)  \(counts.joined(separator: ", "))\(rest)\(stop)".shortened(to: look.width)
    }
}

extension ProgressBoard.Phase {
    /// What is to be seen first.
    fileprivate var rank: Int {
        switch self {
        case .failed: 0
        case .waiting, .applying, .removing: 1
        case .pending: 2
        case .stopped, .skipped: 3
        case .ready, .removed: 4
        }
    }

    fileprivate var colour: Colour? {
        switch self {
        case .ready, .removed: .green
        case .failed: .red
        case .skipped, .stopped: .yellow
        case .applying, .removing, .waiting: .cyan
        case .pending: nil
        }
    }
}

private enum Colour: Int {
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
}

extension String {
    fileprivate func painted(_ colour: Colour?, _ look: ProgressBoard.Look) -> String {
        guard look.isColoured, let colour else { return self }
        return "\u{1B}[\(colour.rawValue)m\(self)\u{1B}[0m"
    }

    /// The text, cut off where the room ends.
    fileprivate func shortened(to width: Int) -> String {
        count <= width ? self : String(prefix(max(width - 1, 0))) + (width > 0 ? "…" : "")
    }

    /// The text in lines that end between words where they can.
    fileprivate func wrapped(to width: Int, lines limit: Int) -> [String] {
        let width = max(width, 20)
        var lines: [String] = []
        var rest = self[...]
        while !rest.isEmpty {
            guard rest.count > width else { return lines + [String(rest)] }
            if lines.count == limit - 1 { return lines + [String(rest).shortened(to: width)] }
            let end = rest.index(rest.startIndex, offsetBy: width)
            let cut = rest[..<end].lastIndex(of: " ") ?? end
            lines.append(String(rest[..<cut]))
            rest = rest[cut...].drop { $0 == " " }
        }
        return lines
    }
}
