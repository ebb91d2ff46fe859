internal import Bicep
internal import Documents

/// What a recipe makes and, in another of its modules, refers to as existing: one object under several addresses.
struct Redirection {
    /// The address at which an object is made, by each other address of it.
    private var makers: [String: String] = [:]

    /// Finds the resources that are referred to by the id of one that is made.
    init(_ resources: [EvaluatedResource]) {
        let existing = resources.filter(\.isExisting)
        guard !existing.isEmpty else { return }
        let made = resources.compactMap { resource in
            resource.isExisting ? nil : resource.id.stringValue.map { ($0.lowercased(), resource.address) }
        }
        let addresses = Dictionary(made) { first, _ in first }
        for resource in existing {
            guard let id = resource.id.stringValue, let maker = addresses[id.lowercased()] else { continue }
            makers[resource.address] = maker
        }
    }

    /// The address at which the object of an address is made.
    subscript(address: String) -> String { makers[address] ?? address }

    /// The value, waiting for what is made where it waited for what is referred to.
    func callAsFunction(_ value: Value) -> Value {
        guard !makers.isEmpty else { return value }
        switch value {
        case .null, .bool, .integer, .number, .string: return value
        case .array(let elements): return .array(elements.map { self($0) })
        case .object(let members): return .object(self(members))
        case .secret(let inner): return .secret(self(inner))
        case .unknown(let unknown): return self(unknown)
        }
    }

    func callAsFunction(_ members: ValueObject) -> ValueObject {
        guard !makers.isEmpty else { return members }
        return members.mapValues { self($0) }
    }

    private func callAsFunction(_ unknown: Unknown) -> Value {
        guard unknown.sources.contains(where: { makers[$0] != nil }) else { return .unknown(unknown) }
        var sources: [String] = []
        for source in unknown.sources.map({ self[$0] }) where !sources.contains(source) { sources.append(source) }
        return .unknown(
            Unknown(expression: unknown.expression, sources: sources, known: unknown.known) { runtime in
                var runtime = runtime
                for (address, maker) in makers {
                    if let value = runtime[maker] { runtime[address] = value }
                }
                return self(unknown.resolved(with: runtime))
            }
        )
    }
}
