import Diagnostics
import Testing

@testable import Bicep

@Suite struct SyntaxRecoveryTests {
    @Test func everyDeclarationSaysWhatItMisses() {
        checkSyntaxDiagnostics(
            """
              hello there
            //^^^^^ BCP007 'hello' begins no declaration
              param
            //     ^ BCP013 expected the name of a parameter, found the end of the line
              param a
            //       ^ BCP279 expected a type
              param a string = 1 2
            //                   ^ BCP019 expected a new line
              var
            //   ^ BCP015
              var a
            //     ^ BCP018 expected '='
              var a =
            //       ^ BCP009 expected an expression
              output
            //      ^ BCP016
              resource
            //        ^ BCP017
              resource a
            //          ^ BCP068
              resource a 'b'
            //              ^ BCP018 expected '='
              resource a 'b' =
            //                ^ BCP118
              module a 'b' = [for c in d: 1]
            //                            ^ BCP167
              type a = =
            //         ^ BCP279
            //         ^ BCP019
            """
        )
    }

    @Test func expressionsSayWhatTheyMiss() {
        checkSyntaxDiagnostics(
            """
              var a = b.
            //          ^ BCP020 expected the name of a function or property
              var a = b[]
            //          ^ BCP117 there is no index between the brackets
              var a = (b, c)
            //         ^^^^ BCP243
              var a = ()
            //         ^ BCP243
              var a = f(b
            //           ^ BCP018 expected ')'
              var a = 1 +
            //           ^ BCP009
              var a = b ? c
            //             ^ BCP018 expected ':'
              var a = [for b c: d]
            //               ^ BCP012 expected 'in', found 'c'
            //                   ^ BCP009
              var a = 99999999999999999999
            //        ^^^^^^^^^^^^^^^^^^^^ BCP010
              var a = [1 2]
            //           ^ BCP236
              var a = { b }
            //            ^ BCP018 expected ':'
              var a = '${{}}'
            //           ^ BCP087
            """
        )
    }

    @Test func mistakesInTextsAreReportedWhereTheyAre() {
        checkSyntaxDiagnostics(
            """
              var a = 'b
            //        ^^ BCP004
              var a = 'b\\q'
            //          ^^ BCP006
              var a = 'b\\u{zz}'
            //          ^^^ BCP133
              var a = "b"
            //        ^ BCP103
            //          ^ BCP103
            //        ^ BCP009
              var a = 1 # 2
            //          ^ BCP001
            //          ^ BCP019
              var é a = 1
            //    ^ BCP001
            //    ^ BCP015
              var a = 'ü😀' ^
            //              ^ BCP019
            """
        )
    }

    @Test(arguments: ["'b", "'${", "'${b", "'${b}", "'${b}${c", "'''b"])
    func textsThatTheFileEndsInAreReportedOnce(text: String) {
        #expect(parse("var a = \(text)").diagnostics.count == 1)
    }

    @Test func arraysAndObjectsGoOnAfterAMistake() {
        checkSyntaxDiagnostics(
            """
            var a = {
              b: 1
              c
            // ^ BCP018 expected ':'
              d: =
            //   ^ BCP009
              'e': 2,
            //       ^ BCP238
              : 3
            //^ BCP022
            }
            var b = [
              =
            //^ BCP009
              1
            ]
            """
        )
    }

    @Test func whatIsNeverClosedIsReportedOnce() {
        checkSyntaxDiagnostics("var a = '''b\n//      ^^^^ BCP140")
        checkSyntaxDiagnostics(
            """
              var a = 1 /* b
            //          ^^^^ BCP002
            """
        )
    }

    @Test func theOldFormOfExtensionsIsRejectedWithTheNewOne() throws {
        let diagnostics = parse("import radius as radius\nextension radius\n").diagnostics
        #expect(diagnostics.map(\.code) == ["BCP354"])
        #expect(diagnostics.first?.help == "write extension radius")
    }

    @Test func parameterFilesHaveOtherDeclarations() {
        checkSyntaxDiagnostics(
            """
              resource a 'b' = {}
            //^^^^^^^^ BCP337
              param a string
            //        ^^^^^^ BCP018 expected '='
            //              ^ BCP009
            """,
            as: .parameters
        )
    }

    @Test(arguments: ["(", "[", "{a:", "!(", "f(", "a[", "a ? (", "'${(", "[for a in ["])
    func deepNestingIsADiagnostic(opening: String) {
        let text = "var a = " + String(repeating: opening, count: 3_000)
        #expect(!parse(text).diagnostics.isEmpty)
    }

    @Test func theDepthIsNamedWhereEverythingIsClosed() {
        let text = "var a = " + String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300)
        #expect(parse(text).diagnostics.contains { $0.code == "RAD1101" })
    }

    @Test(arguments: ["a + ", "a.", "a ?? ", "a!.", "- "])
    func longChainsAreADiagnostic(link: String) {
        let text = "var a = " + String(repeating: link, count: 3_000) + "a"
        #expect(!parse(text).diagnostics.isEmpty)
    }

    @Test func deeplyNestedResourcesAreADiagnostic() {
        let text = String(repeating: "resource a 'b' = {\n", count: 3_000)
        #expect(!parse(text).diagnostics.isEmpty)
    }

    @Test(arguments: ["[", "{a:", "(", "x<", "x[]", "x?", "'a' | ("])
    func deepTypesAreADiagnostic(opening: String) {
        let text = "type a = " + String(repeating: opening, count: 3_000)
        #expect(!parse(text).diagnostics.isEmpty)
    }
}
