import Diagnostics
import Documents
import Synchronization

/// Whether what a declaration describes is there.
enum Presence: Sendable {
    case present
    /// Its condition is false.
    case absent
    /// Its condition is not known yet.
    case unknown(Unknown)

    /// What both conditions together say.
    func and(_ other: Presence) -> Presence {
        switch (self, other) {
        case (.absent, _), (_, .absent): .absent
        case (.unknown, _): self
        case (.present, _): other
        }
    }

    /// Whether its condition is false.
    var isAbsent: Bool {
        switch self {
        case .absent: true
        case .present, .unknown: false
        }
    }
}

/// One resource of a declaration: what is known of it before its body is evaluated.
final class ResourceInstance: Sendable {
    let declaration: Int
    let address: String
    let presence: Presence
    /// The variables of its loop.
    let locals: [Value]
    /// The name as declared, without its parents' parts.
    let name: Value
    /// The name with its parents' parts.
    let fullName: Value
    let id: Value
    /// The id of what its `scope` names; `nil` without one.
    let scope: Value?
    let parent: ResourceInstance?
    /// What its name, scope, condition and loop have read.
    let reads: [EvaluationRun.Read]
    /// The evaluated body, and what it has read.
    private let memo = Mutex<ModuleScope.Slot>(.pending)

    init(
        declaration: Int,
        address: String,
        presence: Presence,
        locals: [Value],
        names: (own: Value, full: Value),
        id: Value,
        scope: Value?,
        parent: ResourceInstance?,
        reads: [EvaluationRun.Read]
    ) {
        self.declaration = declaration
        self.address = address
        self.presence = presence
        self.locals = locals
        name = names.own
        fullName = names.full
        self.id = id
        self.scope = scope
        self.parent = parent
        self.reads = reads
    }

    var body: ModuleScope.Slot {
        get { memo.withLock { $0 } }
        set { memo.withLock { $0 = newValue } }
    }
}

/// One use of a module.
final class ModuleInstance: Sendable {
    let declaration: Int
    let address: String
    let presence: Presence
    let name: Value
    /// Where its expressions are evaluated; `nil` if it could not be loaded.
    let scope: ModuleScope?
    /// What its parameters, name, scope and condition have read.
    let reads: [EvaluationRun.Read]

    init(
        declaration: Int,
        address: String,
        presence: Presence,
        name: Value,
        scope: ModuleScope?,
        reads: [EvaluationRun.Read]
    ) {
        self.declaration = declaration
        self.address = address
        self.presence = presence
        self.name = name
        self.scope = scope
        self.reads = reads
    }
}

extension ResourceInstance: Hashable {
    static func == (left: ResourceInstance, right: ResourceInstance) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension ModuleInstance: Hashable {
    static func == (left: ModuleInstance, right: ModuleInstance) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
