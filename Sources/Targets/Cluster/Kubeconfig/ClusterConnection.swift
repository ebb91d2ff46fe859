import HTTP

/// How to reach one cluster as one user: what a context of the kubeconfig comes to.
public struct ClusterConnection: Sendable {
    /// The context's name, for messages and for telling clusters apart.
    public let context: String
    /// The server's address, without a slash at the end.
    public let server: String
    /// The namespace of the context.
    public let namespace: String
    /// The name that the server's certificate has to show, if not that of its address.
    var tlsServerName: String?
    var trust = HTTPClient.Trust.system
    var proxy: String?
    var clientCertificate: HTTPClient.ClientCertificate?
    var bearer = Bearer.none
    /// Headers that let the user act as another one.
    var impersonation: [(name: String, value: String)] = []

    /// What the user shows with each request, besides a certificate.
    enum Bearer: Sendable {
        case none
        case token(String)
        /// A file that somebody else renews.
        case tokenFile(String)
        case password(user: String, String)
        /// A program that knows how to sign in.
        case program(CredentialProgram)
        /// OpenID Connect, whose tokens rad renews.
        case openID(OpenIDProvider)
    }

    init(context: String, server: String, namespace: String) {
        self.context = context
        self.server = server
        self.namespace = namespace
    }

    /// How states and messages name the place: `kubernetes:kind-shop`.
    public var place: String { "kubernetes:\(context)" }
}

/// A program that prints credentials: an exec plugin of client.authentication.k8s.io.
struct CredentialProgram: Sendable {
    /// The name or path as it is run.
    var command: String
    var arguments: [String]
    /// Variables besides those of this process.
    var environment: [(name: String, value: String)]
    var apiVersion: String
    /// What the author of the kubeconfig says to those who lack the program.
    var installHint: String?
    /// Whether it must be able to ask at a terminal.
    var mustAsk: Bool
    /// What it is told about the cluster, if it wants to know: the members of `spec.cluster`.
    var cluster: [(name: String, value: String)]?
    var skipsVerification = false
}

/// The `oidc` provider of a kubeconfig.
struct OpenIDProvider: Sendable {
    var issuer: String
    var clientID: String
    var clientSecret: String?
    /// What the kubeconfig had when it was read.
    var tokens: OpenIDTokens
    var trust: HTTPClient.Trust
    /// Where new tokens are written to; `nil` for nowhere.
    var place: KubeconfigTokens.Place?
}
