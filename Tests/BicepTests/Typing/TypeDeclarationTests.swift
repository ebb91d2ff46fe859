import Testing

@testable import Bicep

/// Types that cannot be.
@Suite struct TypeDeclarationTests {
    @Test func unionsAreOfLiteralsOfOneType() {
        checkDiagnostics(
            """
            type size = 'S' | 'L'
            type more = size | 'XL'
            type mixed = 'S' | 1
            //           ^^^^^^^ BCP294
            type wide = 'S' | string
            //                ^^^^^^ BCP293
            type objects = { a: 1 } | { a: int }
            //                        ^^^^^^^^^^ BCP293
            type list = ('S' | 1)[]
            type nothing = null
            //             ^^^^ BCP289
            type optional = 'S' | null
            """
        )
    }

    @Test func typesThatNeedThemselvesHaveNoValue() {
        checkDiagnostics(
            """
            type a = a
            //   ^ BCP298
            type b = { c: c }
            //   ^ BCP299 the types need each other, and so have no value: b -> c -> b
            type c = { b: b }
            //   ^ BCP299
            type d = { d: d? }
            type e = { *: e }
            type f = b[]
            param p b
            //      ^ BCP062
            output o array = [p]
            """
        )
    }

    @Test func discriminatedUnionsAreOfObjectsThatCanBeToldApart() {
        checkDiagnostics(
            """
            type cat = { kind: 'cat' }
            type dog = { kind: 'dog' }
            type fish = { kind: string }
            @discriminator('kind')
            type pets = cat | dog | fish
            //                      ^^^^ BCP364
            @discriminator('kind')
            type twice = cat | { kind: 'CAT' }
            //                 ^^^^^^^^^^^^^^^ BCP365
            @discriminator('kind')
            type other = cat | 'dog'
            //                 ^^^^^ BCP286
              @discriminator('kind')
            //^^^^^^^^^^^^^^^^^^^^^^ BCP363
            type one = cat
            @discriminator('kind')
            type right = cat | dog
              @discriminator('sort')
            //^^^^^^^^^^^^^^^^^^^^^^ BCP366
            type renamed = right
            @discriminator('kind')
            type nested = right | (fishy | { kind: 'bird' })
            type fishy = { kind: 'fish' }
            """
        )
    }

    @Test func partsOfTypesAreThoseThatTheyHave() {
        checkDiagnostics(
            """
            type site = { name: string, ports: int[], pair: [int, bool] }
            type table = { *: string }
            type a = site.name
            type b = site.nam
            //            ^^^ BCP083
            type c = site.ports[*]
            type d = site.pair[1]
            type e = site.pair[2]
            //       ^^^^^^^^^^^^ BCP311
            type f = site.*
            //       ^^^^^^ BCP389
            type g = table.*
            type h = site.pair[*]
            //       ^^^^^^^^^^^^ BCP390
            type i = site.ports[0]
            //       ^^^^^^^^^^^^^ BCP388
            type j = a.length
            //       ^^^^^^^^ BCP055
            type resource = string
            //   ^^^^^^^^ BCP301
            """
        )
    }

    @Test func decoratorsFitTheirTypes() {
        checkDiagnostics(
            """
              @sealed()
            //^^^^^^^^^ BCP124
            type a = string
              @sealed()
            //^^^^^^^^^ BCP316
            type b = { *: string }
            @allowed([
              'x'
              1
            //^ BCP034 expected items of type string, found 1
            ])
            param c string
            @metadata('x')
            //        ^^^ BCP070
            param d string
            @metadata({ description: 1 })
            //                       ^ BCP036
            param e string
            @maxLength(1 + 2)
            //         ^^^^^ BCP032
            param f string
            @maxLength(nothing)
            //         ^^^^^^^ BCP057
            param g string
            output h array = [c, d, e, f, g]
            """
        )
    }

    @Test(arguments: [
        ("description('x')", "BCP132"), ("secure()", "BCP292"), ("allowed(['x'])", "BCP130"),
        ("batchSize(1)", "BCP153"), ("nullIfNotFound()", "BCP133"),
    ])
    func decoratorsStandBeforeWhatTheyDecorate(decorator: String, code: String) {
        #expect(diagnosticCodes(of: "@\(decorator)\n") == [code])
    }

    @Test func decoratorsAreCalledByTheirNames() {
        checkDiagnostics(
            """
            var x = 1
             @secure
            //^^^^^^ BCP063
             @sys
            //^^^ BCP141
              @x
             //^ BCP141
             @nothing
            //^^^^^^^ BCP057
            param p string
            output o array = [p, x]
            """
        )
    }

    @Test func batchesAreOfLoops() {
        checkDiagnostics(
            """
            @batchSize(0)
            //         ^ BCP154
            resource many 'Mock.Rp/things@2020-01-01' = [for i in range(0, 2): {
              name: 'r${i}'
            }]
              @batchSize(1)
            //^^^^^^^^^^^^^ BCP155
            resource one 'Mock.Rp/things@2020-01-01' = {
              name: 'one'
            }
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func signsStandBeforeLiterals() {
        checkDiagnostics(
            """
            type one = 1
            type minus = -one
            type odd = -string
            //         ^^^^^^^ BCP285
            type no = !true
            type never = !one
            //           ^^^^ BCP285
            """
        )
    }
}
