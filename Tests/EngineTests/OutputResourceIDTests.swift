import AppModel
import TestSupport
import Testing

@testable import Engine

@Suite struct OutputResourceIDTests {
    @Test(arguments: [
        ("", "", "Namespace", "shop", "/planes/kubernetes/local/providers/core/Namespace/shop"),
        ("shop", "apps", "Deployment", "web", "/planes/kubernetes/local/namespaces/shop/providers/apps/Deployment/web"),
        // Names of recipes may be anything.
        ("shop", "", "Secret", "a/b", "/planes/kubernetes/local/namespaces/shop/providers/core/Secret/a/b"),
        ("shop", "", "Secret", "", "/planes/kubernetes/local/namespaces/shop/providers/core/Secret/"),
    ])
    func anIDIsTheSameWhateverItIsMadeOf(namespace: String, group: String, kind: String, name: String, text: String) {
        let made = OutputResourceID.kubernetes(namespace: namespace, group: group, kind: kind, name: name)
        #expect(made == OutputResourceID(text))
        #expect(made.hashValue == OutputResourceID(text).hashValue)
        #expect(made.description == text)
    }

    @Test func idsAreOrderedByTheirTexts() {
        let texts = ["a/b/c", "a/b", "a", "", "a/c", "a-b/c", "a/b-c", "b"]
        #expect(texts.map(OutputResourceID.init).sorted().map(\.description) == texts.sorted())
    }

    /// Beginnings that differ in one character, with accents before, at and behind it, are ordered as the whole texts.
    @Test func idsOfDifferentBeginningsAreOrderedByTheirTexts() {
        let parts = ["", "a", "b", "c", "d", "\u{327}", "\u{301}", "é", "e", "0", "/"]
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let texts = (0..<2).map { _ in
                let part = (0..<5).map { _ in parts.randomElement(using: &random) ?? "" }
                return "/planes/kubernetes/" + part.joined() + "/x"
            }
            let (left, right) = (OutputResourceID(texts[0]), OutputResourceID(texts[1]))
            #expect((left < right) == (texts[0] < texts[1]), "\(texts)")
            #expect((right < left) == (texts[1] < texts[0]), "\(texts)")
        }
    }

    /// Ids of records are those that their texts are, byte for byte, however many beginnings came before.
    @Test func idsOfRecordsAreThoseOfTheirTexts() {
        var ids = RecordedIDs(in: 100)
        let beginnings = (0..<40).map { "/planes/\($0)/" } + ["", "/", "/caf\u{E9}/", "/cafe\u{301}/", "/a/", "/a/b/"]
        for _ in 0..<2 {
            for beginning in beginnings {
                for name in ["x", "", "caf\u{E9}", "b/c", "\u{301}"] {
                    let (text, id) = (beginning + name, ids.output(of: beginning + name))
                    let plain = OutputResourceID(text)
                    #expect(Array(id.scope.utf8) == Array(plain.scope.utf8), "\(text)")
                    #expect(Array(id.name.utf8) == Array(plain.name.utf8), "\(text)")
                }
            }
        }
        let text = "/planes/radius/local/resourceGroups/g/providers/A.B/c/d"
        #expect(ids.resource(of: text) != nil && ids.resource(of: text) == ids.resource(of: text.lowercased()))
        #expect(ids.resource(of: text)?.name == "d" && ids.resource(of: "nothing") == nil)
    }
}

extension RecordedIDs {
    fileprivate mutating func output(of text: String) -> OutputResourceID {
        Array(text.utf8).withUnsafeBufferPointer { output($0) }
    }

    fileprivate mutating func resource(of text: String) -> ResourceID? {
        Array(text.utf8).withUnsafeBufferPointer { resource($0) }
    }
}
