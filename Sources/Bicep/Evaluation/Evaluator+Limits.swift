import Documents

/// What evaluation costs, counted before it is spent.
extension Evaluator {
    /// The value, unless it is so large that to walk it would take forever.
    func bounded(_ value: Value, at range: Range<UInt32>) -> Value {
        canWalk(value, at: range) ? value : .invalid
    }

    /// Counts the walk through a value as steps; `false` if it would take too many.
    ///
    /// Arrays within arrays share what they hold: a few of them can have more parts than anyone can walk.
    func canWalk(_ value: Value, at range: Range<UInt32>) -> Bool {
        switch value {
        case .null, .bool, .integer, .number, .unknown: return true
        case .string(let text): return run.spend(steps: text.utf8.count / 64, at: scope.span(range))
        case .array, .object, .secret: break
        }
        let extent = ValueExtent(value, upTo: run.limits.values)
        guard extent.isComplete else {
            run.report(.valueTooLarge(limit: run.limits.values, at: scope.span(range)))
            // What took so long to count is not counted often.
            _ = run.spend(memory: extent.memory, at: scope.span(range))
            return false
        }
        return run.spend(steps: extent.steps, at: scope.span(range))
    }

    /// Counts the memory of so many more elements or members; `false` if there is no more.
    func canKeep(elements count: Int, at expression: Expression) -> Bool {
        run.spend(memory: count * ValueExtent.memoryOfPart, at: scope.span(expression.range))
    }

    /// The result of a function, unless with it all values take too much memory.
    func kept(_ value: Value, of function: FunctionImplementation, at expression: Expression) -> Value {
        let memory: Int
        switch (function, value.revealed) {
        case (.runtime, _), (_, .null), (_, .bool), (_, .integer), (_, .number), (_, .unknown), (_, .secret):
            return value
        case (.deep, .array), (.deep, .object):
            guard canWalk(value, at: expression.range) else { return .invalid }
            memory = ValueExtent(value).memory
        // The parts are those of the arguments.
        case (.shallow, .array(let elements)), (.special, .array(let elements)):
            memory = elements.count * ValueExtent.memoryOfPart
        case (.shallow, .object(let members)), (.special, .object(let members)):
            memory = members.count * ValueExtent.memoryOfPart
        case (_, .string(let text)): memory = text.utf8.count
        }
        return run.spend(memory: memory, at: scope.span(expression.range)) ? value : .invalid
    }

    /// Whether there is memory for the result of a function that puts its arguments together.
    func canJoin(_ values: [Value], in expression: Expression) -> Bool {
        let count = values.reduce(0) { $0 + ($1.revealed.arrayValue?.count ?? $1.revealed.objectValue?.count ?? 0) }
        return canKeep(elements: count, at: expression)
    }
}
