import Documents

/// What the API server says when it refuses (`Status` of meta/v1).
struct APIStatus: Error, Sendable, Equatable {
    /// One thing that is in the way.
    struct Cause: Sendable, Equatable {
        let reason: String
        let message: String
        /// The path of a field: `.spec.replicas`, `spec.ports[0].port`.
        let field: String
    }

    let code: Int
    /// A word to decide by: `NotFound`, `Conflict`, `Forbidden`.
    let reason: String
    let message: String
    var causes: [Cause] = []
    /// The kind that the status is about, in the words of the server: `namespaces`, `deployments`.
    var kind = ""
    /// The name of what the status is about.
    var name = ""

    /// Reads an answer; one without a status says at least its code.
    init(code: Int, body: Value?) {
        let isStatus = body?["kind"]?.stringValue == "Status"
        let details = isStatus ? body?["details"] : nil
        self.code = body?["code"]?.integerValue.map(Int.init) ?? code
        reason = isStatus ? body?["reason"]?.stringValue ?? "" : ""
        message = (isStatus ? body?["message"]?.stringValue : nil) ?? "the server answered with status \(code)"
        kind = details?["kind"]?.stringValue ?? ""
        name = details?["name"]?.stringValue ?? ""
        causes = (details?["causes"]?.arrayValue ?? []).map {
            Cause(
                reason: $0["reason"]?.stringValue ?? "",
                message: $0["message"]?.stringValue ?? "",
                field: $0["field"]?.stringValue ?? ""
            )
        }
    }

    var isNotFound: Bool { code == 404 }

    /// Whether a resource version is too old to go on from.
    var isExpired: Bool { code == 410 }

    /// Whether a WebSocket was refused for what it is: by the server, a proxy before it or a node behind it.
    var refusesUpgrades: Bool {
        switch code {
        case 400: message.lowercased().contains("upgrade")
        case 405, 426, 501: true
        case _: false
        }
    }

    /// The fields that others have, each with who has it: `.spec.replicas`, `kubectl`.
    var conflicts: [(field: String, manager: String)] {
        causes.filter { $0.reason == "FieldManagerConflict" }.map { cause in
            let quoted = cause.message.split(separator: "\"", omittingEmptySubsequences: false)
            return (cause.field, quoted.count > 2 ? String(quoted[1]) : cause.message)
        }
    }
}
