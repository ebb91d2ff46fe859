import Diagnostics
import HTTP
import TestSupport
import Testing

@testable import Targets

/// Kubeconfigs: text in, text out.
@Suite struct KubeconfigTests {
    private static let two = """
        clusters:
        - { name: east, cluster: { server: 'https://east.example:6443/', tls-server-name: api.east } }
        - { name: west, cluster: { server: west.example, proxy-url: 'socks5://proxy:1080' } }
        users:
        - { name: anna, user: { token: abc, as: ben, as-groups: [ops], as-user-extra: { 'a/b': [c] } } }
        - { name: carl, user: { username: carl, password: pass } }
        contexts:
        - { name: one, context: { cluster: east, user: anna, namespace: shop } }
        - { name: two, context: { cluster: west, user: carl } }
        - { name: three, context: { cluster: west } }
        current-context: two
        """

    /// The connection in words; the diagnostics if there is none.
    private func connection(_ texts: [String], to context: String = "") -> String {
        let files = texts.enumerated().map { SourceFile(path: "/files/\($0.offset)", text: $0.element) }
        let (kubeconfig, diagnostics) = Kubeconfig.read(files)
        let (connection, found) = kubeconfig.connection(to: context)
        return connection?.words ?? (diagnostics + found).map { "\(DiagnosticMark($0))" }.joined(separator: "\n")
    }

    @Test(arguments: [
        (
            "one",
            "one: https://east.example:6443 as api.east, namespace shop, trust system, token abc, "
                + "Impersonate-User=ben Impersonate-Group=ops Impersonate-Extra-a%2Fb=c"
        ),
        ("", "two: https://west.example, namespace default, proxy socks5h://proxy:1080, trust system, carl:pass"),
        ("three", "three: https://west.example, namespace default, proxy socks5h://proxy:1080, trust system"),
    ])
    func aContextJoinsAClusterAndAUser(context: String, expected: String) {
        #expect(connection([Self.two], to: context) == expected)
    }

    @Test func theFirstFileThatDefinesANameWins() {
        let first = """
            clusters: [{ name: east, cluster: { server: 'https://first' } }]
            contexts: [{ name: one, context: { cluster: east } }]
            """
        #expect(connection([first, Self.two], to: "one") == "one: https://first, namespace default, trust system")
        #expect(connection([first, Self.two]).hasPrefix("two: https://west.example"))
        #expect(connection([Self.two, first + "\ncurrent-context: one"]).hasPrefix("two: https://west.example"))
    }

    @Test func whatStandsInTheFileGoesBeforeWhatItNamesAndPathsStartAtTheFile() {
        let text = """
            clusters:
            - { name: c, cluster: { server: 'https://c', certificate-authority: ca.crt, certificate-authority-data: Q0E= } }
            users:
            - name: u
              user: { client-certificate: u.crt, client-key: /keys/u.key, tokenFile: token, token: old }
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            current-context: x
            """
        #expect(
            connection([text])
                == "x: https://c, namespace default, trust CA, certificate /files/u.crt /keys/u.key, file /files/token"
        )
    }

    @Test func aProgramThatSignsInIsReadInFull() {
        let text = """
            clusters:
            - { name: c, cluster: { server: 'https://c', insecure-skip-tls-verify: true } }
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./bin/login
                  args: [get, token]
                  env: [{ name: A, value: b }]
                  interactiveMode: Never
                  provideClusterInfo: true
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            current-context: x
            """
        #expect(
            connection([text])
                == "x: https://c, namespace default, trust anyone, runs /files/./bin/login get token with A=b for "
                + #"{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false,"#
                + #""cluster":{"server":"https://c","insecure-skip-tls-verify":true}}}"#
        )
    }

    @Test(arguments: [
        ("[]", "1:1+2 RAD6101 expected a mapping, found a list"),
        ("clusters: east", "1:11+4 RAD6101 expected a list, found a text"),
        ("clusters: [{ cluster: {} }]", "1:12+15 RAD6101 expected a cluster with a name, found a mapping"),
        ("current-context: x", "1:18+1 RAD6102 there is no context 'x' in the kubeconfig '/files/0': it has none"),
        ("{}", "0:0+1 RAD6103 the workspace names no context, and the kubeconfig '/files/0' has no current context"),
        ("contexts: [{ name: x }]\ncurrent-context: x", "1:20+1 RAD6104 context 'x' names no cluster"),
        (
            "contexts: [{ name: x, context: { cluster: c } }]\ncurrent-context: x",
            "1:43+1 RAD6105 context 'x' names the cluster 'c', which is not defined"
        ),
    ])
    func aMistakeIsSaidWhereItIs(text: String, expected: String) {
        #expect(connection([text]).hasPrefix(expected))
    }

    @Test(arguments: [
        ("server: ''", "", "RAD6106 cluster 'c' has no address"),
        ("server: 'ftp://c'", "", "RAD6107 'ftp://c' is no address of a cluster"),
        ("server: c, proxy-url: 'ftp://p'", "", "RAD6108 'ftp' is no kind of proxy"),
        ("server: c, insecure-skip-tls-verify: true, certificate-authority: f", "", "RAD6109"),
        ("server: c, insecure-skip-tls-verify: maybe", "", "RAD6101 expected true or false, found a text"),
        ("server: c, certificate-authority-data: '?'", "", "RAD6115 'certificate-authority-data' is not in base64"),
        ("server: c", "token: a, username: b", "RAD6109 'token' and 'username' exclude each other"),
        ("server: c", "client-key: a", "RAD6110 there is a 'client-key' and no 'client-certificate'"),
        ("server: c", "exec: { apiVersion: client.authentication.k8s.io/v1 }", "RAD6111 'exec' has no 'command'"),
        ("server: c", "exec: { command: a, apiVersion: client.authentication.k8s.io/v1alpha1 }", "RAD6112"),
        (
            "server: c",
            "exec: { command: a, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Maybe }", "RAD6113"
        ),
        ("server: c", "auth-provider: { name: gcp }", "RAD6114 rad does not know the 'auth-provider' 'gcp'"),
        ("server: c", "auth-provider: { name: oidc, config: {} }", "RAD6111 'config' has no 'idp-issuer-url'"),
    ])
    func aMistakeInAPartIsNamed(cluster: String, user: String, expected: String) {
        let text = """
            clusters: [{ name: c, cluster: { \(cluster) } }]
            users: [{ name: u, user: { \(user) } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            current-context: x
            """
        let found = connection([text])
        #expect(found.contains(expected), "\(found)")
    }

    @Test func whatIsWrongWithOthersIsInNobodysWay() {
        let text = Self.two.replacing("users:", with: "- { name: broken, cluster: { server: [] } }\nusers:")
        #expect(connection([text]).hasPrefix("two: https://west.example"))
    }

    @Test func filesAreLookedForWhereTheEnvironmentSays() {
        let files = ["/a": Self.two, "/home/.kube/config": "current-context: gone"]
        func read(_ environment: [String: String]) -> String {
            let (connection, diagnostics) = KubeconfigFiles(environment: environment) { path in
                files[path].map { Array($0.utf8) }
            }
            .connection(to: "")
            return connection?.context ?? diagnostics.map { "\($0.code) \($0.message)" }.joined()
        }
        #expect(read(["KUBECONFIG": "/missing:/a:/a"]) == "two")
        #expect(read(["HOME": "/home"]).hasPrefix("RAD6102 there is no context 'gone'"))
        #expect(read([:]) == "RAD6103 the workspace names no context, and there is no kubeconfig")
    }

    @Test func aFileThatCannotBeReadIsAnError() {
        let files = KubeconfigFiles(environment: ["KUBECONFIG": "/a"]) { _ throws(KubeconfigFiles.FileProblem) in
            throw KubeconfigFiles.FileProblem(reason: "permission denied")
        }
        #expect(files.connection(to: "").diagnostics.map(\.code) == ["RAD6100"])
    }

    @Test func aPodFindsItsOwnCluster() throws {
        let account = "/var/run/secrets/kubernetes.io/serviceaccount"
        let files = KubeconfigFiles(
            environment: ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443", "HOME": "/root"]
        ) { path in
            switch path {
            case "\(account)/token": Array("secret".utf8)
            case "\(account)/namespace": Array("team\n".utf8)
            case _: nil
            }
        }
        let connection = try #require(files.connection(to: "").connection)
        #expect(
            connection.words
                == "in-cluster: https://[fd00::1]:443, namespace team, trust \(account)/ca.crt, file \(account)/token"
        )
    }
}

extension ClusterConnection {
    /// Everything about the connection in one line.
    fileprivate var words: String {
        var words = "\(context): \(server)\(tlsServerName.map { " as \($0)" } ?? ""), namespace \(namespace)"
        if let proxy { words += ", proxy \(proxy)" }
        switch trust {
        case .system: words += ", trust system"
        case .insecureSkipVerify: words += ", trust anyone"
        case .authorities(.file(let path)): words += ", trust \(path)"
        case .authorities(.bytes(let bytes)): words += ", trust \(String(decoding: bytes, as: UTF8.self))"
        }
        if case (.file(let certificate), .file(let key))? = clientCertificate.map({ ($0.certificate, $0.key) }) {
            words += ", certificate \(certificate) \(key)"
        }
        switch bearer {
        case .none: break
        case .token(let text): words += ", token \(text)"
        case .tokenFile(let path): words += ", file \(path)"
        case .password(let user, let password): words += ", \(user):\(password)"
        case .openID(let provider): words += ", open id of \(provider.issuer)"
        case .program(let program):
            let variables = program.environment.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            let info = CredentialRun(program, environment: [:]).info
            let command = ([program.command] + program.arguments).joined(separator: " ")
            words += ", runs \(command) with \(variables) for \(info)"
        }
        let headers = impersonation.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        return headers.isEmpty ? words : "\(words), \(headers)"
    }
}
