import AppModel
import Documents
import Engine
import Testing

@testable import Targets

/// Which objects belong together, for other tools (KEP-3659).
@Suite struct ApplySetTests {
    private static let identity = DeploymentIdentity(group: "default", environment: "prod", application: "shop")

    private func member(
        _ type: String,
        _ name: String,
        in namespace: String = "",
        of owner: ResourceType = .computeContainers
    ) -> RecordedOutput {
        let parts = type.split(separator: "/")
        return RecordedOutput(
            id: .kubernetes(namespace: namespace, group: String(parts[0]), kind: String(parts[1]), name: name),
            platform: .kubernetes,
            type: type,
            apiVersion: "v1",
            name: name,
            namespace: namespace,
            owner: ResourceID(group: "default", type: owner, name: "web"),
            dependencies: [],
            wantedFingerprint: "",
            appliedFingerprint: "",
            location: "",
            place: ""
        )
    }

    @Test func anIdIsThatWhichKubectlWorksOut() {
        let id = ApplySet.id(ofParent: "my-set", in: "test", kind: "Secret", group: "")
        #expect(id == "applyset-0eFHV8ySqp7XoShsGvyWFQD3s96yqwHmzc4e0HR1dsY-v1")
    }

    @Test func theParentIsWhereTheApplicationIs() {
        let extender = member("core/Secret", "s", in: "a", of: .extenders)
        let role = member("rbac.authorization.k8s.io/ClusterRole", "r")
        let web = member("apps/Deployment", "web", in: "shop")
        let own = member("core/Namespace", "shop-own", of: .applications)
        #expect(ApplySet.home(of: [role]) == nil)
        #expect(ApplySet.home(of: [role, extender]) == "a")
        #expect(ApplySet.home(of: [role, extender, web]) == "shop")
        #expect(ApplySet.home(of: [extender, web, own]) == "shop-own")
    }

    @Test func theParentSaysWhatKindsAreWhere() {
        let set = ApplySet(DeploymentMark(Self.identity), in: "shop")
        let members = [
            member("apps/Deployment", "web", in: "shop"), member("core/Service", "web", in: "shop"),
            member("core/Secret", "s", in: "b"), member("core/Secret", "s", in: "a"),
            member("rbac.authorization.k8s.io/ClusterRole", "r"),
        ]
        let parent = set.parent(ApplySet.Contents(members), tool: "rad/1.2.3")
        #expect(
            parent.metadataNote(ApplySet.kindsNote)
                == "ClusterRole.rbac.authorization.k8s.io,Deployment.apps,Secret,Service"
        )
        #expect(parent.metadataNote(ApplySet.namespacesNote) == "a,b")
        #expect(parent.metadataNote(ApplySet.toolNote) == "rad/1.2.3")
        #expect(parent.metadataLabel(ApplySet.idLabel) == set.id)
        #expect(ApplySet.Contents(ofParent: parent, in: "shop") == ApplySet.Contents(members))
        #expect(parent.saysOfApplySet(parent))
        #expect(!parent.saysOfApplySet(set.parent(ApplySet.Contents([members[0]]), tool: "rad/1.2.3")))
    }

    @Test func whereAParentMayBeIsToldByWhatWasThere() {
        let web = RecordedResource(
            id: ResourceID(group: "default", type: .computeContainers, name: "web"),
            apiVersion: "1",
            outputs: [
                member("apps/Deployment", "web", in: "shop").id, member("core/Namespace", "own").id,
                member("rbac.authorization.k8s.io/ClusterRole", "r").id, .terraform(state: "x"),
                OutputResourceID("/subscriptions/s"),
            ]
        )
        #expect(ApplySet.homes(of: [web]) == ["own", "shop"])
    }
}
