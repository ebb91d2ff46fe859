import AppModel
import Documents
import Engine
import Targets

/// A plan in words: one line for each resource, and for each object where that is asked for.
struct PlanReport {
    /// How much of a plan is shown.
    enum Detail {
        /// A line for each resource that changes, up to a limit: what `rad deploy` shows.
        case brief
        /// Every object that changes, with the reason: what `rad plan` shows.
        case full
    }

    private let plan: Plan
    private let definition: DefinitionChange
    private let previews: [OutputResourceID: TerraformPreview]
    private let trials: [OutputResourceID: ClusterPreview]
    /// The changes of each resource, in the order in which the plan first touches it.
    private let groups: [Group]

    private struct Group {
        let owner: ResourceID
        var changes: [Change] = []
        /// What happens to a resource of which only the definition changes.
        var definition = Change.Action.noOp

        /// What happens to the resource, if one word can say it.
        var action: Change.Action {
            let actions = Set(changes.map(\.action))
            guard let first = actions.first else { return definition }
            return actions.count == 1 ? first : .update
        }

        /// What is changed, in words.
        var extent: String {
            switch changes.count {
            case 0: "definition"
            case 1: "1 object"
            case let count: "\(count) objects"
            }
        }
    }

    /// The most resources that the brief form lists.
    private static let briefLimit = 20

    /// Sorts the changes of a plan by what they are made for.
    init(_ planned: DeploymentRun.Planned) {
        self.init(
            planned.plan,
            planned.definition,
            of: planned.part.environment?.id,
            previews: planned.previews,
            trials: planned.trials
        )
    }

    /// Sorts the changes of a plan that nobody defines.
    init(_ plan: Plan) {
        self.init(plan, .unchanged, of: nil, previews: [:], trials: [:])
    }

    private init(
        _ plan: Plan,
        _ definition: DefinitionChange,
        of environment: ResourceID?,
        previews: [OutputResourceID: TerraformPreview],
        trials: [OutputResourceID: ClusterPreview]
    ) {
        self.plan = plan
        self.definition = definition
        self.previews = previews
        self.trials = trials
        var positions: [ResourceID: Int] = [:]
        var groups: [Group] = []
        for change in plan.changes where change.action != .noOp {
            let owner = change.object.owner
            let position = positions[owner, default: groups.count]
            if position == groups.count {
                positions[owner] = position
                groups.append(Group(owner: owner))
            }
            groups[position].changes.append(change)
        }
        if let environment, positions[environment] == nil, definition != .unchanged {
            groups.insert(Group(owner: environment, definition: definition == .new ? .create : .update), at: 0)
        }
        self.groups = groups
    }

    /// One line that says how much changes, such as `Plan: 3 to create, 2 to delete.`.
    var summary: String {
        let counts = plan.counts
        let parts = [
            (counts.create, "to create"), (counts.update, "to update"), (counts.replace, "to replace"),
            (counts.delete, "to delete"), (counts.noOp, "unchanged"),
        ]
        let shown = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "Plan: \(shown.isEmpty ? "no objects" : shown.joined(separator: ", "))."
    }

    /// The whole report, each line ended by a newline.
    func text(_ detail: Detail) -> String {
        let limit =
            switch detail {
            case .brief: Self.briefLimit
            case .full: Int.max
            }
        let shown = groups.prefix(limit)
        let nameWidth = shown.map(\.owner.name.count).max() ?? 0
        let typeWidth = shown.map(\.owner.type.description.count).max() ?? 0
        var text = summary + "\n"
        for group in shown {
            let name = group.owner.name.padded(to: nameWidth)
            let type = group.owner.type.description.padded(to: typeWidth)
            text += "  \(group.action.sign) \(name)  \(type)  \(group.extent)\n"
            guard case .full = detail else { continue }
            for change in group.changes {
                text += Self.line(change) + steps(of: change)
                for line in trial(of: change) { text += "          \(line)\n" }
            }
        }
        if groups.count > shown.count {
            text += "  … and \(groups.count - shown.count) more resources; 'rad plan' lists them all\n"
        }
        return text
    }

    private static func line(_ change: Change) -> String {
        let namespace = change.object.namespace.isEmpty ? "" : " in \(change.object.namespace)"
        let reason = change.reason == .new ? "" : "  (\(change.reason))"
        return "      \(change.action.sign) \(change.object.type) \(change.object.name)\(namespace)\(reason)\n"
    }

    /// The plan as a section of a Markdown document.
    var markdown: String {
        var text = "### \(plan.identity)\n\n\(summary)\n"
        guard !groups.isEmpty else { return text }
        text += "\n| | Resource | Type | Object | Why |\n|---|---|---|---|---|\n"
        for group in groups {
            let owner = "\(group.owner.name.markdown) | \(group.owner.type.description.markdown)"
            if group.changes.isEmpty { text += "| \(group.action.sign) | \(owner) | definition | changed |\n" }
            for change in group.changes {
                let namespace = change.object.namespace.isEmpty ? "" : " in \(change.object.namespace.markdown)"
                let object = "\(change.object.type.markdown) \(change.object.name.markdown)\(namespace)"
                text += "| \(change.action.sign) | \(owner) | \(object) | \(change.reason.description.markdown) |\n"
                for line in trial(of: change) { text += "| | | | \(line.markdown) | |\n" }
                for step in previews[change.id]?.steps ?? [] {
                    text += "| | | | \(step.action.sign) \(step.address.markdown) | |\n"
                }
            }
        }
        return text
    }

    /// What the server says of a change.
    private func trial(of change: Change) -> [String] {
        switch trials[change.id] {
        case .differences(let lines):
            let hidden = lines.count - Self.trialLimit
            return hidden > 0 ? lines.prefix(Self.trialLimit) + ["… and \(hidden) more"] : lines
        case .unknown(let reason): return ["(known after apply: \(reason))"]
        case .refused(let reason): return ["! the cluster refuses it: \(reason)"]
        case nil: return []
        }
    }

    /// The most fields of one object that are listed.
    private static let trialLimit = 20

    /// What Terraform would do for a module.
    private func steps(of change: Change) -> String {
        guard change.object.platform == .terraform, change.wanted != nil else { return "" }
        guard let preview = previews[change.id] else { return "          (known after apply)\n" }
        guard !preview.steps.isEmpty else { return "          no objects change\n" }
        return preview.steps.map { "          \($0.action.sign) \($0.address)\n" }.joined()
    }

    /// The plan for programs.
    var json: Value {
        let counts = plan.counts
        return [
            "environment": .string(plan.identity.environment),
            "application": plan.identity.application.map { .string($0) } ?? .null,
            "target": .string(plan.target),
            "definition": plan.identity.application == nil ? .string(definition.rawValue) : .null,
            "summary": [
                "create": .integer(Int64(counts.create)),
                "update": .integer(Int64(counts.update)),
                "replace": .integer(Int64(counts.replace)),
                "delete": .integer(Int64(counts.delete)),
                "unchanged": .integer(Int64(counts.noOp)),
            ],
            "changes": .array(
                plan.changes.filter { $0.action != .noOp }.map { change in
                    var members: ValueObject = [
                        "action": .string(change.action.rawValue),
                        "reason": .string(change.reason.description),
                        "id": .string(change.id.description),
                        "type": .string(change.object.type),
                        "name": .string(change.object.name),
                        "resource": .string(change.object.owner.description),
                    ]
                    members["steps"] = previews[change.id].map { preview in
                        .array(
                            preview.steps.map { step in
                                [
                                    "action": .string(step.action.rawValue), "address": .string(step.address),
                                    "type": .string(step.type),
                                ]
                            }
                        )
                    }
                    members["trial"] = trials[change.id]?.document
                    return .object(members)
                }
            ),
        ]
    }
}

extension ClusterPreview {
    /// What the server says, for programs.
    fileprivate var document: Value {
        switch self {
        case .differences(let lines): ["differences": .array(lines.map { .string($0) })]
        case .unknown(let reason): ["unknown": .string(reason)]
        case .refused(let reason): ["refused": .string(reason)]
        }
    }
}

extension Change.Action {
    /// The mark that stands before a line: `+` for create, `-` for delete.
    var sign: String {
        switch self {
        case .create: "+"
        case .update: "~"
        case .replace: "±"
        case .delete: "-"
        case .noOp: " "
        }
    }
}

extension String {
    /// The text as Markdown shows it in a cell of a table, whatever is in it.
    fileprivate var markdown: String {
        reduce(into: "") { text, character in
            switch character {
            case "|", "\\", "`", "*", "_", "<", ">", "[", "]", "~": text += "\\\(character)"
            case _ where character.isNewline: text += " "
            case _: text.append(character)
            }
        }
    }

    /// The text with blanks up to a width in characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
