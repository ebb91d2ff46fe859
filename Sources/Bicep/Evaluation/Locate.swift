import Diagnostics
import Documents

extension BoundModule {
    /// The place of a part of a value: as far down as it was written out, or else the nearest part around it.
    func locate(_ path: ValuePath, in expression: Expression) -> Span {
        var current = expression
        for step in path.steps {
            guard let next = current.part(step) else { break }
            current = next
        }
        return span(current.range)
    }
}

extension Expression {
    /// The expression of a part, if it was written out.
    fileprivate func part(_ step: ValuePath.Step) -> Expression? {
        switch (kind, step) {
        case (.object(let members), .member(let name)):
            let exact = members.last { $0.constantName == name }
            let found = exact ?? members.last { $0.constantName?.equalsIgnoringASCIICase(name) ?? false }
            return found?.value
        case (.array(let elements), .element(let index)): return item(index, of: elements)
        case (.loop(let loop), .element): return loop.body
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
