import Diagnostics
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
        #expect(configuration.templateSpecAliases["specs"]?.resourceGroup == "g")
        #expect(configuration.extensionSources["graph"] == "br:example.azurecr.io/graph:1.0.0")
        #expect(configuration.implicitExtensions == ["az", "graph"])
        #expect(configuration.cloud.currentProfile == "AzureUSGovernment")
        #expect(configuration.cloud.credentialPrecedence == ["AzureCLI"])
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
            7:30 error RAD1161 'x' has no 'registry'; add "registry": "…"
            8:3 warning RAD1162 there is no setting 'formating' here; did you mean 'formatting'?
            6:32 error RAD1160 'currentProfile' must be 'AzureChinaCloud', 'AzureCloud' or 'AzureUSGovernment', \
            and is 'Moon'; write 'AzureChinaCloud', 'AzureCloud' or 'AzureUSGovernment'
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
}
