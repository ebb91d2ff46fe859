import Foundation
import TestSupport
import Testing

/// A deployment that meets what is still being removed, in a real API server.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(10)))
struct ClusterRemovalTests {
    /// Does something to the cluster a moment later, as its controllers would.
    private func soon(_ body: @escaping @Sendable () throws -> Void) {
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 1)
            do { try body() } catch { Issue.record(error) }
        }
    }

    private func uid(of path: String, in cluster: TestCluster) throws -> String? {
        (try cluster.request(path).answer["metadata"] as? [String: Any])?["uid"] as? String
    }

    @Test func anObjectIsMadeAnewOnceItsPredecessorIsGone() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.folder.write(
                """
                extension radius
                extension kubernetes with { kubeConfig: '', namespace: '\(namespace)' } as k8s
                param environment string
                resource app 'Radius.Core/applications@2025-08-01-preview' = {
                  name: 'shop'
                  properties: { environment: environment }
                }
                resource settings 'k8s:core/ConfigMap@v1' = {
                  metadata: { name: 'settings', namespace: '\(namespace)', finalizers: ['example.org/keep'] }
                  data: { color: 'red' }
                }
                """,
                to: "shop.bicep"
            )
            try rad.succeedInCluster("deploy", "shop.bicep")
            try rad.succeedInCluster("app", "delete", "shop", "--yes", "--no-wait")
            let plan = try rad.succeedInCluster("plan", "shop.bicep")
            #expect(plan.contains("+ core/ConfigMap settings"), "\(plan)")
            #expect(plan.contains("(known after apply: the one that is there is still being removed)"), "\(plan)")

            let hasty = ["deploy", "shop.bicep", "--no-wait", "--resource-timeout", "1s"]
            let refused = try rad.run(hasty, environment: ClusterFixture.variables)
            #expect(refused.status == 1)
            #expect(
                refused.errors.contains(
                    """
                    error: core/ConfigMap 'settings' is still being removed, and can only be made anew after that: \
                    it waits for its finalizers 'example.org/keep' [RAD6134]
                    """
                ),
                "\(refused.errors)"
            )

            let path = "/api/v1/namespaces/\(namespace)/configmaps/settings"
            let former = try #require(try uid(of: path, in: cluster))
            soon {
                let nothing = #"{"metadata":{"finalizers":null}}"#
                try cluster.request("PATCH", path, nothing, type: "application/merge-patch+json")
            }
            try rad.succeedInCluster("deploy", "shop.bicep")
            #expect(try uid(of: path, in: cluster) != former)
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
            let nothing = #"{"metadata":{"finalizers":null}}"#
            try cluster.request("PATCH", path, nothing, type: "application/merge-patch+json")
        }
    }

    @Test func whatIsInANamespaceThatGoesIsMadeInTheNextOne() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.folder.write(
                """
                extension radius
                resource old 'Applications.Core/environments@2023-10-01-preview' = {
                  name: 'old'
                  properties: { compute: { kind: 'kubernetes', namespace: '\(namespace)-old' } }
                }
                """,
                to: "environment.bicep"
            )
            try rad.folder.write(
                """
                extension radius
                param environment string
                resource app 'Applications.Core/applications@2023-10-01-preview' = {
                  name: 'shop'
                  properties: { environment: environment }
                }
                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'web'
                  properties: { application: app.id, container: { image: 'registry.example/web:1.0' } }
                }
                """,
                to: "shop.bicep"
            )
            let own = "\(namespace)-old-shop"
            defer { for name in [own, "\(namespace)-old"] { try? cluster.finish(namespace: name) } }
            try rad.succeedInCluster("deploy", "environment.bicep")
            try rad.succeedInCluster("deploy", "shop.bicep", "-e", "old")
            let former = try #require(try uid(of: "/api/v1/namespaces/\(own)", in: cluster))

            // Somebody removes it; what is in it is there until the cluster has come to it.
            try cluster.request("DELETE", "/api/v1/namespaces/\(own)")
            let plan = try rad.succeedInCluster("plan", "shop.bicep", "-e", "old")
            #expect(plan.contains("+ core/Namespace \(own)"), "\(plan)")
            #expect(plan.contains("+ apps/Deployment web"), "\(plan)")
            #expect(plan.contains("(known after apply: the one that is there is still being removed)"), "\(plan)")

            soon {
                for kind in ["deployments", "serviceaccounts"] {
                    let group = kind == "deployments" ? "/apis/apps/v1" : "/api/v1"
                    try cluster.request("DELETE", "\(group)/namespaces/\(own)/\(kind)/web")
                }
                try cluster.finish(namespace: own)
            }
            try rad.succeedInCluster("deploy", "shop.bicep", "-e", "old")
            #expect(try uid(of: "/api/v1/namespaces/\(own)", in: cluster) != former)
            #expect(try cluster.names("/apis/apps/v1/namespaces/\(own)/deployments") == ["web"])
            #expect(try rad.succeedInCluster("plan", "shop.bicep", "-e", "old").hasPrefix("No changes: "))
        }
    }
}
