import Diagnostics
import Engine
import HTTP

extension ApplyError {
    /// The server does not answer.
    static func unreachable(_ connection: ClusterConnection, _ error: HTTPError) -> ApplyError {
        let isTLS = error.code == .tls
        return ApplyError(
            code: unreachableCode,
            message: "cannot reach the cluster of context '\(connection.context)'",
            cause: error.description,
            help: isTLS
                ? "check 'certificate-authority' of the cluster in the kubeconfig"
                : "check that the cluster runs and that 'kubectl --context \(connection.context) get namespaces' works"
        )
    }

    /// Whether the error is that the server does not answer, which may pass.
    var isUnreachable: Bool { code == Self.unreachableCode }

    private static let unreachableCode = "RAD6122"

    /// An answer is no JSON, or ends in the middle.
    static func unreadableAnswer(_ connection: ClusterConnection, _ method: String) -> ApplyError {
        ApplyError(
            code: "RAD6123",
            message: "the answer of the cluster of context '\(connection.context)' to \(method) is no JSON",
            help: "check that the address in the kubeconfig is that of an API server, and run the command again"
        )
    }

    /// The server does not know the user.
    static func notSignedIn(_ connection: ClusterConnection) -> ApplyError {
        ApplyError(
            code: "RAD6124",
            message: "the cluster of context '\(connection.context)' does not accept the credentials of the kubeconfig",
            help: "sign in again, and check with 'kubectl --context \(connection.context) auth can-i --list'"
        )
    }

    /// The server refused; `attempt` continues `cannot`: `apply apps/Deployment 'web'`.
    static func refused(_ status: APIStatus, _ attempt: String) -> ApplyError {
        switch status.code {
        case 403: return .forbidden(status, attempt)
        case 404 where status.kind == "namespaces": return .namespaceMissing(status, attempt)
        case 409 where !status.conflicts.isEmpty: return .ownedByOthers(status, attempt)
        case 422: return .invalid(status, attempt)
        case _:
            return ApplyError(
                code: "RAD6129",
                message: "cannot \(attempt)",
                cause: status.message,
                help: "run the command again; it goes on where this one stopped"
            )
        }
    }

    private static func forbidden(_ status: APIStatus, _ attempt: String) -> ApplyError {
        ApplyError(
            code: "RAD6125",
            message: "cannot \(attempt)",
            cause: status.message,
            help: "ask for the right that is missing, as a Role or ClusterRole grants it"
        )
    }

    private static func ownedByOthers(_ status: APIStatus, _ attempt: String) -> ApplyError {
        let list = status.conflicts.listed(separator: ", ") { "\($0.field) belongs to '\($0.manager)'" }
        return ApplyError(
            code: "RAD6126",
            message: "cannot \(attempt)",
            cause: "others have set fields to other values: \(list)",
            help: "leave these fields out of the definition, or take them over with '--force-conflicts'"
        )
    }

    private static func invalid(_ status: APIStatus, _ attempt: String) -> ApplyError {
        let causes = status.causes.listed(separator: "; ") { cause in
            cause.field.isEmpty ? cause.message : "\(cause.field): \(cause.message)"
        }
        return ApplyError(
            code: "RAD6127",
            message: "cannot \(attempt)",
            cause: causes.isEmpty ? status.message : causes,
            help: "correct the fields that are named"
        )
    }

    /// The server has no such kind.
    static func kindNotServed(_ apiVersion: String, _ kind: String, _ connection: ClusterConnection) -> ApplyError {
        ApplyError(
            code: kindNotServedCode,
            message: "the cluster of context '\(connection.context)' does not serve '\(kind)' of '\(apiVersion)'",
            help: "install what defines the kind, or check the version with 'kubectl api-resources'"
        )
    }

    /// Whether the error is that the server has no such kind.
    var isKindNotServed: Bool { code == Self.kindNotServedCode }

    private static let kindNotServedCode = "RAD6128"

    /// Whether the error is that there is no namespace.
    var isNamespaceMissing: Bool { code == Self.namespaceMissingCode }

    private static let namespaceMissingCode = "RAD6133"

    /// Namespaces are not there that objects are to be in.
    static func namespacesMissing(_ names: [String]) -> ApplyError {
        let subject = names.count == 1 ? "is no namespace" : "are no namespaces"
        return ApplyError(
            code: namespaceMissingCode,
            message:
                "there \(subject) \(names.quotedList), and the deployment does not make \(names.count == 1 ? "it" : "them")",
            help: names.map { "'kubectl create namespace \($0)'" }.joined(separator: ", ") + " first, "
                + "or name another namespace in the environment"
        )
    }

    private static func namespaceMissing(_ status: APIStatus, _ attempt: String) -> ApplyError {
        ApplyError(
            code: namespaceMissingCode,
            message: "cannot \(attempt)",
            cause: "there is no namespace '\(status.name)'",
            help: "make it first: 'kubectl create namespace \(status.name)'"
        )
    }
}
