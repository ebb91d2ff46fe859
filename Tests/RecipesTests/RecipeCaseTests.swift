import AppModel
import Diagnostics
import Documents
import Recipes
import TestSupport
import Testing

/// Examples of recipes: how they are read, run and compared.
@Suite struct RecipeCaseTests {
    static let recipe = """
        extension kubernetes with {
          kubeConfig: ''
          namespace: context.runtime.kubernetes.namespace
        } as kubernetes
        param context object
        param replicas int = 1
        @secure()
        param password string = 'geheim'
        resource secret 'core/Secret@v1' = {
          metadata: { name: '${context.resource.name}-auth' }
          stringData: { password: password }
        }
        resource deployment 'apps/Deployment@v1' = {
          metadata: { name: context.resource.name, labels: { app: 'x', tier: 'y' } }
          spec: { replicas: replicas, template: { spec: { containers: [{ name: 'redis', image: 'redis:7' }] } } }
        }
        output result object = {
          values: {
            host: '${context.resource.name}.${context.runtime.kubernetes.namespace}'
            port: 6379
            uid: deployment.metadata.uid
          }
          secrets: { password: password }
        }
        """

    /// Runs the only case of a file, whose lines below `cases:` are given.
    private func run(_ text: String, recipe: String = recipe, type: String = "My.Types/cache") throws
        -> RecipeCaseOutcome
    {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
        let file = SourceFile(
            path: "t.test.yaml",
            text: "recipe: ./recipe.bicep\nresourceType: \(type)\ncases:\n  - name: one\n\(lines)"
        )
        let (read, diagnostics) = RecipeTest.read(file)
        #expect(rendered(diagnostics) == "")
        let test = try #require(read)
        let files = GivenFiles(texts: ["./recipe.bicep": recipe])
        let inspected = try #require(InspectedRecipe.read(test.registration, files: files).recipe)
        return try #require(test.cases.first).run(inspected, types: .builtin)
    }

    private func differences(_ outcome: RecipeCaseOutcome) -> [String] {
        outcome.differences.map { difference in
            let location = difference.span.file.location(at: difference.span.range.lowerBound)
            let sides = [difference.expected.map { "-\($0)" }, difference.found.map { "+\($0)" }].compactMap { $0 }
            return "\(location.line):\(location.column) \(difference.subject) \(sides.joined(separator: " "))"
        }
    }

    @Test func whatIsExpectedIsCompared() throws {
        let outcome = try run(
            """
            context: { resource: { name: cache }, application: { name: shop } }
            parameters: { replicas: 2 }
            environment: { name: prod, namespace: live }
            expect:
              resources:
                - kind: Secret
                  name: cache-auth
                  body: { stringData: { password: geheim } }
                - { kind: apps/Deployment, name: cache, namespace: live-shop, body: { spec: { replicas: 2 } } }
              values: { host: cache.live-shop, port: 6379, uid: (known after apply) }
              secrets: { password: geheim }
            """
        )
        #expect(differences(outcome) == [])
        #expect(outcome.isPassed)
        #expect(outcome.counts == (2, 3, 1))
    }

    @Test func eachDifferenceHasItsPlace() throws {
        let outcome = try run(
            """
            expect:
              resources:
                - kind: apps/Deployment
                  name: example
                  body:
                    metadata: { labels: { app: z, tier: null, gone: null } }
                    spec:
                      template: { spec: { containers: [{ image: 'redis:8' }] } }
                      paused: true
                - kind: core/Service
                  name: example
              values:
                port: 6380
                hst: x
            """
        )
        #expect(
            differences(outcome) == [
                "10:40 resources[apps/Deployment example].metadata.labels.app -z +x",
                "10:49 resources[apps/Deployment example].metadata.labels.tier -null +y",
                "12:57 resources[apps/Deployment example].spec.template.spec.containers[0].image -redis:8 +redis:7",
                "13:15 resources[apps/Deployment example].spec.paused -true",
                "14:11 resources -core/Service example",
                "7:9 resources +core/Secret example-auth",
                "17:15 values.port -6380 +6379",
                "18:9 values.hst -x",
                "17:9 values.host +example.dev-shop",
                "17:9 values.uid +(known after apply)",
            ]
        )
    }

    /// Secrets are compared, and nothing of them is shown, wherever they are.
    @Test func nothingSecretIsInADifference() throws {
        let outcome = try run(
            """
            parameters: { password: sehrgeheim }
            expect:
              resources:
                - { kind: Secret, name: example-auth, body: { stringData: { password: andersgeheim } } }
                - { kind: apps/Deployment, name: example }
              secrets:
                password: andersgeheim
                token: keinsgeheim
            """
        )
        #expect(
            differences(outcome) == [
                "8:79 resources[core/Secret example-auth].stringData.password -<redacted> +<redacted>, another value",
                "11:19 secrets.password -<redacted> +<redacted>, another value",
                "12:9 secrets.token -<redacted>",
            ]
        )
        #expect(!outcome.actual.json.contains("geheim"))
    }

    @Test func theNameOfASecretIsEnough() throws {
        #expect(try run("expect:\n  secrets: { password: }").isPassed)
        #expect(try differences(run("expect:\n  secrets: {}")) == ["6:16 secrets.password +<redacted>"])
    }

    @Test func anErrorThatIsExpectedIsRight() throws {
        #expect(try run("parameters: { replcas: 2 }\nexpect: { error: RAD4006 }").isPassed)
        #expect(try run("parameters: { replcas: 2 }\nexpect: { error: has no parameter 'replcas' }").isPassed)
        #expect(try differences(run("expect: { error: RAD4006 }")) == ["5:22 error -RAD4006"])
        let other = try run("parameters: { replcas: 2 }\nexpect: { error: RAD4007 }")
        #expect(
            differences(other) == [
                "6:22 error -RAD4007 +recipe './recipe.bicep' has no parameter 'replcas' [RAD4006]"
            ]
        )
        let unexpected = try run("parameters: { replcas: 2 }\nexpect: { values: {} }")
        #expect(!unexpected.isPassed && unexpected.diagnostics.map(\.code) == ["RAD4006"])
    }

    /// The recipe must give what its type needs, as in a deployment.
    @Test func theTypeIsAskedAsWell() throws {
        let outcome = try run(
            "expect: { error: RAD4011 }",
            recipe: "param context object\noutput result object = { values: { host: 'h' } }",
            type: "Applications.Datastores/redisCaches"
        )
        #expect(outcome.isPassed)
    }

    static let mirror = """
        param context object
        output result object = { values: { all: string(context) } }
        """

    /// What the example does not say is made up, from the schema of its type where it has one.
    @Test func theContextIsMadeUp() throws {
        let outcome = try run(
            "expect: { values: {} }",
            recipe: Self.mirror,
            type: "Radius.Data/mySqlDatabases"
        )
        let scope = "/planes/radius/local/resourceGroups/default/providers"
        let expected =
            #"{"resource":{"name":"example","id":"\#(scope)/Radius.Data/mySqlDatabases/example","#
            + #""type":"Radius.Data/mySqlDatabases","properties":{"username":"username","password":"password","#
            + #""environment":"\#(scope)/Applications.Core/environments/dev","#
            + #""application":"\#(scope)/Applications.Core/applications/shop","database":"mysql_db","version":"8.4"}},"#
            + #""application":{"name":"shop","id":"\#(scope)/Applications.Core/applications/shop"},"#
            + #""environment":{"name":"dev","id":"\#(scope)/Applications.Core/environments/dev"},"#
            + #""runtime":{"kubernetes":{"namespace":"dev-shop","environmentNamespace":"dev"}}}"#
        // The context holds the password of the example, so that the whole text is secret.
        #expect(outcome.actual["values"]?["all"]?.revealed == .string(expected))
    }

    /// What the example says counts; null takes something away.
    @Test func theContextIsWhatTheExampleSays() throws {
        let outcome = try run(
            """
            context:
              resource:
                name: db
                properties: { size: L, environment: null }
                connections: { queue: { type: My.Types/queue, properties: { port: 1 } } }
              application: null
              runtime: { kubernetes: { namespace: other } }
            environment:
              compute: kubernetes
              azure: { subscriptionId: s, resourceGroup: r }
              aws: { account: '1', region: eu }
            expect: { values: {} }
            """,
            recipe: """
                param context object
                output result object = {
                  values: {
                    name: context.resource.name
                    properties: context.resource.properties
                    queue: context.resource.connections.queue
                    application: context.application.name
                    namespace: context.runtime.kubernetes.namespace
                    group: context.azure.resourceGroup.id
                    hash: length(context.azure.resourceNameHash)
                    aws: context.aws
                  }
                }
                """
        )
        #expect(
            outcome.actual["values"] == [
                "name": "db",
                "properties": ["size": "L"],
                "queue": [
                    "id": "/planes/radius/local/resourceGroups/default/providers/My.Types/queue/queue",
                    "name": "queue", "type": "My.Types/queue", "properties": ["port": 1],
                ],
                "application": "", "namespace": "other", "group": "/subscriptions/s/resourceGroups/r", "hash": 16,
                "aws": ["region": "eu", "account": "1"],
            ]
        )
    }

    @Test func anEnvironmentMayBeOnContainerInstances() throws {
        let outcome = try run(
            "environment: { compute: aci, location: westus }\nexpect: { values: {} }",
            recipe: "param context object\noutput result object = { values: { runtime: context.runtime } }"
        )
        #expect(outcome.actual["values"]?["runtime"] == ["azureContainerInstances": [:]])
    }

    // MARK: - Files

    /// Reads a file with mistakes and compares them with lines `line:column code message`.
    private func checkFile(
        _ text: String,
        _ expected: String...,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let (test, found) = RecipeTest.read(SourceFile(path: "t.test.yaml", text: text))
        let lines = found.map { diagnostic in
            let place = diagnostic.span.map { $0.file.location(at: $0.range.lowerBound) }
            return (place.map { "\($0.line):\($0.column) " } ?? "") + "\(diagnostic.code) \(diagnostic.message)"
        }
        #expect(lines == expected, sourceLocation: sourceLocation)
        #expect(test == nil, sourceLocation: sourceLocation)
    }

    @Test func mistakesInAFileAreNamedWithTheirPlaces() {
        checkFile("# nothing", "RAD4120 't.test.yaml' is empty, expected 'recipe' and 'cases'")
        checkFile("[]", "1:1 RAD4123 the file is something else than an object", "1:1 RAD4122 'recipe' is missing")
        checkFile("recipe: ./r.bicep", "1:1 RAD4122 'cases' is missing")
        checkFile(
            "recipe: ./r.bicep\nkind: helm\ncases: 1",
            "2:7 RAD4123 kind is something else than 'bicep' or 'terraform'",
            "3:8 RAD4123 cases is something else than a list"
        )
        checkFile(
            "recipe: ./r.bicep\ncases:\n  - nam: x\n  - name: y\n    expect: { values: 1, resource: [] }",
            "3:5 RAD4121 a case has no member 'nam', expected 'name', 'context', 'parameters', 'environment', 'expect'",
            "3:5 RAD4122 'name' is missing",
            "5:26 RAD4121 expect has no member 'resource', expected 'resources', 'values', 'secrets', 'error'",
            "5:23 RAD4123 values is something else than an object"
        )
        checkFile(
            "recipe: ./r.bicep\ncases:\n  - name: x\n    expect: { resources: [ { kind: Secret } ] }",
            "4:28 RAD4122 'name' is missing"
        )
    }

    // MARK: - Bringing up to date

    @Test func onlyWhatIsExpectedIsWritten() throws {
        let text = """
            # Ours.
            recipe: ./recipe.bicep
            cases:
              - name: one   # the first
                expect:
                  # Only this.
                  values: { port: 1 }
                parameters: { replicas: 2 }

              # Another.
              - expect:
                  resources:
                    - { kind: apps/Deployment, name: old, body: { spec: { replicas: 5 } } }
                name: two
              - name: three

            """
        let file = SourceFile(path: "t.test.yaml", text: text)
        let test = try #require(RecipeTest.read(file).test)
        let files = GivenFiles(texts: ["./recipe.bicep": Self.recipe])
        let recipe = try #require(InspectedRecipe.read(test.registration, files: files).recipe)
        var edit = RecipeTestEdit(file)
        for example in test.cases {
            let isWritten = edit.expect(example.run(recipe, types: .builtin).actual, of: example)
            #expect(isWritten)
        }
        try expectSnapshot(edit.text, "recipe-test-update.yaml")
        let again = try #require(RecipeTest.read(SourceFile(path: "t.test.yaml", text: edit.text)).test)
        for example in again.cases { #expect(differences(example.run(recipe, types: .builtin)) == []) }
    }

    /// Two cases that are one are written once.
    @Test func aCaseThatIsReferredToIsWrittenOnce() throws {
        let text = "recipe: ./recipe.bicep\ncases:\n  - &a\n    name: one\n    expect: { values: { x: 1 } }\n  - *a\n"
        let file = SourceFile(path: "t.test.yaml", text: text)
        var edit = RecipeTestEdit(file)
        for example in try #require(RecipeTest.read(file).test).cases { _ = edit.expect([:], of: example) }
        #expect(edit.text == "recipe: ./recipe.bicep\ncases:\n  - &a\n    name: one\n    expect:\n      {}\n  - *a\n")
    }

    /// Whatever a file says, it is read, run and brought up to date to its end.
    @Test(arguments: 0..<4) func mutatedFilesAreReadToTheirEnd(round: Int) throws {
        var random = SeededGenerator(seed: UInt64(round) &* 7919 &+ 11)
        let sample = Array(
            """
            recipe: ./recipe.bicep
            cases:
              - &one
                name: one
                context: { resource: { name: cache, properties: { a: [1] }, connections: { q: { type: A.B/c } } } }
                parameters: { replicas: 2 }
                environment: { compute: aci, azure: { subscriptionId: s } }
                expect:
                  resources: [ { kind: Secret, name: x, body: { a: [ { b: null } ] } } ]
                  values: { host: x }
              - *one

            """.utf8
        )
        let files = GivenFiles(texts: ["./recipe.bicep": Self.recipe])
        var count = 0
        for _ in 0..<2_000 {
            let file = SourceFile(path: "t.test.yaml", bytes: random.mutated(sample))
            guard let test = RecipeTest.read(file).test,
                let recipe = InspectedRecipe.read(test.registration, files: files).recipe
            else { continue }
            var edit = RecipeTestEdit(file)
            for example in test.cases { _ = edit.expect(example.run(recipe, types: .builtin).actual, of: example) }
            #expect(!edit.text.isEmpty)
            count += 1
        }
        #expect(count > 40, "too few copies are files that can be run")
    }

    @Test func aCaseInBracesIsLeftAlone() throws {
        let file = SourceFile(path: "t.test.yaml", text: "recipe: ./r.bicep\ncases: [ { name: one } ]\n")
        let example = try #require(RecipeTest.read(file).test?.cases.first)
        var edit = RecipeTestEdit(file)
        let isWritten = edit.expect([:], of: example)
        #expect(!isWritten && !edit.isChanged)
    }
}

extension ValueObject {
    /// Everything that is written of the object into a file.
    fileprivate var json: String { Value.object(self).yaml() }
}
