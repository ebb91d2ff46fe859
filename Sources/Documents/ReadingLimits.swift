/// How much of a data file readers accept, so that a hostile file costs neither the stack nor the memory.
enum ReadingLimits {
    /// The deepest nesting of arrays and objects.
    ///
    /// Every stage walks values recursively and relies on it.
    static let depth = 200

    /// The most values that the aliases of one YAML file may stand for, all told.
    static let aliasedNodes = 250_000
}
