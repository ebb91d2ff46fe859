import Testing

@testable import Bicep

/// What operators, members and functions take.
@Suite struct ExpressionTypeTests {
    @Test func operatorsTakeTheirTypes() {
        checkDiagnostics(
            """
            param n int
            param maybe int?
            var a = 'x' + n
            //      ^^^^^^^ BCP045 '+' cannot be applied to 'x' and int
            var b = !n
            //      ^^ BCP044 '!' cannot be applied to int
            var c = n < 'x'
            //      ^^^^^^^ BCP045
            var d = n > 1 && 'x' =~ 'X' ? n / 0 : 2
            //                                ^ BCP410
            var e = n ? 1 : 2
            //      ^ BCP046 expected a value of type bool, found int
            var f = maybe + 1
            //      ^^^^^^^^^ BCP045 '+' cannot be applied to int? and 1
            var g = n > 0 ? maybe + 1 : 0
            var h = null && true
            //      ^^^^^^^^^^^^ BCP045
            output all array = [a, b, c, d, e, f, g, h]
            //                  ^ BCP062
            //                     ^ BCP062
            //                        ^ BCP062
            //                           ^ BCP062
            //                              ^ BCP062
            //                                 ^ BCP062
            //                                       ^ BCP062
            """
        )
    }

    @Test func oneMistakeIsReportedOnce() {
        checkDiagnostics(
            """
            var a = [{ x: !1 }]
            //            ^^ BCP044
            var b = union(a[0], {})
            //            ^ BCP062 the declaration of 'a' is not valid
            var c = '${b}'
            //         ^ BCP062
            output d string = c
            //                ^ BCP062
            """
        )
    }

    @Test func membersAreOfWhatHasThem() {
        checkDiagnostics(
            """
            param n int
            param list string[]
            param table object
            var pair = ['a', 'b']
            output a string = n.x
            //                  ^ BCP055 only an object has members, found int
            output b string = list.x
            //                     ^ BCP055
            output c string = list['x']
            //                     ^^^ BCP074 the index of an array must be an int, found 'x'
            output d string = table[0]
            //                      ^ BCP075 the index of an object must be a string, found 0
            output e string = n[0]
            //                ^ BCP076 only arrays and objects take an index, found int
            output f string = pair[2]
            //                     ^ BCP311 the index 2 is out of bounds: there are 2 items
            output g string = pair[^1]
            output g2 string = (n == 1 ? list : [])[0]
            output g3 string = (n == 1 ? pair : [])[1]
            output g4 string = (n == 1 ? list : n)[0]
            //                 ^^^^^^^^^^^^^^^^^^^ BCP076
            output h string = any(n)[true]
            //                       ^^^^ BCP049
            output i string = list.length()
            //                     ^^^^^^ BCP067
            output j string = table.length()
            //                      ^^^^^^ BCP109
            """
        )
    }

    @Test func partsOfModulesThatAreWrittenCannotBeRead() {
        checkDiagnostics(
            """
            module m 'm.bicep' = {
              name: 'm'
              params: { p: 1 }
            }
            resource r 'Mock.Rp/things@2020-01-01' = {
              name: 'r'
            }
            output a object = m.params
            //                  ^^^^^^ BCP077 'params' of 'module' can be given, not read
            output b array = r.dependsOn
            //                 ^^^^^^^^^ BCP077
            output c string = m.nam
            //                  ^^^ BCP083
            output d string = m.x
            //                  ^ BCP053 there is no member 'x'
            """,
            with: ["m.bicep": "param p int\noutput o int = p"],
            leavingOut: madeUpTypes
        )
    }

    @Test func safeAccessOfWhatIsMissingIsNull() {
        checkClean(
            """
            var settings = { port: 80 }
            param names string[] = []
            output port int = settings.?prot ?? 80
            output first string = names[?0] ?? ''
            output deep string = settings.?a.b.c ?? ''
            """
        )
    }

    @Test func namesThatAreCloseHaveACodeOfTheirOwn() {
        checkDiagnostics(
            """
            var a = { name: 1, xy: 2 }
            output b int = a.nmae
            //               ^^^^ BCP053 there is no member 'nmae'
            output c int = a.nam
            //               ^^^ BCP083
            output d int = a.xz
            //               ^^ BCP053
            output e int = a.XY
            //               ^^ BCP083
            """
        )
    }

    @Test func functionsTakeTheirArguments() {
        checkDiagnostics(
            """
            param list array
            output a string = toLower(1)
            //                        ^ BCP070 argument 1 of 'toLower' must be of type string, found 1
            output b string = replace('a', 'b', true)
            //                                  ^^^^ BCP070 argument 3 of 'replace'
            output c bool = contains(1, 'a')
            //                       ^ BCP048 argument 1 of 'contains' must be of type object or array or string
            output d array = union([], {})
            //                         ^^ BCP070
            output e int = min('a')
            //                 ^^^ BCP048
            output f string = padLeft(7, 3, '0')
            output g int = length(list)
            output h string = join([1, {}], ',')
            //                         ^^ BCP034
            output i string = buildUri({ scheme: 'https', hots: 'a' })
            //                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP035 'object' lacks 'host'
            //                                            ^^^^ BCP037
            """
        )
    }

    @Test func lambdasTakeItemsAndGiveWhatIsWanted() {
        checkDiagnostics(
            """
            param names string[]
            output a array = map(names, n => n.x)
            //                                 ^ BCP055 only an object has members, found string
            output b array = filter(names, n => 'x')
            //                             ^^^^^^^^ BCP070
            output c array = map(names, (a, b, c) => a)
            //                          ^^^^^^^^^^^^^^ BCP070
            output d array = sort(names, (a, b) => a < b)
            output e object = toObject(names, n => n, (n) => length(n))
            output f array = map(items({ a: 1 }), i => i.val)
            //                                           ^^^ BCP053
            output g int = reduce([1, 2], 0, (sum, next) => sum + next)
            output h array = map(names, (n, i) => '${n}${i + 1}')
            """
        )
    }

    @Test func functionsOfTheFileTakeTheirArguments() {
        checkDiagnostics(
            """
            import { shout } from 'm.bicep'
            func tag(name string, size 'S' | 'L') string => '${name}-${size}'
            output a string = tag('x', 'M')
            //                         ^^^ BCP070 argument 2 of 'tag' must be of type 'S' | 'L', found 'M'
            output b string = tag('x', 'S')
            output c int = tag('x', 'S')
            //             ^^^^^^^^^^^^^ BCP033
            output d string = shout(1)
            //                      ^ BCP070
            func wrong(a int) string => a
            //                          ^ BCP033
            """,
            with: ["m.bicep": "@export()\nfunc shout(text string) string => toUpper(text)"]
        )
    }

    @Test func placesAreAskedForWhereTheyAre() {
        checkDiagnostics(
            """
            targetScope = 'subscription'
            output a string = resourceGroup().id
            //                             ^^ BCP071 expected 1 to 2 arguments, found 0
            output b string = subscription().id
            output c string = managementGroup().id
            //                               ^^ BCP071
            """
        )
    }

    @Test func lambdaVariablesStayInTheTemplate() {
        checkDiagnostics(
            """
            resource many 'Mock.Rp/things@2020-01-01' = [for i in range(0, 2): {
              name: 'r${i}'
            }]
            output a array = map(range(0, 2), i => many[i].id)
            //                                          ^ BCP247
            output b array = map(['x'], id => reference(id))
            //                                ^^^^^^^^^^^^^ BCP248
            output c array = [for i in range(0, 2): many[i].id]
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func spreadTakesItsKind() {
        checkDiagnostics(
            """
            param n int
            output a object = { ...n }
            //                     ^ BCP402 '...' takes a value of type object here, found int
            output b array = [...{}]
            //                   ^^ BCP402
            """
        )
    }
}
