public import Diagnostics

/// A container resource behind one reference, because every stage hands it on and none changes it.
@dynamicMemberLookup
public final class SharedContainer: Sendable {
    public let content: Container

    /// Shares a container from now on.
    public init(_ content: Container) {
        self.content = content
    }

    /// A part of the container.
    @inlinable
    public subscript<Part>(dynamicMember path: KeyPath<Container, Part>) -> Part {
        @inline(__always) get { content[keyPath: path] }
    }

    /// Reads a container resource, unless it was read before and has not changed since.
    ///
    /// - Parameter resource: The resource; its properties are those that passed the check against their schema.
    /// - Returns: The container, `nil` for another type or without any container; and what is wrong with it.
    public static func read(from resource: Resource) -> (container: SharedContainer?, diagnostics: [Diagnostic]) {
        if let container = resource.container { return (container, []) }
        let (container, diagnostics) = Container.read(from: resource)
        return (container.map { SharedContainer($0) }, diagnostics)
    }
}
