/// Finds what an author may have meant.
enum Spelling {
    /// The candidate that is closest to a word, if one is close: a third of its letters may differ.
    ///
    /// Of candidates that are equally close, the first wins.
    static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().utf8.prefix(80))
        let limit = max(letters.count / 3, 1)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().utf8.prefix(80))
            guard abs(other.count - letters.count) <= limit else { continue }
            let distance = distance(letters, other)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The number of insertions, removals, replacements and swaps of neighbours between two words.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(current[column] + 1, last[column + 1] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}

extension Sequence<String> {
    /// The texts in single quotes with commas: `'a', 'b'`; at most twelve, then `…`.
    var quotedList: String {
        let all = Array(self)
        let shown = all.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        return all.count > 12 ? shown + ", …" : shown
    }
}
