public import Diagnostics
import Documents
import HTTP

extension Kubeconfig {
    /// What a context comes to.
    ///
    /// - Parameter wanted: The name of the context; the current one if it is empty.
    /// - Returns: The connection, and what is wrong with the context, its cluster and its user.
    public func connection(to wanted: String) -> (connection: ClusterConnection?, diagnostics: [Diagnostic]) {
        guard let name = wanted.isEmpty ? currentContext?.name : wanted else {
            return (nil, [.noCurrentContext(among: contextNames, in: paths)])
        }
        guard let context = contexts.first(where: { $0.name == name }) else {
            let place = wanted.isEmpty ? currentContext?.place : nil
            return (nil, [.unknownContext(name, among: contextNames, in: paths, at: place)])
        }
        var part = KubeconfigPart(context.content)
        let (clusterName, userName) = (part.text("cluster"), part.text("user"))
        let namespace = part.text("namespace") ?? "default"
        guard let clusterName else {
            return (nil, part.diagnostics + [.contextWithoutCluster(name, at: context.place)])
        }
        guard let cluster = clusters.first(where: { $0.name == clusterName }) else {
            return (
                nil,
                part.diagnostics + [
                    .undefined("cluster", clusterName, by: context, part["cluster"]?.span, among: clusters.map(\.name))
                ]
            )
        }
        let user = userName.flatMap { name in users.first { $0.name == name } }
        if let userName, user == nil {
            return (
                nil,
                part.diagnostics + [
                    .undefined("user", userName, by: context, part["user"]?.span, among: users.map(\.name))
                ]
            )
        }
        var reading = ConnectionReading(cluster, user)
        let connection = reading.connection(named: name, namespace)
        let diagnostics = part.diagnostics + reading.diagnostics
        return (diagnostics.hasErrors ? nil : connection, diagnostics)
    }
}

/// Reads a cluster and a user into one connection.
private struct ConnectionReading {
    private(set) var diagnostics: [Diagnostic] = []
    private let cluster: Kubeconfig.Entry
    private let user: Kubeconfig.Entry?
    /// What a program that signs in may be told of the cluster.
    private var description: [(name: String, value: String)] = []
    private var skipsVerification = false

    init(_ cluster: Kubeconfig.Entry, _ user: Kubeconfig.Entry?) {
        self.cluster = cluster
        self.user = user
    }

    mutating func connection(named name: String, _ namespace: String) -> ClusterConnection? {
        var part = KubeconfigPart(cluster.content)
        guard let server = server(&part) else {
            diagnostics += part.diagnostics
            return nil
        }
        var connection = ClusterConnection(context: name, server: server, namespace: namespace)
        description = [("server", server)]
        connection.tlsServerName = part.text("tls-server-name")
        connection.proxy = proxy(&part)
        connection.trust = trust(&part)
        if let name = connection.tlsServerName { description.append(("tls-server-name", name)) }
        if let proxy = connection.proxy { description.append(("proxy-url", proxy)) }
        diagnostics += part.diagnostics
        if let user {
            var part = KubeconfigPart(user.content)
            readUser(user, &part, into: &connection)
            diagnostics += part.diagnostics
        }
        return connection
    }

    private func server(_ part: inout KubeconfigPart) -> String? {
        guard let text = part.text("server") else {
            part.report(.clusterWithoutServer(cluster.name, at: part["server"]?.span ?? cluster.place))
            return nil
        }
        // As with kubectl, an address without a scheme is one of a secure server.
        var url = text.contains("://") ? text : "https://\(text)"
        while url.hasSuffix("/") { url.removeLast() }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "https" || scheme == "http", url.utf8.count > scheme.utf8.count + 3 else {
            part.report(.clusterAddress(text, at: part["server"]?.span ?? cluster.place))
            return nil
        }
        return url
    }

    private func proxy(_ part: inout KubeconfigPart) -> String? {
        guard let url = part.text("proxy-url") else { return nil }
        switch url.prefix(while: { $0 != ":" }).lowercased() {
        case "http", "https", "socks5h": return url
        // Kubernetes leaves names to the proxy; libcurl says so by another scheme.
        case "socks5": return "socks5h" + url.dropFirst("socks5".count)
        case _:
            part.report(.proxyScheme(url, at: part["proxy-url"]?.span))
            return nil
        }
    }

    private mutating func trust(_ part: inout KubeconfigPart) -> HTTPClient.Trust {
        let authority = pem("certificate-authority", of: cluster, &part)
        if let data = part.text("certificate-authority-data") {
            description.append(("certificate-authority-data", data))
        }
        guard part.flag("insecure-skip-tls-verify") else {
            return authority.map(HTTPClient.Trust.authorities) ?? .system
        }
        skipsVerification = true
        if authority != nil, let span = part["insecure-skip-tls-verify"]?.span {
            part.report(.contradiction("insecure-skip-tls-verify", "certificate-authority", at: span))
        }
        return .insecureSkipVerify
    }

    private mutating func readUser(
        _ user: Kubeconfig.Entry,
        _ part: inout KubeconfigPart,
        into connection: inout ClusterConnection
    ) {
        let certificate = pem("client-certificate", of: user, &part)
        let key = pem("client-key", of: user, &part)
        switch (certificate, key) {
        case (let certificate?, let key?):
            connection.clientCertificate = HTTPClient.ClientCertificate(certificate: certificate, key: key)
        case (nil, nil): break
        case (.some, nil): part.report(.missingHalf("client-certificate", without: "client-key", at: user.place))
        case (nil, .some): part.report(.missingHalf("client-key", without: "client-certificate", at: user.place))
        }
        connection.bearer = bearer(user, &part)
        if let name = part.text("as") { connection.impersonation.append(("Impersonate-User", name)) }
        if let id = part.text("as-uid") { connection.impersonation.append(("Impersonate-Uid", id)) }
        for group in part.texts("as-groups") { connection.impersonation.append(("Impersonate-Group", group)) }
        if let extra = part["as-user-extra"], case .object(let members) = extra.content {
            part.within(extra) { part in
                for member in members {
                    for value in part.texts(member.name) {
                        connection.impersonation.append(("Impersonate-Extra-\(member.name.percentEncoded)", value))
                    }
                }
            }
        }
    }

    /// How the user signs in: a token before a password, both before a program.
    private func bearer(_ user: Kubeconfig.Entry, _ part: inout KubeconfigPart) -> ClusterConnection.Bearer {
        let (token, file) = (part.text("token"), part.text("tokenFile"))
        let (name, password) = (part.text("username"), part.text("password"))
        if token != nil || file != nil, name != nil || password != nil {
            part.report(.contradiction("token", "username", at: part["username"]?.span ?? user.place))
        }
        if let file { return .tokenFile(user.path(file)) }
        if let token { return .token(token) }
        if name != nil || password != nil { return .password(user: name ?? "", password ?? "") }
        if let program = part["exec"] {
            return part.within(program) { self.program(user, &$0, at: program.span) }.map { .program($0) } ?? .none
        }
        if let provider = part["auth-provider"] {
            return part.within(provider) { openID(user, &$0, at: provider.span) }.map { .openID($0) } ?? .none
        }
        return .none
    }

    private func program(_ user: Kubeconfig.Entry, _ part: inout KubeconfigPart, at span: Span) -> CredentialProgram? {
        guard let command = part.text("command") else {
            part.report(.missingMember("command", of: "exec", at: span))
            return nil
        }
        guard let version = part.text("apiVersion") else {
            part.report(.missingMember("apiVersion", of: "exec", at: span))
            return nil
        }
        guard ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"].contains(version) else {
            part.report(.programVersion(version, at: part["apiVersion"]?.span))
            return nil
        }
        var variables: [(name: String, value: String)] = []
        for entry in part.elements("env") {
            part.within(entry) { part in
                if let name = part.text("name") { variables.append((name, part.text("value") ?? "")) }
            }
        }
        let mode = part.text("interactiveMode")
        if let mode, !["Never", "IfAvailable", "Always"].contains(mode) {
            part.report(.interactiveMode(mode, at: part["interactiveMode"]?.span))
        }
        var program = CredentialProgram(
            command: command.contains("/") ? user.path(command) : command,
            arguments: part.texts("args"),
            environment: variables,
            apiVersion: version,
            installHint: part.text("installHint"),
            mustAsk: mode == "Always",
            cluster: part.flag("provideClusterInfo") ? description : nil
        )
        program.skipsVerification = skipsVerification
        return program
    }

    private func openID(_ user: Kubeconfig.Entry, _ part: inout KubeconfigPart, at span: Span) -> OpenIDProvider? {
        let name = part.text("name") ?? ""
        guard name == "oidc" else {
            part.report(.unknownProvider(name, at: part["name"]?.span ?? span))
            return nil
        }
        return part.within(part["config"]) { part in
            guard let issuer = part.text("idp-issuer-url") else {
                part.report(.missingMember("idp-issuer-url", of: "config", at: span))
                return nil
            }
            guard let client = part.text("client-id") else {
                part.report(.missingMember("client-id", of: "config", at: span))
                return nil
            }
            return OpenIDProvider(
                issuer: issuer,
                clientID: client,
                clientSecret: part.text("client-secret"),
                tokens: OpenIDTokens(idToken: part.text("id-token"), refreshToken: part.text("refresh-token")),
                trust: pem("idp-certificate-authority", of: user, &part).map(HTTPClient.Trust.authorities) ?? .system,
                place: KubeconfigTokens.Place(path: user.place.file.path, user: user.name)
            )
        }
    }

    /// Certificates or a key that stand in the file itself, or else in one that it names.
    private func pem(_ name: String, of entry: Kubeconfig.Entry, _ part: inout KubeconfigPart) -> HTTPClient.PEM? {
        if let text = part.text("\(name)-data") {
            if let bytes = Base64.decoded(text), !bytes.isEmpty { return .bytes(bytes) }
            part.report(.notBase64("\(name)-data", at: part["\(name)-data"]?.span))
            return nil
        }
        return part.text(name).map { .file(entry.path($0)) }
    }
}

extension String {
    /// The text as a part of the name of a header: everything but letters, digits and `-._` as `%xx`.
    fileprivate var percentEncoded: String {
        utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case _: text += "%\(CollectionOfOne(byte).hexadecimal.uppercased())"
            }
        }
    }
}
