import Parallel
import Synchronization
import Testing

/// A range in; what its parts were made into, in their order, out.
@Suite struct RangePartsTests {
    @Test(arguments: [
        (0..<0, 3, []),
        (0..<2, 3, [0..<2]),
        (0..<3, 3, [0..<3]),
        (5..<12, 3, [5..<8, 8..<11, 11..<12]),
    ])
    func aRangeIsCutIntoParts(range: Range<Int>, length: Int, expected: [Range<Int>]) {
        #expect(range.mapParts(of: length) { $0 } == expected)
        var taken: [Range<Int>] = []
        range.forEachPart(of: length) {
            $0
        } take: {
            taken.append($0)
        }
        #expect(taken == expected)
    }

    @Test func whateverIsDoneFirstTheOrderIsThatOfTheRange() {
        let expected = (0..<10_000).map { $0 * $0 }
        for _ in 0..<20 {
            #expect((0..<10_000).mapParts(of: 7) { $0.map { $0 * $0 } }.flatMap { $0 } == expected)
            var taken: [Int] = []
            (0..<10_000).forEachPart(of: 7) {
                $0.map { $0 * $0 }
            } take: {
                taken += $0
            }
            #expect(taken == expected)
        }
    }

    @Test func fewPartsAreHeldAtOnce() {
        let made = Atomic(0)
        var taken = 0
        (0..<1_000).forEachPart(of: 1) { _ in
            _ = made.add(1, ordering: .relaxed)
        } take: {
            taken += 1
            #expect(made.load(ordering: .relaxed) - taken < 8)
        }
        #expect(taken == 1_000)
    }

    /// What happens in a part may itself share out work.
    @Test func partsMayHaveParts() {
        let sums = (0..<100).mapParts(of: 10) { part in
            (0..<1_000).mapParts(of: 50) { $0.reduce(0, +) }.reduce(0, +) + part.lowerBound
        }
        #expect(sums == stride(from: 0, to: 100, by: 10).map { 499_500 + $0 })
    }
}
