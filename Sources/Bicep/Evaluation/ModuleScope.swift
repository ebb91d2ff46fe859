import Diagnostics
import Documents
import OrderedCollections
import Synchronization

/// One module with the parameters of one use: what its expressions are evaluated in.
///
/// It is shared by everything that is evaluated in it, unknown values included, which look
/// up here what they refer to once it is known. What has been computed is kept; kept
/// values never depend on what has been applied.
final class ModuleScope: Sendable {
    let module: BoundModule
    let context: EvaluationContext
    /// Where the module's own resources go.
    let place: AzurePlace
    /// The values given to the parameters, by their indices.
    let given: [GivenValue?]
    /// Whether another module passes the parameters.
    let isInner: Bool
    private let memo: Mutex<Memo>

    /// A value for a parameter, with the place where it was written, if that was in a module's `params`.
    struct GivenValue: Sendable {
        let value: Value
        let span: Span?
    }

    /// A kept value.
    enum Slot: Sendable {
        case pending
        /// Being computed; to ask for it now is a cycle.
        case busy
        case done(Value, reads: [EvaluationRun.Read])
    }

    private struct Memo {
        var parameters: [Slot]
        var variables: [Slot]
        var outputs: [Slot]
        var resources: [DeclarationSlot<ResourceInstance>]
        var modules: [DeclarationSlot<ModuleInstance>]
        /// The files that this one imports variables and functions from.
        var imports: [ObjectIdentifier: ModuleScope] = [:]
    }

    /// The instances of a declaration, when they have been made out.
    enum DeclarationSlot<Instance: Sendable>: Sendable {
        case pending
        case busy
        case done(Instances<Instance>)
    }

    init(
        module: BoundModule,
        context: EvaluationContext,
        place: AzurePlace,
        given: [GivenValue?],
        isInner: Bool = false
    ) {
        self.module = module
        self.context = context
        self.place = place
        self.given = given
        self.isInner = isInner
        memo = Mutex(
            Memo(
                parameters: Array(repeating: .pending, count: module.parameters.count),
                variables: Array(repeating: .pending, count: module.variables.count),
                outputs: Array(repeating: .pending, count: module.outputs.count),
                resources: Array(repeating: .pending, count: module.resources.count),
                modules: Array(repeating: .pending, count: module.modules.count)
            )
        )
    }

    /// What can be kept as a value.
    enum Entry {
        case parameter(Int)
        case variable(Int)
        case output(Int)
    }

    subscript(entry: Entry) -> Slot {
        get {
            memo.withLock { memo in
                switch entry {
                case .parameter(let index): memo.parameters[index]
                case .variable(let index): memo.variables[index]
                case .output(let index): memo.outputs[index]
                }
            }
        }
        set {
            memo.withLock { memo in
                switch entry {
                case .parameter(let index): memo.parameters[index] = newValue
                case .variable(let index): memo.variables[index] = newValue
                case .output(let index): memo.outputs[index] = newValue
                }
            }
        }
    }

    subscript(resource index: Int) -> DeclarationSlot<ResourceInstance> {
        get { memo.withLock { $0.resources[index] } }
        set { memo.withLock { $0.resources[index] = newValue } }
    }

    subscript(module index: Int) -> DeclarationSlot<ModuleInstance> {
        get { memo.withLock { $0.modules[index] } }
        set { memo.withLock { $0.modules[index] = newValue } }
    }

    /// The scope of a file that this one imports from; it has no parameters.
    func importing(_ loaded: LoadedModule) -> ModuleScope {
        memo.withLock { memo in
            if let known = memo.imports[ObjectIdentifier(loaded)] { return known }
            let none = [GivenValue?](repeating: nil, count: loaded.module.parameters.count)
            let imported = ModuleScope(module: loaded.module, context: context, place: place, given: none)
            memo.imports[ObjectIdentifier(loaded)] = imported
            return imported
        }
    }

    /// A span of the module's file.
    func span(_ range: Range<UInt32>) -> Span { module.span(range) }

    /// The text of an expression as the author wrote it.
    func text(_ range: Range<UInt32>) -> String {
        module.file.text(in: Int(range.lowerBound)..<Int(range.upperBound))
    }
}

/// What a declaration of a resource or module stands for: one thing, or the items of its loop.
enum Instances<Instance: Sendable>: Sendable {
    case single(Instance)
    case collection([Instance])
    /// A loop over something that is not known yet, as what it would be for one item.
    case unknownCollection(Instance, Value)
    /// Something that was diagnosed.
    case invalid

    /// All of them.
    var all: [Instance] {
        switch self {
        case .single(let instance): [instance]
        case .collection(let instances): instances
        case .unknownCollection(let instance, _): [instance]
        case .invalid: []
        }
    }
}
