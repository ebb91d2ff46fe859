import Diagnostics
import Testing

@Suite struct SuggestionTests {
    @Test(
        arguments: [
            ("bd", ["frontend", "db"], "db"), ("contianer", ["container", "volume"], "container"),
            ("imge", ["image", "env"], "image"), ("Ports", ["ports"], "ports"),
            ("connectionss", ["connections"], "connections"),
            ("x", ["y", "z"], nil), ("ab", ["cd"], nil), ("image", ["volume"], nil), ("", ["a"], nil),
            ("image", [], nil),
            ("kubernets", ["kubernetes", "aci"], "kubernetes"), ("containr", ["container", "containers"], "container"),
        ] as [(String, [String], String?)]
    )
    func onlyACloseNameIsSuggested(name: String, candidates: [String], meant: String?) {
        #expect(suggestion(for: name, among: candidates) == meant)
    }

    @Test func ofEquallyCloseNamesTheFirstWins() {
        #expect(suggestion(for: "cat", among: ["car", "bat"]) == "car")
        #expect(suggestion(for: "cat", among: ["bat", "car"]) == "bat")
    }

    @Test func theNameItselfIsNoSuggestion() {
        #expect(suggestion(for: "image", among: ["image"]) == nil)
        #expect(suggestion(for: "image", among: ["image", "images"]) == "images")
    }
}
