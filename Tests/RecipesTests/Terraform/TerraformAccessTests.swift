import AppModel
import Documents
import Testing

@testable import Recipes

/// What Terraform is told, and what it calls the state of a module.
@Suite struct TerraformAccessTests {
    /// The worked examples of Radius 0.60.
    @Test(arguments: [
        ("demo", "94df2ff9e34dc4c9343e09b194c0132f4a4da5d3"), (nil, "d4d453a1ca45322e6513fc46e8bfa11aca0c78a7"),
    ])
    func statesAreToldApartAsInRadius(application: String?, suffix: String) throws {
        let id = "/planes/radius/local/resourceGroups/default/providers/Radius.Data/redisCaches/cache"
        let resource = try #require(ResourceID(id))
        #expect(
            TerraformBinding.stateName(of: resource, application: application, environment: "default") == suffix
        )
    }

    @Test func theConfigurationIsWhatTerraformReads() {
        let access = TerraformAccess([
            "installation": [
                "networkMirror": ["url": "https://mirror.example/", "include": ["*/*"]],
                "direct": ["exclude": ["a/b", "c/\"d"]],
            ],
            "tokens": ["b.example": .secret("t\\1"), "a.example": .secret("t2"), "c.example": .secret(.null)],
        ])
        #expect(
            access.configuration == """
                provider_installation {
                  network_mirror {
                    url = "https://mirror.example/"
                    include = ["*/*"]
                  }
                  direct {
                    exclude = ["a/b", "c/\\"d"]
                  }
                }

                credentials "a.example" {
                  token = "t2"
                }

                credentials "b.example" {
                  token = "t\\\\1"
                }

                """
        )
        #expect(TerraformAccess.none.configuration == nil)
        #expect(access.secrets.sorted() == ["t2", "t\\1"])
    }

    @Test func gitIsToldByVariablesAndWithoutTLSOnlyOnThisMachine() {
        let access = TerraformAccess([
            "git": [
                "git.example": ["pat": .secret("p1"), "username": "anna"],
                "127.0.0.1:8080": ["pat": .secret("p2"), "username": .null],
                "none.example": ["pat": .secret(.null), "username": .null],
            ]
        ])
        #expect(
            access.variables(addingTo: ["GIT_CONFIG_COUNT": "1", "A": "b"]) == [
                "A": "b", "GIT_CONFIG_COUNT": "4",
                "GIT_CONFIG_KEY_1": "http.https://git.example/.extraHeader",
                "GIT_CONFIG_VALUE_1": "Authorization: Basic YW5uYTpwMQ==",
                "GIT_CONFIG_KEY_2": "http.https://127.0.0.1:8080/.extraHeader",
                "GIT_CONFIG_VALUE_2": "Authorization: Basic cDI6",
                "GIT_CONFIG_KEY_3": "http.http://127.0.0.1:8080/.extraHeader",
                "GIT_CONFIG_VALUE_3": "Authorization: Basic cDI6",
            ]
        )
        #expect(access.secrets.sorted() == ["YW5uYTpwMQ==", "cDI6", "p1", "p2"])
    }

    @Test func mirrorsOfThisMachineAreFound() {
        let mirrors = TerraformMirrors(
            of: Array(
                """
                plugin_cache_dir = "/c"
                provider_installation {
                  filesystem_mirror {
                    path    = "/m"
                    include = ["a/*"] # some
                  }
                  dev_overrides {
                    "rad/files" = "/dev"
                  }
                  network_mirror { url = "https://m.example/" }
                  direct {}
                }

                """
                .utf8
            )
        )
        #expect(mirrors.blocks == ["    \"path\" = \"/m\"\n    \"include\" = [\"a/*\"]\n"])
        #expect(mirrors.overrides == "    \"rad/files\" = \"/dev\"\n")
        #expect(TerraformMirrors(of: Array("{ broken".utf8)).blocks == [])
    }
}
