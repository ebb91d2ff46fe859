import AppModel
import Documents
import Engine
import Recipes
import TestSupport
import Testing

@testable import Targets

@Suite struct TerraformRootModuleTests {
    private let wanted: Value = [
        "terraform": ["required_providers": ["null": ["source": "hashicorp/null"]]],
        "module": [
            "default": [
                "source": "./recipes/redis", "version": "1.2.0", "label": "a${b}%{c}",
                "list": [["k${x}": .secret("p${q}")]],
                "providers": ["null.other": "null.other"],
            ]
        ],
        "output": ["result": ["value": "${module.default.result}", "sensitive": true]],
    ]

    @Test func textsAreWrittenSoThatTerraformTakesThemAsTheyAre() {
        let module = TerraformRootModule(wanted, source: "../../m", backend: .local)
        #expect(
            String(decoding: module.bytes, as: UTF8.self) == """
                {
                  "terraform": {
                    "required_providers": {
                      "null": {
                        "source": "hashicorp/null"
                      }
                    },
                    "backend": {
                      "local": {}
                    }
                  },
                  "module": {
                    "default": {
                      "source": "../../m",
                      "label": "a$${b}%%{c}",
                      "list": [
                        {
                          "k$${x}": "p$${q}"
                        }
                      ],
                      "providers": {
                        "null.other": "null.other"
                      }
                    }
                  },
                  "output": {
                    "result": {
                      "value": "${module.default.result}",
                      "sensitive": true
                    }
                  }
                }

                """
        )
    }

    /// Radius 0.60: a Secret `tfstate-default-<suffix>` in the cluster, from inside or with a file.
    @Test func theBackendOfAClusterIsThatOfRadius() {
        let module = TerraformRootModule(
            [:],
            source: "",
            backend: .kubernetes(suffix: "ab", namespace: "radius-system")
        )
        #expect(
            module.value["terraform"]?["backend"] == [
                "kubernetes": ["secret_suffix": "ab", "namespace": "radius-system"]
            ]
        )
    }

    /// Terraform finds the cluster by variables, from inside of a pod or with the files of the kubeconfig.
    @Test(arguments: [
        ("test", ["KUBECONFIG": "k"], ["KUBE_CONFIG_PATH": "/here/k", "KUBE_CTX": "test"]),
        ("test", ["KUBECONFIG": "k:/none:/l"], ["KUBE_CONFIG_PATHS": "/here/k:/l", "KUBE_CTX": "test"]),
        ("test", ["HOME": "/h"], ["KUBE_CONFIG_PATH": "/h/.kube/config", "KUBE_CTX": "test"]),
        ("in-cluster", [:], ["KUBE_IN_CLUSTER_CONFIG": "true"]),
    ])
    func variablesSayHowTheClusterIsReached(context: String, given: [String: String], found: [String: String]) {
        let files = KubeconfigFiles(environment: given) { path throws(KubeconfigFiles.FileProblem) in
            path == "/none" ? nil : []
        }
        let variables = files.terraformVariables(for: context) { $0.hasPrefix("/") ? $0 : "/here/\($0)" }
        #expect(variables == found)
    }

    @Test func theCauseIsWhatTerraformSaysWithoutItsFrames() {
        let said = """
            null_resource.x: Creating...
            ╷
            │ Warning: something
            ╵
            ╷
            │ Error: local-exec provisioner error
            │
            │   with module.default.null_resource.x,
            ╵
            ╷
            │ Error: local-exec provisioner error
            │
            │   with module.default.null_resource.x,
            ╵
            """
        #expect(
            TerraformInvocation.cause(in: said)
                == "Error: local-exec provisioner error\nwith module.default.null_resource.x,"
        )
    }

    @Test(arguments: [
        ("[]", "is no object"), (#"{"values": 3}"#, "has 'values' that is no object"),
        (#"{"hosts": {}}"#, "has a member 'hosts'"),
    ])
    func aResultOfAnotherShapeIsRefused(json: String, found: String) throws {
        let state = #"{"version": 4, "outputs": {"result": {"value": \#(json), "sensitive": true}}}"#
        let outputs = try #require(TerraformState(Array(state.utf8), path: "x")).outputs
        #expect { try TerraformResult.check(outputs["result"], of: "db") } throws: { error in
            let error = error as? ApplyError
            return error?.code == "RAD6057"
                && error?.message.hasPrefix("the output 'result' of the recipe for 'db' \(found), expected ") == true
        }
    }

    @Test func sensitiveOutputsAreSecret() throws {
        let state = #"{"version": 4, "outputs": {"a": {"value": "x", "sensitive": true}, "b": {"value": "y"}}}"#
        let outputs = try #require(TerraformState(Array(state.utf8), path: "x")).outputs
        #expect(outputs["a"] == .secret("x"))
        #expect(outputs["b"] == "y")
        #expect(TerraformState(Array("{}".utf8), path: "x") == nil)
        #expect(TerraformState([], path: "x") == nil)
    }

    /// RAD6050, RAD6054 and RAD6056 carry what happened and what to do.
    @Test func theProgramIsLookedForOnThePathOnly() {
        #expect { try TerraformProgram.find(in: ["PATH": "/nowhere:."]) } throws: { error in
            (error as? ApplyError) == .terraformMissing
        }
        #expect(ApplyError.terraformMissing.code == "RAD6050")
        #expect(ApplyError.terraformStateLeft("w/errored.tfstate", of: "db").description.hasSuffix("[RAD6056]"))
        let module = TerraformModuleReference(source: "a/b/c", version: "1.2")
        #expect(
            ApplyError.moduleNotFetched(module, cause: "gone").description
                == "'terraform get' cannot fetch 'a/b/c' 1.2: gone [RAD6058]"
        )
        #expect(
            ApplyError.terraformStopped(.apply, of: "db").description
                == "'terraform apply' of 'db' was stopped [RAD6053]"
        )
    }

    /// On the day on which a module is removed, rad still knows what Terraform must not print.
    @Test func secretsAreRememberedAsSuch() throws {
        let output = OutputResource(
            id: .terraform(state: "ab"),
            platform: .terraform,
            type: "terraform/Module",
            apiVersion: "",
            name: "db",
            owner: .defaultRecipePack,
            body: ["rootModule": ["module": ["m": ["password": .secret("two\nlines"), "size": 3]]]]
        )
        let file = TerraformSettingsFile(of: output)
        #expect(file.secrets == ["two\nlines", "lines", "two"])
        let kept = try #require(TerraformSettingsFile(bytes: file.bytes))
        #expect(kept.secrets == file.secrets)
        #expect(kept.rootModule["module"]?["m"]?["password"] == "two\nlines")
    }

    @Test func whatWasSealedWithAnotherKeyIsSaid() async throws {
        try await ScratchFolder.with { scratch in
            let folder = try TerraformFolder(creating: "ab", in: scratch.path, key: StateKey())
            let work = try folder.beginWork(keeping: Array("{}".utf8), takingLock: nil)
            try work.write(Array(#"{"version": 4}"#.utf8), to: "terraform.tfstate", .personal, durably: false)
            try folder.endWork(work, of: "db", keepingState: true)
            #expect(try folder.state() == Array(#"{"version": 4}"#.utf8))
            #expect(try scratch.files() == ["ab/module.sealed", "ab/state.sealed"])
            let other = try #require(try TerraformFolder(existing: "ab", in: scratch.path, key: StateKey()))
            #expect { try other.state() } throws: { ($0 as? ApplyError)?.code == "RAD6055" }
        }
    }

    /// What Terraform could not save stays where it left it, and is what the next run begins with.
    @Test func aStateThatWasLeftElsewhereIsTakenUp() async throws {
        try await ScratchFolder.with { scratch in
            let folder = try TerraformFolder(creating: "ab", in: scratch.path, key: StateKey())
            let work = try folder.beginWork(keeping: [], takingLock: nil)
            try work.write(Array("newest".utf8), to: "errored.tfstate", .personal, durably: false)
            #expect { try folder.endWork(work, of: "db", keepingState: true) } throws: {
                ($0 as? ApplyError)?.code == "RAD6056"
            }
            let next = try folder.beginWork(keeping: [], takingLock: nil)
            #expect(try next.read("terraform.tfstate") == Array("newest".utf8))
            #expect(try next.read("errored.tfstate") == nil)
        }
    }
}
