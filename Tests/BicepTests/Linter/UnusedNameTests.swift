import Testing

@testable import Bicep

@Suite struct UnusedNameTests {
    @Test func whatNothingMentionsIsReported() {
        checkFindings(
            of: .noUnusedParameters,
            .noUnusedVariables,
            .noUnusedTypes,
            in: """
                param a string
                //    ^ no-unused-params the parameter 'a' is never used
                var b = 1
                //  ^ no-unused-vars the variable 'b' is never used
                type c = string
                //   ^ no-unused-types the type 'c' is never used
                type d = { next: d? }
                type e = int
                param f e
                output g int = f
                @export()
                var h = 1
                @export()
                type i = string
                """
        )
    }

    @Test func directivesTurnRulesOffByTheirNames() {
        checkFindings(
            of: .noUnusedParameters,
            .noUnusedVariables,
            in: """
                #disable-next-line no-unused-params
                param c string
                @description('x')
                #disable-next-line no-unused-params
                param d string
                #disable-diagnostics no-unused-vars no-unused-params
                var e = 1
                param f string
                #restore-diagnostics no-unused-vars
                var g = 1
                //  ^ no-unused-vars
                param h string
                """
        )
    }

    @Test func existingResourcesAreMentionedByTheirChildren() {
        checkFindings(
            of: .noUnusedExistingResources,
            in: """
                resource a 'My.Rp/as@2020-01-01' existing = {
                //       ^ no-unused-existing-resources the existing resource 'a' is never used
                  name: 'a'
                }
                resource b 'My.Rp/as@2020-01-01' existing = {
                  name: 'b'
                  resource c 'bs' = {
                    name: 'c'
                  }
                }
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func importsAreReportedByTheNameThatTheyGive() {
        checkFindings(
            of: .noUnusedImports,
            in: """
                import { a, b as c } from 'm.bicep'
                //               ^ no-unused-imports the import 'c' is never used
                import * as m from 'm.bicep'
                //          ^ no-unused-imports the import 'm' is never used
                output o int = a
                """,
            with: ["m.bicep": "@export()\nvar a = 1\n@export()\nvar b = 2\n"]
        )
    }

    @Test func namesAreMentionedInDecoratorsAndWhereAFunctionIsMeant() {
        checkFindings(
            of: .noUnusedVariables,
            in: """
                var resourceGroup = 'a'
                output x object = resourceGroup()
                //                ^^^^^^^^^^^^^ BCP265
                var number = 1
                @minValue(number)
                //        ^^^^^^ BCP032
                param p int
                """
        )
    }
}
