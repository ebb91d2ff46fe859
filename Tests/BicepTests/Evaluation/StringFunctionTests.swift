import Testing

@Suite struct StringFunctionTests {
    @Test(arguments: [
        ("toLower(' Fizz Ä ')", #"" fizz ä ""#), ("toUpper('straße İ')", #""STRAßE İ""#), ("toUpper('')", #""""#),
        ("trim('  a b\\t\\n')", #""a b""#), ("trim('\\u{a0}x')", #""x""#), ("trim('   ')", #""""#),
        ("length('table')", "5"), ("length('😀')", "2"), ("length('')", "0"), ("length([1, [2, 3]])", "2"),
        ("length({ a: 1, b: 2 })", "2"),
        ("padLeft('00', 5)", #""   00""#), ("padLeft(0, 5, '+')", #""++++0""#), ("padLeft('long', 2)", #""long""#),
        ("padLeft('a', -3)", #""a""#),
        ("replace('foot', 't', 'd')", #""food""#), ("replace('aaa', 'aa', 'b')", #""ba""#),
        ("replace('Foo', 'f', 'x')", #""Foo""#), ("replace('a.b.c', '.', '')", #""abc""#),
        ("split('fizz,buzz,pop', ',')", #"["fizz","buzz","pop"]"#), ("split('', ',')", #"[""]"#),
        ("split('a;b,c', [';', ','])", #"["a","b","c"]"#), ("split('a--b', '--')", #"["a","b"]"#),
        ("split('abc', '')", #"["abc"]"#), ("split(',a,', ',')", #"["","a",""]"#),
        ("join(['abc', 123, true], '/')", #""abc/123/True""#), ("join([], ',')", #""""#),
        ("startsWith('food', 'FOO')", "true"), ("startsWith('food', '')", "true"), ("startsWith('fo', 'foo')", "false"),
        ("endsWith('foot', 'OT')", "true"), ("endsWith('foot', 'fo')", "false"),
        ("indexOf('FOOBAR', 'bar')", "3"), ("indexOf('food', 'x')", "-1"), ("indexOf('food', '')", "0"),
        ("indexOf('😀x', 'X')", "2"), ("lastIndexOf('food', 'O')", "2"), ("lastIndexOf('food', '')", "4"),
        ("lastIndexOf('ababab', 'aba')", "2"),
        ("contains('FOOBAR', 'foo')", "false"), ("contains('FOOBAR', 'OOB')", "true"), ("contains('a', '')", "true"),
        ("substring('foot', 0, 3)", #""foo""#), ("substring('foot', 4)", #""""#), ("substring('äöü', 1, 1)", #""ö""#),
        ("take('foot', 3)", #""foo""#), ("take('foot', 9)", #""foot""#), ("take('foot', -1)", #""""#),
        ("skip('foot', 3)", #""t""#), ("skip('foot', 9)", #""""#), ("skip('foot', -1)", #""foot""#),
        ("first('Fizz')", #""F""#), ("last('Fizz')", #""z""#), ("first('')", #""""#), ("last('')", #""""#),
        ("concat('a', 1, true)", #""a1True""#), ("concat('a')", #""a""#),
        ("empty('')", "true"), ("empty('a')", "false"), ("empty(null)", "true"), ("empty([])", "true"),
        ("empty({})", "true"),
        ("like('Hello.txt', '*.TXT')", "true"), ("like('abc', 'a?c')", "true"), ("like('abc', 'a')", "false"),
        ("like('', '*')", "true"), ("like('aXbXc', 'a*b*c')", "true"), ("like('aaab', '*ab*a')", "false"),
    ])
    func aStringFunctionCountsAndComparesAsInARM(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test(arguments: [
        ("format('{0}/{1}/{2}/{3}', 1, 2, 3, true)", #""1/2/3/True""#), ("format('{{{0}}}', 'x')", #""{x}""#),
        ("format('{0,5}|{0,-5}|', 'ab')", #""   ab|ab   |""#), ("format('{0:D4}', 42)", #""0042""#),
        ("format('{0:D2}', -3)", #""-03""#), ("format('{0:N0}', 1234567)", #""1,234,567""#),
        ("format('{0:N}', -1234)", #""-1,234.00""#), ("format('{0:F1}', 7)", #""7.0""#),
        ("format('{0:X}', 255)", #""FF""#), ("format('{0:x4}', 255)", #""00ff""#),
        ("format('{0:P0}', 1)", #""100 %""#), ("format('{0:E2}', 12345)", #""1.23E+004""#),
        ("format('{0:000}', 7)", #""007""#), ("format('{0:#,##0}', 1234567)", #""1,234,567""#),
        ("format('{0:##}', 0)", #""""#), ("format('{0:0.00}', 5)", #""5.00""#), ("format('{0:B}', 5)", #""101""#),
        ("format('{0:0;(0);zero}', -5)", #""(5)""#), ("format('{0:0;(0);zero}', 0)", #""zero""#),
        ("format('{1}{0}{1}', 'a', 'b')", #""bab""#), ("format('{0}', [1, 'a'])", #""[1,'a']""#),
        ("format('{0}', null)", #""""#),
    ])
    func aFormatIsThatOfDotNET(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test func interpolationShowsValuesAsARMDoes() {
        checkValue("'>${false}<>${12948}<>${'x'}<>${null}<'", #"">False<>12948<>x<><""#)
        checkEvaluation(
            """
            var object = { a: 'b', '!c': 2 }
            var array = [true, 2893, 'a\\'c']
            output text string = '${object}${array}'
            """,
            #"text = "{'a':'b','!c':2}[true,2893,'a\\'c']""#
        )
    }

    @Test func theParametersOfAStringFunctionAreChecked() {
        checkFault("substring('foot', 2, 3)", "RAD2822", "'substring' failed: 3 from 2 is outside of a string of 4")
        checkFault("substring('foot', int('-1'))", "RAD2822", "'substring' failed")
        checkFault("replace('a', '', 'b')", "RAD2822", "'replace' failed: there is no empty string to replace")
        checkFault("padLeft('a', 3, 'xy')", "RAD2822", "'padLeft' failed: the padding 'xy' is not one character")
        checkFault("format('{1}', 'a')", "RAD2822", "'format' failed: there is no argument for {1}")
        checkFault("format('{0', 'a')", "RAD2822", "'format' failed: the format has a brace")
        checkFault("toLower(any(3))", "RAD2821", "'toLower' needs a string as its first argument, but this is an int")
        checkFault("split('a', any(3))", "RAD2821", "'split' needs a string or an array of strings as its second")
        checkFault("join(any('a'), ',')", "RAD2821", "'join' needs an array as its first argument")
    }
}
