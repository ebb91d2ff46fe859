import Diagnostics
import Documents
import OrderedCollections
import TestSupport
import Testing

@testable import Bicep

@Suite struct ConfigurationTests {
    /// Reads a configuration and compares what is wrong with it, line by line.
    private func checkConfiguration(
        _ text: String,
        _ expected: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> BicepConfiguration {
        let (configuration, diagnostics) = BicepConfiguration.read(SourceFile(path: "bicepconfig.json", text: text))
        let found = diagnostics.map { diagnostic in
            "\(DiagnosticMark(diagnostic).line):\(DiagnosticMark(diagnostic).column) \(diagnostic.severity) "
                + "\(diagnostic.code) \(diagnostic.message)" + (diagnostic.help.map { "; \($0)" } ?? "")
        }
        #expect(found.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
        return configuration
    }

    @Test func everythingIsRead() throws {
        let configuration = checkConfiguration(
            """
            {
              // comments, and a comma at the end
              "analyzers": { "core": { "verbose": true, "rules": { "No-Unused-Vars": { "Level": "Error" }, } } },
              "moduleAliases": {
                "br": { "shared": { "registry": "example.azurecr.io", "modulePath": "bicep" } },
                "ts": { "specs": { "subscription": "s", "resourceGroup": "g" } }
              },
              "extensions": { "graph": "br:example.azurecr.io/graph:1.0.0", "az": "builtin:" },
              "implicitExtensions": ["az", "graph"],
              "cloud": { "currentProfile": "AzureUSGovernment", "credentialPrecedence": ["AzureCLI"] },
              "cacheRootDirectory": "/cache", /* and so on */
              "experimentalFeaturesEnabled": { "assertions": true, "testFramework": false },
              "formatting": {
                "indentKind": "Tab", "newlineKind": "LF", "indentSize": 4, "width": 100, "insertFinalNewline": true
              }
            }
            """
        )
        #expect(configuration.linter.isVerbose)
        #expect(configuration.linter.level(of: .noUnusedVariables) == .error)
        #expect(configuration.linter.level(of: .noUnusedParameters) == .warning)
        #expect(configuration.moduleAliases["shared"]?.registry == "example.azurecr.io")
        #expect(configuration.extensionSources["graph"] == "br:example.azurecr.io/graph:1.0.0")
        #expect(configuration.cloud.name == "AzureUSGovernment")
        #expect(configuration.cacheRootDirectory == "/cache")
        #expect(configuration.experimentalFeatures == ["assertions"])
        var formatting = FormattingOptions()
        (formatting.indentKind, formatting.newlineKind) = (.tab, .lineFeed)
        (formatting.indentSize, formatting.width, formatting.insertFinalNewline) = (4, 100, true)
        #expect(configuration.formatting == formatting)
    }

    @Test func mistakesAreReportedInTheConfiguration() {
        _ = checkConfiguration(
            """
            { "analyzers": { "core": { "rules": {
              "no-unused-vars": { "level": "loud" },
              "no-unused-parms": { "level": "off" },
              "max-params": { "levl": "off" }
            } } },
              "cloud": { "currentProfile": "Moon" },
              "moduleAliases": { "br": { "x": { "modulePath": "y" } } },
              "formating": {} }
            """,
            """
            2:32 error RAD1160 'level' must be 'off', 'info', 'warning' or 'error', and is 'loud'; \
            write 'off', 'info', 'warning' or 'error'
            3:3 warning RAD1163 the linter has no rule 'no-unused-parms'; did you mean 'no-unused-params'?
            4:19 warning RAD1162 there is no setting 'levl' here; did you mean 'level'?
            6:32 error RAD1160 'currentProfile' must be 'AzureChinaCloud', 'AzureCloud' or 'AzureUSGovernment', \
            and is 'Moon'; write 'AzureChinaCloud', 'AzureCloud' or 'AzureUSGovernment'
            7:30 error RAD1161 'x' has no 'registry'; add "registry": "…"
            8:3 warning RAD1162 there is no setting 'formating' here; did you mean 'formatting'?
            """
        )
    }

    @Test func brokenJSONIsReportedWhereItBreaks() {
        let configuration = checkConfiguration(
            "{ \"analyzers\": }",
            "1:16 error RAD1010 expected a value, found '}'; remove the comma before '}', or add what follows it"
        )
        #expect(configuration.linter.isEnabled)
    }

    /// The codes of what a check finds in a file beside a configuration, file by file.
    private func found(_ configuration: String, _ linting: Linting = .everything) -> [String] {
        let file = SourceFile(path: "app/main.bicep", text: "var a = 1\n#disable-next-line no-unused-vars\nvar b = 2\n")
        let files = MemoryFiles(files: ["bicepconfig.json": configuration])
        return BoundModule.check(file, files: files, linting: linting).diagnostics.map {
            "\($0.span?.file.path ?? "") \($0.severity) \($0.code)"
        }
    }

    @Test func levelsDecideWhatIsReported() {
        func rule(_ level: String) -> String {
            "{ \"analyzers\": { \"core\": { \"rules\": { \"no-unused-vars\": { \"level\": \"\(level)\" } } } } }"
        }
        #expect(found("{}") == ["app/main.bicep warning no-unused-vars"])
        #expect(found(rule("error")) == ["app/main.bicep error no-unused-vars"])
        #expect(found(rule("info")) == ["app/main.bicep info no-unused-vars"])
        #expect(found(rule("off")) == [])
        #expect(found("{}", .errors) == [])
        #expect(found(rule("error"), .errors) == ["app/main.bicep error no-unused-vars"])
    }

    @Test func theLinterCanBeTurnedOffAndSaySo() {
        #expect(found(#"{ "analyzers": { "core": { "enabled": false } } }"#) == [])
        #expect(
            found(#"{ "analyzers": { "core": { "enabled": false, "verbose": true } } }"#)
                == ["bicepconfig.json info RAD1164"]
        )
    }

    @Test func mistakesInAConfigurationAreReportedOnce() {
        let files = MemoryFiles(files: ["bicepconfig.json": "[]", "m.bicep": ""])
        let file = SourceFile(path: "main.bicep", text: "module m 'm.bicep' = {}\nmodule n 'm.bicep' = {}\n")
        #expect(BoundModule.check(file, files: files).diagnostics.map(\.code) == ["RAD1160"])
        let parameters = SourceFile(path: "main.bicepparam", text: "using none\nextends 'base.bicepparam'\n")
        let more = MemoryFiles(files: ["bicepconfig.json": "[]", "base.bicepparam": "using none\n"])
        let read = ParameterFile.read(parameters, files: more, environment: [:])
        #expect(read.diagnostics.map(\.code) == ["RAD1160"])
    }

    // MARK: - Extended configurations

    /// Reads `app/bicepconfig.json` among other files: the configuration, and the codes and files of what is wrong.
    private func read(_ files: [String: String]) -> (configuration: BicepConfiguration, found: [String]) {
        let source = SourceFile(path: "app/bicepconfig.json", text: files["app/bicepconfig.json"] ?? "")
        let (configuration, diagnostics) = BicepConfiguration.read(source, files: MemoryFiles(files: files))
        return (configuration, diagnostics.map { "\($0.span?.file.path ?? "") \($0.code)" })
    }

    @Test func whatAConfigurationExtendsCountsWhereItSaysNothing() {
        let (configuration, found) = read([
            "app/bicepconfig.json": """
            {
              "analyzers": { "core": { "rules": { "no-unused-vars": { "level": "off" } } } },
              "extends": "../shared/base.json"
            }
            """,
            "shared/base.json": """
            {
              "extends": "root.json",
              "analyzers": { "core": { "rules": {
                "no-unused-vars": { "level": "error" }, "no-unused-params": { "level": "error" }
              } } },
              "moduleAliases": { "br": { "shared": { "registry": "example.azurecr.io" } } }
            }
            """,
            "shared/root.json": #"{ "formatting": { "indentSize": 4 } }"#,
        ])
        #expect(found == [])
        #expect(configuration.linter.level(of: .noUnusedVariables) == .off)
        #expect(configuration.linter.level(of: .noUnusedParameters) == .error)
        #expect(configuration.moduleAliases["shared"]?.registry == "example.azurecr.io")
        #expect(configuration.moduleAliases["public"] != nil)
        #expect(configuration.formatting.indentSize == 4)
    }

    @Test func whatCannotBeExtendedIsReported() {
        let missing = read(["app/bicepconfig.json": #"{ "extends": "no.json", "formatting": { "width": 80 } }"#])
        #expect(missing.found == ["app/bicepconfig.json RAD1165"])
        #expect(missing.configuration.formatting.width == 80)
        #expect(
            read(["app/bicepconfig.json": #"{ "extends": "/base.json" }"#]).found == ["app/bicepconfig.json RAD1160"]
        )
        #expect(read(["app/bicepconfig.json": #"{ "extends": 1 }"#]).found == ["app/bicepconfig.json RAD1160"])
        #expect(read(["app/bicepconfig.json": #"{ "extends": null }"#]).found == [])
        let circle = read([
            "app/bicepconfig.json": #"{ "extends": "a.json" }"#, "app/a.json": #"{ "extends": "bicepconfig.json" }"#,
        ])
        #expect(circle.found == ["app/a.json RAD1166"])
        var files = ["app/bicepconfig.json": #"{ "extends": "c0.json" }"#]
        for index in 0..<20 { files["app/c\(index).json"] = "{ \"extends\": \"c\(index + 1).json\" }" }
        #expect(read(files).found == ["app/c14.json RAD1166"])
        let broken = read(["app/bicepconfig.json": #"{ "extends": "a.json" }"#, "app/a.json": #"{ "extnds": 1 }"#])
        #expect(broken.found == ["app/a.json RAD1162"])
    }

    // MARK: - Clouds

    @Test(arguments: [
        ("", "AzureCloud https://management.azure.com/ core.windows.net"),
        (
            #""currentProfile": "AzureChinaCloud""#,
            "AzureChinaCloud https://management.chinacloudapi.cn/ core.chinacloudapi.cn"
        ),
        (
            #""currentProfile": "AzureUSGovernment""#,
            "AzureUSGovernment https://management.usgovcloudapi.net/ core.usgovcloudapi.net"
        ),
        (
            #""currentProfile": "Own", "profiles": { "Own": { "resourceManagerEndpoint": "https://arm.own", "activeDirectoryAuthority": "https://login.own" } }"#,
            "Own https://arm.own/ core.windows.net"
        ),
        (
            #""profiles": { "AzureCloud": { "resourceManagerEndpoint": "https://arm.own", "activeDirectoryAuthority": "https://login.own" } }"#,
            "AzureCloud https://arm.own/ core.windows.net"
        ),
    ])
    func theEnvironmentIsTheCloudOfTheConfiguration(cloud: String, expected: String) {
        let text = """
            var cloud = environment()
            output it string = '${cloud.name} ${cloud.resourceManager} ${cloud.suffixes.storage}'
            """
        let evaluation = evaluate(text, with: ["bicepconfig.json": "{ \"cloud\": { \(cloud) } }"])
        #expect(evaluation.outputs["it"]?.stringValue == expected)
    }
}
