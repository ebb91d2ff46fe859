import Engine

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

    /// A provider gave no token yet.
    static func noIDToken(_ issuer: String) -> ApplyError {
        ApplyError(
            code: "RAD6121",
            message: "the kubeconfig has no token of '\(issuer)'",
            help: "sign in there, which adds 'id-token' to it; rad does not renew tokens of OpenID Connect itself"
        )
    }
}
