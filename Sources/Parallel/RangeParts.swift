import Dispatch
import Synchronization

extension Range<Int> {
    /// How many positions make a part unless somebody says otherwise: sharing so many out costs nothing beside the work.
    public static let usualPart = 500
    /// How many parts are made before they are handed over.
    private static let partsAtOnce = 8

    /// Makes something of the parts of the range, several at once.
    ///
    /// - Parameters:
    ///   - length: How many positions a part has; the last one may have fewer.
    ///   - make: Makes something of a part, on any thread.
    /// - Returns: What was made, in the order of the parts.
    public func mapParts<Result: Sendable>(
        of length: Int = Range.usualPart,
        _ make: @Sendable (Range<Int>) -> Result
    ) -> [Result] {
        Self.map(parts(of: length)[...], make)
    }

    /// Makes something of the parts of the range, several at once, and hands it over in their order.
    ///
    /// No more than a few are held, however long the range is.
    ///
    /// - Parameters:
    ///   - length: How many positions a part has; the last one may have fewer.
    ///   - make: Makes something of a part, on any thread.
    ///   - take: Takes what was made, on the thread that asks.
    public func forEachPart<Result: Sendable>(
        of length: Int = Range.usualPart,
        _ make: @Sendable (Range<Int>) -> Result,
        take: (Result) -> Void
    ) {
        let parts = parts(of: length)
        for start in stride(from: 0, to: parts.count, by: Self.partsAtOnce) {
            Self.map(parts[start..<Swift.min(start + Self.partsAtOnce, parts.count)], make).forEach(take)
        }
    }

    private func parts(of length: Int) -> [Range<Int>] {
        precondition(length > 0, "a part has positions")
        return stride(from: lowerBound, to: upperBound, by: length).map { $0..<Swift.min($0 + length, upperBound) }
    }

    private static func map<Result: Sendable>(
        _ parts: ArraySlice<Range<Int>>,
        _ make: @Sendable (Range<Int>) -> Result
    ) -> [Result] {
        guard parts.count > 1 else { return parts.map(make) }
        let results = Mutex([Result?](repeating: nil, count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { number in
            let result = make(parts[parts.startIndex + number])
            results.withLock { $0[number] = result }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
