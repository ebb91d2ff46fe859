public import AppModel
public import Documents

/// Tells what a target will compute for a resource, before anything is emitted.
///
/// Other resources may refer to these values: a container's host names, a gateway's URL.
public protocol ComputedProperties: Sendable {
    /// The read-only properties of a container or gateway.
    ///
    /// - Parameters:
    ///   - resource: The resource, its own properties resolved.
    ///   - role: A container or gateway; other roles have no computed properties.
    ///   - environment: The environment that it goes to.
    ///   - application: The application that owns it.
    /// - Returns: The properties by name; empty if the target computes none.
    func computedProperties(
        of resource: Resource,
        as role: BoundResource.Role,
        in environment: Environment,
        application: Application?
    ) -> ValueObject
}
