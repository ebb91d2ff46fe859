import Testing

@testable import Bicep

/// Members that are certainly not there.
@Suite struct MemberTests {
    @Test func membersOfLiteralsAreKnown() {
        checkDiagnostics(
            """
            var shop = { name: 'shop', ports: [{ number: 80 }] }
            output a string = shop.nam
            //                     ^^^ BCP083 there is no member 'nam'
            output b string = shop['size']
            //                     ^^^^^^ BCP053
            output c int = shop.ports[0].colour
            //                           ^^^^^^ BCP053
            output d int = shop.name
            //             ^^^^^^^^^ BCP033
            output e int = shop.ports[0].number
            output f string = shop.?size ?? ''
            var none = {}
            output g string = none.x
            //                     ^ BCP052
            """
        )
    }

    @Test func whatMayHaveOtherMembersIsNotLookedInto() {
        checkClean(
            """
            param given object
            var spread = { ...given, a: 1 }
            var computed = { '${given.x}': 1 }
            var typed object = { a: 1 }
            output a array = [spread.b, computed.b, typed.b, given.b, union({ a: 1 }, given).b]
            """
        )
    }

    @Test func membersOfPlacesAndModulesAreKnown() {
        checkDiagnostics(
            """
            output a string = resourceGroup().locatoin
            //                                ^^^^^^^^ BCP083
            output b string = deployment().location
            //                             ^^^^^^^^ BCP053
            output c string = environment().suffixes.nothing
            //                                       ^^^^^^^ BCP053
            module m 'm.bicep' = {}
            output d string = m.outputs.addres
            //                          ^^^^^^ BCP083
            output e int = m.outputs.address
            //             ^^^^^^^^^^^^^^^^^ BCP033
            output f string = sys.concat('a', sys.x)
            //                                    ^ BCP053
            """,
            with: ["m.bicep": "output address string = ''"]
        )
    }

    @Test func extensionsAreNamedInTheConfigurationOfModulesOnly() {
        checkDiagnostics(
            """
            extension kubernetes with { namespace: 'x', kubeConfig: '' } as k8s
            output a string = k8s.config.namespace
            //                ^^^ BCP418 the extension 'k8s' can be named only
            module m 'm.bicep' = { extensionConfigs: { k8s: k8s.config } }
            """,
            with: ["m.bicep": ""]
        )
    }

    @Test func anExtensionThatIsThereAnywayMayBeDeclared() {
        checkDiagnostics(
            """
            extension az
            output place string = az.resourceGroup().location
            output name string = az
            //                   ^^ BCP418
            """
        )
    }

    @Test func functionsOfTemplatesHaveFormsOfTheirOwn() {
        checkDiagnostics(
            """
            output a int = add(1, 2)
            //             ^^^ BCP069
            output b string = variables('x')
            //                ^^^^^^^^^ BCP060
            output c string = parameters('x')
            //                ^^^^^^^^^^ BCP061
            output d object = sys.createObject('x', 1)
            //                    ^^^^^^^^^^^^ BCP102
            output e array = createArray(1)
            //               ^^^^^^^^^^^ BCP101
            """
        )
    }

    @Test func filesToLoadMustBeThere() {
        checkDiagnostics(
            """
            output a string = loadTextContent('gone.txt')
            //                                ^^^^^^^^^^ BCP091 'gone.txt' cannot be read: no such file
            output b string = loadTextContent('here.txt', 'latin')
            //                                            ^^^^^^^ BCP070
            output c object = loadJsonContent('/here.json')
            //                                ^^^^^^^^^^^^ BCP051
            output d string = loadTextContent('here.txt', 'utf-16')
            """,
            with: ["here.txt": "x"]
        )
    }

    @Test func typesOfResourcesAreWrittenWithADatedVersion() {
        checkDiagnostics(
            """
            type a = resourceInput<'A.B/c@2020-01-01'>
            //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP394
            type whole = resourceInput<'A.B/c@2020-01-01'>.properties
            type b = resourceOutput<'A.B/c'>
            //                      ^^^^^^^ BCP029
            type c = resourceInput<'A.B/c@now'>
            //                     ^^^^^^^^^^^ BCP029
            type d = resourceInput<1>
            //                     ^ BCP070
            type e = resourceInput<>
            //       ^^^^^^^^^^^^^^^ BCP071
            type f = resourceInput<'x:A.B/c@2020-01-01'>
            //                     ^^^^^^^^^^^^^^^^^^^^ BCP208
            """
        )
    }

    @Test func functionsMayReadWhatIsKnownOfResources() {
        checkDiagnostics(
            """
            resource a 'A.B/c@2020-01-01' existing = { name: 'a' }
            func id() string => a.id
            func state() string => a.properties.state
            //                     ^ BCP057
            output o string = '${id()}${state()}'
            """,
            leavingOut: madeUpTypes
        )
    }
}
