import Diagnostics
import Testing

@testable import Bicep

@Suite struct ModuleTests {
    @Test func parametersOfModulesAreChecked() {
        checkDiagnostics(
            """
            module a 'm.bicep' = {
              name: 'a'
              params: { size: 1 }
            //                ^ BCP036 'size' must be of type 'small' | 'large', found 1
            //^^^^^^ BCP035 'params' lacks 'name'
            }
            module b './m.bicep' = {
            //     ^ BCP035 'module' lacks 'params'
              name: 'b'
            }
            module c 'm.bicep' = {
              name: 'c'
              parms: {}
            //^^^^^ BCP089 'module' takes no 'parms'
              params: { name: 'x', other: 1, count: null }
            //                     ^^^^^ BCP037 'params' takes no 'other'
            }
            """,
            with: [
                "m.bicep": """
                param name string
                param size 'small' | 'large' = 'small'
                param count int = 1
                param perhaps string?
                output all array = [name, size, count, perhaps]
                """
            ]
        )
    }

    @Test func modulesThatCannotBeUsedSayWhy() {
        checkDiagnostics(
            """
            module a 'gone.bicep' = {}
            //       ^^^^^^^^^^^^ BCP091 'gone.bicep' cannot be read: no such file
            module b 'bad.bicep' = {}
            //       ^^^^^^^^^^^ BCP104
            module c 'main.bicep' = {}
            //       ^^^^^^^^^^^^ BCP094
            module d 'br:example.com/m:1' = {}
            //       ^^^^^^^^^^^^^^^^^^^^ BCP190 'br:example.com/m:1' has not been restored: no such file
            module e 'gone.json' = {}
            //       ^^^^^^^^^^^ BCP091
            module k 'k.YAML' = {}
            //       ^^^^^^^^ RAD1146 'k.YAML' is a file in YAML, and a module is a Bicep file or a compiled template
            module f '/m.bicep' = {}
            //       ^^^^^^^^^^ BCP051
            module g 'a\\\\b.bicep' = {}
            //       ^^^^^^^^^^^^ BCP098
            module h '' = {}
            //       ^^ BCP050
            module i 'x:y' = {}
            //       ^^^^^ BCP189
            module j '${a}.bicep' = {}
            //       ^^^^^^^^^^^^ BCP092
            """,
            with: ["bad.bicep": "var x = y\n", "main.bicep": "", "k.YAML": "resources: {}\n"]
        )
    }

    @Test func modulesThatUseEachOtherAreRefused() {
        let file = SourceFile(path: "a.bicep", text: "module b 'b.bicep' = {}\n")
        let files = MemoryFiles(files: ["a.bicep": "", "b.bicep": "module a 'a.bicep' = {}\n"])
        let diagnostics = BoundModule.check(file, files: files).diagnostics
        #expect(diagnostics.map(\.code) == ["BCP095", "BCP095"])
    }

    @Test func diagnosticsOfAModuleAreGivenOnce() {
        let file = SourceFile(path: "a.bicep", text: "module b 'c.bicep' = {}\nmodule d 'c.bicep' = {}\n")
        let files = MemoryFiles(files: ["c.bicep": "output o string = y\n"])
        let diagnostics = BoundModule.check(file, files: files).diagnostics
        #expect(
            diagnostics.map { "\($0.span?.file.path ?? "") \($0.code)" } == [
                "a.bicep BCP104", "a.bicep BCP104", "c.bicep BCP057",
            ]
        )
    }

    @Test func aLongChainOfModulesIsRefused() {
        var files: [String: String] = [:]
        for index in 0..<80 { files["\(index).bicep"] = "module m '\(index + 1).bicep' = {}\n" }
        let file = SourceFile(path: "main.bicep", text: "module m '0.bicep' = {}\n")
        let diagnostics = BoundModule.check(file, files: MemoryFiles(files: files)).diagnostics
        #expect(diagnostics.contains { $0.code == "RAD1103" })
    }

    @Test func exportsAreImportedByName() {
        checkDiagnostics(
            """
            import { size as s, prefix } from 'shared.bicep'
            import * as shared from 'shared.bicep'
            import { hidden } from 'shared.bicep'
            //       ^^^^^^ BCP360
            param a s = 'x'
            //          ^^^ BCP033
            param b shared.size
            output c array = [a, b, prefix, shared.prefix, shared.join('a'), shared.nothing]
            //                                                                      ^^^^^^^ BCP360
            """,
            with: [
                "shared.bicep": """
                @export()
                type size = 'small' | 'large'
                @export()
                var prefix = 'p'
                @export()
                func join(a string) string => a
                var hidden = 1
                output h int = hidden
                """
            ]
        )
    }
}
