import Diagnostics
import Documents
import Testing

@testable import Bicep

/// Modules of registries, as the cache has them.
@Suite struct RegistryTests {
    private static let template = #"{"resources": [], "outputs": {"o": {"type": "string", "value": "here"}}}"#

    @Test(
        arguments: [
            ("br:example.com/m:1.0", "br/example.com/m/1.0$"),
            ("br:Example.com:5000/a/b-c:v1_2", "br/example.com$5000/a$b-c/v1_2$"),
            ("br/public:avm/res/x:1.0.0", "br/mcr.microsoft.com/bicep$avm$res$x/1.0.0$"),
            ("br/own:x:1", "br/own.example/some$path$x/1$"),
            ("br:example.com/m:V1-RC", "br/example.com/m/V1-RC$19"),
            (
                "br:example.com/m@sha256:\(String(repeating: "0f", count: 32))",
                "br/example.com/m/sha256#\(String(repeating: "0f", count: 32))"
            ),
        ]
    )
    func aReferenceHasItsFolderInTheCache(reference: String, folder: String) {
        checkClean(
            "module m '\(reference)' = {}\noutput o string = m.outputs.o",
            with: [
                "\(folder)/main.json": Self.template,
                "bicepconfig.json": """
                // Comments are allowed here.
                {"moduleAliases": {"br": {"own": {"registry": "own.example", "modulePath": "some/path"}}}}
                """,
            ]
        )
    }

    @Test func aReferenceThatCannotBeFollowedSaysWhy() {
        checkDiagnostics(
            """
            module a 'br:example.com' = {}
            //       ^^^^^^^^^^^^^^^^ BCP193
            module b 'br:example.com/m' = {}
            //       ^^^^^^^^^^^^^^^^^^ BCP196
            module c 'br/other:m:1' = {}
            //       ^^^^^^^^^^^^^^ BCP213 there is no alias 'other' for a registry
            module d 'ts/specs:m:1' = {}
            //       ^^^^^^^^^^^^^^ RAD1102
            module e 'br:example.com/../m:1' = {}
            //       ^^^^^^^^^^^^^^^^^^^^^^^ BCP193
            module f 'br:example.com/m:..' = {}
            //       ^^^^^^^^^^^^^^^^^^^^^ BCP193
            module g 'br:example.com/m@sha256:12' = {}
            //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP193
            """
        )
    }

    @Test func theNearestConfigurationNamesExtensions() {
        checkDiagnostics(
            """
            extension things
            extension others
            //        ^^^^^^ BCP204
            resource a 'Some.Where/things@v1' = { any: 1 }
            """,
            with: ["bicepconfig.json": #"{"extensions": {"things": "./things.tgz",},}"#]
        )
    }

    @Test func whatATemplateExportsCanBeImported() {
        checkEvaluation(
            """
            import { sizeType, limit, twice } from 'br:example.com/m:1'
            import * as all from 'br:example.com/m:1'
            param size sizeType
            param other all.sizeType = 'l'
            output o array = [twice(limit), all.twice(2), size, other]
            """,
            with: [
                "br/example.com/m/1$/main.json": """
                {
                  "metadata": {"__bicep_exported_variables!": [{"name": "limit"}]},
                  "definitions": {
                    "sizeType": {
                      "type": "string", "allowedValues": ["s", "l"], "metadata": {"__bicep_export!": true}
                    },
                    "hidden": {"type": "string"}
                  },
                  "functions": [{"namespace": "__bicep", "members": {"twice": {
                    "parameters": [{"type": "int", "name": "n"}],
                    "output": {"type": "int", "value": "[mul(parameters('n'), 2)]"},
                    "metadata": {"__bicep_export!": true}
                  }}}],
                  "variables": {"limit": "[length(createArray(1, 2, 3))]"},
                  "resources": {}
                }
                """
            ],
            parameters: ["size": "s"],
            #"o = [6,4,"s","l"]"#
        )
    }
}

/// Addresses of recipes, as Radius reads them.
@Suite struct RecipeAddressTests {
    @Test(arguments: [
        ("ghcr.io/a/b:1.0", "br:ghcr.io/a/b:1.0"), ("ghcr.io/a/b", "br:ghcr.io/a/b:latest"),
        ("https://ghcr.io/a/b:1", "br:ghcr.io/a/b:1"), ("br:localhost/b:1", "br:localhost/b:1"),
        ("127.0.0.1:5000/b", "br:127.0.0.1:5000/b:latest"), ("shop/b:1", "br:docker.io/shop/b:1"),
        ("redis", "br:docker.io/library/redis:latest"),
        ("[::1]:5000/b:1", "br:[::1]:5000/b:1"),
        ("[::1]/b", "br:[::1]/b:latest"), ("[::1]x/b", nil), ("[gg]/b", nil),
        ("ghcr.io/a/B:1", nil), ("", nil), ("ghcr.io/", nil),
    ])
    func theyMayBeShort(address: String, text: String?) {
        #expect(ArtifactReference(recipe: address)?.text == text)
    }
}
