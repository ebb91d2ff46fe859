import Documents

extension Value {
    /// Whether two values that are known and not secret are equal; objects are whatever the order of their members.
    func equals(_ other: Value) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let two)): one == two
        case (.integer(let one), .integer(let two)): one == two
        case (.number(let one), .number(let two)): one == two
        case (.integer(let one), .number(let two)), (.number(let two), .integer(let one)): Double(one) == two
        case (.string(let one), .string(let two)): one.equalsOrdinally(two)
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.equals($1) }
        case (.object(let one), .object(let two)):
            one.count == two.count
                && one.allSatisfy { name, value in two[exactly: name].map(value.equals) ?? false }
        case (.secret(let one), _): one.equals(other)
        case (_, .secret(let two)): equals(two)
        case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _),
            (.unknown, _):
            false
        }
    }

    /// The number, whole or not.
    var doubleValue: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .bool, .string, .array, .object, .secret, .unknown: nil
        }
    }

    /// Whether any part of the value is secret.
    var holdsSecret: Bool {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: false
        case .array(let elements): elements.contains(where: \.holdsSecret)
        case .object(let members): members.contains { $0.value.holdsSecret }
        case .secret: true
        }
    }

    /// The value with no part of it marked as secret: only for computing what will be marked as a whole.
    var fullyRevealed: Value {
        guard holdsSecret else { return self }
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: return self
        case .array(let elements): return .array(elements.map(\.fullyRevealed))
        case .object(let members):
            return .object(ValueObject(members.map { ($0.key, $0.value.fullyRevealed) }))
        case .secret(let value): return value.fullyRevealed
        }
    }
}

// A bare `nil` beside a value means `Value.null`; these say clearly that there is none.

extension Value {
    /// The value if a condition holds.
    func only(if condition: Bool) -> Value? {
        guard condition else { return Optional.none }
        return self
    }
}

extension [Value] {
    /// The element at an index, if there is one.
    func element(at index: Int) -> Value? {
        guard indices.contains(index) else { return Optional.none }
        return self[index]
    }
}

extension Value {
    /// Whether two values can be equal, whatever their unknown parts turn out to be.
    func mayEqual(_ other: Value) -> Bool {
        switch (self.revealed, other.revealed) {
        case (.unknown, _), (_, .unknown): true
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.mayEqual($1) }
        case (.object(let one), .object(let two)):
            one.count == two.count
                && one.allSatisfy { name, value in two[exactly: name].map(value.mayEqual) ?? false }
        case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _),
            (.secret, _):
            equals(other)
        }
    }
}

extension Value {
    /// The same number for values that are equal.
    fileprivate var structuralHash: Int {
        var hasher = Hasher()
        switch self {
        case .null, .unknown: break
        case .bool(let flag): hasher.combine(flag)
        case .integer(let number): hasher.combine(Double(number))
        case .number(let number): hasher.combine(number)
        case .string(let text): hasher.combine(text)
        case .array(let elements): for element in elements { hasher.combine(element.structuralHash) }
        case .object(let members):
            // The order of members makes no difference.
            var sum = 0
            for (name, value) in members {
                var member = Hasher()
                member.combine(name)
                member.combine(value.structuralHash)
                sum ^= member.finalize()
            }
            hasher.combine(sum)
        case .secret(let value): return value.structuralHash
        }
        return hasher.finalize()
    }
}

/// A set of values by their equality, for `union` and its like in linear time.
struct ValueSet {
    private var strings: Set<String> = []
    private var integers: Set<Int64> = []
    private var others: [Int: [Value]] = [:]

    /// Adds a value; `false` if it was there.
    mutating func insert(_ value: Value) -> Bool {
        switch value {
        case .string(let text): return strings.insert(text).inserted
        case .integer(let number): return integers.insert(number).inserted
        case .null, .bool, .number, .array, .object, .secret, .unknown:
            let hash = value.structuralHash
            guard others[hash]?.contains(where: { $0.equals(value) }) != true else { return false }
            others[hash, default: []].append(value)
            return true
        }
    }

    /// Whether a value is there.
    func contains(_ value: Value) -> Bool {
        switch value {
        case .string(let text): strings.contains(text)
        case .integer(let number): integers.contains(number)
        case .null, .bool, .number, .array, .object, .secret, .unknown:
            others[value.structuralHash]?.contains { $0.equals(value) } ?? false
        }
    }

    init(_ values: [Value] = []) {
        for value in values { _ = insert(value) }
    }
}
