internal import Documents

extension ValueObject {
    /// Calls `body` for every unknown part with the way to it, in order.
    func forEachUnknown(_ body: (ValuePath, Unknown) -> Void) {
        guard contains(where: { !$0.value.isKnown }) else { return }
        Value.object(self).forEachUnknown(at: [], body)
    }
}

extension Value {
    fileprivate func forEachUnknown(at path: ValuePath, _ body: (ValuePath, Unknown) -> Void) {
        switch self {
        case .null, .bool, .integer, .number, .string: break
        case .array(let elements):
            for (index, element) in elements.enumerated() where !element.isKnown {
                element.forEachUnknown(at: path.appending(.element(index)), body)
            }
        case .object(let members):
            for (name, value) in members where !value.isKnown {
                value.forEachUnknown(at: path.appending(name), body)
            }
        case .secret(let value): value.forEachUnknown(at: path, body)
        case .unknown(let unknown): body(path, unknown)
        }
    }
}
