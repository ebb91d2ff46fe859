internal import Glibc

/// A program on this machine, by the absolute path of its file.
public struct Program: Sendable, Hashable {
    public let path: String

    /// Takes the program at a path, whether it is there or not.
    public init(path: String) {
        self.path = path
    }

    /// Looks for a program in the absolute folders of a search path; never in the folder that rad runs in.
    ///
    /// - Parameters:
    ///   - name: The name of its file.
    ///   - searchPath: Folders with `:` between them, as `PATH` has them.
    /// - Returns: The program in the first folder that has it; `nil` if none has.
    public static func find(_ name: String, in searchPath: String) -> Program? {
        searchPath.split(separator: ":").lazy.filter { $0.hasPrefix("/") }.map { Program(path: "\($0)/\(name)") }
            .first(where: \.isExecutable)
    }

    /// Whether there is a file at the path that this process may execute.
    public var isExecutable: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
