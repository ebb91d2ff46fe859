import Foundation
import TestSupport
import Testing

/// A user of OpenID Connect at a real API server, whose tokens rad renews.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(5)))
struct ClusterOpenIDTests {
    @Test func aTokenThatHasEndedIsRenewedAndTakenByTheServer() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let path = try #require(TestCluster.kubeconfig)
            let issuer = try OpenIDIssuer.ofCluster(kubeconfig: path)
            let name = "anna-\(namespace)"
            let role = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"anna"},"rules":[
                {"apiGroups":["","apps"],"resources":["services","deployments","configmaps"],"verbs":["*"]}]}
                """
            let binding = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"anna"},
                "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"anna"},
                "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"oidc:\(name)"}]}
                """
            let roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/\(namespace)"
            #expect(try cluster.request("POST", "\(roles)/roles", role).status == 201)
            #expect(try cluster.request("POST", "\(roles)/rolebindings", binding).status == 201)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let file = try String(contentsOfFile: path, encoding: .utf8)
                .replacing("certificates/", with: "\(folder)/certificates/")
                .replacing(
                    /user: \{token: \w+\}/,
                    with: """
                        user: {auth-provider: {name: oidc, config: {idp-issuer-url: "\(issuer.url)", client-id: rad, \
                        client-secret: client-secret, idp-certificate-authority: "\(issuer.certificate)", \
                        refresh-token: "\(name):600:1"}}}
                        """
                )
            try rad.folder.write(file, to: "kubeconfig")
            let variables = ["KUBECONFIG": "\(rad.folder.path)/kubeconfig"]
            let deployed = try rad.run(["deploy", "shop.bicep", "--no-wait"], environment: variables)
            #expect(deployed.status == 0, "\(deployed.errors)")
            #expect(try cluster.names("/apis/apps/v1/namespaces/\(namespace)/deployments") == ["web"])
            let kept = try rad.folder.read("kubeconfig")
            let token = try #require(kept.firstMatch(of: /"id-token": "([^"]+)"/)).output.1
            #expect(kept.contains("\(name):600:2"))
            let plan = try rad.run(["plan", "shop.bicep"], environment: variables)
            #expect(plan.output.hasPrefix("No changes: "), "\(plan.errors)")
            #expect(try rad.folder.read("kubeconfig") == kept)
            for text in [deployed.output, deployed.errors, plan.output, plan.errors] {
                #expect(!text.contains(token) && !text.contains("\(name):600") && !text.contains("client-secret"))
            }
        }
    }

    @Test func whoIsSignedOutIsToldSo() async throws {
        try await ClusterFixture.with { rad, _, _ in
            let path = try #require(TestCluster.kubeconfig)
            let issuer = try OpenIDIssuer.ofCluster(kubeconfig: path)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let config = #"idp-issuer-url: "\#(issuer.url)", client-id: rad-public, refresh-token: "revoked:1:1", "#
            let file = try String(contentsOfFile: path, encoding: .utf8)
                .replacing("certificates/", with: "\(folder)/certificates/")
                .replacing(
                    /user: \{token: \w+\}/,
                    with: "user: {auth-provider: {name: oidc, config: {\(config)idp-certificate-authority: "
                        + "\"\(issuer.certificate)\"}}}"
                )
            try rad.folder.write(file, to: "kubeconfig")
            let variables = ["KUBECONFIG": "\(rad.folder.path)/kubeconfig"]
            let outcome = try rad.run(["deploy", "shop.bicep", "--no-wait"], environment: variables)
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.hasPrefix(
                    "error: '\(issuer.url)' does not renew the token of the kubeconfig: invalid_grant: <redacted> was revoked "
                        + "[RAD6175]\n"
                ),
                "\(outcome.errors)"
            )
        }
    }
}
