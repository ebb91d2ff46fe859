extension String {
    /// The name that is meant by a mistyped one, if one of them is close enough.
    ///
    /// Close is at most a third of the letters changed, added, left out or swapped, ignoring case.
    func closest(in names: some Sequence<String>) -> String? {
        let letters = utf8.map(\.lowercased)
        guard 1...64 ~= letters.count else { return nil }
        var best: (name: String, distance: Int)?
        for name in names {
            let limit = min((best?.distance ?? .max) - 1, max(1, letters.count / 3))
            guard limit >= 0, abs(name.utf8.count - letters.count) <= limit else { continue }
            let distance = letters.editDistance(to: name.utf8.map(\.lowercased))
            if distance <= limit { best = (name, distance) }
        }
        return best?.name
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { 65...90 ~= self ? self + 32 : self }
}

extension [UInt8] {
    /// The number of letters to change, add, leave out or swap with their neighbour.
    fileprivate func editDistance(to other: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array<Int>(0...other.count)
        for (row, letter) in enumerated() {
            var current = [row + 1]
            for (column, otherLetter) in other.enumerated() {
                let changed = last[column] + (letter == otherLetter ? 0 : 1)
                var distance = Swift.min(changed, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == other[column - 1], self[row - 1] == otherLetter {
                    distance = Swift.min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            beforeLast = last
            last = current
        }
        return last[other.count]
    }
}
