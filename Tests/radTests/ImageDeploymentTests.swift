import Foundation
import TestSupport
import Testing

/// Images that a cluster builds, and identities that Azure makes, as a user meets them.
@Suite struct ImageDeploymentTests {
    private static let environment = """
        extension radius
        resource env 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'prod'
          properties: {
            providers: { kubernetes: { namespace: 'prod' } }
            recipeParameters: { 'Radius.Compute/containerImages': { registry: 'ghcr.io/my-org' } }
          }
        }

        """

    private static let application =
        Applications.current(named: "shop") + """
            resource image 'Radius.Compute/containerImages@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                build: { source: 'git::https://github.com/my-org/shop.git?ref=v1' }
              }
            }
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { main: { image: image.properties.imageReference } }
              }
            }

            """

    @Test func anotherSourceIsAnotherJobAndAnotherImage() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.environment, to: "env.bicep")
            try rad.folder.write(Self.application, to: "app.bicep")
            try rad.succeed("deploy", "env.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            let first = try jobs(of: rad)
            #expect(first.count == 1)
            #expect(try rad.run("deploy", "app.bicep", "-e", "prod").output.hasPrefix("No changes"))

            try rad.folder.write(Self.application.replacingOccurrences(of: "ref=v1", with: "ref=v2"), to: "app.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            let second = try jobs(of: rad)
            #expect(second.count == 1 && second != first, "\(second)")
        }
    }

    private func jobs(of rad: Program) throws -> [String] {
        try rad.folder.files().filter { $0.hasPrefix(".rad/out") && $0.contains("/job-web-build-") }
    }

    @Test func aPlanShowsTheIdentityOfAContainer() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                extension radius
                resource env 'Applications.Core/environments@2023-10-01-preview' = {
                  name: 'prod'
                  location: 'westeurope'
                  properties: {
                    compute: {
                      kind: 'kubernetes'
                      namespace: 'prod'
                      identity: { kind: 'azure.com.workload', oidcIssuer: 'https://issuer.example/' }
                    }
                    providers: { azure: { scope: '/subscriptions/s1/resourceGroups/prod' } }
                  }
                }

                """,
                to: "env.bicep"
            )
            try rad.folder.write(
                Applications.legacy(named: "shop") + """
                    resource web 'Applications.Core/containers@2023-10-01-preview' = {
                      name: 'web'
                      properties: {
                        application: app.id
                        container: { image: 'web:1' }
                        connections: {
                          data: {
                            source: '/subscriptions/s1/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a'
                            iam: { kind: 'azure', roles: ['Storage Blob Data Reader'] }
                          }
                        }
                      }
                    }

                    """,
                to: "app.bicep"
            )
            try rad.succeed("deploy", "env.bicep")
            let plan = try rad.succeed("plan", "app.bicep", "-e", "prod")
            for line in [
                "+ Microsoft.ManagedIdentity/userAssignedIdentities shop-web",
                "+ Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials web",
                "+ Microsoft.Authorization/roleAssignments ",
            ] {
                #expect(plan.contains(line), "\(line) is not in\n\(plan)")
            }
        }
    }
}
