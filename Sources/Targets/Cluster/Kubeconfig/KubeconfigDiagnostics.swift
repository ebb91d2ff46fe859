import Diagnostics
import Documents

extension Diagnostic {
    /// A file of the kubeconfig cannot be read.
    static func unreadableKubeconfig(_ path: String, reason: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6100",
            "the kubeconfig '\(path)' cannot be read: \(reason)",
            at: nil,
            help: "make the file readable for this user, or name another one in the variable KUBECONFIG"
        )
    }

    /// A part has another shape than kubeconfigs have.
    static func kubeconfigShape(_ document: Document, expected: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6101",
            "expected \(expected), found \(document.kindInWords)",
            at: document.span,
            help: expected == "a text" ? "write it in quotes" : "compare it with what 'kubectl config view' shows"
        )
    }

    /// There is no context of that name.
    static func unknownContext(_ name: String, among names: [String], in paths: [String], at span: Span?) -> Diagnostic
    {
        let advice = suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
        let list = names.isEmpty ? "it has none" : "it has \(names.quotedList)"
        let place = paths.isEmpty ? ": there is no kubeconfig" : " in the kubeconfig \(paths.quotedList): \(list)"
        return Diagnostic(
            .error,
            "RAD6102",
            "there is no context '\(name)'\(place)",
            at: span,
            help: advice
                ?? (paths.isEmpty
                    ? "name the file in the variable KUBECONFIG, or put it at ~/.kube/config"
                    : "name one of its contexts in the workspace, or add one with 'kubectl config set-context'")
        )
    }

    /// No context is named, and none is the current one.
    static func noCurrentContext(among names: [String], in paths: [String]) -> Diagnostic {
        let place =
            paths.isEmpty ? "there is no kubeconfig" : "the kubeconfig \(paths.quotedList) has no current context"
        return Diagnostic(
            .error,
            "RAD6103",
            "the workspace names no context, and \(place)",
            at: nil,
            help: names.isEmpty
                ? "name the file in the variable KUBECONFIG, or put it at ~/.kube/config"
                : "name one in the workspace, for example 'context: \(names[0])'"
        )
    }

    /// A context has no cluster.
    static func contextWithoutCluster(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6104",
            "context '\(name)' names no cluster",
            at: span,
            help: "add 'cluster: NAME' to it"
        )
    }

    /// A context names a cluster or a user that no file defines.
    static func undefined(
        _ kind: String,
        _ name: String,
        by context: Kubeconfig.Entry,
        _ span: Span?,
        among names: [String]
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6105",
            "context '\(context.name)' names the \(kind) '\(name)', which is not defined",
            at: span ?? context.place,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "define it, or name its file in the variable KUBECONFIG too"
        )
    }

    /// A cluster has no address.
    static func clusterWithoutServer(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6106",
            "cluster '\(name)' has no address",
            at: span,
            help: "add 'server: https://HOST:PORT' to it"
        )
    }

    /// A cluster's address is none that requests go to.
    static func clusterAddress(_ text: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6107",
            "'\(text)' is no address of a cluster; expected 'https://HOST:PORT'",
            at: span,
            help: "write the address that 'kubectl cluster-info' shows"
        )
    }

    /// A proxy of a kind that rad does not know.
    static func proxyScheme(_ url: String, at span: Span?) -> Diagnostic {
        let scheme = url.prefix { $0 != ":" }
        return Diagnostic(
            .error,
            "RAD6108",
            "'\(scheme)' is no kind of proxy that rad can use; expected 'http', 'https' or 'socks5'",
            at: span,
            help: "write the address of the proxy, for example 'proxy-url: http://HOST:PORT'"
        )
    }

    /// Two settings exclude each other.
    static func contradiction(_ name: String, _ other: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6109",
            "'\(name)' and '\(other)' exclude each other, and both are given",
            at: span,
            help: "remove one of them"
        )
    }

    /// A certificate has no key, or a key no certificate.
    static func missingHalf(_ name: String, without other: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6110",
            "there is a '\(name)' and no '\(other)'",
            at: span,
            help: "add '\(other)' or '\(other)-data' to the user"
        )
    }

    /// Something must be there and is not.
    static func missingMember(_ name: String, of part: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6111",
            "'\(part)' has no '\(name)'",
            at: span,
            help: "add '\(name)' to it"
        )
    }

    /// A program that signs in speaks a version that rad does not.
    static func programVersion(_ version: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6112",
            "programs that sign in speak 'client.authentication.k8s.io/v1' or '…/v1beta1' with rad, not '\(version)'",
            at: span,
            help: "update the program, and let it write the kubeconfig again"
        )
    }

    /// A word that is none of those expected.
    static func interactiveMode(_ mode: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6113",
            "'\(mode)' is no interactive mode; expected 'Never', 'IfAvailable' or 'Always'",
            at: span,
            help: "write 'interactiveMode: IfAvailable'"
        )
    }

    /// A provider of credentials that is built into older clients.
    static func unknownProvider(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6114",
            "rad does not know the 'auth-provider' '\(name)'; expected 'oidc'",
            at: span,
            help: "use a program that signs in instead, under 'exec'"
        )
    }

    /// Bytes that are not in base64.
    static func notBase64(_ name: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6115",
            "'\(name)' is not in base64",
            at: span,
            help: "encode the file with 'base64 -w0 FILE', or name it instead"
        )
    }
}

extension Document {
    /// What the document is, in words.
    var kindInWords: String {
        switch content {
        case .object: "a mapping"
        case .array: "a list"
        case .string: "a text"
        case .integer, .number: "a number"
        case .bool: "true or false"
        case .null: "nothing"
        }
    }
}
