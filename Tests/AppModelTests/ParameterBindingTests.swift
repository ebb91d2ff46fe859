import Bicep
import Diagnostics
import Documents
import Testing

@testable import AppModel

@Suite struct ParameterBindingTests {
    @Test func whatTheDeploymentKnowsIsGivenToParametersOfThatName() {
        checkBinding(
            "param environment string\nparam Application string = 'none'",
            given: [],
            #"{"environment":"\#(environmentID)"}"#
        )
        checkBinding(
            "param environment string\nparam application string = 'traderx-state-005'",
            given: [("environment", .text("other"))],
            #"{"environment":"other","application":"\#(applicationID)"}"#
        )
    }

    @Test func textsAreReadAsTheirParametersTypeAsks() {
        checkBinding(
            """
            param count int
            param on bool
            param name string
            param list array
            param map object
            param maybe int?
            param none int?
            param mode 'a' | 'b'
            """,
            given: [
                ("count", .text("-3")), ("ON", .text("True")), ("name", .text("7")), ("list", .text("[1, 2]")),
                ("map", .text(#"{"a": null}"#)), ("maybe", .text("null")), ("mode", .text("a")),
            ],
            #"{"count":-3,"on":true,"name":"7","list":[1,2],"map":{"a":null},"maybe":null,"mode":"a"}"#
        )
    }

    @Test func theLastOfSeveralValuesWins() {
        checkBinding(
            "param count int",
            given: [("count", .text("1")), ("count", .value(2))],
            #"{"count":2}"#
        )
    }

    @Test func everythingThatIsMissingIsReportedAtOnce() {
        checkBinding(
            """
            param environment string
            param application string
            param size int
            param maybe string?
            param defaulted string = 'x'
            """,
            given: [],
            scope: DeploymentScope(group: "default"),
            "{}",
            diagnostics: """
                1:7 error RAD2028 parameter 'environment' has no value and no default; \
                name the environment with '-e <name>'
                2:7 error RAD2028 parameter 'application' has no value and no default; \
                name the application with '-a <name>'
                3:7 error RAD2028 parameter 'size' has no value and no default; give it with '-p size=<value>'
                """
        )
    }

    @Test func whatDoesNotFitIsReportedWithoutASecret() {
        checkBinding(
            """
            param count int
            param on bool
            param list array
            param map object
            @secure()
            param keys object
            """,
            given: [
                ("count", .text("many")), ("on", .text("yes")), ("list", .text("{}")), ("map", .text("[")),
                ("keys", .text("hunter2")), ("cuont", .text("1")),
            ],
            "{}",
            diagnostics: """
                1:7 error RAD2030 parameter 'count' is given 'many', expected an integer; \
                give it with '-p count=<value>', where the value is an integer
                2:7 error RAD2030 parameter 'on' is given 'yes', expected 'true' or 'false'; \
                give it with '-p on=<value>', where the value is 'true' or 'false'
                3:7 error RAD2030 parameter 'list' is given '{}', expected an array in JSON; \
                give it with '-p list=<value>', where the value is an array in JSON
                4:7 error RAD2030 parameter 'map' is given '[', expected an object in JSON; \
                give it with '-p map=<value>', where the value is an object in JSON
                6:7 error RAD2030 parameter 'keys' is given '<redacted>', expected an object in JSON; \
                give it with '-p keys=<value>', where the value is an object in JSON
                error RAD2029 'app.bicep' has no parameter 'cuont'; did you mean 'count'?
                """
        )
    }

    private func checkBinding(
        _ text: String,
        given: [(String, GivenParameter.Content)],
        scope: DeploymentScope = shopScope,
        _ expected: String,
        diagnostics expectedDiagnostics: String = "",
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let checked = BoundModule.check(SourceFile(path: "app.bicep", text: text), files: NoFiles())
        #expect(!checked.diagnostics.hasErrors, sourceLocation: sourceLocation)
        let given = given.map { GivenParameter($0.0, $0.1) }
        let binding = ParameterBinding(of: checked.module, given: given, scope: scope)
        #expect(Value.object(binding.values).json(.compact) == expected, sourceLocation: sourceLocation)
        #expect(lines(binding.diagnostics) == expectedDiagnostics, sourceLocation: sourceLocation)
    }
}
