import Foundation
import TestSupport
import Testing

/// What would share a name, a namespace, an address or an object with something else: refused, with nothing written.
@Suite struct ClashTests {
    /// An environment of either generation.
    private static func environment(_ name: String, namespace: String, isLegacy: Bool = true) -> String {
        isLegacy
            ? """
            resource \(name) 'Applications.Core/environments@2023-10-01-preview' = {
              name: '\(name)'
              properties: { compute: { kind: 'kubernetes', namespace: '\(namespace)' } }
            }

            """
            : """
            resource \(name)Current 'Radius.Core/environments@2025-08-01-preview' = {
              name: '\(name)'
              properties: { providers: { kubernetes: { namespace: '\(namespace)' } } }
            }

            """
    }

    /// A web server in an application of an environment, and in a namespace of its choice.
    private static func application(_ name: String, namespace: String? = nil) -> String {
        let choice = namespace.map { "extensions: [{ kind: 'kubernetesNamespace', namespace: '\($0)' }]" } ?? ""
        return """
            param environment string
            resource app 'Applications.Core/applications@2023-10-01-preview' = {
              name: '\(name)'
              properties: {
                environment: environment
                \(choice)
              }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: { application: app.id, container: { image: 'web:1' } }
            }

            """
    }

    /// Deploys and plans `app.bicep`, which must be refused as described and write nothing.
    private func expectRefused(
        _ text: String,
        _ arguments: String...,
        as expected: String,
        in rad: Program,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        try rad.folder.write("extension radius\n" + text, to: "app.bicep")
        let before = try rad.folder.fingerprint()
        for command in ["deploy", "plan"] {
            let outcome = try rad.run([command, "app.bicep"] + arguments)
            #expect(outcome.status == 1, sourceLocation: sourceLocation)
            #expect(outcome.errors.hasPrefix(expected), "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(outcome.errors.components(separatedBy: "error: ").count == 2, sourceLocation: sourceLocation)
            #expect(outcome.errors.contains("help: "), sourceLocation: sourceLocation)
        }
        #expect(try rad.folder.fingerprint() == before, sourceLocation: sourceLocation)
    }

    private func deploy(_ text: String, _ arguments: String..., in rad: Program) throws {
        try rad.folder.write("extension radius\n" + text, to: "app.bicep")
        let outcome = try rad.run(["deploy", "app.bicep"] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    // MARK: Addresses

    /// Recipes for container groups take addresses by a hash; these two names come to the same.
    @Test func twoContainerGroupsOfRecipesShareNoAddress() async throws {
        try await Program.with { rad in
            try deploy(Self.containerInstances, in: rad)
            try expectRefused(
                Self.caches("cache9", "cache24"),
                "-e",
                "prod",
                as: """
                    app.bicep:12:9: error: 'cache24' and 'cache9' would both have the private address \
                    '10.2.255.177' [RAD4160]
                    """,
                in: rad
            )
            let outcome = try rad.run("plan", "app.bicep", "-e", "prod")
            #expect(outcome.errors.contains("note: 'cache9' is declared here"), "\(outcome.errors)")
            #expect(outcome.errors.contains("recipe: { parameters: { privateAddress: '10.2.255.4' } }"))
            try deploy(Self.caches("cache9", "cache24", address: "10.2.255.4"), "-e", "prod", in: rad)
        }
    }

    /// An address that is given may meet another one as well.
    @Test func anAddressThatIsGivenIsNotAnothers() async throws {
        try await Program.with { rad in
            try deploy(Self.containerInstances, in: rad)
            try expectRefused(
                Self.caches("cache9", "sessions", address: "10.2.255.177"),
                "-e",
                "prod",
                as: "app.bicep:12:9: error: 'sessions' and 'cache9' would both have the private address",
                in: rad
            )
        }
    }

    /// Nor is one of another application, in the same file or deployed before.
    @Test func anAddressOfAnotherApplicationIsRefused() async throws {
        try await Program.with { rad in
            try deploy(Self.containerInstances, in: rad)
            try deploy(Self.caches("cache9", "sessions"), "-e", "prod", in: rad)
            func other(address: String? = nil) -> String {
                Self.caches("visits", "cache24", address: address).replacingOccurrences(of: "'shop'", with: "'other'")
            }
            let message = """
                app.bicep:11:10: error: 'cache24' would have the private address '10.2.255.177', which application \
                'shop' in environment 'prod' has for 'cache9' [RAD4115]
                """
            try expectRefused(other(), "-e", "prod", as: message, in: rad)
            try deploy(other(address: "10.2.255.5"), "-e", "prod", in: rad)
            // Its own address is nobody else's.
            try deploy(Self.caches("cache9", "sessions"), "-e", "prod", in: rad)
        }
    }

    private static let containerInstances = """
        resource prod 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'prod'
          location: 'westeurope'
          properties: {
            recipePacks: ['aci']
            providers: {
              azure: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroupName: 'shop' }
            }
          }
        }

        """

    /// Two caches; the second one has the given address.
    private static func caches(_ first: String, _ second: String, address: String? = nil) -> String {
        let recipe = address.map { ", recipe: { parameters: { privateAddress: '\($0)' } }" } ?? ""
        let beginning = Applications.current(named: "shop").replacingOccurrences(of: "extension radius\n", with: "")
        return beginning + """
            resource first 'Radius.Data/redisCaches@2025-08-01-preview' = {
              name: '\(first)'
              properties: { application: app.id, environment: environment }
            }
            resource second 'Radius.Data/redisCaches@2025-08-01-preview' = {
              name: '\(second)'
              properties: { application: app.id, environment: environment\(recipe) }
            }

            """
    }

    // MARK: Namespaces

    @Test func twoEnvironmentsOfAFileShareNoNamespace() async throws {
        try await Program.with { rad in
            try expectRefused(
                Self.environment("one", namespace: "shared") + Self.environment("two", namespace: "shared"),
                as: """
                    app.bicep:8:59: error: environment 'two' would take namespace 'shared', which is that of \
                    environment 'one' [RAD7045]
                    """,
                in: rad
            )
        }
    }

    @Test func anEnvironmentTakesNoNamespaceOfARecordedOne() async throws {
        try await Program.with { rad in
            try deploy(Self.environment("one", namespace: "shared"), in: rad)
            try expectRefused(
                Self.environment("two", namespace: "shared", isLegacy: false),
                as: """
                    app.bicep:4:55: error: environment 'two' would take namespace 'shared', which is that of \
                    environment 'one' [RAD7045]
                    """,
                in: rad
            )
            try deploy(Self.environment("one", namespace: "moved"), in: rad)
            try deploy(Self.environment("two", namespace: "shared"), in: rad)
        }
    }

    @Test func anApplicationTakesNoNamespaceOfAnEnvironment() async throws {
        try await Program.with { rad in
            try deploy(Self.environment("one", namespace: "default-shop"), in: rad)
            try expectRefused(
                Self.application("shop"),
                as: """
                    app.bicep:3:10: error: application 'shop' would take namespace 'default-shop', which is that of \
                    environment 'one' [RAD7045]
                    """,
                in: rad
            )
        }
    }

    /// `x` and `a-b` make the same name as `x-a` and `b`.
    @Test func anApplicationTakesNoNamespaceOfAnother() async throws {
        try await Program.with { rad in
            try deploy(Self.environment("x", namespace: "x"), in: rad)
            try deploy(Self.environment("y", namespace: "x-a"), in: rad)
            try deploy(Self.application("a-b"), "-e", "x", in: rad)
            try expectRefused(
                Self.application("b"),
                "-e",
                "y",
                as: """
                    app.bicep:3:10: error: application 'b' would take namespace 'x-a-b', which is that of \
                    application 'a-b' in environment 'x' [RAD7045]
                    """,
                in: rad
            )
            try deploy(Self.application("a-b"), "-e", "x", in: rad)
            try rad.succeed("app", "delete", "a-b", "-e", "x", "--yes")
            try deploy(Self.application("b"), "-e", "y", in: rad)
        }
    }

    @Test func twoApplicationsOfAFileShareNoNamespace() async throws {
        try await Program.with { rad in
            let second = Self.application("second", namespace: "shared")
                .replacingOccurrences(of: "param environment string\n", with: "")
                .replacingOccurrences(of: "resource app ", with: "resource other ")
                .replacingOccurrences(of: "resource web ", with: "resource more ")
                .replacingOccurrences(of: "name: 'web'", with: "name: 'more'")
                .replacingOccurrences(of: "app.id", with: "other.id")
            try expectRefused(
                Self.application("first", namespace: "shared") + second,
                as: """
                    app.bicep:14:10: error: application 'second' would take namespace 'shared', which is that of \
                    application 'first' in environment 'default' [RAD7045]
                    """,
                in: rad
            )
        }
    }

    @Test func anEnvironmentTakesNoNamespaceOfAnApplication() async throws {
        try await Program.with { rad in
            try deploy(Self.environment("one", namespace: "one"), in: rad)
            try deploy(Self.application("shop"), "-e", "one", in: rad)
            for name in ["one", "two"] {
                try expectRefused(
                    Self.environment(name, namespace: "one-shop"),
                    as: """
                        app.bicep:4:59: error: environment '\(name)' would take namespace 'one-shop', which is that of \
                        application 'shop' in environment 'one' [RAD7045]
                        """,
                    in: rad
                )
            }
        }
    }

    /// Whoever comes later finds what the first has recorded, however close together they are.
    @Test(.timeLimit(.minutes(10)))
    func ofEnvironmentsAtTheSameTimeOneTakesANamespace() async throws {
        try await Program.with { rad in
            let commands = (1...8).map { "rad env create e\($0) --kubernetes-namespace shared &" }
            let outcome = try rad.run(script: commands.joined(separator: "\n") + "\nwait")
            #expect(outcome.output.components(separatedBy: " created\n").count == 2, "\(outcome.output)")
            #expect(outcome.errors.components(separatedBy: "[RAD7045]").count == 8, "\(outcome.errors)")
            #expect(try rad.folder.files().filter { $0.hasSuffix("environment.json") }.count == 1)
        }
    }

    @Test func anApplicationStaysInItsNamespace() async throws {
        try await Program.with { rad in
            try deploy(Self.application("shop"), in: rad)
            try expectRefused(
                Self.application("shop", namespace: "elsewhere"),
                as: """
                    app.bicep:3:10: error: application 'shop' is deployed in namespace 'default-shop', and would move to \
                    'elsewhere' [RAD7047]
                    """,
                in: rad
            )
            try rad.succeed("app", "delete", "shop", "--yes")
            try deploy(Self.application("shop", namespace: "elsewhere"), in: rad)
        }
    }

    @Test func anApplicationStaysWhenItsEnvironmentMoves() async throws {
        try await Program.with { rad in
            try deploy(Self.environment("one", namespace: "one"), in: rad)
            try deploy(Self.application("shop"), "-e", "one", in: rad)
            try deploy(Self.environment("one", namespace: "two"), in: rad)
            try expectRefused(
                Self.application("shop"),
                "-e",
                "one",
                as: """
                    app.bicep:3:10: error: application 'shop' is deployed in namespace 'one-shop', and would move to \
                    'two-shop' [RAD7047]
                    """,
                in: rad
            )
            try deploy(Self.application("shop", namespace: "one-shop"), "-e", "one", in: rad)
        }
    }

    // MARK: Names

    private static let ids = "/planes/radius/local/resourceGroups/default/providers"

    @Test func oneNameInBothGenerationsIsRefused() async throws {
        try await Program.with { rad in
            try expectRefused(
                Self.environment("prod", namespace: "one")
                    + Self.environment("prod", namespace: "two", isLegacy: false),
                as: """
                    app.bicep:7:9: error: two environments are named 'prod', which does not tell them apart: \
                    '\(Self.ids)/Applications.Core/environments/prod' and \
                    '\(Self.ids)/Radius.Core/environments/prod' [RAD7048]
                    """,
                in: rad
            )
        }
    }

    @Test func oneNameOfApplicationsInBothGenerationsIsRefused() async throws {
        try await Program.with { rad in
            try expectRefused(
                Self.application("shop") + """
                    resource current 'Radius.Core/applications@2025-08-01-preview' = {
                      name: 'Shop'
                      properties: { environment: environment }
                    }
                    """,
                as: """
                    app.bicep:15:9: error: two applications are named 'Shop', which does not tell them apart: \
                    '\(Self.ids)/Applications.Core/applications/shop' and \
                    '\(Self.ids)/Radius.Core/applications/Shop' [RAD7048]
                    """,
                in: rad
            )
        }
    }

    @Test func aRecordedEnvironmentStaysInItsGeneration() async throws {
        try await Program.with { rad in
            try deploy(Self.environment("prod", namespace: "prod"), in: rad)
            try expectRefused(
                Self.environment("prod", namespace: "prod", isLegacy: false),
                as: """
                    app.bicep:3:9: error: environment 'prod' is recorded as \
                    '\(Self.ids)/Applications.Core/environments/prod', and would become \
                    '\(Self.ids)/Radius.Core/environments/prod' [RAD7049]
                    """,
                in: rad
            )
            try rad.succeed("env", "delete", "prod", "--yes")
            try deploy(Self.environment("prod", namespace: "prod", isLegacy: false), in: rad)
        }
    }

    // MARK: Resources

    @Test func aConnectionStaysInItsApplication() async throws {
        try await Program.with { rad in
            let peer = """
                resource peer 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'peer'
                  properties: { application: '\(Self.ids)/Applications.Core/applications/other', container: { image: 'i' } }
                }

                """
            let shop = Self.application("shop").replacingOccurrences(
                of: "{ application: app.id,",
                with: "{ application: app.id, connections: { peer: { source: peer.id } },"
            )
            try expectRefused(
                shop + peer,
                as: """
                    app.bicep:12:69: error: connection 'peer' leads to 'peer', which belongs to application 'other' \
                    [RAD3008]
                    """,
                in: rad
            )
            let url = "'http://peer.default-other:80'"
            try deploy(shop.replacingOccurrences(of: "peer.id", with: url) + peer, in: rad)
            let files = try rad.folder.files().filter { $0.contains("peer") }
            #expect(!files.isEmpty && files.allSatisfy { $0.contains("default-other") }, "\(files)")
        }
    }

    // MARK: Objects

    /// An application of the current generation, whose objects are in its environment's namespace.
    private static func current(_ application: String, _ container: String = "web") -> String {
        """
        resource \(application) 'Radius.Core/applications@2025-08-01-preview' = {
          name: '\(application)'
          properties: { environment: environment }
        }
        resource \(application)Web 'Radius.Compute/containers@2025-08-01-preview' = {
          name: '\(container)'
          properties: {
            application: \(application).id
            environment: environment
            containers: { main: { image: 'web:1' } }
          }
        }

        """
    }

    @Test func anObjectOfAnotherApplicationIsLeftAlone() async throws {
        try await Program.with { rad in
            try deploy(Self.environment("prod", namespace: "prod", isLegacy: false), in: rad)
            let parameter = "param environment string\n"
            try deploy(parameter + Self.current("one"), "-e", "prod", in: rad)
            try expectRefused(
                parameter + Self.current("two"),
                "-e",
                "prod",
                as: """
                    app.bicep:7:10: error: 'web' needs apps/Deployment 'web' in namespace 'prod', which application 'one' \
                    in environment 'prod' makes already for 'web' [RAD7050]
                    """,
                in: rad
            )
            try deploy(parameter + Self.current("two", "api"), "-e", "prod", in: rad)
            try deploy(parameter + Self.current("one") + Self.current("three", "worker"), "-e", "prod", in: rad)
            try rad.succeed("app", "delete", "one", "-e", "prod", "--yes")
            try deploy(parameter + Self.current("two"), "-e", "prod", in: rad)
        }
    }

    @Test func twoApplicationsShareNoNamespaceThatOneOfThemMakes() async throws {
        try await Program.with { rad in
            try deploy(Self.application("one", namespace: "shared"), in: rad)
            let two = Self.application("two", namespace: "shared").replacingOccurrences(of: "'web'", with: "'api'")
            try expectRefused(
                two,
                as: """
                    app.bicep:3:10: error: application 'two' would take namespace 'shared', which is that of \
                    application 'one' in environment 'default' [RAD7045]
                    """,
                in: rad
            )
        }
    }

    @Test func whatBelongsToTheEnvironmentIsShared() async throws {
        try await Program.with { rad in
            let database = """
                resource db 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
                  name: 'db'
                  properties: { environment: environment }
                }

                """
            for name in ["one", "two"] {
                let application = Self.application(name).replacingOccurrences(
                    of: "{ application: app.id,",
                    with: "{ application: app.id, connections: { db: { source: db.id } },"
                )
                try deploy(application + database, in: rad)
            }
        }
    }

    // MARK: Secret stores

    @Test func aSecretStoreKeepsItsTypeAndItsSecret() async throws {
        try await Program.with { rad in
            func store(_ properties: String) -> String {
                Self.application("shop") + """
                    resource login 'Applications.Core/secretStores@2023-10-01-preview' = {
                      name: 'login'
                      properties: {
                        application: app.id
                        data: { username: { value: 'u' }, password: { value: 'p' } }
                        \(properties)
                      }
                    }

                    """
            }
            try deploy(store(""), in: rad)
            try expectRefused(
                store("type: 'basicAuthentication'"),
                as: """
                    app.bicep:19:11: error: 'type' of secret store 'login' cannot change from 'generic' to \
                    'basicAuthentication' [RAD7051]
                    """,
                in: rad
            )
            try expectRefused(
                store("resource: 'other'"),
                as: "app.bicep:19:15: error: 'resource' of secret store 'login' cannot change from 'login' to 'other'",
                in: rad
            )
            try deploy(store("resource: ''"), in: rad)
            try deploy(store("resource: 'login'"), in: rad)
            try deploy(store("resource: 'default-shop/login'"), in: rad)
            try deploy(store("type: 'generic'"), in: rad)
        }
    }

    @Test func aSecretStoreOfAnEnvironmentKeepsThemToo() async throws {
        try await Program.with { rad in
            func store(_ properties: String) -> String {
                Self.environment("prod", namespace: "prod") + """
                    resource login 'Applications.Core/secretStores@2023-10-01-preview' = {
                      name: 'login'
                      properties: {
                        environment: prod.id
                        data: { username: { value: 'u' }, password: { value: 'p' } }
                        \(properties)
                      }
                    }

                    """
            }
            try deploy(store(""), in: rad)
            try expectRefused(
                store("type: 'basicAuthentication'"),
                as: """
                    app.bicep:11:11: error: 'type' of secret store 'login' cannot change from 'generic' to \
                    'basicAuthentication' [RAD7051]
                    """,
                in: rad
            )
        }
    }

    /// A store that names no Secret any more has the one that it had.
    @Test func aSecretStoreThatNamesNoSecretKeepsTheRecordedOne() async throws {
        try await Program.with { rad in
            func store(_ properties: String) -> String {
                Self.application("shop") + """
                    resource login 'Applications.Core/secretStores@2023-10-01-preview' = {
                      name: 'login'
                      properties: { application: app.id, data: { key: { value: 'v' } }, \(properties) }
                    }

                    """
            }
            try deploy(store("resource: 'custom'"), in: rad)
            let made = try rad.folder.files().filter { $0.contains("secret-") }
            for properties in ["type: 'generic'", "resource: ''"] {
                try deploy(store(properties), in: rad)
                #expect(try rad.folder.files().filter { $0.contains("secret-") } == made)
            }
            try expectRefused(
                store("resource: 'other'"),
                as: "app.bicep:16:79: error: 'resource' of secret store 'login' cannot change from 'custom' to 'other'",
                in: rad
            )
        }
    }
}
