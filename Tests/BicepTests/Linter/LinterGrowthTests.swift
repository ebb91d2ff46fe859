import Diagnostics
import Documents
import Testing

@testable import Bicep

/// Files that make rules of the linter look at much on purpose.
@Suite(.timeLimit(.minutes(10))) struct LinterGrowthTests {
    /// The codes of what is found in a file, without the limits of templates.
    private func findings(
        _ first: String,
        _ steps: [String],
        _ last: String,
        with files: [String: String] = [:]
    ) -> [String] {
        let text = ([first] + steps.reversed() + [last]).joined(separator: "\n")
        let file = SourceFile(path: "main.bicep", text: text)
        let found = BoundModule.check(file, files: MemoryFiles(files: files)).diagnostics
        return found.filter { $0.span?.file == file && !$0.code.hasPrefix("max-") }.map(\.code)
    }

    private let server = """
        resource s 'Microsoft.Sql/servers@2021-11-01' = {
          name: 'x'
          location: 'westeurope'
          properties: {
            administratorLoginPassword: v40
          }
        }
        """

    @Test(arguments: ["var v{} = [v{-}, v{-}]", "var v{} = c ? v{-} : v{-}", "var v{} = v{-} ?? v{-}!"])
    func variablesMayBeMadeFromManyOthers(step: String) {
        let steps = (1...40).map { step.numbered($0) }
        let found = findings("param c bool = true\nparam p string?\nvar v0 = p", steps, server)
        #expect(found.contains("use-secure-value-for-secure-inputs"))
        let runtime = """
            resource r 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'r' }
            param c bool = true
            var v0 = r.properties.accessTier
            """
        #expect(!findings(runtime, steps, server).contains("use-secure-value-for-secure-inputs"))
    }

    @Test func itemsMayBeChosenByManyOthers() {
        let steps = (1...28).map { "var i{} = [i{-}][i{-}]".numbered($0) }
        #expect(findings("var i0 = 0", steps, "output o object = reference('a', [string(i28)][i28])") == [])
    }

    @Test func namesMayBeMadeFromALongChain() {
        let steps = (1...20_000).map { "var v{} = v{-}".numbered($0) }
        let last = """
            resource s 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
              name: v20000
            }
            output o string = s.id
            """
        let found = findings("param q string = newGuid()\nvar v0 = q", steps, last)
        #expect(found == ["use-stable-resource-identifiers"])
    }

    @Test func assignmentsMayBeMadeFromALongChain() {
        let steps = (1...20_000).map { "var v{} = v{-}".numbered($0) }
        let text = ["using 'app.bicep'", "param s = 'x'", "var v0 = s"] + steps.reversed() + ["param p = v20000"]
        let file = SourceFile(path: "main.bicepparam", text: text.joined(separator: "\n"))
        let files = ["app.bicep": "@secure()\nparam s string\nparam p string\noutput o string = p"]
        let found = ParameterFile.read(file, files: MemoryFiles(files: files), environment: [:]).diagnostics
        #expect(found.map(\.code).contains("secure-params-in-parameters-file"))
    }

    @Test func secretsAreFoundBehindManyVariables() {
        let steps = (1...12).map { "var v{} = 'x${v{-}}'".numbered($0) }
        let found = findings("@secure()\nparam s string\nvar v0 = s", steps, "output o string = v12")
        #expect(found == ["outputs-should-not-contain-secrets"])
    }

    @Test func modulesMayBeUsedByManyOthers() {
        let rules = #"{ "what-if-short-circuiting": { "level": "warning" } }"#
        var files = ["bicepconfig.json": #"{ "analyzers": { "core": { "rules": \#(rules) } } }"#]
        files["m0.bicep"] = """
            param p string
            resource r 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: p }
            output o string = r.id
            """
        for level in 1...20 {
            let uses = (0..<4).map { "module m\($0) 'm\(level - 1).bicep' = { params: { p: p } }" }
            files["m\(level).bicep"] = "param p string\n" + uses.joined(separator: "\n")
        }
        let last = """
            resource r 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'r' }
            module m 'm20.bicep' = { params: { p: r.properties.accessTier } }
            """
        #expect(findings("", [], last, with: files) == ["what-if-short-circuiting"])
    }

    @Test func manyNamesMayBeLikeOthers() {
        let resources = (1...2_500).map { number in
            """
            resource r{} 'My.Rp/as@2020-01-01' = { name: 'a{}' }
            resource c{} 'My.Rp/as/bs@2020-01-01' = { name: 'a{-}/b' }
            """.numbered(number)
        }
        let found = findings("", resources, "")
        #expect(found.contains("use-parent-property"))
    }

    @Test func anArrayMayHoldManyHosts() {
        let hosts = String(repeating: "'core.windows.net'\n", count: 20_000)
        let found = findings("var a = [", [hosts], "]\noutput b array = a")
        #expect(found.count == 5_001)
    }
}
