import Diagnostics
import Documents
import Testing

@testable import Bicep

@Suite struct ParameterTests {
    @Test func aGivenValueWinsAndNullMeansTheDefault() {
        checkEvaluation(
            """
            param a string = 'default'
            param b string = 'default'
            param c string = 'of ${a}'
            param d string?
            param e 'x' | 'y'?
            param id string = newGuid()
            param time string = utcNow('yyyy')
            output all array = [a, b, c, d, e, id, time]
            """,
            parameters: ["A": "given", "b": nil],
            #"all = ["given","default","of given",null,null,"00000000-0000-0000-0000-000000000000","1970"]"#
        )
    }

    @Test func aMissingParameterIsNamedOnce() {
        checkFaults(
            """
            param image string
            //    ^^^^^ RAD2800 the parameter 'image' has no value and no default
            output a string = image
            output b string = '${image}'
            """
        )
    }

    @Test func aValueIsCheckedAgainstTheDeclaration() {
        checkFaults(
            """
            param a string
            //    ^ RAD2802 the parameter 'a' must be a string, but it is 3
            param b int = 1
            //    ^ RAD2802 the parameter 'b' must be an int, but it is 'x'
            @allowed(['x', 'y'])
            param c string
            //    ^ RAD2803 the parameter 'c' does not allow 'z'
            @minValue(1)
            @maxValue(5)
            param d int
            //    ^ RAD2804 the parameter 'd' has a range of allowed values, and 9 is outside
            @minLength(3)
            param e string
            //    ^ RAD2805 the parameter 'e' has a range of allowed lengths, and 2 is outside
            param f string[]
            //    ^ RAD2802 the parameter 'f' must be an array whose elements are each a string, but it is an array
            param g 'red' | 'green'
            //    ^ RAD2802 the parameter 'g' must be one of 'red', 'green', but it is 'blue'
            @secure()
            @minLength(8)
            param h string
            //    ^ RAD2805 the parameter 'h' has a range of allowed lengths, and 3 is outside
            param j bool
            //    ^ RAD2802 the parameter 'j' must be a bool, but it is null
            output o array = [a, b, c, d, e, f, g, h, j]
            """,
            parameters: [
                "a": 3, "b": "x", "c": "z", "d": 9, "e": "ab", "f": ["x", 1], "g": "blue", "h": "abc",
                "j": nil,
            ]
        )
    }

    @Test func anUndeclaredParameterIsReportedWithTheOneThatIsMeant() {
        let result = evaluate("param image string = 'x'\noutput o string = image", in: context(["imgae": "y"]))
        #expect(result.diagnostics.map(\.code) == ["RAD2801"])
        #expect(result.diagnostics.first?.help == "did you mean 'image'?")
        #expect(result.outputValues.isEmpty)
    }

    @Test func aTextFromTheCommandLineBecomesWhatTheParameterIs() {
        let module = checkClean("param a int\nparam b bool\nparam c object\nparam d array?\nparam e string")
        let values = zip(module.parameters, ["3", "True", "{\"x\":1}", "null", "3"]).map { $0.type.value(fromText: $1) }
        #expect(values == [3, true, ["x": 1], nil, "3"])
        #expect(BoundModule.ValueType.int.value(fromText: "x") == "x")
    }

    private func context(_ parameters: ValueObject) -> EvaluationContext {
        var context = EvaluationContext()
        context.parameters = parameters
        return context
    }
}
