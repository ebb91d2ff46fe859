public import Diagnostics
public import Documents

/// What a `.bicepparam` file assigns.
public struct ParameterFile: Sendable {
    /// The path after `using`, as written; `nil` for `using none`.
    public var usedModule: String?
    /// The assigned values, in order.
    public var values: ValueObject = [:]
    public var diagnostics: [Diagnostic] = []

    /// Creates an empty file.
    public init() {}

    /// Parses, checks and evaluates a parameter file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - files: Reads the files of `load…` functions.
    ///   - environment: The process environment, for `readEnvironmentVariable`.
    public static func read(
        _ file: SourceFile,
        files: any FileLoader,
        environment: [String: String]
    ) -> ParameterFile {
        ParameterFile()
    }
}
