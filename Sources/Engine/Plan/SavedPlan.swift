public import Documents

/// A plan that was written down, to be carried out later as it is or not at all.
public struct SavedPlan: Sendable {
    /// What was to happen to one object.
    struct Step {
        let action: Change.Action
        let id: String
        let type: String
        let name: String
        /// The fingerprint of what the target was to have.
        let fingerprint: String
        /// The same without secrets; `nil` if the object was to go.
        let body: Value?
    }

    /// The plan of one deployment.
    struct Part {
        let identity: DeploymentIdentity
        /// The revision of the state that it was made from.
        let base: Int
        let target: String
        /// The changes that do something.
        let steps: [Step]
    }

    let parts: [Part]

    /// Remembers plans.
    public init(_ plans: [Plan]) {
        parts = plans.map { plan in
            Part(
                identity: plan.identity,
                base: plan.base,
                target: plan.target,
                steps: plan.changes.filter { $0.action != .noOp }.map(Step.init)
            )
        }
    }

    init(parts: [Part]) {
        self.parts = parts
    }
}

extension SavedPlan.Step {
    fileprivate init(_ change: Change) {
        self.init(
            action: change.action,
            id: change.id.description,
            type: change.object.type,
            name: change.object.name,
            fingerprint: change.wanted == nil ? "" : change.object.wantedFingerprint,
            body: change.wanted?.body.redacted
        )
    }
}

// MARK: - Comparing

extension SavedPlan {
    /// What is not as it was planned, each in a line; nothing if the plans would do just what was written down.
    public func differences(from plans: [Plan]) -> [String] {
        var lines: [String] = []
        let now = SavedPlan(plans)
        for part in parts where !now.parts.contains(where: { $0.identity == part.identity }) {
            lines.append("\(part.identity) is no longer deployed by the definition")
        }
        for part in now.parts {
            guard let before = parts.first(where: { $0.identity == part.identity }) else {
                lines.append("\(part.identity) was not planned")
                continue
            }
            lines += Self.differences(from: before, to: part)
        }
        return lines
    }

    private static func differences(from before: Part, to now: Part) -> [String] {
        var lines: [String] = []
        if before.target != now.target { lines.append("it would go to '\(now.target)', not to '\(before.target)'") }
        for step in now.steps {
            guard let old = before.steps.first(where: { $0.id == step.id }) else {
                lines.append("\(step.subject) would be \(step.action.participle), which was not planned")
                continue
            }
            if old.action != step.action {
                lines.append("\(step.subject) would be \(step.action.participle), not \(old.action.participle)")
            } else if old.fingerprint != step.fingerprint {
                lines += differences(of: step, from: old)
            }
        }
        for step in before.steps where !now.steps.contains(where: { $0.id == step.id }) {
            lines.append("\(step.subject) would no longer be \(step.action.participle)")
        }
        if lines.isEmpty, before.base != now.base {
            lines.append("\(now.identity) was deployed meanwhile: revision \(now.base), planned from \(before.base)")
        }
        return lines
    }

    private static func differences(of step: Step, from old: Step) -> [String] {
        let fields = old.body.flatMap { before in step.body.map { ValueDifference(from: before, to: $0).lines } } ?? []
        guard !fields.isEmpty else { return ["\(step.subject) has another secret in it"] }
        return fields.map { "\(step.subject): \($0)" }
    }
}

extension SavedPlan.Step {
    fileprivate var subject: String { "\(type) '\(name)'" }
}

extension Change.Action {
    fileprivate var participle: String {
        switch self {
        case .create: "created"
        case .update: "updated"
        case .replace: "replaced"
        case .delete: "deleted"
        case .noOp: "left alone"
        }
    }
}

// MARK: - Writing and reading

extension SavedPlan {
    /// The parts as a document.
    public var document: Value {
        .array(
            parts.map { part in
                [
                    "group": .string(part.identity.group),
                    "environment": .string(part.identity.environment),
                    "application": part.identity.application.map { .string($0) } ?? .null,
                    "base": .integer(Int64(part.base)),
                    "target": .string(part.target),
                    "changes": .array(part.steps.map(\.document)),
                ]
            }
        )
    }

    /// Reads a document; `nil` if it is none of plans.
    public init?(_ document: Document?) {
        guard case .array(let elements)? = document?.content else { return nil }
        var parts: [Part] = []
        for element in elements {
            guard let part = try? Part(element) else { return nil }
            parts.append(part)
        }
        self.init(parts: parts)
    }
}

extension SavedPlan.Part {
    fileprivate init(_ document: Document) throws(JournalFinding) {
        identity = DeploymentIdentity(
            group: try document.text("group"),
            environment: try document.text("environment"),
            application: document.optionalText("application")
        )
        base = Int(try document.integer("base"))
        target = try document.text("target")
        steps = try document.list("changes", SavedPlan.Step.init)
    }
}

extension SavedPlan.Step {
    fileprivate var document: Value {
        var members: ValueObject = [
            "action": .string(action.rawValue), "id": .string(id), "type": .string(type), "name": .string(name),
            "fingerprint": .string(fingerprint),
        ]
        members["body"] = body
        return .object(members)
    }

    fileprivate init(_ document: Document) throws(JournalFinding) {
        action = try document.choice("action")
        id = try document.text("id")
        type = try document.text("type")
        name = try document.text("name")
        fingerprint = try document.text("fingerprint")
        body = document["body"]?.value
    }
}
