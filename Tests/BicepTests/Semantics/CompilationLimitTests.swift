import Diagnostics
import Documents
import TestSupport
import Testing

@testable import Bicep

/// Files that grow on purpose: a check that goes astray would take for ever.
@Suite(.timeLimit(.minutes(10))) struct CompilationLimitTests {
    /// Checks a file within narrow limits, and compares the full list of its diagnostics with the marks below its lines.
    private func checkLimit(
        _ text: String,
        with files: [String: String],
        _ narrow: (inout CompilationLimits) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var limits = CompilationLimits()
        narrow(&limits)
        var compilation = Compilation(files: MemoryFiles(files: files), limits: limits)
        let found = compilation.check(SourceFile(path: "main.bicep", text: text)).diagnostics
        expectMarks(in: text, found, sourceLocation: sourceLocation)
        #expect(found.allSatisfy { $0.help?.isEmpty == false }, sourceLocation: sourceLocation)
    }

    private let three = ["a.bicep": "", "b.bicep": "", "c.bicep": ""]

    @Test func aFileUsesSoManyModules() {
        checkLimit(
            """
            module a 'a.bicep' = { name: 'a' }
            module b 'b.bicep' = { name: 'b' }
            module again 'a.bicep' = { name: 'again' }
            module c 'c.bicep' = { name: 'c' }
            //       ^^^^^^^^^ RAD1142 the file and its modules use more than 2 other files
            """,
            with: three
        ) { $0.modules = 2 }
    }

    @Test func modulesStandSoDeepWithinEachOther() {
        checkLimit(
            """
            module a 'a.bicep' = { name: 'a' }
            //       ^^^^^^^^^ RAD1103 modules stand more than 1 deep within each other
            """,
            with: three
        ) { $0.depth = 1 }
    }

    @Test func modulesAndLoadedFilesHaveSoManyBytesTogether() {
        let large = String(repeating: " ", count: 1 << 20)
        checkLimit(
            """
            module a 'a.bicep' = { name: 'a' }
            output again string = loadTextContent('b.txt')
            output b string = loadTextContent('b.txt')
            output c string = loadTextContent('c.txt')
            //                                ^^^^^^^ RAD1143 the modules and loaded files of the file have more than 2 MiB together
            """,
            with: ["a.bicep": large, "b.txt": large, "c.txt": "x"]
        ) { $0.total = 2 << 20 }
        checkLimit(
            """
            import * as a from 'a.bicep'
            //                 ^^^^^^^^^ RAD1143 the modules and loaded files of the file have more than 0 MiB together
            """,
            with: ["a.bicep": large]
        ) { $0.total = 1 }
    }

    @Test func soManyMistakesAreReported() {
        checkLimit(
            """
            output a int = add(1, 2)
            //             ^^^ BCP069
            output b int = add(1, 2)
            //             ^^^ RAD1145 there are at least 2 more mistakes from here on
            output c int = add(1, 2)
            """,
            with: [:]
        ) { $0.diagnostics = 1 }
    }

    @Test func soManyMistakesAreReportedOfAParameterFileAndOfATemplate() {
        let assignments = (0..<6_000).map { "param p\($0) = ?" }.joined(separator: "\n")
        let file = SourceFile(path: "main.bicepparam", text: "using none\n" + assignments)
        let found = ParameterFile.read(file, files: NoFiles(), environment: [:]).diagnostics
        #expect(found.count == 5_001 && found.last?.code == "RAD1145")
        let members = String(repeating: #""a": 1, "#, count: 6_000)
        let template = SourceFile(path: "main.json", text: "{ \(members)\"resources\": [] }")
        let wrong = BoundModule.check(template, files: NoFiles()).diagnostics
        #expect(wrong.count == 5_001 && wrong.last?.code == "RAD1145")
    }

    @Test func soManyMistakesAreKeptAndOneError() {
        let file = SourceFile(path: "main.bicep", text: "")
        let warning = Diagnostic(.warning, "a", "", at: Span(file, 0..<0))
        var kept: [Diagnostic] = []
        kept.appendFew([Diagnostic](repeating: warning, count: [Diagnostic].keptLimit + 1))
        #expect(kept.count == [Diagnostic].keptLimit)
        let error = Diagnostic(.error, "b", "", at: Span(file, 0..<0))
        kept.appendFew([error, warning, error])
        #expect(kept.count == [Diagnostic].keptLimit + 1 && kept.hasErrors)
    }

    @Test(arguments: ["main.bicep", "main.bicepparam"]) func aSourceFileHasSoManyBytes(path: String) {
        let file = SourceFile(path: path, text: String(repeating: "\n", count: 8 << 20) + "?")
        let found =
            path == "main.bicep"
            ? BoundModule.check(file, files: NoFiles()).diagnostics
            : ParameterFile.read(file, files: NoFiles(), environment: [:]).diagnostics
        #expect(found.map(\.code) == ["RAD1144"])
        #expect(
            found.first?.message == "the file has 8388609 bytes, more than the 8 MiB that rad reads of one Bicep file"
        )
    }

    @Test func parameterFilesThatExtendEachOtherEnd() {
        var files: [String: String] = [:]
        for level in 0...60 { files["p\(level).bicepparam"] = "using none\nextends 'p\(level + 1).bicepparam'\n" }
        let file = SourceFile(path: "main.bicepparam", text: "using none\nextends 'p0.bicepparam'\n")
        let found = ParameterFile.read(file, files: MemoryFiles(files: files), environment: [:]).diagnostics
        #expect(found.map(\.code) == ["RAD1103"])
    }

    @Test func aTemplateHasSoManyBytes() {
        var files: [String: String] = ["m0.bicep": "output o string = '\(String(repeating: "x", count: 100))'"]
        for level in 1...40 {
            files["m\(level).bicep"] = """
                module a 'm\(level - 1).bicep' = { name: 'a' }
                module b 'm\(level - 1).bicep' = { name: 'b' }
                """
        }
        let emission = emit("module m 'm40.bicep' = { name: 'm' }", with: files)
        #expect(emission.diagnostics.map(\.code) == ["RAD1153"])
    }
}
