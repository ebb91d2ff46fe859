/// Hands out the names that an unknown one is compared with, until that would take long: then nobody reads the
/// suggestions.
struct CloseNames {
    private var comparisonsLeft = 100_000

    /// The names, or none if there are too many after all that were compared before.
    mutating func candidates(among names: [String]) -> [String] {
        comparisonsLeft = max(0, comparisonsLeft - names.count)
        return comparisonsLeft > 0 ? names : []
    }
}

extension String {
    /// Whether the Bicep compiler takes the name for a misspelling of one of some others, and says so by a code of its own.
    ///
    /// It counts insertions, deletions and replacements, one for each three letters or so; lengths may differ by two, and
    /// names of less than three letters are the same but for case.
    func isCloseToOne(of candidates: [String]) -> Bool {
        let written = Array(uppercased().utf16)
        let limit = written.count * 34 / 100
        return candidates.contains { candidate in
            let meant = Array(candidate.uppercased().utf16)
            guard !meant.isEmpty, abs(meant.count - written.count) <= Swift.min(limit, 2) else { return false }
            if meant == written { return true }
            return meant.count >= 3 && distance(written, meant, atMost: limit)
        }
    }

    /// Whether few enough changes make one word of another; Levenshtein's distance.
    private func distance(_ left: [UInt16], _ right: [UInt16], atMost limit: Int) -> Bool {
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for (column, other) in right.enumerated() {
                let replaced = last[column] + (letter == other ? 0 : 1)
                current.append(Swift.min(last[column + 1] + 1, current[column] + 1, replaced))
            }
            last = current
        }
        return last[right.count] <= limit
    }
}
