import AppModel
import Diagnostics
import Documents
import Engine
import Targets
import Testing

@Suite struct PodPatchTests {
    /// The pod of a container `web` with a variable, a port and a mount, patched.
    private func patched(_ patch: ValueObject) -> Emission {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") { container, spec in
            container.kubernetesPod = patch
            container.volumes = [Volume(name: "tmp", source: .ephemeral(inMemory: false), path: [])]
            spec.environment = [EnvironmentVariable(name: "A", source: .value("1"))]
            spec.ports = [ContainerPort(name: "http", containerPort: 80)]
            spec.mounts = [VolumeMount(volume: "tmp", mountPath: "/tmp")]
        }
        return fixture.emission
    }

    private func check(
        _ patch: ValueObject,
        _ path: ValuePath,
        _ expected: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let emission = patched(patch)
        #expect(emission.codes == [], sourceLocation: sourceLocation)
        let whole = ValuePath((["spec", "template", "spec"] as ValuePath).steps + path.steps)
        #expect(emission.part("apps/Deployment web", whole) == expected, sourceLocation: sourceLocation)
    }

    @Test func membersAreAddedReplacedAndRemoved() {
        check(
            ["nodeSelector": ["disk": "ssd"], "enableServiceLinks": true, "serviceAccountName": Value.null],
            [],
            #"{"enableServiceLinks":true,"containers":[{"name":"web","image":"registry/demo:1","#
                + #""ports":[{"containerPort":80,"protocol":"TCP"}],"env":[{"name":"A","value":"1"}],"#
                + #""volumeMounts":[{"name":"tmp","mountPath":"/tmp"}]}],"#
                + #""volumes":[{"name":"tmp","emptyDir":{}}],"nodeSelector":{"disk":"ssd"}}"#
        )
    }

    @Test func containersAreMergedByName() {
        check(
            ["containers": [["name": "web", "resources": ["limits": ["cpu": "1"]]]]],
            ["containers", 0],
            #"{"name":"web","image":"registry/demo:1","ports":[{"containerPort":80,"protocol":"TCP"}],"#
                + #""env":[{"name":"A","value":"1"}],"volumeMounts":[{"name":"tmp","mountPath":"/tmp"}],"#
                + #""resources":{"limits":{"cpu":"1"}}}"#
        )
    }

    @Test func newElementsComeFirst() {
        check(
            [
                "containers": [
                    ["name": "sidecar", "image": "s"],
                    ["name": "web", "env": [["name": "B", "value": "2"], ["name": "A", "value": "3"]]],
                ]
            ],
            ["containers"],
            #"[{"name":"sidecar","image":"s"},{"name":"web","image":"registry/demo:1","#
                + #""ports":[{"containerPort":80,"protocol":"TCP"}],"#
                + #""env":[{"name":"B","value":"2"},{"name":"A","value":"3"}],"#
                + #""volumeMounts":[{"name":"tmp","mountPath":"/tmp"}]}]"#
        )
        check(
            ["volumes": [["name": "new", "emptyDir": [:]]]],
            ["volumes"],
            #"[{"name":"new","emptyDir":{}},{"name":"tmp","emptyDir":{}}]"#
        )
    }

    @Test func portsAndMountsHaveKeysOfTheirOwn() {
        check(
            [
                "containers": [
                    [
                        "name": "web", "ports": [["containerPort": 80, "name": "http"]],
                        "volumeMounts": [["mountPath": "/tmp", "readOnly": true]],
                    ]
                ]
            ],
            ["containers", 0, "ports"],
            #"[{"containerPort":80,"protocol":"TCP","name":"http"}]"#
        )
    }

    @Test func otherListsAreReplaced() {
        check(
            ["tolerations": [["key": "a", "operator": "Exists"]]],
            ["tolerations"],
            #"[{"key":"a","operator":"Exists"}]"#
        )
    }

    @Test func directivesDeleteAndReplace() {
        check(
            ["containers": [["name": "web", "env": [["name": "A", "$patch": "delete"]]]]],
            ["containers", 0, "env"],
            "[]"
        )
        check(
            ["containers": [["$patch": "replace"], ["name": "only", "image": "o"]]],
            ["containers"],
            #"[{"name":"only","image":"o"}]"#
        )
        check(["volumes": [["$patch": "delete", "name": "tmp"]]], ["volumes"], "[]")
        check(
            ["volumes": [["name": "tmp", "$retainKeys": ["name", "hostPath"], "hostPath": ["path": "/x"]]]],
            ["volumes"],
            #"[{"name":"tmp","hostPath":{"path":"/x"}}]"#
        )
        check(
            ["securityContext": ["$patch": "replace", "runAsUser": 1]],
            ["securityContext"],
            #"{"runAsUser":1}"#
        )
    }

    @Test(
        arguments: [
            (["containers": [["image": "x"]]], "'containers[0]': an element has no 'name'"),
            (["containers": ["web"]], "'containers[0]': an element is no object"),
            (["$setElementOrder/containers": []], "'$setElementOrder/containers' is no directive"),
            (["containers": [["name": "web", "$patch": "move"]]], "'$patch: move' is no directive"),
        ] as [(ValueObject, String)]
    )
    func whatIsNoPatchIsNamed(patch: ValueObject, message: String) {
        let emission = patched(patch)
        #expect(emission.codes == ["RAD5009"])
        #expect(emission.diagnostics.first?.message.contains(message) == true, "\(emission.diagnostics)")
    }

    @Test func aSecretInAPatchMovesIntoTheSecret() {
        let emission = patched(
            ["containers": [["name": "side", "image": "s", "env": [["name": "T", "value": .secret("t")]]]]]
        )
        #expect(emission.codes == [])
        #expect(emission.part("core/Secret web", ["stringData"]) == #"{"side.T":"t"}"#)
    }
}
