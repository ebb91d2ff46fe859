/// The members of an object, in the order in which they were written.
///
/// Two members whose names differ only in case are both kept, as in ARM templates;
/// looking one up prefers the exact name and then ignores ASCII case.
public struct ValueObject: Sendable {
    /// A member: its exact name and its value.
    public typealias Element = (key: String, value: Value)

    /// The most members that are looked through one by one: most objects have few, and to hash a name takes longer.
    private static let fewMembers = 16

    @usableFromInline
    private(set) var elements: [Element]
    /// The places of the members by their exact names; `nil` while they are few.
    private var positions: [String: Int]?

    /// Creates an empty object.
    public init() {
        elements = []
    }

    /// Creates an empty object with room for members.
    public init(minimumCapacity: Int) {
        elements = []
        elements.reserveCapacity(minimumCapacity)
    }

    /// Creates an object; of several members with one name, the last wins.
    ///
    /// Objects are made in every stage: this one is not generic, so that no caller pays for what it cannot specialise.
    public init(_ elements: [(String, Value)]) {
        self.init(minimumCapacity: elements.count)
        for (name, value) in elements { set(name, to: value) }
    }

    /// Creates an object; of several members with one name, the last wins.
    @inlinable
    public init(_ elements: some Sequence<(String, Value)>) {
        self.init(Array(elements))
    }

    /// The value of a member, by its exact name or else ignoring ASCII case.
    ///
    /// Assigning replaces the member that a look-up would find; assigning `nil` removes it.
    public subscript(name: String) -> Value? {
        get { position(matching: name).map { elements[$0].value } }
        set {
            let position = position(matching: name)
            switch (position, newValue) {
            case (let position?, let value?): elements[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(name, value)
            case (nil, nil): break
            }
        }
    }

    /// The value of a member by its exact name.
    ///
    /// Assigning replaces that member or adds one, whatever others there are whose names differ only in case;
    /// assigning `nil` removes it.
    public subscript(exactly name: String) -> Value? {
        get { position(of: name).map { elements[$0].value } }
        set {
            if let newValue { return set(name, to: newValue) }
            if let position = position(of: name) { remove(at: position) }
        }
    }

    /// Whether there are no members.
    public var isEmpty: Bool { elements.isEmpty }

    /// The number of members.
    public var count: Int { elements.count }

    /// The names, in order.
    public var names: some BidirectionalCollection<String> { elements.lazy.map(\.key) }

    /// The values, in order.
    public var values: some BidirectionalCollection<Value> { elements.lazy.map(\.value) }

    /// The object with members added; those of `other` win.
    public func merging(_ other: ValueObject) -> ValueObject {
        var result = self
        for (name, value) in other { result[name] = value }
        return result
    }

    /// Replaces the member of exactly this name, or adds it.
    private mutating func set(_ name: String, to value: Value) {
        if let position = position(of: name) {
            elements[position].value = value
        } else {
            append(name, value)
        }
    }

    private mutating func append(_ name: String, _ value: Value) {
        if elements.count >= Self.fewMembers { positions = positions ?? makePositions() }
        positions?[name] = elements.count
        elements.append((name, value))
    }

    private mutating func remove(at position: Int) {
        elements.remove(at: position)
        if positions != nil { positions = makePositions() }
    }

    private func makePositions() -> [String: Int] {
        Dictionary(uniqueKeysWithValues: elements.indices.lazy.map { (elements[$0].key, $0) })
    }

    private func position(of name: String) -> Int? {
        if let positions { return positions[name] }
        for position in elements.indices where elements[position].key == name { return position }
        return nil
    }

    /// The place of the member of exactly this name, or else of the first whose name differs only in case.
    private func position(matching name: String) -> Int? {
        if let position = position(of: name) { return position }
        let length = name.utf8.count
        for position in elements.indices where elements[position].key.utf8.count == length {
            if elements[position].key.equalsIgnoringASCIICase(name) { return position }
        }
        return nil
    }
}

extension ValueObject: Equatable {
    public static func == (left: ValueObject, right: ValueObject) -> Bool {
        left.elements.elementsEqual(right.elements, by: ==)
    }
}

extension ValueObject: Sequence {
    @inlinable
    public func makeIterator() -> IndexingIterator<[Element]> { elements.makeIterator() }

    @inlinable
    public var underestimatedCount: Int { elements.count }
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
    @inlinable package var asciiLowercased: UInt8 { 65...90 ~= self ? self + 32 : self }
}
