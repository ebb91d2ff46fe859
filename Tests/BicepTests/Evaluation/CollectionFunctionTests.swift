import Testing

@Suite struct CollectionFunctionTests {
    @Test(arguments: [
        ("first([])", "null"), ("first(['a', 'b'])", #""a""#), ("last([])", "null"), ("last([1, 2])", "2"),
        ("take(['fizz', 'buzz', 'pop'], 2)", #"["fizz","buzz"]"#), ("take([1], 5)", "[1]"), ("take([1], -1)", "[]"),
        ("skip([1, 2, 3], 2)", "[3]"), ("skip([1], 5)", "[]"), ("skip([1], -5)", "[1]"),
        ("concat([1], [2, 3], [])", "[1,2,3]"), ("flatten([[0, 1], [2], []])", "[0,1,2]"), ("flatten([])", "[]"),
        ("flatten([[[1]], [2]])", "[[1],2]"), ("distinct([1, 'a', 1, 'a', { b: 1 }, { b: 1 }])", #"[1,"a",{"b":1}]"#),
        ("contains(['FOO'], 'foo')", "false"), ("contains([1, [2]], [2])", "true"),
        ("contains([{ a: 1 }], { a: 1 })", "true"),
        ("contains({ Foo: 1 }, 'foo')", "true"), ("contains({ a: null }, 'a')", "true"), ("contains({}, 'a')", "false"),
        ("indexOf(['FOO', 'BAR'], 'BAR')", "1"), ("indexOf(['FOO'], 'foo')", "-1"), ("lastIndexOf([1, 2, 1], 1)", "2"),
        ("range(1, 3)", "[1,2,3]"), ("range(-2, 2)", "[-2,-1]"), ("range(5, 0)", "[]"),
        ("min(10, 4, 1, 6)", "1"), ("max(10, 4)", "10"), ("min([3, 2])", "2"), ("max([-3])", "-3"),
        ("union(['a', 'b'], ['b', 'c'])", #"["a","b","c"]"#), ("union([1, 1], [])", "[1]"),
        ("union({ a: { x: 1, y: [1] } }, { a: { y: [2], z: 3 }, b: null })", #"{"a":{"x":1,"y":[2],"z":3},"b":null}"#),
        ("union({ a: 1 }, { a: null })", #"{"a":null}"#), ("union({ a: 1 }, { A: 2 })", #"{"a":1,"A":2}"#),
        ("intersection(['a', 'b', 'a'], ['a', 'c'])", #"["a"]"#),
        ("intersection({ a: 1, b: 2 }, { a: 1, b: 3 })", #"{"a":1}"#),
        ("shallowMerge([{ a: { x: 1 } }, { a: { y: 2 }, b: 1 }])", #"{"a":{"y":2},"b":1}"#),
        ("items({ b: 1, A: 2, a: 3 })", #"[{"key":"A","value":2},{"key":"a","value":3},{"key":"b","value":1}]"#),
        ("items({})", "[]"), ("objectKeys({ b: 1, a: 2 })", #"["b","a"]"#),
    ])
    func aCollectionFunctionGivesWhatARMGives(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test(arguments: [
        ("map([1, 2], (x, i) => x * 10 + i)", "[10,21]"), ("map([], x => x)", "[]"),
        ("filter([3, 1, 2], (x, i) => x > i)", "[3]"), ("filter(['abc', 'def'], f => 'def' == f)", #"["def"]"#),
        ("reduce(range(1, 5), 1, (c, n) => c * n)", "120"), ("reduce([], 0, (c, n) => c)", "0"),
        ("reduce(['a', 'b'], '', (c, n, i) => '${c}${n}${i}')", #""a0b1""#),
        ("sort([8, 3, 10, -13, 5], (x, y) => x < y)", "[-13,3,5,8,10]"), ("sort([], (x, y) => x < y)", "[]"),
        ("sort(['ghi', 'abc', 'def'], (x, y) => x > y)", #"["ghi","def","abc"]"#),
        (
            "sort([{ k: 1, n: 'b' }, { k: 0, n: 'c' }, { k: 1, n: 'a' }], (x, y) => x.k <= y.k)",
            #"[{"k":0,"n":"c"},{"k":1,"n":"b"},{"k":1,"n":"a"}]"#
        ),
        ("toObject([123, 456], i => '${i / 100}')", #"{"1":123,"4":456}"#),
        ("toObject([0, 1], i => '${i}', i => i % 2 == 0)", #"{"0":true,"1":false}"#),
        ("mapValues({ a: 1, b: 2 }, v => v + 1)", #"{"a":2,"b":3}"#),
        ("groupBy(['ax', 'b', 'ay'], s => first(s))", #"{"a":["ax","ay"],"b":["b"]}"#),
        ("groupBy(['ax', 'ay'], s => first(s), s => last(s))", #"{"a":["x","y"]}"#),
        ("map(filter(range(0, 4), i => contains(filter([0, 2], j => j == i), i)), x => 'n${x}')", #"["n0","n2"]"#),
    ])
    func aLambdaIsAppliedToEachElement(expression: String, expected: String) {
        checkValue(expression, expected)
    }

    @Test func theParametersOfACollectionFunctionAreChecked() {
        checkFault("range(0, 10001)", "RAD2822", "'range' failed: a count of 10001 is not allowed")
        checkFault("range(2147483647, 2)", "RAD2822", "'range' failed: the numbers end beyond")
        checkFault("range(9223372036854775807, 2)", "RAD2822", "'range' failed: the numbers end beyond")
        checkFault(
            "union({}, any([]))",
            "RAD2821",
            "'union' needs an object as its second argument, but this is an array"
        )
        checkFault("flatten(any([1]))", "RAD2821", "'flatten' needs an array of arrays as its first argument")
        checkFault("filter([1], x => any(x))", "RAD2810", "a condition must be a bool, but this is an int")
        checkFault(
            "toObject([1], x => any(x))",
            "RAD2820",
            "the name of a property must be a string, but this is an int"
        )
        checkFault("sort([1, 2], (x, y) => any(x))", "RAD2810", "a condition must be a bool")
        checkFault("max(any([]))", "RAD2822", "'max' failed: there are no numbers")
        checkFault("contains(any(3), 'a')", "RAD2821", "'contains' needs an array, an object or a string")
    }
}
