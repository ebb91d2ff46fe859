import AppModel
import Diagnostics
import Documents
import Engine

/// What a change of a recipe would change, in words.
struct ImpactReport {
    /// What an application is compared with.
    enum Basis {
        /// What is recorded of its deployment.
        case state
        /// It is not deployed: what the registered recipe makes of it.
        case registeredRecipe
        /// It is not deployed, and there is no other recipe: all of it would be made.
        case nothing
    }

    /// One application that uses the recipe.
    struct Entry {
        let identity: DeploymentIdentity
        let impacts: [RecipeImpact]
        /// The resources for which the recipe fails.
        let failed: [ResourceID]
        let diagnostics: [Diagnostic]
        var basis = Basis.state
    }

    /// Whether definitions were looked at as well.
    private let hasDefinitions: Bool
    private var entries: [Entry] = []

    init(withDefinitions hasDefinitions: Bool) {
        self.hasDefinitions = hasDefinitions
    }

    mutating func add(_ entry: Entry?) {
        if let entry { entries.append(entry) }
    }

    /// What is wrong with the recipe for some resource, each cause once.
    var diagnostics: [Diagnostic] {
        entries.flatMap(\.diagnostics).reduce(into: []) { found, diagnostic in
            guard !found.contains(where: { $0.code == diagnostic.code && $0.message == diagnostic.message }) else {
                return
            }
            found.append(diagnostic)
        }
    }

    /// Whether anything would change.
    var hasChanges: Bool { entries.contains { !$0.changed.isEmpty } }

    private var isUncertain: Bool {
        entries.contains { $0.impacts.contains { $0.objects.contains { $0.action == .mayUpdate } } }
    }

    /// A line for each resource, then what changes, then the sum.
    var text: String {
        guard !entries.isEmpty else {
            return hasDefinitions
                ? "Nothing that is deployed or in the definitions uses the recipe.\n"
                : """
                Nothing that is deployed uses the recipe. Of what is not deployed nothing is known: '--definition \
                app.bicep' looks at it.

                """
        }
        var table = Table("APPLICATION", "ENVIRONMENT", "RESOURCE", "IMPACT")
        for entry in entries {
            let application = entry.identity.application ?? "-"
            for impact in entry.impacts {
                table.append(
                    application,
                    entry.identity.environment,
                    impact.resource.name,
                    impact.summary + entry.remark
                )
            }
            for resource in entry.failed {
                table.append(application, entry.identity.environment, resource.name, "the recipe fails\(entry.remark)")
            }
        }
        var parts = [table.text]
        parts += entries.flatMap { entry in
            entry.impacts.filter { !$0.isEmpty }.map { "\($0.resource.name) of \(entry.identity)\n\($0.details)" }
        }
        return (parts + [total]).joined(separator: "\n")
    }

    private var total: String {
        let impacts = entries.flatMap(\.impacts)
        let changed = entries.flatMap(\.changed).count
        let failed = entries.flatMap(\.failed).count
        let count = impacts.count + failed
        var text = "\(count == 1 ? "1 resource uses" : "\(count) resources use") the recipe: \(changed) would change"
        if failed > 0 { text += ", \(failed) would fail" }
        text += ".\n"
        if entries.contains(where: { $0.basis == .registeredRecipe }) {
            text += "What is not deployed is compared with what the registered recipe would make of it.\n"
        }
        if entries.contains(where: { $0.basis == .nothing }) {
            text +=
                "What is not deployed would be made anew, whatever the recipe was before: '--template-path' compares "
                + "it with another one.\n"
        }
        if isUncertain {
            text +=
                "What is marked with '?' is made of secrets or of values that are known only when they are there, "
                + "which are not recorded.\n"
        }
        return text
    }

    /// The report for programs.
    var document: Value {
        .array(
            entries.flatMap { entry in
                entry.impacts.map { Self.document(of: $0, entry) } + entry.failed.map { Self.failure($0, entry) }
            }
        )
    }

    private static func document(of impact: RecipeImpact, _ entry: Entry) -> Value {
        [
            "environment": .string(entry.identity.environment),
            "application": entry.identity.application.map { .string($0) } ?? .null,
            "resource": .string(impact.resource.description),
            "deployed": .bool(entry.basis == .state),
            "fails": false,
            "objects": .array(impact.objects.map(\.document)),
            "values": .array(impact.values.map(\.document)),
            "readers": .array(impact.readers.map { .string($0.description) }),
        ]
    }

    private static func failure(_ resource: ResourceID, _ entry: Entry) -> Value {
        [
            "environment": .string(entry.identity.environment),
            "application": entry.identity.application.map { .string($0) } ?? .null,
            "resource": .string(resource.description),
            "deployed": .bool(entry.basis == .state),
            "fails": true,
            "objects": [],
            "values": [],
            "readers": [],
        ]
    }
}

extension ImpactReport.Entry {
    /// The resources that would become others.
    fileprivate var changed: [RecipeImpact] {
        switch basis {
        case .state, .registeredRecipe: impacts.filter { !$0.isEmpty }
        case .nothing: []
        }
    }

    fileprivate var remark: String {
        switch basis {
        case .state: ""
        case .registeredRecipe, .nothing: " (not deployed)"
        }
    }
}

extension RecipeImpact {
    /// What happens to the objects, in numbers.
    fileprivate var summary: String {
        guard !isEmpty else { return "unchanged" }
        let words: [(Action, String)] = [
            (.create, "to create"), (.update, "to update"), (.replace, "to replace"), (.delete, "to delete"),
            (.mayUpdate, "may be updated"),
        ]
        let counts = words.compactMap { action, word in
            let count = objects.filter { $0.action == action }.count
            return count == 0 ? nil : "\(count) \(word)"
        }
        let changed = values.isEmpty ? [] : [values.count == 1 ? "1 value" : "\(values.count) values"]
        return (counts + changed).joined(separator: ", ")
    }

    /// Each object and value that changes, and who reads them.
    fileprivate var details: String {
        var text = ""
        for object in objects {
            let namespace = object.namespace.isEmpty ? "" : " in \(object.namespace)"
            let successor = object.successor.map { " by \($0)" } ?? ""
            text += "  \(object.action.sign) \(object.type) \(object.name)\(namespace)\(successor)\n"
        }
        for value in values {
            text += "  ~ \(value.name): \(value.before?.cell ?? "nothing") → \(value.after?.cell ?? "nothing")\n"
        }
        guard !values.isEmpty, !readers.isEmpty else { return text }
        return text + "  read by \(readers.map(\.name).joined(separator: ", "))\n"
    }
}

extension RecipeImpact.Action {
    fileprivate var sign: String {
        switch self {
        case .create: "+"
        case .update: "~"
        case .replace: "±"
        case .delete: "-"
        case .mayUpdate: "?"
        }
    }
}

extension RecipeImpact.ObjectChange {
    fileprivate var document: Value {
        var members: ValueObject = [
            "action": .string(action.rawValue),
            "type": .string(type),
            "name": .string(name),
            "namespace": .string(namespace),
        ]
        if let successor { members["successor"] = .string(successor) }
        return .object(members)
    }
}

extension RecipeImpact.ValueChange {
    fileprivate var document: Value {
        ["name": .string(name), "before": before ?? .null, "after": after ?? .null]
    }
}

extension Value {
    /// The value on one line; nothing of secrets.
    fileprivate var cell: String { stringValue.map(\.printable) ?? json(.compact) }
}
