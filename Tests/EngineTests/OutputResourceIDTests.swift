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
}
