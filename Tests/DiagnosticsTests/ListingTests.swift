import Diagnostics
import Testing

/// Lists in messages.
@Suite struct ListingTests {
    @Test func namesStandInQuotes() {
        #expect(["a"].quotedList == "'a'")
        #expect(["a", "b"].quotedList == "'a', 'b'")
    }

    @Test func ofManyNamesItIsSaidHowManyMoreThereAre() {
        let names = (1...20).map { "n\($0)" }
        #expect(names.prefix(12).quotedList.hasSuffix(", 'n12'"))
        #expect(names.quotedList.hasSuffix(", 'n12' and 8 more"))
    }

    @Test func ofALongNameItsBeginningIsShown() {
        let name = String(repeating: "n", count: 70)
        #expect([name].quotedList == "'\(name.prefix(60))…'")
        #expect(String(name.prefix(60)).shortened == name.prefix(60))
    }
}
