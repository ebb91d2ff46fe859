import Synchronization

/// A module that another one uses, shared by all declarations that name it.
public final class LoadedModule: Sendable {
    /// What those that use the module are checked against.
    ///
    /// Of a compiled template these are the parameters, outputs, types and functions without what they are computed
    /// from, and of a Bicep file the whole module.
    let interface: BoundModule
    /// The whole module, once somebody has asked for it.
    private let whole = AtomicLazyReference<Whole>()
    private let complete: (@Sendable () -> BoundModule)?

    private final class Whole: Sendable {
        let module: BoundModule

        init(_ module: BoundModule) { self.module = module }
    }

    /// Wraps a module.
    public init(_ module: BoundModule) {
        interface = module
        complete = nil
    }

    /// Wraps a module most of which is read when it is needed: for checking what others write it seldom is.
    init(interface: BoundModule, complete: @escaping @Sendable () -> BoundModule) {
        self.interface = interface
        self.complete = complete
    }

    /// The whole module.
    public var module: BoundModule {
        guard let complete else { return interface }
        if let known = whole.load() { return known.module }
        return whole.storeIfNil(Whole(complete())).module
    }
}
