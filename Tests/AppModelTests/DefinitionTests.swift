import Diagnostics
import Documents
import Testing

@testable import AppModel

@Suite struct DefinitionTests {
    private let group = "/planes/radius/local/resourceGroups/default/providers"

    @Test func defaultsOfTheCurrentGenerationAreWrittenOut() throws {
        try checkDefinition(
            """
            [{ "type": "Radius.Data/redisCaches@2025-08-01-preview", "name": "cache",
               "properties": { "environment": "\(environmentID)", "application": "\(applicationID)" } },
             { "type": "Radius.Compute/containers", "name": "web", "properties": { "containers": { "web": {
               "image": "nginx", "livenessProbe": { "tcpSocket": { "port": 80 }, "periodSeconds": 5 } } } } }]
            """,
            """
            application \(applicationID) in \(environmentID)
            resource \(group)/Radius.Data/redisCaches/cache \
            {"environment":"\(environmentID)","application":"\(applicationID)","size":"S"}
            resource \(group)/Radius.Compute/containers/web {"containers":{"web":{"image":"nginx",\
            "livenessProbe":{"tcpSocket":{"port":80},"periodSeconds":5}}},"environment":"\(environmentID)","application":"\(applicationID)"}
            """
        )
    }

    @Test func defaultsAreNotWrittenForTheEarlierGeneration() throws {
        try checkDefinition(
            """
            [{ "type": "Applications.Datastores/redisCaches", "name": "cache", "properties": {} }]
            """,
            """
            application \(applicationID) in \(environmentID)
            resource \(group)/Applications.Datastores/redisCaches/cache {"environment":"\(environmentID)"}
            """
        )
    }

    @Test func sensitivePropertiesBecomeSecrets() throws {
        let definition = try definition(
            of: """
                [{ "type": "Radius.Data/postgreSqlDatabases", "name": "db",
                   "properties": { "username": "sa", "password": "hunter2" } },
                 { "type": "Applications.Core/secretStores", "name": "store",
                   "properties": { "application": "shop", "data": { "key": { "value": "hunter2" } } } },
                 { "type": "Applications.Core/extenders", "name": "mail",
                   "properties": { "secrets": { "token": "hunter2" } } }]
                """
        )
        #expect(definition.diagnostics.isEmpty)
        let text = definition.resources.map { Value.object($0.properties).json() }.joined()
        #expect(!text.contains("hunter2"))
        #expect(definition.resources[0].properties["password"] == .secret("hunter2"))
    }

    @Test func anApplicationMayBeGivenByItsName() throws {
        try checkDefinition(
            """
            [{ "type": "Applications.Core/containers", "name": "web",
               "properties": { "application": "traderx-state-005", "container": { "image": "nginx" } } }]
            """,
            """
            application \(group)/Applications.Core/applications/traderx-state-005 in \(environmentID)
            resource \(group)/Applications.Core/containers/web {"application":\
            "\(group)/Applications.Core/applications/traderx-state-005","container":{"image":"nginx"}}
            """,
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
    }

    @Test func aDeclaredApplicationIsNotImpliedAgain() throws {
        try checkDefinition(
            """
            [{ "type": "Applications.Core/applications", "name": "Shop", "properties": {} },
             { "type": "Applications.Core/containers", "name": "web",
               "properties": { "application": "shop", "container": { "image": "nginx" } } }]
            """,
            """
            application \(group)/Applications.Core/applications/Shop in \(environmentID)
            resource \(group)/Applications.Core/applications/Shop {}
            resource \(group)/Applications.Core/containers/web {"application":\
            "\(group)/Applications.Core/applications/Shop","container":{"image":"nginx"}}
            """,
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
    }

    /// Before it is deployed, nobody knows of which generation an environment is that is only named.
    @Test(arguments: ["default", "Default", "other"])
    func theDeclaredEnvironmentOfTheNameIsTheOneThatIsMeant(name: String) throws {
        let declared = "\(group)/Radius.Core/environments/\(name)"
        let meant = name == "other" ? environmentID : declared
        try checkDefinition(
            """
            [{ "type": "Radius.Core/environments", "name": "\(name)",
               "properties": { "providers": { "kubernetes": { "namespace": "public" } } } },
             { "type": "Applications.Core/extenders", "name": "web", "properties": { "application": "shop" } }]
            """,
            """
            environment \(declared)
            application \(applicationID) in \(meant)
            resource \(declared) {"providers":{"kubernetes":{"namespace":"public"}}}
            resource \(group)/Applications.Core/extenders/web {"application":"\(applicationID)",\
            "environment":"\(meant)"}
            """
        )
    }

    @Test func withoutAnyEnvironmentTheApplicationIsReportedOnce() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/containers", "name": "web",
               "properties": { "application": "shop", "container": { "image": "nginx" } } },
             { "type": "Applications.Core/containers", "name": "api",
               "properties": { "application": "shop", "container": { "image": "nginx" } } }]
            """,
            "2:35 error RAD2033 nothing says which environment application 'shop' goes to; "
                + "name the environment with '-e <name>'",
            scope: DeploymentScope(group: "default")
        )
    }

    @Test func withoutADeploymentsApplicationEveryContainerMustNameOne() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/containers", "name": "web",
               "properties": { "container": { "image": "nginx" } } }]
            """,
            "2:18 error RAD2004 'Applications.Core/containers' lacks the required property 'application'; "
                + "add 'application: <application>.id', or deploy with '-a <name>'",
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
    }

    @Test(arguments: ["1st", "a_b", "web-", String(repeating: "a", count: 64), "a.b"])
    func aNameMustFollowTheRules(_ name: String) throws {
        let definition = try definition(
            of: #"[{ "type": "Applications.Core/extenders", "name": "\#(name)", "properties": {} }]"#
        )
        #expect(definition.diagnostics.map(\.code) == ["RAD2012"])
    }

    @Test func aNameMustBeKnownText() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/extenders", "properties": {} },
             { "type": "Applications.Core/extenders", "name": 7, "properties": {} },
             { "type": "Applications.Core/extenders", "name": "$unknown:db.id", "properties": {} },
             { "type": "Applications.Core/extenders", "name": "$secret:s", "properties": {} }]
            """,
            """
            1:2 error RAD2004 'unnamed' lacks the required property 'name'; add 'name'
            2:51 error RAD2005 'name' is an integer, expected a string; write a string here
            3:51 error RAD2010 'name' is 'db.id', which is known only after apply, expected a value that is known \
            before; use a literal, a parameter or a variable here
            4:51 error RAD2011 'name' is a secret, expected a value that may be shown; \
            use a parameter without '@secure()' here
            """
        )
    }

    @Test func aBodyHasNoOtherPartsThanThoseOfResources() throws {
        try checkDiagnostics(
            #"[{ "type": "Applications.Core/extenders", "name": "mail", "propertes": {}, "properties": [] }]"#,
            """
            1:59 error RAD2003 unknown property 'propertes'; did you mean 'properties'?
            1:90 error RAD2005 'properties' is an array, expected an object; write an object here
            """
        )
    }

    @Test func anExistingResourceNeedsNoProperties() throws {
        try checkDefinition(
            #"[{ "type": "Applications.Core/environments", "name": "default", "existing": true }]"#,
            "existing \(environmentID) {}",
            scope: DeploymentScope(group: "default")
        )
    }
}
