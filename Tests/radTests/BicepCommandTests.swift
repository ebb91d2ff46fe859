import Foundation
import TestSupport
import Testing

/// `rad bicep`, as programs call it.
@Suite struct BicepCommandTests {
    /// Runs a command of the language in a folder of files, and reads what it printed as JSON.
    private func checkJSON(
        _ files: [String: String],
        _ arguments: [String],
        environment: [String: String] = [:],
        status: Int32 = 0,
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await Program.with { rad in
            for (name, text) in files { try rad.folder.write(text, to: name) }
            let outcome = try rad.run(["bicep"] + arguments + ["--output", "json"], environment: environment)
            #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
            let found = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? NSObject
            let wanted = try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSObject
            #expect(found == wanted, "\(outcome.output)", sourceLocation: sourceLocation)
        }
    }

    @Test func lintCountsLinesAndColumnsFromOneInUTF16() async throws {
        try await checkJSON(
            ["main.bicep": "\u{FEFF}/* 🎁 */ output x string = nothing\r\nvar unused = 1\n"],
            ["lint", "main.bicep"],
            status: 1,
            """
            {"diagnostics": [
              {"file": "main.bicep", "line": 1, "column": 28, "endLine": 1, "endColumn": 35, "severity": "error",
               "code": "BCP057", "message": "nothing here is named 'nothing'"},
              {"file": "main.bicep", "line": 2, "column": 5, "endLine": 2, "endColumn": 11, "severity": "warning",
               "code": "no-unused-vars", "message": "the variable 'unused' is never used"}
            ]}
            """
        )
    }

    @Test func aParameterFileMayUseAModuleOfARegistry() async throws {
        try await Program.with { rad in
            let output = #"{"type": "string", "value": "[concat('hello ', parameters('name'))]"}"#
            let template = #"""
                {"parameters": {"name": {"type": "string"}}, "resources": [], "outputs": {"text": \#(output)}}
                """#
            try rad.folder.write(template, to: ".rad/cache/br/example.com/shop$hello/1$/main.json")
            try rad.folder.write("using 'br:example.com/shop/hello:1'\nparam name = 'you'\n", to: "env/dev.bicepparam")
            let snapshot = try rad.succeed("bicep", "snapshot", "env/dev.bicepparam")
            #expect(snapshot.contains("\"hello you\""))
        }
    }

    @Test func lintNamesTheFileOfAMistakeInAModule() async throws {
        try await Program.with { rad in
            try rad.folder.write("module m 'm.bicep' = {}\n", to: "main.bicep")
            try rad.folder.write("output x string = nothing\n", to: "m.bicep")
            let outcome = try rad.run("bicep", "lint", "main.bicep")
            #expect(outcome.status == 1)
            #expect(outcome.errors == "")
            #expect(outcome.output.contains("main.bicep:1:10: error: there are errors in 'm.bicep' [BCP104]"))
            #expect(outcome.output.contains("m.bicep:1:19: error: nothing here is named 'nothing' [BCP057]"))
        }
    }

    @Test func lintReportsTheMistakesOfAParameterFileThere() async throws {
        try await Program.with { rad in
            try rad.folder.write("param size int\noutput o int = size\n", to: "main.bicep")
            try rad.folder.write("using 'main.bicep'\nparam size = 'big'\n", to: "main.bicepparam")
            let outcome = try rad.run("bicep", "lint", "main.bicepparam")
            #expect(outcome.status == 1)
            #expect(outcome.output.hasPrefix("main.bicepparam:2:14: error: "), "\(outcome.output)")
        }
    }

    @Test func lintWritesSARIFForCodeScanners() async throws {
        try await Program.with { rad in
            try rad.folder.write("output x string = nothing\nvar unused = 1\n", to: "a b/main.bicep")
            let outcome = try rad.run("bicep", "lint", "a b/main.bicep", "--output", "sarif")
            #expect(outcome.status == 1)
            let found = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? NSObject
            let expected = """
                {"$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
                 "version": "2.1.0",
                 "runs": [{
                   "tool": {"driver": {"name": "rad", "version": "0.1.0",
                     "rules": [{"id": "BCP057"}, {"id": "no-unused-vars"}]}},
                   "columnKind": "utf16CodeUnits",
                   "results": [
                     {"ruleId": "BCP057", "ruleIndex": 0, "level": "error",
                      "message": {"text": "nothing here is named 'nothing'"},
                      "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b/main.bicep"},
                        "region": {"startLine": 1, "startColumn": 19, "endLine": 1, "endColumn": 26}}}]},
                     {"ruleId": "no-unused-vars", "ruleIndex": 1, "level": "warning",
                      "message": {"text": "the variable 'unused' is never used"},
                      "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b/main.bicep"},
                        "region": {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 11}}}]}
                   ]}]}
                """
            let wanted = try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSObject
            #expect(found == wanted, "\(outcome.output)")
        }
    }

    @Test func lintFollowsTheNearestConfiguration() async throws {
        let rule = "{\"analyzers\": {\"core\": {\"rules\": {\"no-unused-vars\": {\"level\": \"LEVEL\"}}}}}"
        try await Program.with { rad in
            try rad.folder.write("var unused = 1\n", to: "app/main.bicep")
            try rad.folder.write(rule.replacingOccurrences(of: "LEVEL", with: "error"), to: "bicepconfig.json")
            let strict = try rad.run("bicep", "lint", "app/main.bicep")
            #expect(strict.status == 1)
            #expect(strict.output.contains("error: the variable 'unused' is never used [no-unused-vars]"))
            try rad.folder.write(rule.replacingOccurrences(of: "LEVEL", with: "loud"), to: "app/bicepconfig.json")
            let wrong = try rad.run("bicep", "lint", "app/main.bicep")
            #expect(wrong.status == 1)
            #expect(wrong.output.hasPrefix("app/bicepconfig.json:1:63: error: 'level' must be"), "\(wrong.output)")
        }
    }

    @Test func lintOfACleanFileSaysNothing() async throws {
        try await checkJSON(
            ["main.bicep": "output x string = 'a'\n"],
            ["lint", "main.bicep"],
            #"{"diagnostics": []}"#
        )
    }

    static let group = """
        param name string
        @secure()
        param key string = 'hidden'
        var upper = toUpper(name)
        resource disk 'Microsoft.Compute/disks@2023-01-02' = [for i in range(0, 2): if (i > 0) {
          name: '${name}-${i}'
          location: resourceGroup().location
          properties: { key: key, upper: upper }
        }]
        module inner 'inner.bicep' = {
          name: 'nested'
          scope: subscription()
          params: { size: 2 }
        }
        output state string = 'is ${disk[1].properties.state}'
        output id string = disk[1].id
        output twice int = inner.outputs.twice
        """

    static let inner = """
        targetScope = 'subscription'
        param size int
        resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = { name: 'rg${size}', location: deployment().name }
        output twice int = size * 2
        """

    @Test func aSnapshotIsWhatADeploymentWouldMake() async throws {
        try await checkJSON(
            [
                "main.bicep": Self.group, "inner.bicep": Self.inner,
                "p.json": #"{"parameters": {"name": {"value": "a"}}}"#,
                "c.json": #"{"subscriptionId": "s", "resourceGroup": "g", "location": "north"}"#,
            ],
            ["snapshot", "main.bicep", "--parameters", "p.json", "--context", "c.json"],
            """
            {"resources": [
              {"module": [], "type": "Microsoft.Compute/disks", "apiVersion": "2023-01-02", "name": "a-1",
               "body": {"location": "north", "properties": {"key": "hidden", "upper": "A"}}},
              {"module": ["nested"], "type": "Microsoft.Resources/resourceGroups", "apiVersion": "2024-03-01",
               "name": "rg2", "body": {"location": "nested"}}],
             "modules": [{"path": ["nested"], "scope": {"kind": "subscription", "id": "/subscriptions/s"},
                          "parameters": {"size": 2}, "outputs": {"twice": 4}}],
             "outputs": {"state": {"$runtime": true}, "twice": 4,
                         "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/a-1"},
             "parameters": {"name": "a"}, "variables": {"upper": "A"}}
            """
        )
    }

    @Test func aSnapshotOfAParameterFileUsesWhatItAssigns() async throws {
        try await checkJSON(
            [
                "main.bicep": "extension radius\nparam n string\n"
                    + "resource a 'Applications.Core/applications@2023-10-01-preview' = { name: n }\n",
                "main.bicepparam": "using 'main.bicep'\nparam n = readEnvironmentVariable('NAME')\n",
            ],
            ["snapshot", "main.bicepparam"],
            environment: ["NAME": "shop"],
            """
            {"resources": [{"module": [], "extension": "radius", "type": "Applications.Core/applications",
                            "apiVersion": "2023-10-01-preview", "body": {"properties": {"name": "shop"}}}],
             "modules": [], "outputs": {}, "parameters": {"n": "shop"}, "variables": {}}
            """
        )
    }

    @Test func aSnapshotOfATemplateIsThatOfItsSource() async throws {
        try await checkJSON(
            ["main.json": #"{"resources": [], "outputs": {"o": {"type": "int", "value": "[add(1, 1)]"}}}"#],
            ["snapshot", "main.json"],
            #"{"resources": [], "modules": [], "outputs": {"o": 2}, "parameters": {}, "variables": {}}"#
        )
    }

    @Test(
        arguments: [
            ("[]", "c.json:1:1: error: a context is an object [RAD7040]"),
            (#"{"location": 1}"#, "c.json:1:14: error: 'location' of a context must be a text [RAD7041]"),
            (#"{"place": "x"}"#, "c.json:1:2: error: a context has no 'place'; expected subscriptionId"),  // RAD7042
        ]
    )
    func aContextIsAnObjectOfTexts(text: String, error: String) async throws {
        try await Program.with { rad in
            try rad.folder.write("", to: "main.bicep")
            try rad.folder.write(text, to: "c.json")
            let outcome = try rad.run("bicep", "snapshot", "main.bicep", "--context", "c.json")
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.hasPrefix(error), "\(outcome.errors)")
            #expect(outcome.errors.contains("help: "))
        }
    }

    @Test func aConfigurationNamesTheFolderOfModules() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                #"{"resources": [], "outputs": {"o": {"type": "int", "value": 1}}}"#,
                to: "kept/br/example.com/m/1$/main.json"
            )
            try rad.folder.write("module m 'br:example.com/m:1' = {}\noutput o int = m.outputs.o\n", to: "main.bicep")
            let lint = ["bicep", "lint", "main.bicep", "--no-restore"]
            #expect(try rad.run(lint).status == 1)
            try rad.folder.write(#"{ "cacheRootDirectory": "~/kept" }"#, to: "bicepconfig.json")
            #expect(try rad.run(lint, environment: ["HOME": rad.folder.path]).status == 0)
            // The variable of whoever runs rad comes before what a file says.
            let variable = ["HOME": rad.folder.path, "RAD_CACHE_DIR": "\(rad.folder.path)/other"]
            #expect(try rad.run(lint, environment: variable).status == 1)
        }
    }
}
