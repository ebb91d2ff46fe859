import Diagnostics
import Testing

@testable import Bicep

@Suite struct SortedSearchTests {
    @Test(arguments: 0...9) func theFirstElementBehindIsFound(count: Int) {
        let numbers = (0..<count).map { 2 * $0 }
        for limit in -1...2 * count {
            let index = numbers.partitioningIndex { $0 >= limit }
            #expect(index == numbers.firstIndex { $0 >= limit } ?? count)
        }
    }

    @Test func problemsAreFoundByWhereTheyBegin() {
        let tree = SyntaxTree.parse(SourceFile(path: "main.bicep", text: "var a = ?\nvar b = 1\nvar c = ?"))
        let found = tree.root.nodes().filter { $0.kind == .variable }.map { tree.hasProblem(in: $0.range) }
        #expect(found == [true, false, true])
    }

    @Test func rangesThatOverlapAreFound() {
        let file = SourceFile(path: "main.bicep", text: String(repeating: " ", count: 20))
        let places = [0..<9, 1..<3, 12..<12, 15..<17]
        let diagnostics = places.map { Diagnostic(.error, "BCP009", "", at: Span(file, $0)) }
        let covered = CoveredRanges(ofErrorsIn: diagnostics)
        for start in 0..<18 {
            for end in start..<18 {
                #expect(covered.overlap(start..<end) == places.contains { $0.overlaps(start..<end) })
            }
        }
        #expect(!CoveredRanges(ofErrorsIn: diagnostics, besides: ["BCP009"]).overlap(0..<20))
    }
}
