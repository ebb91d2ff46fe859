import Testing

@testable import Bicep

/// Values that are given to something of a type.
@Suite struct AssignmentTests {
    @Test func valuesAreOfTheirTypes() {
        checkDiagnostics(
            """
            param a string = 1
            //               ^ BCP033 expected a value of type string, found 1
            param b 'x' | 'y' = 'z'
            //                  ^^^ BCP033
            param c int[] = [1, 'two']
            //                  ^^^^^ BCP034 expected items of type int, found 'two'
            param d { name: string, port: int? } = { nam: 'x' }
            //                                     ^^^^^^^^^^^^ BCP035 'object' lacks 'name'
            //                                       ^^^ BCP089
            param e [string, int] = ['x', 'y']
            //                            ^^^ BCP034
            param f string? = 'x'
            //                ^^^ BCP326
            @allowed(['S', 'L'])
            param g string = 'M'
            //               ^^^ BCP033 expected a value of type 'S' | 'L', found 'M'
            output h array = [a, b, c, d, e, f, g]
            """
        )
    }

    @Test func lengthsAndSizesAreLimited() {
        checkDiagnostics(
            """
            @minLength(3)
            @maxLength(5)
            param a string = 'ab'
            //               ^^^^ BCP333 the length is 2 or less, and 3 is the least that is taken
            @minValue(1)
            param b int = 0
            //            ^ BCP328
            @maxValue(9)
            param c int = 10
            //            ^^ BCP327 the value is 10 or more, and 9 is the most that is taken
            @maxLength(1)
            param d array = [1, 2]
            //              ^^^^^^ BCP332
            @maxLength(4)
            output e string = 'prefix-${a}'
            //                ^^^^^^^^^^^^^ BCP332
            output f array = [a, b, c, d]
            """
        )
    }

    @Test func whatAVariableHoldsIsComparedWhereItIsMentioned() {
        checkDiagnostics(
            """
            type site = { name: string, tags: { owner: string } }
            var good = { name: 'x', tags: { owner: 'y' } }
            var bad = { name: 'x', tags: { owner: 1 } }
            output a site = good
            output b site = bad
            //              ^^^ BCP036 'owner' must be of type string, found 1
            output c site = { name: 'x', tags: bad.tags }
            //                                 ^^^^^^^^ BCP036
            """
        )
    }

    @Test func whatIsKnownOfAUnionIsWhatAllOfItIs() {
        checkDiagnostics(
            """
            param flag bool
            param size 'S' | 'L'
            param text string
            output a 'S' | 'L' | 'M' = size
            output b 'S' = size
            //             ^^^^ BCP033
            output c 'S' | 'L' = text
            output d 'S' | 'L' = '${text}'
            //                   ^^^^^^^^^ BCP033 expected a value of type 'S' | 'L', found string
            output e string = flag ? 'x' : 1
            //                ^^^^^^^^^^^^^^ BCP033
            output f { a: int } = flag ? { a: 1 } : { b: 1 }
            output g 1 | 2 | 3 = length(text)
            output h 'S' = toUpper('s')
            """
        )
    }

    @Test func aDiscriminatorChoosesTheType() {
        checkDiagnostics(
            """
            type cat = { kind: 'cat', lives: int }
            type dog = { kind: 'dog', tricks: string[] }
            @discriminator('kind')
            type pet = cat | dog
            param a pet = { kind: 'cat', lives: 'nine' }
            //                                  ^^^^^^ BCP036 'lives' must be of type int, found 'nine'
            param b pet = { kind: 'cta', lives: 9 }
            //                    ^^^^^ BCP036
            param c pet = { lives: 9 }
            //            ^^^^^^^^^^^^ BCP078 the property 'kind' is missing
            param d pet = { kind: 'dog' }
            //            ^^^^^^^^^^^^^^^ BCP035 'object' lacks 'tricks'
            param e pet = { kind: 'dogs', tricks: [] }
            //                    ^^^^^^ BCP088
            output f array = [a, b, c, d, e]
            """
        )
    }

    @Test func recursionComesToAnEnd() {
        checkDiagnostics(
            """
            type tree = { name: string, children: tree[]? }
            param a tree = { name: 'a', children: [{ name: 'b', children: [{ name: 1 }] }] }
            //                                                                     ^ BCP036
            type chain = { next: chain? }
            type ring = { next: ring? }
            param b chain
            output c ring = b
            output d tree = a
            """
        )
    }

    @Test func parametersOfModulesAreComparedInDepth() {
        checkDiagnostics(
            """
            module m 'm.bicep' = {
              params: {
                site: { name: 'x', ports: [80, '81'] }
                //                             ^^^^ BCP034
                size: 'X'
                //    ^^^ BCP088
                extra: 1
            //  ^^^^^ BCP037 'params' takes no 'extra'
              }
            }
            module n 'm.bicep' = {}
            //     ^ BCP035 'module' lacks 'params'
            module o 'm.bicep' = { params: 1 }
            //                             ^ BCP183
            module p 'm.bicep' = { params: { site: { name: 'x', ports: [] }, size: null } }
            module q 'm.bicep' = { outputs: {} }
            //     ^ BCP035
            //                     ^^^^^^^ BCP073
            """,
            with: [
                "m.bicep": """
                param site { name: string, ports: int[] }
                param size 'S' | 'L' = 'S'
                output all array = [site, size]
                """
            ]
        )
    }

    @Test func unknownPropertiesOfOpenTypesAreLikelyMistakes() {
        checkDiagnostics(
            """
            param a { name: string } = { name: 'x', extra: 1 }
            //                                      ^^^^^ BCP037
            @sealed()
            param b { name: string } = { name: 'x', extra: 1 }
            //                                      ^^^^^ BCP037
            param c { *: int } = { x: 1, y: 'two' }
            //                              ^^^^^ BCP036
            output d array = [a, b, c]
            """
        )
    }

    @Test func loopsGiveArrays() {
        checkDiagnostics(
            """
            param names string[]
            output a int[] = [for n in names: n]
            //                                ^ BCP033
            output b int[] = [for (n, i) in names: i]
            output c array = [for n in 'abc': n]
            //                         ^^^^^ BCP137 a loop goes over an array, found 'abc'
            """
        )
    }
}
