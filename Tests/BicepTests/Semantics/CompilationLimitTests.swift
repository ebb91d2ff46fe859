import Diagnostics
import Documents
import Testing

@testable import Bicep

/// Files that grow on purpose: a check that goes astray would take for ever.
@Suite(.timeLimit(.minutes(1))) struct CompilationLimitTests {
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

/// Files whose types grow on purpose.
@Suite struct TypeGrowthTests {
    @Test(arguments: [
        ("var v0 = { a0: 1 }", "var v{} = { ...v{-}, ...v{-}, a{}: v{-} }"),
        ("var v0 = [1]", "var v{} = [...v{-}, ...v{-}]"),
        ("var v0 = { a: 1 }", "var v{} = { a: v{-}, b: v{-} }"), ("var v0 = 'a'", "var v{} = '${v{-}}${v{-}}'"),
        ("param p bool\nvar v0 = 0", "var v{} = p ? v{-} : {}"), ("param v0 object", "var v{} = v{-}.?a ?? v{-}"),
        ("func v0(x int) int => x", "func v{}(x int) int => v{-}(x) + v{-}(x)"),
        ("type v0 = string", "type v{} = { a: v{-}, b: v{-} }"), ("type v0 = string", "type v{} = v{-}[]"),
    ])
    func eachStepIsChecked(first: String, step: String) {
        let text = (1...300).map { index in
            step.replacing("{-}", with: "\(index - 1)").replacing("{}", with: "\(index)")
        }
        let file = SourceFile(path: "main.bicep", text: first + "\n" + text.joined(separator: "\n"))
        #expect(BoundModule.check(file, files: NoFiles(), linting: .errors).diagnostics.isEmpty)
    }

    /// The codes of what is found in a file, the linter included.
    private func codes(of text: String) -> [String] {
        BoundModule.check(SourceFile(path: "main.bicep", text: text), files: NoFiles()).diagnostics.map(\.code)
    }

    @Test(arguments: [
        ("@minLength(9223372036854775807)\nparam a string\noutput b string = '${a}${a}c'", []),
        ("param a -9223372036854775808\noutput b int = [1, 2][^a]", ["BCP062"]),
        ("param a 9223372036854775807\noutput b int = -a", []),
        ("type a = -9223372036854775808\nparam b a\noutput c int = -b", ["BCP062"]),
        ("output a array = range(9223372036854775807, 2)", []),
        ("param a 9223372036854775807\nparam b a\noutput c int = [1][b + 1]", ["BCP062", "BCP287"]),
        ("@minLength(-9223372036854775808)\nparam a string\noutput b string = '${a}c'", ["BCP010"]),
    ])
    func numbersMayBeOfAnySize(text: String, expected: [String]) {
        #expect(codes(of: text).sorted() == expected)
    }

    @Test func unionsOfUnionsAreCheckedToSomeDepth() {
        let text = (1...3_000).map { "type v\($0) = v\($0 - 1) | '\($0)'" }
        let found = codes(of: "type v0 = 'a'\n" + text.joined(separator: "\n"))
        #expect(Set(found) == ["BCP293", "no-unused-types"])
        #expect(found.count <= 3_000)
    }

    @Test(arguments: ["-", "!", "(", "[", "{ a: ", "first([", "any(", "p ? 1 : ", "p ?? ", "...", "map([1], x => "])
    func nestedExpressionsAreCheckedOnce(opening: String) {
        let found = codes(of: "param p bool?\nvar v = " + String(repeating: opening, count: 60) + "p")
        #expect(found.count { $0 == "no-unused-vars" } == 1)
        #expect(found.count <= 61)
    }

    @Test(arguments: ["!", ".a", ".?a", "[0]", "[?0]", "::a", "!.a", "!!", ".a()", " ?? p", " + 1", " ? 1 : p"])
    func longExpressionsAreCheckedOnce(ending: String) {
        let text = "param p object?\nvar v = [for x in [p]: x" + String(repeating: ending, count: 60) + "]\nvar w = p"
        let found = codes(of: text + String(repeating: ending, count: 60))
        #expect(found.count { $0 == "no-unused-vars" } == 2)
        #expect(found.count <= 4)
    }

    @Test(arguments: ["var v{} = v{+}", "type v{} = v{+}"])
    func aLargeCircleIsShownInShort(step: String) throws {
        let text = (0..<2_000).map { index in
            step.replacing("{+}", with: "\((index + 1) % 2_000)").replacing("{}", with: "\(index)")
        }
        let file = SourceFile(path: "main.bicep", text: text.joined(separator: "\n"))
        let found = BoundModule.check(file, files: NoFiles(), linting: .errors).diagnostics
        #expect(found.count == 2_000)
        #expect(try #require(found.first).message.contains(" -> … -> "))
        #expect(found.allSatisfy { $0.message.utf8.count < 200 })
    }
}
