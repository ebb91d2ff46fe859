import AppModel
package import Documents

/// A target refused a change.
public struct ApplyError: Error, Sendable, Equatable {
    public let code: String
    /// What was attempted and what was found, without secrets.
    public let message: String
    /// What the world said.
    public let cause: String?
    /// What else is known, a line each, such as the last lines that a program wrote before it ended.
    public let details: [String]
    /// One concrete next step.
    public let help: String?

    /// Creates an error.
    ///
    /// Call this from a factory, never from the place that meets the trouble.
    public init(code: String, message: String, cause: String? = nil, details: [String] = [], help: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.details = details
        self.help = help
    }
}

extension ApplyError: CustomStringConvertible {
    public var description: String { "\(message)\(cause.map { ": \($0)" } ?? "") [\(code)]" }
}

extension ApplyError {
    /// A value is still missing when its object is to be applied.
    static func valueNotKnown(_ expression: String, in output: OutputResource) -> ApplyError {
        ApplyError(
            code: "RAD6010",
            message: "'\(expression)' is still not known when \(output.type) '\(output.name)' is to be made",
            cause: "what it waits for was made, but does not tell the value",
            help: "write the value out in '\(output.owner.name)', or deploy to a platform that computes it"
        )
    }

    /// A secret would become readable in an object that is not made for secrets, at a place that may not be known.
    package static func secretOutsideSecret(at path: ValuePath?, in output: OutputResource) -> ApplyError {
        let object = "\(output.type) '\(output.name)'"
        return ApplyError(
            code: "RAD6004",
            message: path.map { "'\($0)' of \(object) is secret, and only a Secret may hold it" }
                ?? "\(object) contains a secret, and only a Secret may hold it",
            help: "put the value into a Secret and refer to it from '\(output.owner.name)'"
        )
    }

    /// A target threw something of its own.
    static func refused(_ error: any Error, _ change: Change) -> ApplyError {
        .refused(
            "\(change.action.rawValue) \(change.object.type) '\(change.object.name)'",
            cause: String(describing: error)
        )
    }

    /// A target did not do what it was asked to; `attempt` continues `cannot`: `create core/Secret 'db'`.
    static func refused(_ attempt: String, cause: String) -> ApplyError {
        ApplyError(
            code: "RAD6011",
            message: "cannot \(attempt)",
            cause: cause,
            help: "run the command again; it goes on where this one stopped"
        )
    }

    /// The error without texts that are secret.
    func redacting(_ secrets: [String]) -> ApplyError {
        guard !secrets.isEmpty else { return self }
        func clean(_ text: String) -> String { text.redacting(secrets) }
        return ApplyError(
            code: code,
            message: clean(message),
            cause: cause.map(clean),
            details: details.map(clean),
            help: help.map(clean)
        )
    }
}

extension String {
    /// The text with stand-ins for secret texts.
    package func redacting(_ secrets: [String]) -> String {
        secrets.reduce(self) { $0.replacing($1, with: Value.redactedText) }
    }
}

extension Value {
    /// The texts inside the secret parts, longest first, so that one that contains another goes whole.
    package var secretTexts: [String] {
        var found: [String] = []
        collectTexts(into: &found, areSecret: false)
        return found.sorted { ($1.utf8.count, $1) < ($0.utf8.count, $0) }
    }

    private func collectTexts(into found: inout [String], areSecret: Bool) {
        switch self {
        case .null, .bool, .unknown: break
        case .integer(let number): if areSecret { found.append(String(number)) }
        case .number(let number): if areSecret { found.append(String(number)) }
        case .string(let text): if areSecret, !text.isEmpty { found.append(text) }
        case .array(let elements): for element in elements { element.collectTexts(into: &found, areSecret: areSecret) }
        case .object(let members):
            for (_, value) in members { value.collectTexts(into: &found, areSecret: areSecret) }
        case .secret(let value): value.collectTexts(into: &found, areSecret: true)
        }
    }
}
