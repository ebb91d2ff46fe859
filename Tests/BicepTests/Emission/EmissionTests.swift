import Documents
import Testing

@testable import Bicep

/// Bicep in, parts of ARM templates out.
@Suite struct EmissionTests {
    private static let account = """
        resource account 'Microsoft.Storage/storageAccounts@2023-01-01' = {
          name: 'data'
          properties: { access: 'Hot' }
        }

        """

    @Test func aFileWithoutTypesIsAListOfResources() {
        checkEmission(
            Self.account,
            "",
            """
            {"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",\
            "contentVersion":"1.0.0.0","metadata":{"_generator":{"name":"rad"}},"resources":[{"type":\
            "Microsoft.Storage/storageAccounts","apiVersion":"2023-01-01","name":"data",\
            "properties":{"access":"Hot"}}]}
            """
        )
    }

    @Test(arguments: [
        ("subscription", "2018-05-01/subscriptionDeploymentTemplate"),
        ("managementGroup", "2019-08-01/managementGroupDeploymentTemplate"),
        ("tenant", "2019-08-01/tenantDeploymentTemplate"),
    ])
    func theSchemaFollowsFromTheScope(scope: String, schema: String) {
        checkEmission(
            "targetScope = '\(scope)'",
            "$schema",
            "\"https://schema.management.azure.com/schemas/\(schema).json#\""
        )
    }

    @Test(arguments: [
        ("param p string[]", "\"2.0\""), ("param p object?", "\"2.0\""), ("type t = string", "\"2.0\""),
        ("func f() string => ''", "\"2.0\""), ("var v int = 1", "\"2.0\""), ("extension radius", "\"2.0\""),
        ("@secure()\noutput o string = ''", "\"2.0\""),
    ])
    func someDeclarationsNeedSymbolicNames(text: String, version: String) {
        checkEmission(text, "languageVersion", version)
    }

    @Test func operatorsAreFunctions() {
        let expressions = [
            ("1 + 2 * 3", "[add(1, mul(2, 3))]"), ("-(4 / 2) % 3", "[mod(sub(0, div(4, 2)), 3)]"),
            ("!(1 < 2) || true", "[or(not(less(1, 2)), true())]"),
            (
                "p != 'x' && p !~ 'y'",
                "[and(not(equals(parameters('p'), 'x')), not(equals(toLower(parameters('p')), toLower('y'))))]"
            ),
            ("p ?? null", "[coalesce(parameters('p'), null())]"),
            (
                "empty(p) ? [1, 'a'] : { a: 5000000000 }",
                "[if(empty(parameters('p')), createArray(1, 'a'), createObject('a', json('5000000000')))]"
            ),
        ]
        for (expression, expected) in expressions {
            checkEmission("param p string = ''\nvar v = \(expression)", "variables/v", "\"\(expected)\"")
        }
    }

    @Test func textsAreWrittenSoThatTheyStayTexts() {
        checkEmission("var v = '[x]'", "variables/v", "\"[[x]\"")
        checkEmission("var v = '[x'", "variables/v", "\"[x\"")
        checkEmission(
            "param p string\nvar v = '{${p}} it\\'s'",
            "variables/v",
            "\"[format('{{{0}}} it''s', parameters('p'))]\""
        )
        checkEmission("var v = { copy: 1 }", "variables/v", "{\"[string('copy')]\":1}")
    }

    @Test func spreadsMerge() {
        checkEmission(
            "param p object\nvar v = { a: 1, ...p }",
            "variables/v",
            "\"[shallowMerge(createArray(createObject('a', 1), parameters('p')))]\""
        )
        checkEmission(
            "param p array\nvar v = [...p, 2]",
            "variables/v",
            "\"[flatten(createArray(parameters('p'), createArray(2)))]\""
        )
    }

    @Test func whatIsSkippedEndsTheWholeChain() {
        checkEmission(
            "param p object\noutput o string = p.?a.b[^1]",
            "outputs/o/value",
            "\"[tryGet(parameters('p'), 'a', 'b', createObject('value', 1, 'fromEnd', true()))]\""
        )
        checkEmission(
            "param p object\noutput o string = (p.?a).b",
            "outputs/o/value",
            "\"[tryGet(parameters('p'), 'a').b]\""
        )
        checkEmission(
            "param p array\noutput o string = p[^1]",
            "outputs/o/value",
            "\"[indexFromEnd(parameters('p'), 1)]\""
        )
    }

    @Test func lambdasNameTheirVariables() {
        checkEmission(
            "param p array\nvar v = map(p, (x, i) => '${x}${i}')",
            "variables/v",
            "\"[map(parameters('p'), lambda('x', 'i', format('{0}{1}', lambdaVariables('x'), lambdaVariables('i'))))]\""
        )
    }

    @Test func loopsAreCopies() {
        checkEmission(
            "var v = [for (x, i) in range(0, 3): { n: i, v: x }]",
            "variables",
            """
            {"copy":[{"name":"v","count":"[length(range(0, 3))]","input":{"n":"[copyIndex('v')]","v":"[range(0, 3)[copyIndex('v')]]"}}]}
            """
        )
        checkEmission(
            "output o array = [for x in ['a']: x]",
            "outputs/o/copy",
            "{\"count\":\"[length(createArray('a'))]\",\"input\":\"[createArray('a')[copyIndex()]]\"}"
        )
    }

    @Test func parametersCarryWhatTheirDecoratorsSay() {
        checkEmission(
            """
            @description('The size.')
            @metadata({ example: 's' })
            @allowed(['s', 'm'])
            @minLength(1)
            param size string = 's'
            """,
            "parameters/size",
            """
            {"type":"string","defaultValue":"s","allowedValues":["s","m"],"metadata":{"example":"s","description":"The size."},"minLength":1}
            """
        )
        checkEmission("@secure()\nparam p object", "parameters/p", "{\"type\":\"secureObject\"}")
    }

    @Test func whatIsKnownAtRuntimeStandsWhereItIsUsed() {
        let text =
            Self.account + """
                var access = account.properties.access
                var key = account.listKeys().keys[0].value
                output a string = '${access}!'
                output id string = account.id
                """
        checkEmission(text, "variables", "")
        checkEmission(
            text,
            "outputs/a/value",
            "\"[format('{0}!', reference(resourceId('Microsoft.Storage/storageAccounts', 'data'), '2023-01-01').access)]\""
        )
        checkEmission(text, "outputs/id/value", "\"[resourceId('Microsoft.Storage/storageAccounts', 'data')]\"")
    }
}
