import AppModel
import Diagnostics
import Documents
import Engine
import Targets
import Testing

@Suite struct NamespaceTests {
    @Test(arguments: [
        ("default", true, [String]()), ("kube-system", true, []), ("apps", true, ["core/Namespace apps"]),
        ("apps", false, []),
    ])
    func anEnvironmentMakesItsNamespaceUnlessTheClusterHasIt(name: String, separates: Bool, objects: [String]) {
        let emission = KubernetesEmitter().emit(environment(name, separates))
        #expect(emission.codes == [])
        #expect(emission.names == objects)
    }

    @Test func anApplicationHasANamespaceOfItsOwn() {
        let emission = KubernetesFixture.legacy().emission
        #expect(
            emission.outputs.map { $0.body.json(.compact) } == [
                #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"default-demo","#
                    + #""labels":{"app.kubernetes.io/managed-by":"radius-rp"}}}"#
            ]
        )
        #expect(emission.outputs.first?.owner.name == "demo")
        #expect(
            emission.outputs.first?.id.description == "/planes/kubernetes/local/providers/core/Namespace/default-demo"
        )
    }

    @Test func theAuthorMayNameAnother() {
        #expect(KubernetesFixture.legacy(namespace: "shop").emission.names == ["core/Namespace shop"])
        #expect(KubernetesFixture.legacy(namespace: "default").emission.names == [])
    }

    @Test func inTheSecondGenerationApplicationsShareTheNamespaceOfTheEnvironment() {
        var fixture = KubernetesFixture.current()
        fixture.addCurrent("web", [ContainerSpec(name: "web", path: [], image: "i")])
        #expect(fixture.emission.outputs.map(\.namespace) == ["default"])
    }

    @Test func aNameThatIsNoLabelLeadsToTheExtension() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web")
        fixture.application = Application(
            id: ResourceID(group: "default", type: .applications, name: String(repeating: "a", count: 60)),
            environment: fixture.environment.id
        )
        let emission = fixture.emission
        #expect(emission.codes == ["RAD2013"])
        #expect(emission.diagnostics.first?.help?.contains("kubernetesNamespace") == true)
        #expect(emission.names == [])
    }

    private func environment(_ namespace: String, _ separates: Bool) -> Environment {
        Environment(
            id: ResourceID(group: "default", type: .environments, name: "default"),
            compute: .kubernetes(Environment.Kubernetes(namespace: namespace, separatesApplications: separates))
        )
    }
}
