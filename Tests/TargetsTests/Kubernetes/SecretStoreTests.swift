import AppModel
import Documents
import Engine
import TestSupport
import Testing

/// Stores of secrets of both generations become Secrets, and nothing but Secrets shows their values.
@Suite struct SecretStoreTests {
    /// A container that reads the token of `store`.
    private static let reader = """
        resource web 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'web'
          properties: {
            application: app.id
            container: {
              image: 'web:1'
              env: { TOKEN: { valueFrom: { secretRef: { source: store.id, key: 'token' } } } }
            }
          }
        }
        """

    @Test func everyKindOfStoreBecomesASecret() async throws {
        let emission = await BicepApplication.legacy(
            """
            @secure()
            param password string = 'p4ss'
            resource login 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'login'
              properties: {
                application: app.id
                type: 'basicAuthentication'
                data: { username: { value: 'sa' }, password: { value: password } }
              }
            }
            resource certificate 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'certificate'
              properties: {
                application: app.id
                type: 'certificate'
                data: { 'tls.crt': { value: 'Y2VydA==' }, 'tls.key': { value: '-----BEGIN PRIVATE KEY-----' } }
              }
            }
            resource mixed 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'mixed'
              properties: {
                application: app.id
                data: { raw: { value: 'cmF3' }, encoded: { value: 'Ynl0ZXM=', encoding: 'base64' } }
              }
            }
            resource theirs 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'theirs'
              properties: { application: app.id, resource: 'shared/tls', data: { token: {} } }
            }
            """
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(emission.manifests, "legacy-secret-stores.yaml")
    }

    @Test func secretsOfTheCurrentGenerationNeedNoRecipe() async throws {
        let emission = await BicepApplication.current(
            """
            resource login 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'login'
              properties: {
                environment: environment
                application: app.id
                kind: 'basicAuthentication'
                data: { username: { value: 'sa' }, password: { value: 'p4ss' } }
              }
            }
            resource tls 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'tls'
              properties: {
                environment: environment
                kind: 'certificate-pem'
                data: { 'tls.crt': { value: 'Y2VydA==', encoding: 'base64' }, 'tls.key': { value: 'key' } }
              }
            }
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: {
                  web: {
                    image: 'web:1'
                    env: { USER: { valueFrom: { secretKeyRef: { secretName: login.name, key: 'username' } } } }
                    volumeMounts: [{ volumeName: 'tls', mountPath: '/tls' }]
                  }
                }
                volumes: { tls: { secretName: tls.name } }
                connections: { db: { source: login.id } }
              }
            }
            """
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(emission.manifests, "current-secrets.yaml")
        #expect(
            emission.dependencies(of: "apps/Deployment web").sorted() == ["core/Secret login", "core/Secret tls"]
        )
    }

    /// A Secret is named exactly like its store, because scripts know it by that name.
    @Test func aStoreIsNamedAsKubernetesNames() async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'Login'
              properties: { application: app.id, data: {} }
            }
            """
        ).emission()
        #expect(emission.complaints.hasPrefix("7:10 error RAD5001 'Login', made of the name of 'Login', is no name"))
    }

    /// Setting a bit makes small letters of capitals, and digits of control characters.
    @Test(arguments: [("a\\u{10}b", "YQ=="), ("a\\u{19}", "YQ=="), ("a", "\\u{11}Q=="), ("a", "YQ\\u{12}=")])
    func controlCharactersAreNoDigits(key: String, value: String) async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: { application: app.id, data: { '\(key)': { value: '\(value)', encoding: 'base64' } } }
            }
            """
        ).emission()
        #expect(emission.codes == ["RAD5020"])
    }

    @Test func aValueThatIsNoBase64IsRefused() async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: {
                application: app.id
                data: { 'a/b': { value: 'x' }, blob: { value: 'not base64', encoding: 'base64' } }
              }
            }
            """
        ).emission()
        #expect(
            emission.complaints == """
                11:20 error RAD5020 'a/b' cannot be a key of a Secret: a key has up to 253 letters, digits, '-', \
                '_' and '.'
                11:51 error RAD5020 the value of 'blob' is said to be base64 and is not
                """
        )
        #expect(!emission.complaints.contains("not base64"))
        #expect(emission.names == ["core/Namespace default-demo"])
    }

    @Test(arguments: [("shared/tls", true), ("default-demo/tls", false), ("tls", false)])
    func aSecretOfOthersIsNotChanged(reference: String, isRefused: Bool) async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: { application: app.id, resource: '\(reference)', data: { a: { value: 'x' } } }
            }
            """
        ).emission()
        #expect(emission.codes == (isRefused ? ["RAD5019"] : []))
        #expect(emission.names.contains("core/Secret tls") == !isRefused)
    }

    @Test func aSecretHasAtMostAMebibyte() async {
        let store = """
            param text string
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: { application: app.id, data: { small: { value: 'x' }, large: { value: text } } }
            }
            """
        var application = BicepApplication.legacy(store)
        application.parameters = [GivenParameter("text", .text(String(repeating: "x", count: 1_048_575)))]
        #expect(await application.emission().codes == [])
        application.parameters = [GivenParameter("text", .text(String(repeating: "x", count: 1_048_576)))]
        #expect(
            await application.emission().complaints
                == "10:76 error RAD5021 core/Secret 'store', made for 'store', would hold 1048577 bytes, "
                + "and Kubernetes takes up to 1048576; the largest entry is 'large'"
        )
    }

    @Test(arguments: [
        ("type: 'generic', data: { 'tls.crt': { value: 'eA==' } }", "type certificate"),
        ("type: 'certificate', resource: 'default/tls', data: { 'tls.crt': {} }", "tls.key"),
    ])
    func aGatewayTakesNothingButACertificate(properties: String, lacking: String) async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: { application: app.id, \(properties) }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: { application: app.id, container: { image: 'web:1', ports: { http: { containerPort: 80 } } } }
            }
            resource gateway 'Applications.Core/gateways@2023-10-01-preview' = {
              name: 'gateway'
              properties: {
                application: app.id
                routes: [{ destination: 'http://web:80' }]
                tls: { certificateFrom: store.id }
              }
            }
            """
        ).emission()
        #expect(
            emission.complaints
                == "20:29 error RAD5022 gateway 'gateway' needs a secret store with \(lacking), which 'store' is not"
        )
    }

    @Test func podsReadNoSecretOfAnotherNamespace() async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: { application: app.id, resource: 'shared/tokens', data: { token: {} } }
            }
            \(Self.reader)
            """
        ).emission()
        #expect(
            emission.complaints
                == "17:21 error RAD5024 'store' keeps its secrets in namespace 'shared', "
                + "and the pods of 'web' can read no Secret of another namespace"
        )
    }

    /// An optional parameter that nobody gives is an empty text.
    @Test(arguments: ["resource: ''", "resource: null", ""])
    func aStoreThatNamesNoSecretStandsForItsOwn(reference: String) async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: {
                application: app.id
                type: 'certificate'
                data: { 'tls.crt': { value: 'Y2VydA==' }, 'tls.key': { value: 'a2V5' } }
                \(reference)
              }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: {
                  image: 'web:1'
                  env: { KEY: { valueFrom: { secretRef: { source: store.id, key: 'tls.key' } } } }
                  ports: { http: { containerPort: 80 } }
                }
              }
            }
            resource gateway 'Applications.Core/gateways@2023-10-01-preview' = {
              name: 'gateway'
              properties: {
                application: app.id
                routes: [{ destination: 'http://web' }]
                tls: { certificateFrom: store.id }
              }
            }
            """
        ).emission()
        #expect(emission.complaints == "")
        #expect(emission.names.contains("core/Secret store"))
        let variable: ValuePath = ["spec", "template", "spec", "containers", 0, "env", 0, "valueFrom", "secretKeyRef"]
        #expect(emission.part("apps/Deployment web", variable) == #"{"name":"store","key":"tls.key"}"#)
        let certificate: ValuePath = ["spec", "virtualhost", "tls", "secretName"]
        #expect(
            emission.part("projectcontour.io/HTTPProxy gateway", certificate) == #""default-demo/store""#
        )
    }

    /// What belongs to no application is in the environment's namespace, the application's pods are in their own.
    @Test(arguments: [("", true), ("resource: 'default-demo/tokens'", false)])
    func podsUseNoStoreOfTheEnvironmentsNamespace(reference: String, isRefused: Bool) async {
        let emission = await BicepApplication.legacy(
            """
            resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'store'
              properties: { environment: environment, \(reference), data: { token: \(isRefused ? "{ value: 't' }" : "{}") } }
            }
            \(Self.reader)
            """.replacing("environment: environment, ,", with: "environment: environment,")
        ).emission()
        #expect(
            emission.complaints
                == (isRefused
                    ? "17:21 error RAD5024 'store' belongs to no application, so that what it keeps is in namespace "
                        + "'default', and the pods of 'web' can use no Secret or volume of another namespace"
                    : "")
        )
    }

    @Test func podsAreGivenNoKeysOfAStoreOfTheEnvironmentsNamespace() async {
        var application = BicepApplication.current(
            """
            resource store 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'store'
              properties: { environment: environment, data: { token: { value: 't' } } }
            }
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { web: { image: 'web:1' } }
                connections: { s: { source: store.id } }
              }
            }
            """
        )
        #expect(await application.emission().complaints == "")
        application.separateNamespaces()
        #expect(
            await application.emission().complaints
                == "17:23 error RAD5024 'store' belongs to no application, so that what it keeps is in namespace "
                + "'default', and the pods of 'web' can use no Secret or volume of another namespace"
        )
    }
}
