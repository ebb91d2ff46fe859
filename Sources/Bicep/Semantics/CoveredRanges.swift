import Diagnostics

/// Ranges of a file in an order in which one that overlaps another is found without looking at all of them.
struct CoveredRanges {
    /// In the order of their beginnings, with the end that lies farthest behind so far.
    private let ranges: [(start: Int, farthestEnd: Int)]

    /// The places of the errors among some diagnostics, unless their codes are among those that do not count.
    init(ofErrorsIn diagnostics: [Diagnostic], besides codes: Set<String> = []) {
        let errors = diagnostics.filter { $0.severity == .error && !codes.contains($0.code) }
        let sorted = errors.compactMap(\.span?.range).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        var farthestEnd = 0
        ranges = sorted.map { range in
            farthestEnd = max(farthestEnd, range.upperBound)
            return (range.lowerBound, farthestEnd)
        }
    }

    func overlap(_ range: Range<Int>) -> Bool {
        let before = ranges[..<ranges.partitioningIndex { $0.start >= range.upperBound }]
        return !range.isEmpty && before.last.map { $0.farthestEnd > range.lowerBound } ?? false
    }
}
