import Diagnostics

// Whether values, and all that they hold, may be given to something of a type.
extension TypeCheck {
    /// Compares a value with the type of what it is given to, and reports what does not fit.
    mutating func assign(
        _ value: Expression,
        _ found: StaticType,
        to wanted: StaticType,
        isArgument: Bool = false
    ) {
        let whole = Assignment(
            value: value,
            found: found,
            wanted: wanted,
            place: value.range,
            owner: value.range,
            isArgument: isArgument,
            frame: frame
        )
        let before = keepsTypes
        keepsTypes = true
        assign(whole)
        keepsTypes = before
    }

    mutating func assign(_ assignment: Assignment) {
        guard comparisonsLeft > 0, assignment.depth < Assignment.depthLimit else { return }
        comparisonsLeft -= 1
        let pair = TypePlace(assignment.found).flatMap { found in
            TypePlace(assignment.wanted).map { ComparedTypes(found: found, wanted: $0) }
        }
        if let pair {
            guard pair.found != pair.wanted, compared.insert(pair).inserted else { return }
        }
        defer { if let pair { compared.remove(pair) } }
        var assignment = assignment
        assignment.found = opened(assignment.found)
        assignment.wanted = opened(assignment.wanted).withJoinedValues
        guard !assignment.found.isInvalid, !assignment.found.isAny else { return }
        if case .loop(let loop)? = assignment.value?.kind, case .list(let item, _) = assignment.wanted {
            guard case .list(let body, _) = assignment.found else { return }
            return assign(assignment.part(loop.body, body, to: item, as: assignment.role))
        }
        guard fits(assignment.found, assignment.wanted) else {
            guard let plain = fittingWithoutNull(assignment.found, assignment.wanted) else {
                return report(assignment.mismatch(assignment.found, at: span(assignment.place)))
            }
            assignment.found = plain
            return compare(assignment)
        }
        compare(assignment)
    }

    /// Compares what a value holds, which as a whole is of the right kind.
    private mutating func compare(_ assignment: Assignment) {
        switch assignment.wanted {
        case .int(let bounds): compareNumber(assignment, bounds)
        case .string(let bounds): compareLength(assignment, bounds)
        case .object(let shape): compareObject(assignment, shape)
        case .discriminated(let key, let members): compareDiscriminated(assignment, key, members)
        case .list, .tuple: compareArray(assignment)
        case .union(let members): compareUnion(assignment, members)
        case .any, .invalid, .never, .null, .bool, .literal, .resource, .module, .lambda, .written, .declared: break
        }
    }

    // MARK: - Numbers and lengths

    private mutating func compareNumber(_ assignment: Assignment, _ wanted: StaticType.Bounds) {
        let bounds: StaticType.Bounds
        switch assignment.found {
        case .literal(.int(let number)): bounds = StaticType.Bounds(minimum: number, maximum: number)
        case .int(let found): bounds = found
        default: return
        }
        let place = span(assignment.place)
        if let least = bounds.minimum, let most = wanted.maximum, least > most {
            report(.tooLarge(least, most, at: place))
        } else if let most = bounds.maximum, let least = wanted.minimum, most < least {
            report(.tooSmall(most, least, at: place))
        }
    }

    private mutating func compareLength(_ assignment: Assignment, _ wanted: StaticType.Bounds) {
        switch assignment.found {
        case .literal(.string(let text)):
            let length = Int64(text.utf16.count)
            compareLength(StaticType.Bounds(minimum: length, maximum: length), wanted, at: assignment.place)
        case .string(let bounds): compareLength(bounds, wanted, at: assignment.place)
        default: break
        }
    }

    private mutating func compareLength(
        _ found: StaticType.Bounds,
        _ wanted: StaticType.Bounds,
        at range: Range<UInt32>
    ) {
        if let least = found.minimum, let most = wanted.maximum, least > most {
            report(.tooLong(least, most, at: span(range)))
        } else if let most = found.maximum, let least = wanted.minimum, most < least {
            report(.tooShort(most, least, at: span(range)))
        }
    }

    // MARK: - Arrays

    private mutating func compareArray(_ assignment: Assignment) {
        if let written = behindVariable(assignment) { return compareArray(written) }
        let bounds = assignment.wanted.arrayBounds
        if case .array(let elements)? = assignment.value?.kind { return compareItems(assignment, elements, bounds) }
        switch assignment.found {
        case .tuple(let items):
            let count = Int64(items.count)
            compareLength(StaticType.Bounds(minimum: count, maximum: count), bounds, at: assignment.place)
            for (position, item) in items.enumerated() {
                guard let wanted = wantedItem(position, of: assignment.wanted) else { break }
                assign(assignment.part(nil, item, to: wanted, as: assignment.role))
            }
        case .list(let item, let found):
            compareLength(found, bounds, at: assignment.place)
            guard let wanted = self.item(of: assignment.wanted) else { break }
            assign(assignment.part(nil, item, to: wanted, as: assignment.role))
        default: break
        }
    }

    private mutating func compareItems(
        _ assignment: Assignment,
        _ elements: [Expression.Element],
        _ bounds: StaticType.Bounds
    ) {
        let isSpread = elements.contains(where: \.isSpread)
        let whole = isSpread ? self.item(of: assignment.wanted) : nil
        var hasSpread = false
        for (position, element) in elements.enumerated() {
            switch element {
            case .item(let item):
                guard let wanted = hasSpread ? whole : wantedItem(position, of: assignment.wanted) else { continue }
                assign(assignment.part(item, type(of: item, in: assignment), to: wanted, as: .item))
            case .spread(let value):
                hasSpread = true
                guard let wanted = whole else { continue }
                assign(assignment.part(value, type(of: value, in: assignment), to: .list(wanted), as: .item))
            }
        }
        guard !hasSpread else { return }
        let count = Int64(elements.count)
        compareLength(StaticType.Bounds(minimum: count, maximum: count), bounds, at: assignment.place)
    }

    /// The type of the item at a position; `nil` behind the last of a tuple, whose length is wrong then.
    private mutating func wantedItem(_ position: Int, of type: StaticType) -> StaticType? {
        guard case .tuple(let items) = type else { return item(of: type) }
        return items.indices.contains(position) ? items[position] : nil
    }

    // MARK: - Unions

    private mutating func compareUnion(_ assignment: Assignment, _ members: [StaticType]) {
        if let written = behindVariable(assignment) { return assign(written) }
        if case .union(let alternatives) = assignment.found {
            for type in alternatives {
                var one = assignment
                one.found = type
                compareUnion(one, members)
            }
            return
        }
        var found: [Diagnostic] = []
        for member in members where fits(assignment.found, member) {
            var one = assignment
            one.wanted = member
            let (before, outer) = (diagnostics, isQuiet)
            (diagnostics, isQuiet) = ([], false)
            assign(one)
            let errors = diagnostics
            (diagnostics, isQuiet) = (before, outer)
            // One type that takes the value is enough.
            if !errors.hasErrors { return }
            found += errors
        }
        if !isQuiet { diagnostics += found }
    }

    // MARK: - Values behind names

    /// The same with the value of the variable that is given; `nil` if none is.
    ///
    /// All that is wrong with it is reported where the variable is mentioned.
    mutating func behindVariable(_ assignment: Assignment) -> Assignment? {
        guard case .variable(let index)? = assignment.value?.kind, module.variables[index].imported == nil,
            module.variables[index].declaredType == nil
        else { return nil }
        guard case .written(let value, let frame) = type(ofVariable: index) else { return nil }
        var written = assignment
        written.value = value
        written.isIndirect = true
        written.frame = frame
        return written
    }

    /// The type of a part of a value that was checked where it stands.
    mutating func type(of value: Expression, in assignment: Assignment) -> StaticType {
        quietly { $0.inFrame(assignment.frame) { $0.check(value) } }
    }
}

extension StaticType {
    /// A union in which integers that follow each other are a range, and both truth values are `bool`.
    fileprivate var withJoinedValues: StaticType {
        guard case .union(let members) = self else { return self }
        var numbers: [Int64] = []
        var flags: Set<Bool> = []
        var others: [StaticType] = []
        for member in members {
            switch member {
            case .literal(.int(let number)): numbers.append(number)
            case .literal(.bool(let flag)): flags.insert(flag)
            default: others.append(member)
            }
        }
        if flags.count == 2 {
            others.append(.bool)
        } else {
            others += flags.map { .literal(.bool($0)) }
        }
        return .either(others + Self.ranges(of: numbers.sorted()))
    }

    private static func ranges(of numbers: [Int64]) -> [StaticType] {
        var ranges: [ClosedRange<Int64>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound < .max, number <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(number, last.upperBound)
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map { range in
            guard range.lowerBound < range.upperBound else { return .literal(.int(range.lowerBound)) }
            return .int(Bounds(minimum: range.lowerBound, maximum: range.upperBound))
        }
    }

    fileprivate var arrayBounds: Bounds {
        switch self {
        case .list(_, let bounds): bounds
        case .tuple(let items): Bounds(minimum: Int64(items.count), maximum: Int64(items.count))
        default: Bounds()
        }
    }
}
