import AppModel
import Testing

/// Ids and their order.
@Suite struct ResourceIDTests {
    private func id(_ name: String) throws -> ResourceID {
        try #require(
            ResourceID("/planes/radius/local/resourceGroups/default/providers/Applications.Core/containers/\(name)")
        )
    }

    @Test func idsAreOrderedByTheirBytesWithoutTheCaseOfLetters() throws {
        // Names of all lengths around a machine word, which differ in each place in turn.
        let length = 20
        var ids: [ResourceID] = []
        for count in 1...length {
            ids.append(try id(String(repeating: "m", count: count)))
            for place in 0..<count {
                for letter in ["A", "b", "M", "Z", "-"] {
                    let (head, tail) = (place, count - place - 1)
                    ids.append(
                        try id(String(repeating: "m", count: head) + letter + String(repeating: "m", count: tail))
                    )
                }
            }
        }
        func small(_ id: ResourceID) -> [UInt8] { Array(id.description.lowercased().utf8) }
        for (left, right) in zip(ids + ids, ids.reversed() + ids.dropFirst()) {
            #expect((left < right) == small(left).lexicographicallyPrecedes(small(right)))
            #expect((left == right) == (small(left) == small(right)))
        }
        #expect(ids.sorted().map(small) == ids.map(small).sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test func anIdWithOtherLettersThanASCIIKeepsThem() throws {
        #expect(try id("é") != id("É"))
        #expect(try id("é") < id("ê"))
    }
}
