import Diagnostics

/// Works out the types of expressions, and finds values that certainly cannot be where they stand.
///
/// Each declaration is checked once, when it is first asked for. What is wrong is reported at its place, and its
/// type is `invalid`: nothing that follows from it is reported again, but for the mention of a whole declaration
/// that is wrong.
struct TypeCheck {
    let binder: Binder
    var diagnostics: [Diagnostic] = []
    /// What was found out about variables.
    var variables = VariableMemory()
    /// How many unions are being opened within each other.
    var openingDepth = 0
    /// Whether one of them stands too deep for its members to be known.
    var isTooDeep = false
    /// What unions come to, by where they are written.
    var unions: [TypePlace: StaticType] = [:]
    /// What objects that are declared come to, by where they are written.
    var structures: [TypePlace: StaticType] = [:]
    /// What literals with spreads hold, by the frames that they see and where they are written.
    var spreads: [Int: [Range<UInt32>: StaticType]] = [:]
    /// How many more properties and items are taken over from values that are spread; beyond, they are not known.
    var spreadPartsLeft = 1_000_000
    /// The types of the variables of loops and lambdas by their slots, for each declaration that was checked.
    var frames: [[Int: StaticType]] = [[:]]
    /// The frames of declarations that are being checked, and that of what belongs to none.
    private var openFrames: Set<Int> = [0]
    /// The frame of the declaration that is being checked.
    var frame = 0
    /// The choices around the expression that is being checked; within one, null is taken for considered.
    var conditions = 0
    /// The types of what stands in values that are compared with a type, so that no expression is checked twice.
    var known: [Range<UInt32>: StaticType] = [:]
    /// Whether the types of expressions are kept.
    var keepsTypes = false
    /// Whether what is found wrong is not to be said.
    var isQuiet = false
    /// How many more parts of types are compared; beyond, nothing more is found wrong.
    var comparisonsLeft = 1_000_000
    /// What names that are unknown are compared with.
    var closeNames = CloseNames()
    /// What providers say of the bodies of resources, as far as it was asked.
    var bodyTypes: [BodyKey: StaticType?] = [:]
    /// The types that are being compared, so that types that hold themselves come to an end.
    var compared: Set<ComparedTypes> = []

    /// Begins with what an earlier check of the same module found out about its variables.
    init(_ binder: Binder) {
        self.binder = binder
        guard let memory = binder.variableTypes else { return }
        (variables, frames) = (memory.variables, memory.frames)
    }

    var module: BoundModule { binder.module }

    func span(_ range: Range<UInt32>) -> Span { binder.span(range) }

    mutating func report(_ diagnostic: Diagnostic) {
        if !isQuiet { diagnostics.appendOneOfFew(diagnostic) }
    }

    /// Reports something, and gives the type of what is wrong.
    mutating func wrong(_ diagnostic: Diagnostic) -> StaticType {
        report(diagnostic)
        return .invalid
    }

    /// Runs something that says nothing of what it finds wrong.
    mutating func quietly<Result>(_ body: (inout TypeCheck) -> Result) -> Result {
        let before = isQuiet
        isQuiet = true
        defer { isQuiet = before }
        return body(&self)
    }

    /// Runs something for values that see the variables of a frame.
    mutating func inFrame<Result>(_ index: Int, _ body: (inout TypeCheck) -> Result) -> Result {
        let before = frame
        frame = index
        defer { frame = before }
        return body(&self)
    }

    /// Notes what a variable of the declaration at hand is.
    mutating func note(_ type: StaticType, inSlot slot: Int) {
        // What was made from it may have another type now, unless the declaration was checked to its end.
        if frames[frame].updateValue(type, forKey: slot) != nil, openFrames.contains(frame) { spreads[frame] = nil }
    }

    /// Forgets the variables of the declaration at hand.
    mutating func forgetLocals() {
        frames[frame] = [:]
        spreads[frame] = nil
    }

    mutating func inNewFrame<Result>(_ body: (inout TypeCheck) -> Result) -> Result {
        let new = frames.count
        frames.append([:])
        openFrames.insert(new)
        defer { openFrames.remove(new) }
        return inFrame(new, body)
    }
}
