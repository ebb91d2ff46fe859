import Testing

@testable import AppModel

@Suite struct SchemaCheckTests {
    @Test func anUnknownTypeIsReportedWithTheTypeThatWasMeant() throws {
        try checkDiagnostics(
            #"[{ "type": "Applications.Core/container@2023-10-01-preview", "name": "web" }]"#,
            "1:12 error RAD2001 unknown resource type 'Applications.Core/container'; "
                + "did you mean 'Applications.Core/containers'?"
        )
        try checkDiagnostics(
            #"[{ "type": "Radius.Core/containers@2025-08-01-preview", "name": "web" }]"#,
            "1:12 error RAD2001 unknown resource type 'Radius.Core/containers'; did you mean 'Radius.Compute/containers'?"
        )
    }

    @Test func aTypeOfNoNamespaceIsReportedWithAnExample() throws {
        try checkDiagnostics(
            #"[{ "type": "widget", "name": "web" }]"#,
            "1:12 error RAD2001 unknown resource type 'widget'; "
                + "use a type of Radius 0.60, such as 'Radius.Compute/containers'; "
                + "types of your own are registered with 'rad resource-type create -f <file>'"
        )
    }

    @Test(arguments: [
        (
            "Applications.Core/httpRoutes",
            "remove it; lead gateways and connections to 'http://<container>:<port>'"
        ),
        ("Applications.Link/redisCaches", "write 'Applications.Datastores/redisCaches'"),
        ("applications.connector/DaprStateStores", "write 'Applications.Dapr/stateStores'"),
        ("Radius.Core/terraformConfigs", "write 'Radius.Core/terraformSettings'"),
    ])
    func aTypeThatRadiusRemovedIsReportedWithItsSuccessor(type: String, help: String) throws {
        try checkDiagnostics(
            #"[{ "type": "\#(type)@2022-03-15-privatepreview", "name": "web" }]"#,
            "1:12 error RAD2001 resource type '\(type)' is no longer part of Radius; \(help)"
        )
    }

    @Test func membersThatRadGivesEveryResourceCannotBeGiven() throws {
        try checkDiagnostics(
            #"[{ "type": "Applications.Core/extenders@2023-10-01-preview", "name": "a", "id": "/a", "systemData": {}, "tgas": {}, "properties": {} }]"#,
            """
            1:75 error RAD2007 'id' is set by rad and cannot be given; remove 'id'
            1:87 error RAD2007 'systemData' is set by rad and cannot be given; remove 'systemData'
            1:105 error RAD2003 unknown property 'tgas'; did you mean 'tags'?
            """
        )
    }

    @Test func anUnknownVersionIsReportedWithTheNewest() throws {
        try checkDiagnostics(
            #"[{ "type": "Radius.Data/redisCaches@2023-10-01-preview", "name": "cache", "properties": {} }]"#,
            "1:12 error RAD2002 'Radius.Data/redisCaches' has no API version '2023-10-01-preview'; "
                + "write 'Radius.Data/redisCaches@2025-08-01-preview'"
        )
    }

    @Test func everyWrongPropertyIsReportedAtItsPlace() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/containers@2023-10-01-preview", "name": "web", "properties": {
              "container": {
                "imgae": "nginx",
                "imagePullPolicy": "always",
                "ports": { "web": { "containerPort": "80" }, "admin": { "containerPort": 70000 } }
              },
              "identity": { "kind": "systemAssigned" },
              "conections": {}
            } }]
            """,
            """
            3:5 error RAD2003 unknown property 'container.imgae'; did you mean 'image'?
            4:24 error RAD2006 'container.imagePullPolicy' is 'always', expected one of 'Always', 'IfNotPresent', 'Never'; \
            did you mean 'Always'?
            5:42 error RAD2005 'container.ports.web.containerPort' is a string, expected an integer; \
            write an integer here
            5:78 error RAD2008 'container.ports.admin.containerPort' is 70000, expected 1 to 65535; \
            write a number from 1 to 65535
            2:16 error RAD2004 'container' lacks the required property 'image'; add 'image'
            7:3 error RAD2007 'identity' is set by rad and cannot be given; remove 'identity'
            8:3 error RAD2003 unknown property 'conections'; did you mean 'connections'?
            """
        )
    }

    @Test func aShapeIsChosenByItsKind() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": { "container": {
              "image": "nginx",
              "livenessProbe": { "kind": "httpGet", "containerPort": 80 },
              "readinessProbe": { "kind": "http" },
              "volumes": { "tmp": { "managedStore": "disk" } }
            } } }]
            """,
            """
            3:20 error RAD2004 'container.livenessProbe' lacks the required property 'path'; add 'path'
            4:31 error RAD2006 'container.readinessProbe.kind' is 'http', expected one of 'httpGet', 'tcp', 'exec'; \
            write one of 'httpGet', 'tcp', 'exec'
            5:23 error RAD2004 'container.volumes.tmp' lacks the required property 'kind'; add 'kind'
            """
        )
    }

    @Test func exactlyOneOfSeveralPropertiesMustBeGiven() throws {
        try checkDiagnostics(
            """
            [{ "type": "Radius.Compute/containers", "name": "web", "properties": {
              "containers": { "web": { "image": "nginx", "env": { "A": {}, "B": { "value": "b", "valueFrom":
                { "secretKeyRef": { "secretName": "s", "key": "k" } } } } } },
              "container": { "image": "nginx" }
            } }]
            """,
            """
            2:60 error RAD2009 'containers.web.env.A' has none of 'value', 'valueFrom', expected exactly one; \
            add 'value' or 'valueFrom'
            2:69 error RAD2009 'containers.web.env.B' has 'value' and 'valueFrom' of 'value', 'valueFrom', \
            expected exactly one; keep one of them
            1:70 error RAD2009 'Radius.Compute/containers' has 'containers' and 'container' of 'containers', \
            'container', expected exactly one; keep one of them
            """
        )
    }

    @Test func unknownAndSecretValuesStandWhereTheirKindMay() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": { "container": {
              "image": "$unknown:registry",
              "env": { "A": "$secret:a", "B": { "value": "$unknown:b" } },
              "command": "$secret:c"
            } } }]
            """,
            "4:14 error RAD2005 'container.command' is a string, expected an array; write an array here"
        )
    }

    @Test func nullStandsForWhatIsLeftOut() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": {
              "container": { "image": "nginx", "args": null }, "connections": null } }]
            """,
            ""
        )
    }

    @Test func anExtenderTakesAnyProperty() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/extenders", "name": "mail",
               "properties": { "from": "+1", "secrets": { "token": "t" }, "sizes": [1, 2] } }]
            """,
            ""
        )
    }

    @Test func everyBuiltInTypeHasAVersionAndIsFoundWhateverItsCase() {
        let catalog = ResourceTypeCatalog.builtin
        #expect(catalog.types.count == 36)
        for type in catalog.types {
            #expect(catalog[type]?.apiVersions.isEmpty == false)
            let shouted = ResourceType(namespace: type.namespace.uppercased(), name: type.name.lowercased())
            #expect(catalog[shouted]?.type.description == type.description)
        }
    }

    @Test func secretsFollowTheRulesOfTheirKind() throws {
        try checkDiagnostics(
            """
            [{ "type": "Radius.Security/secrets", "name": "tls", "properties": {
                "kind": "certificate-pem", "data": { "tls.crt": { "value": "c" } } } },
             { "type": "Applications.Core/secretStores", "name": "cert", "properties": { "application": "shop",
                "type": "certificate", "data": { "tls.crt": { "value": "c" } } } },
             { "type": "Applications.Core/secretStores", "name": "known", "properties": { "application": "shop",
                "type": "certificate", "resource": "a/b/c", "data": {} } }]
            """,
            """
            2:40 error RAD2027 a secret store of type 'certificate-pem' needs the key 'tls.key'; add 'tls.key' to 'data'
            4:36 error RAD2027 a secret store of type 'certificate' needs the key 'tls.key'; add 'tls.key' to 'data'
            6:40 error RAD2027 'a/b/c' names no Secret; expected '<name>' or '<namespace>/<name>', of small letters, \
            digits and hyphens; write, for example, 'default/tls-certificate'
            """
        )
    }

    @Test func secretStoresFollowTheRulesOfTheirKind() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/secretStores", "name": "login", "properties": { "application": "shop",
                "type": "basicAuthentication", "data": { "username": { "value": "u" }, "other": {} } } },
             { "type": "Applications.Core/secretStores", "name": "cert", "properties": { "application": "shop",
                "type": "certificate", "data": { "tls.crt": { "value": "c", "encoding": "raw" },
                "tls.key": { "valueFrom": { "name": "k" } } } } },
             { "type": "Applications.Core/secretStores", "name": "global", "properties": {
                "data": { "a": { "value": "a" } } } }]
            """,
            """
            2:85 error RAD2027 the secret 'other' has no value, and the store names no existing Secret; \
            add 'value', or name an existing Secret with 'resource'
            2:44 error RAD2027 a secret store of type 'basicAuthentication' needs the key 'password'; \
            add 'password' to 'data'
            4:77 error RAD2027 'tls.crt' of a certificate is encoded 'raw', expected 'base64'; remove 'encoding'
            5:31 error RAD2027 the secret 'tls.key' refers to another store, which secret stores on Kubernetes \
            cannot do; give a 'value', or name an existing Secret with 'resource'
            6:54 error RAD2027 'global' belongs to no application and no environment, and names no existing Secret; \
            add 'application', 'environment' or 'resource'
            """
        )
    }

    @Test func daprComponentsAreDescribedByTheirRecipeOrByHand() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Dapr/stateStores", "name": "one", "properties": { "type": "state.redis" } },
             { "type": "Applications.Dapr/stateStores", "name": "two", "properties": {
                "resourceProvisioning": "manual", "recipe": { "name": "x" }, "type": "state.redis", "version": "v1" } }]
            """,
            """
            1:84 error RAD2026 'one' is provided by a recipe, which sets 'type' itself; \
            remove 'type', or add resourceProvisioning: 'manual'
            3:49 error RAD2026 'two' is provisioned manually but names a recipe; \
            remove 'recipe', or remove 'resourceProvisioning'
            2:53 error RAD2026 'two' is provisioned manually and lacks 'metadata'; \
            add 'metadata', or remove 'resourceProvisioning' to use a recipe
            """
        )
    }
}
