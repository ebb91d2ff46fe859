import Foundation
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

    /// A template that somebody has changed in the cache is used by nobody: it is fetched again, or missing.
    @Test(
        .enabled(if: RegistryServer.program != nil, "set RAD_TEST_REGISTRY"),
        arguments: ["1.0", "digest"],
        ["main.json", "manifest", "both"]
    )
    func whatWasChangedInTheCacheIsFetchedAgain(version: String, changed: String) async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.folder.write(RecipeImpactTests.recipe, to: "redis.bicep")
                let target = "br:\(server.address)/recipes/redis:1.0"
                let published = try rad.run("bicep", "publish", "redis.bicep", "--target", target, "--plain-http")
                let digest = try #require(published.output.split(separator: "\n").last).dropFirst("br:".count)
                let source = version == "digest" ? String(digest) : "\(server.address)/recipes/redis:1.0"
                try rad.folder.write(
                    Environments.prod.replacingOccurrences(
                        of: "templatePath: '../recipes/redis.bicep'",
                        with: "templatePath: '\(source)', plainHttp: true"
                    ),
                    to: "env.bicep"
                )
                try rad.folder.write(Applications.shop, to: "app.bicep")
                try rad.succeed("deploy", "env.bicep")
                let plan = try rad.succeed("plan", "app.bicep", "-e", "prod")
                #expect(plan.contains("+ core/Secret cache-auth"))

                let tampering = """
                    folder=$(dirname $(find . -path '*recipes$redis*' -name main.json))
                    cd "$folder"
                    case \(changed) in main.json|both) sed -i s/geheim/anders/ main.json ;; esac
                    case \(changed) in
                    manifest) echo >> manifest ;;
                    both)
                      old=$(grep -o 'sha256:[0-9a-f]*' manifest | tail -1)
                      sed -i "s/$old/sha256:$(sha256sum main.json | cut -c1-64)/" manifest ;;
                    esac
                    """
                #expect(try rad.run(script: tampering).status == 0)
                // A tag means what is in the cache; of its manifest nobody knows whether it was another one.
                let isFoundOut = version == "digest" || changed == "main.json"
                let offline = try rad.run("plan", "app.bicep", "-e", "prod", "--offline")
                #expect(offline.errors.contains("its template in the cache is not the one") == isFoundOut)
                if isFoundOut { #expect(offline.errors.contains("[RAD4003]")) }
                try rad.succeed("deploy", "app.bicep", "-e", "prod")
                let secret = try rad.folder.read(".rad/out/prod/shop/kubernetes/prod-shop/secret-cache-auth.yaml")
                #expect(secret.contains("geheim") == (isFoundOut || changed == "manifest"), "\(secret)")
            }
        }
    }
}
