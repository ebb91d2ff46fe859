/// A value that is not known until something else has been applied.
///
/// It remembers what it waits for, how the author wrote it, and how to compute it once
/// the values are there. Nothing else may look inside: an unknown is printed as
/// `(known after apply)`.
public struct Unknown: Sendable {
    /// Kept apart, so that a `Value` stays small.
    private final class Content: Sendable {
        let sources: [String]
        let expression: String
        let known: ValueObject?
        let resolve: @Sendable (RuntimeValues) -> Value

        init(
            sources: [String],
            expression: String,
            known: ValueObject?,
            resolve: @escaping @Sendable (RuntimeValues) -> Value
        ) {
            self.sources = sources
            self.expression = expression
            self.known = known
            self.resolve = resolve
        }
    }

    private let content: Content

    /// Creates an unknown value.
    ///
    /// - Parameters:
    ///   - expression: The source text, without secrets.
    ///   - sources: The addresses whose values are needed.
    ///   - known: Members that are certain although the whole object is not known.
    ///   - resolve: Computes the value; it may again give an unknown if some address is still missing.
    public init(
        expression: String,
        sources: [String],
        known: ValueObject? = nil,
        resolve: @escaping @Sendable (RuntimeValues) -> Value
    ) {
        content = Content(sources: sources, expression: expression, known: known, resolve: resolve)
    }

    /// The addresses of the resources whose values are missing, in order of first appearance.
    public var sources: [String] { content.sources }

    /// The expression as the author wrote it, for messages.
    public var expression: String { content.expression }

    /// Members that are certain although the whole object is not known: the id of a resource not yet made.
    public var known: ValueObject? { content.known }

    /// The value, as far as it can be computed from what is known now.
    public func resolved(with runtime: RuntimeValues) -> Value { content.resolve(runtime) }
}

extension Unknown: Equatable {
    public static func == (left: Unknown, right: Unknown) -> Bool {
        left.sources == right.sources && left.expression == right.expression
    }
}

/// What is known of the resources that have been applied, or whose values are certain.
public struct RuntimeValues: Sendable {
    private var values: [String: Value] = [:]
    /// What was known before, and may hold parts that are only known now.
    private var earlier: [String: Value] = [:]

    /// Creates an empty set.
    public init() {}

    /// The values without those from before, whose unknown parts remember what they need.
    private var now: RuntimeValues {
        var result = self
        result.earlier = [:]
        return result
    }

    /// The values together with others that were known before, which count where these have none.
    public func following(_ earlier: [String: Value]) -> RuntimeValues {
        guard !earlier.isEmpty else { return self }
        var result = self
        result.earlier.merge(earlier) { _, new in new }
        return result
    }

    /// The whole resource at an address: `id`, `name`, `type`, `properties`, and what else its kind has.
    public subscript(address: String) -> Value? {
        get { values[address] ?? earlier[address]?.resolved(with: now) }
        set { values[address] = newValue }
    }
}

extension Value {
    /// The value with every unknown computed as far as `runtime` allows.
    public func resolved(with runtime: RuntimeValues) -> Value {
        switch self {
        case .null, .bool, .integer, .number, .string: self
        case .array(let elements): .array(elements.map { $0.resolved(with: runtime) })
        case .object(let members): .object(members.resolved(with: runtime))
        case .secret(let value): value.resolved(with: runtime).concealed
        case .unknown(let unknown): unknown.resolved(with: runtime)
        }
    }

    /// Whether every part of the value is known.
    public var isKnown: Bool {
        switch self {
        case .null, .bool, .integer, .number, .string: true
        case .array(let elements): elements.allSatisfy(\.isKnown)
        case .object(let members): members.allSatisfy { $0.value.isKnown }
        case .secret(let value): value.isKnown
        case .unknown: false
        }
    }

    /// The addresses that the unknown parts wait for, each once, in order of first appearance.
    public var unknownSources: [String] {
        var found: [String] = []
        collectUnknownSources(into: &found)
        return found
    }

    private func collectUnknownSources(into found: inout [String]) {
        switch self {
        case .null, .bool, .integer, .number, .string: break
        case .array(let elements): for element in elements { element.collectUnknownSources(into: &found) }
        case .object(let members): for (_, value) in members { value.collectUnknownSources(into: &found) }
        case .secret(let value): value.collectUnknownSources(into: &found)
        case .unknown(let unknown): for source in unknown.sources where !found.contains(source) { found.append(source) }
        }
    }
}

extension ValueObject {
    /// The object with every unknown computed as far as `runtime` allows; unchanged when nothing is unknown.
    public func resolved(with runtime: RuntimeValues) -> ValueObject {
        guard !allSatisfy({ $0.value.isKnown }) else { return self }
        return ValueObject(map { ($0.key, $0.value.resolved(with: runtime)) })
    }
}
