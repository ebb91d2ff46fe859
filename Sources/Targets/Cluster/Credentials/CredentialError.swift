import Engine
import HTTP

extension ApplyError {
    /// A program that signs in is not on this machine.
    static func programMissing(_ command: String, hint: String?) -> ApplyError {
        ApplyError(
            code: "RAD6116",
            message: "the kubeconfig signs in with '\(command)', and there is no such program",
            help: hint.map { $0.split(separator: "\n").joined(separator: " ") } ?? "install it, or put it on the PATH"
        )
    }

    /// A program that signs in failed.
    static func programFailed(_ command: String, cause: String) -> ApplyError {
        ApplyError(
            code: "RAD6117",
            message: "'\(command)', which signs in to the cluster, failed",
            cause: cause,
            help: "sign in by hand, for example by running 'kubectl get namespaces', and run the command again"
        )
    }

    /// A program that signs in has to ask somebody.
    static func programMustAsk(_ command: String) -> ApplyError {
        ApplyError(
            code: "RAD6118",
            message: "'\(command)' must ask at a terminal to sign in, and rad gives it none",
            help: "sign in with it beforehand, or set its 'interactiveMode' to 'IfAvailable'"
        )
    }

    /// A program that signs in printed something else than credentials.
    static func programAnswer(_ command: String, found: String) -> ApplyError {
        ApplyError(
            code: "RAD6119",
            message: "'\(command)' is to print credentials, and gave \(found)",
            help: "update the program, or let it write the kubeconfig again"
        )
    }

    /// A file is to hold a token and does not.
    static func tokenFile(_ path: String, reason: String) -> ApplyError {
        ApplyError(
            code: "RAD6120",
            message: "cannot read the token in '\(path)'",
            cause: reason,
            help: "check 'tokenFile' in the kubeconfig"
        )
    }

    /// An issuer's token has ended, or there never was one, and nothing gets another.
    static func noIDToken(_ issuer: String) -> ApplyError {
        ApplyError(
            code: "RAD6121",
            message: "the kubeconfig has no token of '\(issuer)' that is still good, and no 'refresh-token' to get one",
            help: "sign in there, which adds 'id-token' and 'refresh-token' to it"
        )
    }

    /// An issuer cannot be asked for a new token.
    static func openIDUnreachable(_ issuer: String, _ error: HTTPError) -> ApplyError {
        ApplyError(
            code: "RAD6173",
            message: "cannot renew the token of '\(issuer)'",
            cause: error.description,
            help: error.code == .tls
                ? "check 'idp-certificate-authority' in the kubeconfig"
                : "check that the issuer can be reached from here"
        )
    }

    /// An issuer answers otherwise than OpenID Connect says.
    static func openIDAnswer(_ issuer: String, _ finding: String) -> ApplyError {
        ApplyError(
            code: "RAD6174",
            message: "cannot renew the token of '\(issuer)'",
            cause: finding,
            help: "check 'idp-issuer-url' in the kubeconfig, and that the issuer gives ID tokens when it renews"
        )
    }

    /// An issuer does not give a new token.
    static func openIDRefused(_ issuer: String, cause: String) -> ApplyError {
        ApplyError(
            code: "RAD6175",
            message: "'\(issuer)' does not renew the token of the kubeconfig",
            cause: cause,
            help: "sign in there again"
        )
    }

    /// New tokens cannot be kept, and the old ones may not be good any more.
    static func tokensNotKept(_ path: String, _ cause: String) -> ApplyError {
        ApplyError(
            code: "RAD6176",
            message: "cannot keep the renewed tokens of OpenID Connect in '\(path)'",
            cause: cause,
            help: "make it so that rad can write the file, and run the command again; sign in again if that is refused"
        )
    }
}
