extension Value: CustomStringConvertible, CustomDebugStringConvertible {
    /// The value as compact JSON, secrets redacted and unknowns as `(known after apply)`.
    public var description: String { json(.compact) }

    /// The same: what is secret is so in a debugger's output as well.
    public var debugDescription: String { description }
}

extension Value: CustomReflectable {
    /// Nothing to look into: a mirror would show what `description` hides.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
