import Diagnostics
import Testing

@testable import Bicep

@Suite struct NameTests {
    @Test func unknownNamesAreReportedOnce() {
        checkDiagnostics(
            """
            param location string
            output a string = locaton
            //                ^^^^^^^ BCP057 nothing here is named 'locaton'
            output b string = '${location}${nothing.of.this}'
            //                              ^^^^^^^ BCP057
            output c string = toLowr('x')
            //                ^^^^^^ BCP082 there is no function 'toLowr'
            output d string = zzzz('x')
            //                ^^^^ BCP057
            output e string = az.resourceGrup().id
            //                   ^^^^^^^^^^^^ BCP108
            output f string = sys.resourceGroup().id
            //                    ^^^^^^^^^^^^^ BCP107
            output g string = location('x')
            //                ^^^^^^^^ BCP059
            output h string = concat
            //                ^^^^^^ BCP063
            """
        )
    }

    @Test func aSuggestionIsOfferedWhenItIsClose() throws {
        let module = BoundModule.check(
            SourceFile(path: "main.bicep", text: "param location string\noutput a string = locaton\n"),
            files: NoFiles()
        )
        let error = try #require(module.diagnostics.first { $0.severity == .error })
        #expect(error.help == "did you mean 'location'?")
    }

    @Test func namesAreDeclaredOnce() {
        checkDiagnostics(
            """
            param a string
            //    ^ BCP028 the name 'a' is declared more than once
            var a = 1
            //  ^ BCP028
            output b string = a
            //     ^ BCP145
            output b string = a
            //     ^ BCP145
            output c object = { x: 1, y: 2, x: 3 }
            //                  ^ BCP025 the property 'x' is given more than once
            //                              ^ BCP025
            """
        )
    }

    @Test func circlesAreReportedWhereTheyAreEntered() {
        checkDiagnostics(
            """
            var a = a
            //      ^ BCP079
            var b = c
            //      ^ BCP080 the declarations depend on each other: b -> c -> b
            var c = b
            //      ^ BCP080
            output d string = a
            //                ^ BCP062
            """
        )
    }

    @Test func parametersDependOnParametersOnly() {
        checkDiagnostics(
            """
            param a string = newGuid()
            param b string = '${a}-${utcNow()}'
            param c string = d
            //               ^ BCP072
            var d = b
            var e = newGuid()
            //      ^^^^^^^ BCP065
            output f string = '${c}${e}'
            //                       ^ BCP062 the declaration of 'e' is not valid
            """
        )
    }

    @Test func argumentsAreCounted() {
        checkDiagnostics(
            """
            func f(a string, b int?) string => a
            output a string = toLower('a', 'b')
            //                       ^^^^^^^^^^ BCP071 expected 1 arguments, found 2
            output b string = concat()
            //                      ^^ BCP071 expected at least 1 arguments, found 0
            output c string = padLeft('a')
            //                       ^^^^^ BCP071 expected 2 to 3 arguments, found 1
            output d string = f()
            //                 ^^ BCP071 expected 1 to 2 arguments, found 0
            output e array = [f('a'), f('a', 1)]
            """
        )
    }

    @Test func typesAreNamesToo() {
        checkDiagnostics(
            """
            type size = 'small' | 'large'
            param a size = 'smal'
            //             ^^^^^^ BCP033 expected a value of type 'small' | 'large', found 'smal'
            param b strng
            //      ^^^^^ BCP302 'strng' is not a type
            param c a
            //      ^ BCP287 'a' is a value, not a type
            output d array = [a, b, c, size]
            //                   ^ BCP062
            //                      ^ BCP062
            //                         ^^^^ BCP288 'size' is a type, not a value
            """
        )
    }
}
