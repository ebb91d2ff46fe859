public import OrderedCollections

/// The members of an object, in the order in which they were written.
///
/// Two members whose names differ only in case are both kept, as in ARM templates;
/// looking one up prefers the exact name and then ignores ASCII case.
public struct ValueObject: Sendable, Equatable {
    /// The members by their exact names.
    public private(set) var members: OrderedDictionary<String, Value>

    /// Creates an empty object.
    public init() {
        members = [:]
    }

    /// Creates an object; of several members with one name, the last wins.
    ///
    /// Objects are made in every stage: this one is not generic, so that no caller pays for what it cannot specialise.
    public init(_ elements: [(String, Value)]) {
        members = OrderedDictionary(minimumCapacity: elements.count)
        for (name, value) in elements { members[name] = value }
    }

    /// Creates an object; of several members with one name, the last wins.
    @inlinable
    public init(_ elements: some Sequence<(String, Value)>) {
        self.init(Array(elements))
    }

    /// Creates an object from members that are already a dictionary.
    public init(members: OrderedDictionary<String, Value>) {
        self.members = members
    }

    /// The value of a member, by its exact name or else ignoring ASCII case.
    ///
    /// Assigning replaces the member that a look-up would find; assigning `nil` removes it.
    public subscript(name: String) -> Value? {
        get { members[name] ?? key(matching: name).flatMap { members[$0] } }
        set {
            let existing = members[name] == nil ? key(matching: name) : name
            members[existing ?? name] = newValue
        }
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The number of members.
    public var count: Int { members.count }

    /// The names, in order.
    public var names: some Collection<String> { members.keys }

    /// The object with members added; those of `other` win.
    public func merging(_ other: ValueObject) -> ValueObject {
        var result = self
        for (name, value) in other { result[name] = value }
        return result
    }

    private func key(matching name: String) -> String? {
        members.keys.first { $0.equalsIgnoringASCIICase(name) }
    }
}

extension ValueObject: Sequence {
    public func makeIterator() -> some IteratorProtocol<(key: String, value: Value)> { members.makeIterator() }
}

extension ValueObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}

extension String {
    /// Whether two names are equal when ASCII letters are compared without case, as ARM compares them.
    package func equalsIgnoringASCIICase(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension UInt8 {
    /// The byte with an ASCII capital letter made small.
    package var asciiLowercased: UInt8 { 65...90 ~= self ? self + 32 : self }
}
