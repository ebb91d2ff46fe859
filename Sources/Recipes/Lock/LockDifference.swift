internal import Documents

/// What changed of a recipe since it was locked.
public struct LockDifference: Sendable {
    /// One parameter or object that is not what it was.
    public enum Change: Sendable, Equatable {
        case added(LockedRecipe.Trait)
        case removed(LockedRecipe.Trait)
        case changed(String, from: String, to: String)
    }

    public let locked: LockedRecipe
    public let found: LockedRecipe
    public let parameters: [Change]
    /// `nil` if what the recipe makes depends on the resource.
    public let objects: [Change]?
    /// What changed in objects of which both bodies are known, by their names.
    private let details: [String: [String]]

    /// Compares a recipe with itself.
    ///
    /// - Parameters:
    ///   - locked: What the lock file says.
    ///   - found: The recipe as it is now.
    ///   - former: The recipe as it was, if it can still be had.
    public init(from locked: LockedRecipe, to found: LockedRecipe, former: LockedRecipe? = nil) {
        self.locked = locked
        self.found = found
        parameters = Self.changes(from: locked.parameters, to: found.parameters)
        if let before = locked.objects, let after = found.objects {
            objects = Self.changes(from: before, to: after)
        } else {
            objects = nil
        }
        let before = former?.bodies ?? [:]
        details = Dictionary(
            uniqueKeysWithValues: before.compactMap { name, body in
                found.bodies[name].map { (name, ValueDifference(from: body, to: $0).lines) }
            }
        )
    }

    private static func changes(from before: [LockedRecipe.Trait], to after: [LockedRecipe.Trait]) -> [Change] {
        let changed = before.compactMap { trait -> Change? in
            guard let now = after.first(where: { $0.name == trait.name }) else { return .removed(trait) }
            return now == trait ? nil : .changed(trait.name, from: trait.text, to: now.text)
        }
        return changed + after.filter { trait in !before.contains { $0.name == trait.name } }.map { .added($0) }
    }

    /// A line for each thing that changed: `+ parameter replicas: int, default 3`; those of a body are indented.
    public var lines: [String] {
        var lines = parameters.map { change in
            switch change {
            case .added(let trait): "+ parameter \(trait.name): \(trait.text)"
            case .removed(let trait): "- parameter \(trait.name): \(trait.text)"
            case .changed(let name, let before, let after): "~ parameter \(name): \(before) -> \(after)"
            }
        }
        lines += (objects ?? []).flatMap { change in
            switch change {
            case .added(let trait): ["+ object \(trait.name)"]
            case .removed(let trait): ["- object \(trait.name)"]
            case .changed(let name, _, _): ["~ object \(name)"] + (details[name] ?? []).map { "    \($0)" }
            }
        }
        guard lines.isEmpty else { return lines }
        return [objects == nil ? "what it makes depends on the resource" : "it takes and makes the same for an example"]
    }
}
