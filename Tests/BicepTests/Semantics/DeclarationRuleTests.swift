import Diagnostics
import Testing

@testable import Bicep

/// Declarations that cannot be so, and what follows from them.
@Suite struct DeclarationRuleTests {
    @Test func whatComesFromAMistakeIsNotValid() {
        checkDiagnostics(
            """
            var a = missing
            //      ^^^^^^^ BCP057
            var b = '${a}!'
            //         ^ BCP062
            output c string = b
            //                ^ BCP062
            var typed string = missing
            //                 ^^^^^^^ BCP057
            output d string = typed
            """
        )
    }

    @Test func exportsStandAlone() {
        let bound = "param name string\nvar full = 'x${name}'\n@export()\nvar shared = full"
        #expect(moduleCodes(bound) == ["BCP372"])
        #expect(moduleCodes("@export()\nvar alone = 'x'\nvar other = alone\n@export()\nvar third = other") == [])
        #expect(moduleCodes("type t = {\n@export()\na: string\n}") == ["BCP361"])
    }

    @Test func typesAreRestrictedWhereTheyAreDeclared() {
        #expect(moduleCodes("type key = string\n@secure()\nparam a key") == ["BCP308"])
        #expect(moduleCodes("param a 'x' | string") == ["BCP293"])
        #expect(moduleCodes("type n = sys") == ["BCP306"])
    }

    @Test func collectionsAndExistingResources() {
        checkDiagnostics(
            """
            resource r 'A.B/c@2020-01-01' = [for i in range(0, 2): { name: 'r${i}' }]
            output a string = r[?0].id
            //                  ^ BCP323
            func f() string => reference('x').y
            //                 ^^^^^^^^^^^^^^ BCP341
            module m 'm.bicep' = { params: values }
            //                             ^^^^^^ BCP183
            var values = { p: 1 }
            output b string = listKeys(m.outputs.id, '2020-01-01').key
            //                         ^^^^^^^^^^^^ BCP181
            output c string = f()
            """,
            with: ["m.bicep": "param p int = 1\noutput id string = '${p}'"],
            leavingOut: madeUpTypes
        )
    }

    @Test func onlyExistingResourcesMayBeMissing() {
        #expect(moduleCodes("@nullIfNotFound()\nresource r 'A.B/c@2020-01-01' = { name: 'r' }") == ["BCP445"])
    }

    @Test func parameterFilesBuildOnParameterFilesAndUseModules() {
        let files = ["main.bicep": "", "x.json": "{}", "b.bicepparam": "using none", "other.bicepparam": "using none"]
        #expect(codes("using 'other.bicepparam'", files) == ["BCP276"])
        #expect(codes("using 'main.bicep'\nextends 'x.json'", files) == ["BCP404"])
        #expect(
            codes("using none\nextends 'b.bicepparam'\nextends 'other.bicepparam'", files) == ["BCP405", "BCP405"]
        )
        #expect(codes("param a = 1\nparam a = 1", files) == ["BCP261", "BCP028", "BCP028"])
    }

    @Test func parameterFilesImportWhatNeedsNoDeployment() {
        let module = """
            var group = resourceGroup().name
            @export()
            var name = 'a-${group}'
            @export()
            var id = resourceId('0', 'rg', 'A.B/c', 'd')
            @export()
            func where() string => subscription().id
            """
        let files = ["main.bicep": module]
        #expect(codes("using none\nimport { name, id, where } from 'main.bicep'", files) == ["BCP452", "BCP452"])
        #expect(codes("using none\nimport * as all from 'main.bicep'", files) == ["BCP452"])
        #expect(codes("using none\nimport { id } from 'main.bicep'\nparam p = id", files) == [])
    }

    @Test func structuresAreCheckedPartByPart() {
        checkDiagnostics(
            """
            type port = { number: int, name: string?, *: bool }
            @sealed()
            type shop = { ports: port[], owner: { name: string } }
            func open(s shop) bool => s.ports[0].number > 0
            output a bool = open({ ports: [{ number: '1' }, { }], owner: { name: 'x' }, age: 3 })
            //                                       ^^^ BCP036
            //                                              ^^^ BCP035
            //                                                                          ^^^ BCP037
            param b shop = { ports: [1, { number: 1, old: 'x' }], owner: { } }
            //                       ^ BCP034
            //                                            ^^^ BCP036
            //                                                    ^^^^^ BCP035
            output c int = b.ports[0].number
            module m 'm.bicep' = { params: { size: { width: 1 } } }
            //                               ^^^^ BCP035
            """,
            with: ["m.bicep": "type area = { width: int, height: int }\nparam size area\noutput o int = size.width"]
        )
    }
}

/// The codes of the errors in a parameter file.
private func codes(_ text: String, _ files: [String: String]) -> [String] {
    let file = SourceFile(path: "main.bicepparam", text: text)
    let result = ParameterFile.read(file, files: MemoryFiles(files: files), environment: [:])
    return result.diagnostics.filter { $0.severity == .error && $0.span?.file == file }.map(\.code)
}

/// The codes of the errors in a module.
private func moduleCodes(_ text: String) -> [String] {
    let checked = BoundModule.check(SourceFile(path: "main.bicep", text: text), files: MemoryFiles())
    return checked.diagnostics.filter { $0.severity == .error }.map(\.code)
}
