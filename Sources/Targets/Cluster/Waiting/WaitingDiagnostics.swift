import Engine

extension ApplyError {
    /// An object was made, and does not become ready as it is.
    static func notReady(_ output: OutputResource, _ trouble: Trouble, _ log: [String]) -> ApplyError {
        ApplyError(
            code: "RAD6140",
            message: "\(output.type) '\(output.name)' cannot become ready",
            cause: trouble.message,
            details: log.asLog,
            help: trouble.help
        )
    }

    /// An object was made, and is not ready when the time is up.
    static func notReadyInTime(
        _ output: OutputResource,
        _ limit: Duration,
        _ isOfDeployment: Bool,
        _ message: String,
        _ trouble: Trouble?,
        _ log: [String]
    ) -> ApplyError {
        let option = isOfDeployment ? "--timeout" : "--resource-timeout"
        return ApplyError(
            code: "RAD6141",
            message: "\(output.type) '\(output.name)' is not ready after \(limit.inWords)",
            cause: trouble?.message ?? message,
            details: log.asLog,
            help: trouble?.help
                ?? "run the command again to wait once more, longer with '\(option)', or not at all with '--no-wait'"
        )
    }
}

extension [String] {
    /// Lines of a log as details of an error.
    fileprivate var asLog: [String] { map { "log: \($0)" } }
}

extension Trouble {
    /// Somebody removed what is waited for.
    static let removed = Trouble(
        gravity: .fatal,
        reason: "NotFound",
        message: "somebody removed it while rad waited for it",
        help: "run the command again to make it once more"
    )
}

extension Duration {
    /// `90s`, `10m`, `1h30m`.
    package var inWords: String {
        let seconds = components.seconds
        if seconds < 60 || (seconds < 120 && seconds % 60 != 0) { return "\(seconds)s" }
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
    }
}
