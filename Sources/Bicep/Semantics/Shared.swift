/// A value of many parts behind one reference, so that handing it on costs one count and not one for each part.
///
/// It is still a value: to change a copy copies what it holds, unless nobody else holds it.
@dynamicMemberLookup
@frozen
public struct Shared<Value: Sendable>: Sendable {
    @usableFromInline
    final class Storage: @unchecked Sendable {
        // Changed only by a holder that is the only one.
        @usableFromInline var value: Value

        @usableFromInline
        init(_ value: Value) {
            self.value = value
        }
    }

    @usableFromInline var storage: Storage

    /// Creates a value that is shared from now on.
    @inlinable
    public init(_ value: Value) {
        storage = Storage(value)
    }

    /// A part of the value.
    @inlinable
    public subscript<Part>(dynamicMember path: KeyPath<Value, Part>) -> Part {
        @inline(__always) get { storage.value[keyPath: path] }
    }

    /// A part of the value that can be changed.
    @inlinable
    public subscript<Part>(dynamicMember path: WritableKeyPath<Value, Part>) -> Part {
        @inline(__always) get { storage.value[keyPath: path] }
        @inline(__always) set {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
            storage.value[keyPath: path] = newValue
        }
    }
}
