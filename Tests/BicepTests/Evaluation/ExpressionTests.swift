import Documents
import Testing

@Suite struct ExpressionTests {
    @Test(arguments: [
        ("1 + 3", "4"), ("(1 + 3) * 5 % 7", "6"), ("6 / 11", "0"), ("-7 / 2", "-3"), ("-7 % 2", "-1"),
        ("0 - 13", "-13"),
        ("-(-5)", "5"), ("!true", "false"), ("123 < 456", "true"), ("456 <= 456", "true"), ("1 > 2", "false"),
        ("'a' < 'b'", "true"), ("1 == 1", "true"), ("'a' == 'A'", "false"), ("'a' =~ 'A'", "true"),
        ("'a' !~ 'A'", "false"),
        ("any(1) == any('1')", "false"), ("any([1, { a: 2 }]) == any([1, { a: 2 }])", "true"), ("null == null", "true"),
        ("any({ a: 1, b: 2 }) == any({ b: 2, a: 1 })", "true"), ("1 != 2", "true"),
        ("null ?? 123", "123"), ("any(null) ?? null ?? 'x'", #""x""#), ("'y' ?? 'x'", #""y""#),
        ("true ? 1 : 2", "1"), ("false ? 1 : true ? 2 : 3", "2"),
        ("[1, ...[2, 3], 4]", "[1,2,3,4]"), ("{ a: 1, ...{ a: 2, b: 3 }, b: 4 }", #"{"a":2,"b":4}"#),
        ("{ '${'k'}ey': 1 }", #"{"key":1}"#), ("{ a: 1, A: 2 }.a", "1"),
        ("[10, 20, 30][1]", "20"), ("[10, 20, 30][^1]", "30"), ("[10][?5]", "null"), ("[10][?^2]", "null"),
        ("any({ Foo: 1 }).foo", "1"), ("{ a: { b: 2 } }['a'].b", "2"), ("any({}).?a.b.c", "null"),
        ("{ a: { b: 1 } }.?a.b", "1"),
        ("any(null).?a", "null"), ("any({ a: null }).?a.?b", "null"), ("any({})[?'a'].b", "null"),
        ("any({ a: 1 })!.a", "1"), ("any('text').?id ?? any('text')", #""text""#), ("any(1)[?'id']", "null"),
    ])
    func anOperatorGivesWhatARMGives(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test func aLongChainOfOperatorsIsNoDepth() {
        checkValue((1...150).map { "\($0)" }.joined(separator: " + "), "11325")
    }

    @Test func whatIsNotNeededIsNotEvaluated() {
        checkEvaluation(
            """
            var broken = fail('never')
            var choice = true ? 1 : int(broken)
            output a bool = false && bool(broken)
            output b bool = true || bool(broken)
            output c int = choice
            output d string = 'x' ?? any(broken)
            output e object? = {}.?a[any(broken)]
            """,
            """
            a = false
            b = true
            c = 1
            d = "x"
            e = null
            """
        )
    }

    @Test func aVariableIsEvaluatedOnceAndItsFaultReportedOnce() {
        checkFaults(
            """
            var broken = [1, 2][int('2')]
            //           ^^^^^^^^^^^^^^^^ RAD2814 the index 2 is outside of an array of 2
            output a int = broken + 1
            output b string = '${broken}'
            output c array = [for i in range(0, 3): broken]
            """
        )
    }

    @Test func aFaultSaysWhatWasFoundAndExpected() {
        checkFaults(
            """
            var thing = { name: 'x', list: [1] }
            var nothing = any(null)
            output a string = any(thing).nmae
            //                ^^^^^^^^^^^^^^^ RAD2815 the object has no property 'nmae'
            output b string = nothing.name
            //                ^^^^^^^^^^^^ RAD2816 'name' is read of a value that is null
            output c string = any(1).name
            //                ^^^^^^^^^^^ RAD2817 'name' is read of an int, which has no properties
            output d string = any(thing)[0]
            //                ^^^^^^^^^^^^^ RAD2817 an object cannot be indexed by an int
            output e int = 1 / any(0)
            //             ^^^^^^^^^^ RAD2813 this divides by zero
            output f int = 1 % any(0)
            //             ^^^^^^^^^^ RAD2813 this divides by zero
            output g int = any('1') + 1
            //             ^^^^^^^^^^^^ RAD2811 '+' cannot be applied to a string and an int
            output h bool = !any(1)
            //              ^^^^^^^ RAD2811 '!' needs a bool, but this is an int
            output i bool = any(1) && true
            //              ^^^^^^^^^^^^^^ RAD2811 '&&' cannot be applied to an int and a bool
            output j string = any(1) ? 'a' : 'b'
            //                ^^^^^^ RAD2810 a condition must be a bool, but this is an int
            output k array = [for x in any('abc'): x]
            //                         ^^^^^^^^^^ RAD2818 a loop runs over an array, but this is a string
            output l array = [...any({})]
            //                   ^^^^^^^ RAD2819 an object cannot be spread into an array
            output m object = { '${'a'}': 1, ...any([]) }
            //                                  ^^^^^^^ RAD2819 an array cannot be spread into an object
            """
        )
    }

    @Test func arithmeticNeverOverflows() {
        for expression in [
            "any(9223372036854775807) + 1", "any(-9223372036854775807) - 2", "any(9223372036854775807) * 2",
            "(any(-9223372036854775807) - 1) / -1", "(any(-9223372036854775807) - 1) % -1",
            "-(any(-9223372036854775807) - 1)",
        ] {
            checkFault(expression, "RAD2812", "the result does not fit into 64 bits")
        }
    }

    @Test func loopsSeeTheirItemsAndIndices() {
        checkEvaluation(
            """
            param list array = ['a', 'b']
            var pairs = [for (item, i) in list: { name: item, place: i }]
            output nested array = [for i in range(0, 2): map(range(0, 2), j => '${i}${j}')]
            output pairs array = pairs
            output names array = [for pair in pairs: '${pair.name}${pair.place}']
            """,
            """
            nested = [["00","01"],["10","11"]]
            pairs = [{"name":"a","place":0},{"name":"b","place":1}]
            names = ["a0","b1"]
            """
        )
    }

    @Test func functionsOfTheFileAreCalledWithValues() {
        checkEvaluation(
            """
            func greet(name string) string => 'Hi, ${name}!'
            func full(first string, last string) string => greet('${first} ${last}')
            func sum(list int[]) int => reduce(list, 0, (a, b) => a + b)
            output greeting string = full('Anthony', 'Martin')
            output sum int = sum([1, 2, 3])
            """,
            """
            greeting = "Hi, Anthony Martin!"
            sum = 6
            """
        )
    }

    @Test func importedNamesAreEvaluatedInTheirOwnFile() {
        checkEvaluation(
            """
            import { prefix, named } from 'shared.bicep'
            import * as shared from 'shared.bicep'
            output a string = prefix
            output b string = named('x')
            output c string = shared.named(shared.prefix)
            """,
            with: [
                "shared.bicep": """
                var secretSauce = 'p-'
                @export()
                var prefix = '${secretSauce}1'
                @export()
                func named(name string) string => '${name}-n'
                """
            ],
            """
            a = "p-1"
            b = "x-n"
            c = "p-1-n"
            """
        )
    }

    @Test func filesAreLoadedRelativeToTheFile() {
        checkEvaluation(
            """
            output text string = loadTextContent('data/a.txt')
            output json object = loadJsonContent('data/b.json')
            output part string = loadJsonContent('data/b.json', '$.list[1][\\'x\\']')
            output yaml object = loadYamlContent('data/c.yaml')
            output bytes string = loadFileAsBase64('data/a.txt')
            """,
            with: [
                "data/a.txt": "ä\n", "data/b.json": #"{ "list": [1, { "x": "y" }] } // ok"#,
                "data/c.yaml": "a:\n- 1\n- b\n",
            ],
            #"""
            text = "ä\n"
            json = {"list":[1,{"x":"y"}]}
            part = "y"
            yaml = {"a":[1,"b"]}
            bytes = "w6QK"
            """#
        )
    }

    @Test func theFilesOfAFolderAreListedInAFixedOrder() {
        checkEvaluation(
            """
            output own array = map(loadDirectoryFileInfo('./'), file => file.relativePath)
            output texts array = loadDirectoryFileInfo('./x/../data/', '*.t?t')
            output all array = map(loadDirectoryFileInfo('data', '*.*'), file => file.extension)
            """,
            with: [
                "b.json": "", "A.bicep": "", "data/z.txt": "", "data/Y.tot": "", "data/README": "",
                "data/deep/a.txt": "",
            ],
            #"""
            own = ["A.bicep","b.json"]
            texts = [{"relativePath":"data/Y.tot","baseName":"Y.tot","extension":".tot"},{"relativePath":"data/z.txt","baseName":"z.txt","extension":".txt"}]
            all = ["",".tot",".txt"]
            """#
        )
    }
}
