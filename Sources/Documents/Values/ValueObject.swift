public import OrderedCollections

/// The members of an object, in the order in which they were written.
///
/// Two members whose names differ only in case are both kept, as in ARM templates;
/// looking one up prefers the exact name and then ignores ASCII case.
public struct ValueObject: Sendable {
    /// Kept apart, so that a `Value` stays small and copying an object costs one count.
    private final class Storage: @unchecked Sendable {
        // Changed only by an object that is the only one to hold it.
        var members: OrderedDictionary<String, Value>

        init(_ members: OrderedDictionary<String, Value>) {
            self.members = members
        }

        static let empty = Storage([:])
    }

    private var storage: Storage

    /// Creates an empty object.
    public init() {
        storage = Storage.empty
    }

    /// Creates an object; of several members with one name, the last wins.
    ///
    /// Objects are made in every stage: this one is not generic, so that no caller pays for what it cannot specialise.
    public init(_ elements: [(String, Value)]) {
        var members = OrderedDictionary<String, Value>(minimumCapacity: elements.count)
        for (name, value) in elements { members[name] = value }
        storage = elements.isEmpty ? .empty : Storage(members)
    }

    /// Creates an object; of several members with one name, the last wins.
    @inlinable
    public init(_ elements: some Sequence<(String, Value)>) {
        self.init(Array(elements))
    }

    /// Creates an object from members that are already a dictionary.
    public init(members: OrderedDictionary<String, Value>) {
        storage = Storage(members)
    }

    /// The members by their exact names.
    public var members: OrderedDictionary<String, Value> { storage.members }

    /// The value of a member, by its exact name or else ignoring ASCII case.
    ///
    /// Assigning replaces the member that a look-up would find; assigning `nil` removes it.
    public subscript(name: String) -> Value? {
        get {
            let members = storage.members
            if let value = members[name] { return value }
            return key(matching: name).flatMap { members[$0] }
        }
        set {
            let existing = storage.members[name] == nil ? key(matching: name) : name
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.members) }
            storage.members[existing ?? name] = newValue
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

extension ValueObject: Equatable {
    public static func == (left: ValueObject, right: ValueObject) -> Bool {
        left.storage === right.storage || left.storage.members == right.storage.members
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
        // Most texts that are compared are spelled the same, which is seen at a glance.
        if self == other { return true }
        var (left, right) = (utf8.makeIterator(), other.utf8.makeIterator())
        while let byte = left.next(), let otherByte = right.next() {
            guard byte == otherByte || byte.asciiLowercased == otherByte.asciiLowercased else { return false }
        }
        return true
    }
}

extension UInt8 {
    /// The byte with an ASCII capital letter made small.
    package var asciiLowercased: UInt8 { 65...90 ~= self ? self + 32 : self }
}
