import Testing

@testable import Bicep

@Suite struct DeclarationTests {
    @Test func extensionsAreKnownByName() {
        checkDiagnostics(
            """
            extension radius
            extension kubernetes with { namespace: 'a' } as k8s
            extension 'aws@1.0'
            extension radios
            //        ^^^^^^ BCP204 there is no extension 'radios'
            """
        )
    }

    @Test func typesBelongToTheExtensionThatProvidesThem() {
        let module = checkClean(
            """
            extension radius
            extension kubernetes
            extension aws
            resource a 'Applications.Core/containers@2023-10-01-preview' = { name: 'a' }
            resource b 'core/Service@v1' = { metadata: { name: 'b' } }
            resource c 'networking.k8s.io/Ingress@v1' = { metadata: { name: 'c' } }
            resource d 'AWS.S3/Bucket@default' = { alias: 'd' }
            resource e 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'e' }
            resource f 'My.Own/things@2024-01-01' = { name: 'f' }
            """
        )
        let providers = module.resources.map { $0.extensionName ?? "azure" }
        #expect(providers == ["radius", "kubernetes", "kubernetes", "aws", "azure", "radius"])
    }

    @Test func resourceTypesHaveTheirForm() {
        checkDiagnostics(
            """
            resource a 'Microsoft.Storage/storageAccounts' = { name: 'a' }
            //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP029
            resource b 'what is this' = { name: 'b' }
            //         ^^^^^^^^^^^^^^ BCP029
            resource c '${a.id}/b@1' = { name: 'c' }
            //         ^^^^^^^^^^^^^ BCP047
            resource d 'Applications.Core/containers@2023-10-01-preview' = { name: 'd' }
            //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP081
            """
        )
    }

    @Test func nestedResourcesAreListedApart() {
        let module = checkClean(
            """
            extension radius
            resource a 'My.Own/as@2024-01-01' = {
              name: 'a'
              resource b 'bs' = {
                name: 'b'
                properties: { x: a.name }
                resource c 'cs@2025-01-01' = {
                  name: '${b.name}-c'
                }
              }
            }
            output x string = a::b::c.name
            """
        )
        #expect(module.resources.map(\.type) == ["My.Own/as", "My.Own/as/bs", "My.Own/as/bs/cs"])
        #expect(module.resources.map(\.apiVersion) == ["2024-01-01", "2024-01-01", "2025-01-01"])
        #expect(module.resources.map(\.parent) == [nil, 0, 1])
        #expect(module.resources.map(\.dependencies) == [[], [.resource(0)], [.resource(1)]])
        #expect(module.resources.map(\.isNested) == [false, true, true])
    }

    @Test func dependenciesAreFoundThroughVariables() {
        let module = checkClean(
            """
            extension radius
            resource a 'My.Own/as@1.0' = { name: 'a' }
            resource b 'My.Own/as@1.0' = { name: 'b' }
            resource c 'My.Own/as@1.0' existing = { name: 'c' }
            module m 'm.bicep' = { name: 'm' }
            var x = '${y}-${a.id}'
            var y = m.outputs.z
            resource d 'My.Own/as@1.0' = if (!empty(c.id)) {
              name: 'd'
              properties: { x: x, b: b.id, again: a.id }
              dependsOn: [c]
            }
            resource e 'My.Own/bs@1.0' = { parent: d, name: 'e' }
            """,
            with: ["m.bicep": "output z string = 'z'\n"]
        )
        #expect(module.resources[3].dependencies == [.resource(2), .module(0), .resource(0), .resource(1)])
        #expect(module.resources[4].dependencies == [.resource(3)])
        #expect(module.resources[4].parent == 3)
        #expect(module.resources[2].isExisting)
        #expect(module.resources[3].condition != nil)
    }

    @Test func loopsHaveTheirPlaces() {
        checkDiagnostics(
            """
            extension radius
            param names array
            var a = [for n in names: n]
            var b = { x: [for n in names: n] }
            //            ^^^ BCP138
            var c = length([for n in names: n])
            //              ^^^ BCP138
            resource d 'My.Own/ds@1.0' = [for (n, i) in names: if (i > 0) {
              name: n
              properties: { list: [for m in names: '${n}${m}'] }
            }]
            output e array = [for i in range(0, 2): d[i].id]
            output f array = d
            output g string = '${d}'
            resource h 'My.Own/hs@1.0' = { name: string(d), properties: { x: d, y: [a, b, c] } }
            //                                          ^ BCP144
            var i = x => x
            //      ^^^^^^ BCP242
            var j = [for k in 'text': i]
            //                ^^^^^^ BCP137
            output k array = j
            //               ^ BCP062
            """
        )
    }

    @Test func theVariablesOfLoopsAndLambdasHaveSlots() throws {
        let module = checkClean(
            """
            param names array
            var a = [for (n, i) in names: map(names, (x, y) => '${n}${i}${x}${y}')]
            """
        )
        guard case .loop(let loop) = module.variables[0].value.kind, case .call(_, let arguments) = loop.body.kind,
            case .lambda(let slots, _, _) = arguments[1].kind
        else {
            Issue.record("expected a loop over a call with a lambda")
            return
        }
        #expect([loop.itemSlot, try #require(loop.indexSlot)] + slots == [0, 1, 2, 3])
    }

    @Test func decoratorsSayWhatParametersAccept() {
        let module = checkDiagnostics(
            """
              @secure()
              @minLength(3)
              @maxLength(8)
              @description('A text.')
              param a string
              @minValue(1)
              @sys.maxValue(9)
              param b int
              @allowed(['x', 'y'])
              param c string = 'z'
            //                 ^^^ BCP033 expected a value of type 'x' | 'y', found 'z'
              @secure()
            //^^^^^^^^^ BCP124
              param d int
              @batchSize(1)
            // ^^^^^^^^^ BCP125
              param e string
              @minLength(a)
            //           ^ BCP032
              param f string
              @secure
            // ^^^^^^ BCP063
              param g string
              @description('x')
            //^^^^^^^^^^^^^^^^^ BCP166
              @description('y')
            //^^^^^^^^^^^^^^^^^ BCP166
              output o array = [a, b, c, d, e, f, g, h]
              @allowed(['x'])
            // ^^^^^^^ BCP126
              var h = 1
            """
        )
        #expect(module.parameters[0].isSecure)
        #expect(module.parameters[0].minimumLength == 3)
        #expect(module.parameters[0].maximumLength == 8)
        #expect(module.parameters[0].description == "A text.")
        #expect(module.parameters[1].minimumValue == 1)
        #expect(module.parameters[1].maximumValue == 9)
        #expect(module.parameters[2].allowed?.count == 2)
    }

    @Test func valuesFitTheirTypes() {
        checkDiagnostics(
            """
            param a string = 1
            //               ^ BCP033 expected a value of type string, found 1
            param b int[] = [1, 'x']
            //                  ^^^ BCP034
            param c string?
            param d bool = c == null
            var e = 'a' + 1
            //      ^^^^^^^ BCP045 '+' cannot be applied to 'a' and 1
            var f = !a
            //      ^^ BCP044
            var g int = 'x'
            //          ^^^ BCP033
            output h bool = b ? 1 : 2
            //              ^ BCP046
            output i array = [d, e, f, g, 1 / 0]
            //                   ^ BCP062
            //                      ^ BCP062
            //                                ^ BCP410
            """
        )
    }

    @Test func azureResourcesAreToldApartByName() {
        checkDiagnostics(
            """
            resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'x' }
            //                                                                  ^^^ BCP121
            resource b 'microsoft.storage/storageAccounts@2022-01-01' = { name: 'x' }
            //                                                                  ^^^ BCP121
            resource c 'Microsoft.Storage/storageAccounts@2023-01-01' = if (a.name == 'y') { name: 'x' }
            resource d 'Microsoft.Storage/storageAccounts@2023-01-01' = { location: 'here' }
            //       ^ BCP035 'resource' lacks 'name'
            module m 'm.bicep' = { name: 'm' }
            //                           ^^^ BCP122
            module n 'm.bicep' = { name: 'm' }
            //                           ^^^ BCP122
            """,
            with: ["m.bicep": ""],
            leavingOut: madeUpTypes
        )
    }

    @Test func aLambdaMayStandInParentheses() {
        checkClean("output a array = map([1], (i => '${i}'))")
    }

    @Test func oneMistakeOfTypesIsReportedOnce() {
        checkDiagnostics(
            """
            output a bool = true && (1 || !4)
            //                            ^^ BCP044
            """
        )
    }

    @Test func theTypesOfExtensionsFromRegistriesAreNotLookedInto() {
        checkClean(
            """
            extension 'br:example.com/extensions/x:1.0' as x
            resource a 'Some.Where/things@v1' = { any: 1 }
            """
        )
    }
}
