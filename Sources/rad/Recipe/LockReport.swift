import Diagnostics
import Documents
import Recipes

/// What became of the entries of a lock file, for people and for programs.
struct LockReport {
    /// What became of one entry.
    enum Status: String {
        case unchanged
        case new
        case changed
        /// It could not be had, or not be trusted.
        case unknown
    }

    private struct Row {
        let source: String
        let digest: String
        let status: Status
        let lines: [String]

        /// Enough of the digest to tell it from others.
        var shortDigest: String { String(digest.prefix("sha256:".count + 12)) }

        /// The source, and below it what has changed.
        var details: String { ([source] + lines.map { "  \($0)" }).joined(separator: "\n") }
    }

    let path: String
    private var rows: [Row] = []
    private var recipeCount = 0
    private var moduleCount = 0

    init(path: String) {
        self.path = path
    }

    mutating func add(_ recipe: LockedRecipe, _ status: Status, lines: [String] = []) {
        guard !rows.contains(where: { $0.source == recipe.source }) else { return }
        recipeCount += 1
        rows.append(Row(source: recipe.source, digest: recipe.digest, status: status, lines: lines))
    }

    mutating func add(_ module: LockedModule, _ status: Status) {
        guard !rows.contains(where: { $0.source == module.reference }) else { return }
        moduleCount += 1
        rows.append(Row(source: module.reference, digest: module.digest, status: status, lines: []))
    }

    /// Whether anything is not as it was.
    var hasChanges: Bool { rows.contains { $0.status != .unchanged } }

    private func count(_ status: Status) -> Int { rows.filter { $0.status == status }.count }

    /// `2 recipes and 1 module`.
    private var subjects: String {
        let recipes = recipeCount == 1 ? "1 recipe" : "\(recipeCount) recipes"
        guard moduleCount > 0 else { return recipes }
        let modules = moduleCount == 1 ? "1 module" : "\(moduleCount) modules"
        return recipeCount == 0 ? modules : "\(recipes) and \(modules)"
    }

    private var isOne: Bool { recipeCount + moduleCount == 1 }

    private func table(_ statuses: Set<Status>) -> String {
        let shown = rows.filter { statuses.contains($0.status) }
        guard !shown.isEmpty else { return "" }
        var table = Table("STATUS", "DIGEST", "SOURCE")
        for row in shown {
            table.append(row.status.rawValue, row.shortDigest, row.details)
        }
        return table.text + "\n"
    }

    /// After something was locked.
    func text(of definition: String) -> String {
        guard recipeCount + moduleCount > 0 else {
            return "'\(definition)' uses no recipe and no module of a registry.\n"
        }
        guard hasChanges else {
            return "No changes: \(subjects) of '\(definition)' \(isOne ? "is" : "are") in '\(path)' already.\n"
        }
        let rest = rows.count - count(.new)
        let remark = rest == 0 ? "" : "; \(rest) \(rest == 1 ? "was" : "were") in it already"
        return table([.new]) + "Locked \(subjects) of '\(definition)' in '\(path)'\(remark).\n"
    }

    /// After what has changed was accepted.
    var updateText: String {
        guard hasChanges else { return "No changes: \(subjects) in '\(path)' \(isOne ? "is" : "are") as locked.\n" }
        return table([.changed]) + "Updated '\(path)': \(outcome).\n"
    }

    /// After everything was compared with its source.
    var verificationText: String {
        let next = count(.changed) == 0 ? "" : "'rad recipe update' accepts what has changed.\n"
        return table([.changed, .unknown]) + "Verified '\(path)': \(outcome).\n" + next
    }

    /// `2 recipes and 1 module, 1 changed`.
    private var outcome: String {
        let problems = [(count(.changed), "changed"), (count(.unknown), "could not be had")].filter { $0.0 > 0 }
        guard !problems.isEmpty else { return "\(subjects), nothing changed" }
        return ([subjects] + problems.map { "\($0.0) \($0.1)" }).joined(separator: ", ")
    }

    /// The entries for programs.
    var document: Value {
        .array(
            rows.map { row in
                [
                    "source": .string(row.source),
                    "digest": .string(row.digest),
                    "status": .string(row.status.rawValue),
                    "changes": .array(row.lines.map { .string($0) }),
                ]
            }
        )
    }
}
