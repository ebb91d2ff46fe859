import TestSupport
import Testing

/// Recipes of a registry, which are kept like modules.
@Suite(.timeLimit(.minutes(10))) struct RecipeCacheTests {
    private static let template =
        #"{"resources": [], "outputs": {"result": {"type": "object", "value": {"values": {"host": "h", "port": 1}}}}}"#

    /// Two recipes at one address, spoken to in different ways: the cache has one folder for both.
    private static func environment(_ address: String) -> String {
        """
        extension radius
        resource env 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'default'
          properties: {
            compute: { kind: 'kubernetes', namespace: 'default' }
            recipes: {
              'Applications.Core/extenders': {
                default: { templateKind: 'bicep', templatePath: '\(address)', plainHttp: true }
              }
              'Applications.Datastores/redisCaches': {
                default: { templateKind: 'bicep', templatePath: 'br:\(address)' }
              }
            }
          }
        }

        """
    }

    private static let application = """
        extension radius
        param environment string
        resource shop 'Applications.Core/applications@2023-10-01-preview' = {
          name: 'shop'
          properties: { environment: environment }
        }
        resource a 'Applications.Core/extenders@2023-10-01-preview' = {
          name: 'a'
          properties: { environment: environment, application: shop.id }
        }
        resource b 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
          name: 'b'
          properties: { environment: environment, application: shop.id }
        }

        """

    @Test func whatIsInOneFolderOfTheCacheIsFetchedOnce() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.template, to: "recipe.json")
            let digest = try rad.run(script: "sha256sum recipe.json").output.prefix(64)
            let layer = """
                {"mediaType": "application/vnd.ms.bicep.module.layer.v1+json", "digest": "sha256:\(digest)", \
                "size": \(Self.template.utf8.count)}
                """
            let manifest = #"{"schemaVersion": 2, "layers": [\#(layer)]}"#
            let server = try LoopbackServer { request in
                let text = request.target.contains("/manifests/") ? manifest : Self.template
                return .response(status: 200, body: Array(text.utf8))
            }
            defer { server.stop() }
            try rad.folder.write(Self.environment("127.0.0.1:\(server.port)/recipes/any:1"), to: "env.bicep")
            try rad.folder.write(Self.application, to: "app.bicep")
            try rad.succeed("deploy", "env.bicep")
            let plan = try rad.run("plan", "app.bicep")
            #expect(plan.status == 0, "\(plan.errors)")
        }
    }
}
