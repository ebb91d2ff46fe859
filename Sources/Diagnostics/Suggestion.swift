/// The name that was probably meant, if one is close.
///
/// Close is at most a third of the letters away, or one letter of a short name, by the number of insertions, deletions,
/// replacements and swaps of neighbours; differences of case cost nothing. Of several that
/// are equally close the first in order wins.
///
/// - Parameters:
///   - name: What was written.
///   - candidates: What could have been meant.
/// - Returns: One candidate, or `nil` if none is close.
public func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    let written = name.lowercased().unicodeScalars.map(\.value)
    guard !written.isEmpty, written.count <= 100 else { return nil }
    let limit = max(1, written.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate != name {
        guard abs(candidate.unicodeScalars.count - written.count) <= limit else { continue }
        let meant = candidate.lowercased().unicodeScalars.map(\.value)
        let distance = editDistance(written, meant)
        guard distance <= limit, distance < written.count, distance < best?.distance ?? .max else { continue }
        best = (distance, candidate)
    }
    return best?.name
}

/// The optimal string alignment distance of two words.
private func editDistance(_ left: [UInt32], _ right: [UInt32]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for (column, other) in right.enumerated() {
            var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
