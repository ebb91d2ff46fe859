import Foundation
import TestSupport
import Testing

/// An environment chooses the API that gateways are made with, and keeps the choice.
@Suite struct GatewayChoiceTests {
    private static func environment(_ extensions: String) -> String {
        """
        extension radius
        resource env 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'prod'
          properties: {
            compute: { kind: 'kubernetes', namespace: 'prod' }
            extensions: [\(extensions)]
          }
        }

        """
    }

    private static let application =
        Applications.legacy(named: "shop") + """
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web:1', ports: { http: { containerPort: 80 } } }
              }
            }
            resource gw 'Applications.Core/gateways@2023-10-01-preview' = {
              name: 'gw'
              properties: {
                application: app.id
                routes: [{ path: '/', destination: 'http://web:80', timeoutPolicy: { request: '5s', backendRequest: '1s' } }]
              }
            }

            """

    @Test func theRecordedChoiceCountsForApplications() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Self.environment("{ kind: 'kubernetesGateway', api: 'gatewayAPI', gatewayClass: 'nginx' }"),
                to: "env.bicep"
            )
            try rad.folder.write(Self.application, to: "app.bicep")
            let made = try rad.run("deploy", "env.bicep")
            #expect(made.status == 0 && made.errors == "", "\(made.errors)")
            let outcome = try rad.run("deploy", "app.bicep", "-e", "prod")
            #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            let files = try rad.folder.files().filter { $0.hasPrefix(".rad/out") }
            #expect(files.contains { $0.hasSuffix("/gateway-gw.yaml") }, "\(files)")
            #expect(files.contains { $0.hasSuffix("/httproute-gw.yaml") }, "\(files)")
            #expect(!files.contains { $0.contains("httpproxy") }, "\(files)")

            // The other API takes the place of what the first made.
            try rad.folder.write(Self.environment(""), to: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            let changed = try rad.run("deploy", "app.bicep", "-e", "prod")
            #expect(changed.status == 0)
            #expect(changed.errors.contains("[RAD5014]"))
            let left = try rad.folder.files().filter { $0.hasPrefix(".rad/out") }
            #expect(
                left.contains { $0.contains("httpproxy") } && !left.contains { $0.contains("httproute") },
                "\(left)"
            )
        }
    }

    @Test func anUnknownAPIIsAMistakeOfTheEnvironment() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.environment("{ kind: 'kubernetesGateway', api: 'ingress' }"), to: "env.bicep")
            let outcome = try rad.run("deploy", "env.bicep")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("env.bicep:6:52: error: ") && outcome.errors.contains("'ingress'"))
        }
    }
}
