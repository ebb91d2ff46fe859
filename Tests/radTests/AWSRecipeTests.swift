import Foundation
import TestSupport
import Testing

/// Recipes that make resources of AWS: requests for Cloud Control in files.
@Suite(.timeLimit(.minutes(10))) struct AWSRecipeTests {
    private static let environment = """
        extension radius
        resource env 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'cloud'
          properties: {
            providers: {
              kubernetes: { namespace: 'cloud' }
              aws: { accountId: '123456789012', region: 'eu-west-1' }
            }
            recipePacks: ['aws']
          }
        }

        """

    private static let types = [
        "Applications.Datastores/redisCaches", "Applications.Datastores/sqlDatabases",
        "Applications.Messaging/rabbitMQQueues", "Radius.Data/redisCaches", "Radius.Data/postgreSqlDatabases",
        "Radius.Data/mySqlDatabases", "Radius.Data/sqlServerDatabases", "Radius.Messaging/rabbitMQ",
        "Applications.Datastores/mongoDatabases", "Radius.Data/mongoDatabases", "Radius.Storage/objectStorage",
        "Applications.Dapr/secretStores", "Radius.AI/search",
    ]

    /// An application of these types without a container: what it would connect to is known to AWS alone.
    private static func application(of types: [String]) -> String {
        let text = Applications.withEach(of: types).replacingOccurrences(of: ", initSql: 'select 1'", with: "")
        return text.components(separatedBy: "\nresource web ")[0]
    }

    @Test func whatIsForAWSIsPlannedWrittenAndRemoved() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.environment, to: "env.bicep")
            try rad.folder.write(Self.application(of: Array(Self.types.prefix(3))), to: "app.bicep")
            #expect(try rad.run("deploy", "env.bicep").status == 0)
            let plan = try rad.run("plan", "app.bicep", "-e", "cloud")
            #expect(
                plan.output.contains("+ AWS.RDS/DBInstance datastores-sqldatabases-"),
                "\(plan.errors)\(plan.output)"
            )
            let deployed = try rad.run("deploy", "app.bicep", "-e", "cloud")
            #expect(deployed.status == 0, "\(deployed.errors)")
            let files = try rad.folder.files().filter { $0.contains("/aws/") }
            #expect(files.count == 3, "\(files)")
            // Each has the password that it is made with.
            for file in files { #expect(try rad.folder.mode(of: file) == 0o600) }
            #expect(try rad.run("plan", "app.bicep", "-e", "cloud").output.hasPrefix("No changes: "))
            let graph = try rad.run("app", "graph", "shop", "-e", "cloud").output
            #expect(graph.contains("(AWS.ElastiCache/ReplicationGroup)"), "\(graph)")

            #expect(try rad.run("app", "delete", "shop", "-e", "cloud", "--yes").status == 0)
            #expect(try rad.folder.files().allSatisfy { !$0.contains("/aws/") })
        }
    }

    @Test func everyRecipeOfThePackMakesRequestsThatAWSTakes() async throws {
        try await Program.with { rad in
            let parameters = """
                    recipeParameters: {
                      'Radius.Storage/objectStorage': {
                        accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'hidden-key', userName: 'shop'
                      }
                      'Radius.AI/search': { subnetIds: ['subnet-1'] }
                      'Applications.Dapr/secretStores': { roleName: 'shop', values: { token: 'hidden-token' } }
                    }
                    recipePacks
                """
            try rad.folder.write(
                Self.environment.replacingOccurrences(of: "    recipePacks", with: parameters),
                to: "env.bicep"
            )
            try rad.folder.write(Self.application(of: Self.types), to: "app.bicep")
            #expect(try rad.run("deploy", "env.bicep").status == 0)
            // The Secrets with addresses of what AWS makes have to wait for it.
            let deployed = try rad.run("deploy", "app.bicep", "-e", "cloud")
            #expect(deployed.errors.contains("[RAD6010]"), "\(deployed.errors)")
            #expect(!(deployed.output + deployed.errors).contains("hidden-"))
            // A bucket has a policy and a user who may use it, a secret a role that reads it.
            let files = try rad.folder.files().filter { $0.contains("/aws/") }
            #expect(files.count == Self.types.count + 3, "\(files)")
            try Self.validate(rad.folder)
        }
    }

    /// The network and what a container reads of it.
    @Test func aRecipeIsToldItsNetworkAndWhatReadsItWaits() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Self.environment.replacingOccurrences(
                    of: "    recipePacks",
                    with: """
                            recipeParameters: {
                              'Applications.Datastores/redisCaches': {
                                subnetIds: ['subnet-1', 'subnet-2']
                                securityGroupIds: ['sg-1']
                              }
                            }
                            recipePacks
                        """
                ),
                to: "env.bicep"
            )
            try rad.folder.write(Applications.shop, to: "app.bicep")
            #expect(try rad.run("deploy", "env.bicep").status == 0)
            let plan = try rad.run("plan", "app.bicep", "-e", "cloud")
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(plan.output.contains("+ AWS.ElastiCache/SubnetGroup cache-"), "\(plan.output)")
            let deployed = try rad.run("deploy", "app.bicep", "-e", "cloud")
            #expect(
                deployed.errors.contains("is still not known when core/Secret 'web' is to be made"),
                "\(deployed.errors)"
            )
            #expect(deployed.errors.contains("[RAD6010]"))
            let group = try #require(try rad.folder.files().first { $0.contains("/aws/elasticache-subnetgroup-") })
            let text = try rad.folder.read(group)
            #expect(text.contains(#""TypeName": "AWS::ElastiCache::SubnetGroup""#), "\(text)")
            #expect(text.contains(#"\"SubnetIds\":[\"subnet-1\",\"subnet-2\"]"#), "\(text)")
            #expect(!(deployed.output + deployed.errors + plan.output).contains("AuthToken"))
            try Self.validate(rad.folder)
        }
    }

    @Test func withoutAnAccountARecipeForAWSIsRefused() async throws {
        try await Program.with { rad in
            let place = "      aws: { accountId: '123456789012', region: 'eu-west-1' }\n"
            try rad.folder.write(Self.environment.replacingOccurrences(of: place, with: ""), to: "env.bicep")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            #expect(try rad.run("deploy", "env.bicep").status == 0)
            let outcome = try rad.run("plan", "app.bicep", "-e", "cloud")
            #expect(outcome.errors.contains("environment 'cloud' names no account and no region [RAD4021]"))
        }
    }

    @Test(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need))
    func aClusterTakesNoResourceOfAWS() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                "workspaces:\n  default: c\n  items:\n    c: { connection: { kind: kubernetes } }\n",
                to: ".rad/config.yaml"
            )
            try rad.folder.write(
                Self.environment + Applications.shopWithoutWeb.dropFirst("extension radius".count),
                to: "all.bicep"
            )
            let outcome = try rad.run(
                ["plan", "all.bicep", "-p", "environment=cloud"],
                environment: ["KUBECONFIG": TestCluster.kubeconfig ?? ""]
            )
            #expect(
                outcome.errors.contains("is no object of Kubernetes, and the workspace is a cluster"),
                "\(outcome.errors)"
            )
            #expect(outcome.errors.contains("[RAD6131]"))
        }
    }

    /// Checks the requests against the schemas of the types, where those are there.
    private static func validate(_ folder: ScratchFolder) throws {
        let variables = ProcessInfo.processInfo.environment
        guard let schemas = variables["RAD_TEST_CLOUDFORMATION"], !schemas.isEmpty else { return }
        let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Tools/validate-aws.py").path
        let requests = "\(folder.path)/.rad/out/cloud/shop/aws"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [variables["RAD_TEST_PYTHON"] ?? "python3", "-B", tool, requests, schemas]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }
}
