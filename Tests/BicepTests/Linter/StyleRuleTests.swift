import Testing

@testable import Bicep

@Suite struct StyleRuleTests {
    @Test func quotesAroundPlainNamesAreReported() {
        checkFindings(
            of: .preferUnquotedPropertyNames,
            in: """
                var a = {
                  'plain': 1
                //^^^^^^^ prefer-unquoted-property-names the name 'plain' needs no quotes
                  'two words': 2
                  'true': 3
                  '${1}': 4
                  '1a': 5
                }
                output b int = a['plain']
                //              ^^^^^^^^^ prefer-unquoted-property-names 'plain' is looked up in brackets
                output c int = a['two words']
                """
        )
    }

    @Test func concatOfTextsIsReported() {
        checkFindings(
            of: .preferInterpolation,
            in: """
                param a string
                output b string = concat(a, '-', 1)
                //                ^^^^^^^^^^^^^^^^^ prefer-interpolation
                output c string = sys.concat('x', a)
                //                ^^^^^^^^^^^^^^^^^^ prefer-interpolation
                output d array = concat([1], [2])
                output e string = concat(a)
                output f array = map(['x'], item => concat(item, item))
                //                                  ^^^^^^^^^^^^^^^^^^ prefer-interpolation
                output g array = [for (item, index) in ['x']: concat(item, index)]
                //                                            ^^^^^^^^^^^^^^^^^^^ prefer-interpolation
                """
        )
    }

    @Test func interpolationOfOneTextIsReported() {
        checkFindings(
            of: .simplifyInterpolation,
            in: """
                param a string
                param n int
                var b = '${a}'
                //      ^^^^^^ simplify-interpolation the string holds nothing but a text
                var c = '${n}'
                var d = 'x${a}'
                var e = { x: '${a}', y: ['${a}'] }
                //           ^^^^^^ simplify-interpolation
                resource r 'My.Rp/rs@2020-01-01' = {
                  name: '${b}'
                //      ^^^^^^ simplify-interpolation
                  properties: { x: '${c}-${d}', y: e }
                }
                output f string = '${r.properties.x}'
                output g string = '${resourceGroup().location}'
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ simplify-interpolation
                output h string = '${concat(a, 'x')}'
                //                ^^^^^^^^^^^^^^^^^^^ simplify-interpolation
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func jsonOfNullIsReported() {
        checkFindings(
            of: .simplifyJSONNull,
            in: """
                var a = json(' null ')
                //      ^^^^^^^^^^^^^^ simplify-json-null json('null') is null
                var b = json('[null]')
                """
        )
    }

    @Test func accessToWhatMayBeMissingIsReported() {
        checkFindings(
            of: .useSafeAccess,
            in: """
                param a object
                var b = contains(a, 'x') ? a.x : 'y'
                //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-safe-access
                var key = 'z'
                var c = contains(a, key) ? a[ key ] : 'y'
                //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-safe-access
                var d = contains(a, 'x') ? a.y : 'y'
                param e { f: string?, g: string }
                var h = [e.f, e.?f, e.f!, e.g, e['f']]
                //       ^^^ use-safe-access 'f' may be null
                //                             ^^^^^^ use-safe-access
                module m 'm.bicep' = {}
                output i array = [m.outputs.j, m.outputs['j'], m.outputs.k]
                //                ^^^^^^^^^^^ use-safe-access
                //                             ^^^^^^^^^^^^^^ use-safe-access
                """,
            with: ["m.bicep": "output j string? = null\noutput k string = 'k'"]
        )
    }

    @Test func vagueTypesAreReported() {
        checkFindings(
            of: .useUserDefinedTypes,
            .noExplicitAny,
            in: """
                param a object
                //      ^^^^^^ use-user-defined-types the type 'object' says nothing of what is inside
                type b = array?
                //       ^^^^^ use-user-defined-types
                type c = any
                //       ^^^ no-explicit-any the type 'any' turns off all checks
                type d = sys.any
                //       ^^^ no-explicit-any
                type e = { f: string[] }
                """
        )
    }

    @Test func descriptionsAreMissedWhereTheyAreWanted() {
        checkFindings(
            of: .useDescriptionParameters,
            .useDescriptionVariables,
            .useDescriptionOutputs,
            .useDescriptionTypes,
            .useDescriptionTypeProperties,
            in: """
                param a string
                //    ^ use-description-params the parameter 'a' has no description
                @description(' ')
                //           ^^^ use-description-params
                param b string
                @description('b')
                param c string
                var d = 1
                //  ^ use-description-vars
                output e string = a
                //     ^ use-description-outputs
                type f = { g: string, *: int }
                //   ^ use-description-types
                //         ^ use-description-type-properties the property 'g' has no description
                //                    ^ use-description-type-properties the property '*' has no description
                """
        )
    }

    @Test func metadataThatIsLostIsReported() {
        checkFindings(
            of: .noConflictingMetadata,
            in: """
                @description('a')
                @metadata({
                  description: 'b'
                //^^^^^^^^^^^ no-conflicting-metadata 'description' in the metadata is lost
                  other: 1
                })
                param a string
                @metadata({ description: 'b' })
                param b string
                """
        )
    }

    @Test func namesThatADecompilerGaveAreReported() {
        checkFindings(
            of: .decompilerCleanup,
            in: """
                var size_var = 1
                //  ^^^^^^^^ decompiler-cleanup the variable 'size_var' seems to have its name from a decompiler
                var _var = 1
                resource disk_resource 'My.Rp/disks@2020-01-01' = {
                  name: 'disk'
                //      ^^^^^^ decompiler-cleanup
                }
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func namesAndOutputsThatAreWrittenOutAreReportedOnRequest() {
        checkFindings(
            of: .noModuleName,
            .noHardcodedOutputs,
            in: """
                module m 'm.bicep' = {
                  name: 'm'
                //^^^^^^^^^ no-module-name the module 'm' has a name of its own
                }
                output a array = [1, -2, { b: 'c' }]
                //               ^^^^^^^^^^^^^^^^^^^ no-hardcoded-outputs the output 'a' is a constant
                output d string = '${m.name}'
                """,
            with: ["m.bicep": ""]
        )
    }
}
