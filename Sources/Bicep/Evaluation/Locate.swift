import Diagnostics
import Documents

extension BoundModule {
    /// The place of a part of a value: as far down as it was written out, or else the nearest part around it.
    ///
    /// - Parameters:
    ///   - path: The way to the part.
    ///   - side: Which side of the part; what has no name, as an element of an array, is all value.
    ///   - expression: The value.
    /// - Returns: The place.
    func locate(_ path: ValuePath, _ side: PropertySide, in expression: Expression) -> Span {
        var current = expression
        for (index, step) in path.steps.enumerated() {
            guard let next = current.part(step) else { break }
            if side == .name, index == path.steps.count - 1, let name = next.name { return span(name) }
            current = next.value
        }
        return span(current.range)
    }
}

extension Expression {
    /// A part that was written out, with the range of its name if it has one.
    fileprivate typealias Part = (name: Range<UInt32>?, value: Expression)

    /// The part that a step leads to, if it was written out.
    fileprivate func part(_ step: ValuePath.Step) -> Part? {
        switch (kind, step) {
        case (.object(let members), .member(let name)):
            let exact = members.last { $0.constantName == name }
            let found = exact ?? members.last { $0.constantName?.equalsIgnoringASCIICase(name) ?? false }
            guard case .property(let name, let value) = found else { return nil }
            return (name.range, value)
        case (.array(let elements), .element(let index)): return item(index, of: elements).map { (nil, $0) }
        case (.loop(let loop), .element): return (nil, loop.body)
        case (.nonNull(let inner), _): return inner.part(step)
        case (.null, _), (.bool, _), (.integer, _), (.string, _), (.interpolation, _), (.array, _), (.object, _),
            (.parameter, _), (.variable, _), (.resource, _), (.module, _), (.local, _), (.call, _), (.userCall, _),
            (.methodCall, _), (.property, _), (.index, _), (.unary, _), (.binary, _), (.conditional, _),
            (.lambda, _), (.loop, _), (.invalid, _):
            return nil
        }
    }

    /// The item at an index, if no spread stands before it.
    private func item(_ index: Int, of elements: [Element]) -> Expression? {
        guard elements.indices.contains(index) else { return nil }
        for element in elements[...index] {
            if case .spread = element { return nil }
        }
        guard case .item(let item) = elements[index] else { return nil }
        return item
    }
}
