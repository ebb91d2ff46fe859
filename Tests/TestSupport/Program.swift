import Foundation

/// The built `rad`, run as a user would run it, in a folder of its own.
public struct Program: Sendable {
    /// What a run printed and how it ended.
    public struct Outcome: Sendable {
        public let status: Int32
        public let output: String
        public let errors: String
    }

    /// The folder that the program runs in.
    public let folder: ScratchFolder
    private let home: String

    /// Runs a test in a new folder, which is a repository, so that all files in it are of one project.
    public static func with<Result>(_ body: (Program) async throws -> Result) async throws -> Result {
        try await ScratchFolder.with { folder in
            try FileManager.default.createDirectory(atPath: "\(folder.path)/.git", withIntermediateDirectories: false)
            return try await body(Program(folder: folder, home: folder.path))
        }
    }

    /// The same program with the same home, run in a folder below.
    public func inside(_ name: String) -> Program {
        Program(folder: ScratchFolder(path: "\(folder.path)/\(name)"), home: home)
    }

    /// The path of the program: that of this build, unless `RAD_TEST_PROGRAM` names another.
    public static var path: String {
        ProcessInfo.processInfo.environment["RAD_TEST_PROGRAM"] ?? builtProgram("rad")
    }

    private static func builtProgram(_ name: String) -> String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Runs a program of this machine to its end in a folder.
    public static func run(_ path: String, _ arguments: [String], in folder: String) throws -> Outcome {
        try Program(folder: ScratchFolder(path: folder), home: folder).run(path, arguments, environment: [:])
    }

    /// Runs another program of this build to its end, without arguments.
    public static func run(beside name: String) async throws -> Outcome {
        try await ScratchFolder.with { folder in
            try Program(folder: folder, home: folder.path).run(builtProgram(name), [], environment: [:])
        }
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: What follows `rad` on the command line.
    ///   - environment: Variables besides `PATH`, `HOME` and `NO_COLOR`.
    /// - Returns: What it printed, and its exit status.
    /// - Throws: If the program cannot be started.
    public func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, environment: environment)
    }

    /// Runs the program to its end, with its arguments in an array.
    public func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        try run(Program.path, arguments, environment: environment)
    }

    /// Runs a script of a shell to its end, which finds the program as `rad`.
    public func run(script: String, environment: [String: String] = [:]) throws -> Outcome {
        let folder = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
        let path = ["PATH": "\(folder):/usr/bin:/bin"].merging(environment) { _, given in given }
        return try run("/bin/sh", ["-c", script], environment: path)
    }

    private func run(_ path: String, _ arguments: [String], environment: [String: String]) throws -> Outcome {
        let child = ChildProcess(
            program: URL(fileURLWithPath: path).path,
            arguments: arguments,
            folder: folder.path,
            environment: ["PATH": "/usr/bin:/bin", "HOME": home, "NO_COLOR": "1"]
                .merging(environment) { _, given in given }
        )
        // Files rather than pipes: a pipe that fills up would stop the program. And rather than `/dev/null`, which is
        // whatever the administrator's programs have made of it.
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("rad-run-\(UUID().uuidString)")
        let streams = ["in", "out", "err"].map { log.appendingPathExtension($0) }
        try Data().write(to: streams[0])
        defer { for stream in streams { try? FileManager.default.removeItem(at: stream) } }
        let status = try child.run(input: streams[0].path, output: streams[1].path, errors: streams[2].path)
        let texts = try streams.dropFirst().map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Outcome(status: status, output: texts[0], errors: texts[1])
    }
}
