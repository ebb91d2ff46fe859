import Documents
import Testing

@testable import Bicep

@Suite struct UnknownTests {
    private let database = """
        resource db 'Microsoft.Sql/servers@2023-08-01' = {
          name: 'db'
          properties: { version: '12.0', ports: [{ number: 1433 }], tier: { name: 'basic' } }
        }
        """

    @Test func onlyTheSmallestPartIsUnknown() {
        let result = checkEvaluation(
            """
            \(database)
            var url = 'sql://${db.properties.host}:1433'
            output object object = { known: db.properties.version, unknown: db.properties.host, url: url }
            output list array = [db.id, db.properties.host, db.properties.ports[0].number, db.properties.tier.size]
            output length int = length([db.properties.host, 2])
            output chosen string = db.properties.host == 'x' ? fail('not evaluated') : 'y'
            output found bool = contains(['a', db.properties.host], 'a')
            output perhaps bool = contains(['a', db.properties.host], 'b')
            output keys array = objectKeys({ a: db.properties.host })
            output item string = items({ a: db.properties.host })[0].key
            output joined string = join(['a', db.properties.host], ',')
            output decided bool = db.properties.on && false
            output decidedOr bool = db.properties.on || true
            output undecided bool = db.properties.on && true
            output safe string = db.properties.?host ?? 'x'
            output mapped array = map(['a', 'b'], x => '${x}${db.properties.host}')
            output filtered array = filter(['a', 'b'], x => x == db.properties.host)
            output whole object = db
            output id string = any(db).id
            """,
            """
            db Microsoft.Sql/servers@2023-08-01 "db" {"name":"db","properties":{"version":"12.0","ports":[{"number":1433}],"tier":{"name":"basic"}}}
            object = {"known":"12.0","unknown":"(known after apply)","url":"(known after apply)"}
            list = ["\(id)","(known after apply)",1433,"(known after apply)"]
            length = 2
            chosen = "(known after apply)"
            found = true
            perhaps = "(known after apply)"
            keys = ["a"]
            item = "a"
            joined = "(known after apply)"
            decided = false
            decidedOr = true
            undecided = "(known after apply)"
            safe = "(known after apply)"
            mapped = ["(known after apply)","(known after apply)"]
            filtered = "(known after apply)"
            whole = "(known after apply)"
            id = "\(id)"
            """
        )
        let unknown = result.outputs.first { $0.key == "joined" }?.value
        #expect(unknown?.unknownSources == ["db"])
    }

    @Test func anUnknownRemembersHowItWasWritten() {
        let result = evaluate("\(database)\noutput url string = 'sql://${db.properties.host}'")
        guard case .unknown(let unknown)? = result.outputValues.first else {
            Issue.record("the output is known")
            return
        }
        #expect(unknown.expression == "'sql://${db.properties.host}'")
        #expect(unknown.sources == ["db"])
    }

    @Test func whatIsKnownAfterApplyIsComputedThen() {
        let result = evaluate(
            """
            \(database)
            var url = toUpper('sql://${db.properties.host}')
            output values array = [for (x, i) in ['a', 'b']: '${x}${i}-${url}']
            output chosen string = db.properties.host == 'h' ? 'is h' : 'is not h'
            output filtered array = filter(['h', 'i'], x => x == db.properties.host)
            output version string = db.properties.version
            output ports array = db.properties.ports
            output safe string = db.properties.?nothing ?? 'x'
            output strict string = db.properties.nothing
            output name string = any(db).name
            output key string = db.listKeys().key1
            """
        )
        var runtime = RuntimeValues()
        runtime["db"] = [
            "name": "db", "listKeys": ["key1": "k"],
            "properties": ["host": "h", "version": "13.0", "ports": [["number": 1, "open": true]]],
        ]
        let values = result.outputs.map { "\($0.key) = \($0.value.resolved(with: runtime).json(.compact))" }
        #expect(
            values == [
                #"values = ["a0-SQL://H","b1-SQL://H"]"#, #"chosen = "is h""#, #"filtered = ["h"]"#,
                #"version = "12.0""#,
                #"ports = [{"number":1433}]"#, #"safe = "x""#, #"strict = "(known after apply)""#, #"name = "db""#,
                #"key = "<redacted>""#,
            ]
        )
        #expect(result.outputValues.last?.resolved(with: runtime) == .secret("k"))
    }

    @Test func aModulePassesOnWhatIsUnknown() {
        let result = evaluate(
            """
            \(database)
            module m 'm.bicep' = { name: 'm', params: { host: db.properties.host } }
            output url string = '${m.outputs.url}/x'
            """,
            with: ["m.bicep": "param host string\noutput url string = 'https://${host}'"]
        )
        var runtime = RuntimeValues()
        #expect(result.outputValues.last?.unknownSources == ["db"])
        #expect(result.outputValues.last?.resolved(with: runtime).isKnown == false)
        runtime["db"] = ["properties": ["host": "h"]]
        #expect(result.outputValues.last?.resolved(with: runtime) == "https://h/x")
    }

    @Test func propertiesOfExistingResourcesAndOfAzureDeploymentsAreUnknown() {
        let source = """
            resource old 'Microsoft.Sql/servers@2023-08-01' existing = { name: 'old' }
            \(database)
            output old array = [old.id, old.name, old.properties.version]
            output new array = [db.id, db.properties.version]
            """
        var context = EvaluationContext()
        context.authoredProperties = .unknown
        let result = evaluate(source, in: context)
        #expect(
            result.outputs.map { $0.value.json(.compact) } == [
                #"["\#(id.replacing("/db", with: "/old"))","old","(known after apply)"]"#,
                #"["\#(id)","(known after apply)"]"#,
            ]
        )
    }

    @Test func propertiesOfAnExistingResourceThatIsKnownAreRead() {
        let source = """
            extension radius
            resource env 'Applications.Core/environments@2023-10-01-preview' existing = { name: 'prod' }
            resource other 'Applications.Core/environments@2023-10-01-preview' existing = { name: 'other' }
            output known array = [env.name, env.properties.compute.namespace, env.properties.simulated ? 1 : 2]
            output more array = [env.properties.more, env.properties.compute.more, other.properties.compute]
            output whole object = env.properties
            """
        var context = EvaluationContext()
        context.existingResource = { header in
            guard header.type == "Applications.Core/environments", header.name == "prod" else { return nil }
            return ["properties": ["compute": ["namespace": "here"], "simulated": true]]
        }
        let result = evaluate(source, in: context)
        #expect(result.diagnostics.isEmpty)
        #expect(
            result.outputs.map { $0.value.json(.compact) } == [
                #"["prod","here",1]"#,
                #"["(known after apply)","(known after apply)","(known after apply)"]"#,
                #""(known after apply)""#,
            ]
        )
    }

    @Test func aDecisionAboutWhatIsDeployedMustBeKnown() {
        let source = """
            extension radius
            resource db 'Applications.Datastores/redisCaches@2023-10-01-preview' = { name: 'db' }
            resource a 'Microsoft.Web/sites@2023-01-01' = if (db.properties.on) { name: 'a' }
            //                                               ^^^^^^^^^^^^^^^^^^ RAD2807 a condition must be known
            resource b 'Microsoft.Web/sites@2023-01-01' = [for x in db.properties.list: { name: x }]
            //                                                      ^^^^^^^^^^^^^^^^^^ RAD2808 the loop of 'b' must be
            """
        checkFaults(source)
        var context = EvaluationContext()
        context.authoredProperties = .unknown
        let result = evaluate(source, in: context)
        #expect(result.diagnostics.isEmpty)
        #expect(result.resources.map(\.condition?.expression) == [nil, "(db.properties.on)", nil])
        #expect(result.resources.map(\.items?.expression) == [nil, nil, "db.properties.list"])
    }

    @Test func whatIsNotDeployedCannotBeRead() {
        checkFaults(
            """
            param on bool = false
            resource a 'Microsoft.Web/sites@2023-01-01' = if (on) { name: 'a', properties: { x: fail('never') } }
            output id string = a.id
            output safe string = a.?properties.x ?? 'none'
            output strict string = a!.properties.x
            //                     ^^^^^^^^^^^^^^^ RAD2809 'a' is read here, but it is not deployed
            """
        )
    }

    @Test func whatIsKnownInTwoStepsIsComputedInTheEnd() {
        let result = evaluate(
            """
            \(database)
            var host = db.properties.host
            output text string = '${host}:${db.properties.port}/${db.properties.on ? db.properties.path : ''}'
            """
        )
        let text = result.outputValues[0]
        // What was bound to the resource is not there any more when the object behind it has been made.
        var bound = RuntimeValues()
        let host = Value.unknown(Unknown(expression: "service.host", sources: ["service"]) { $0["service"] ?? "?" })
        let path = Value.unknown(Unknown(expression: "service.path", sources: ["service"]) { $0["service"] ?? "?" })
        bound["db"] = ["properties": ["host": host, "port": 6379, "on": true, "path": path]]
        let first = text.resolved(with: bound)
        #expect(first.unknownSources == ["service"])
        var applied = RuntimeValues()
        applied["service"] = "h"
        #expect(first.resolved(with: applied) == "h:6379/h")
    }

    @Test func functionsOfADeploymentAreUnknown() {
        let result = evaluate(
            """
            \(database)
            output a object = reference(db.id, '2023-08-01')
            output b string = listKeys(db.id, '2023-08-01').key1
            output c array = pickZones('Microsoft.Compute', 'virtualMachines', 'westus')
            output d object = providers('Microsoft.Web')
            """
        )
        #expect(result.diagnostics.isEmpty)
        #expect(result.outputs.map { $0.value.unknownSources } == [["db"], ["db"], [], []])
        #expect(result.outputs.allSatisfy { !$0.value.isKnown })
        var runtime = RuntimeValues()
        runtime["db"] = ["properties": ["host": "h"], "listKeys": ["key1": "k"]]
        #expect(result.outputValues.first?.resolved(with: runtime) == ["host": "h"])
    }
}

private let id = """
    /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/default/providers/Microsoft.Sql/servers/db
    """
