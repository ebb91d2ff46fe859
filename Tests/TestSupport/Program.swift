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

    private func run(_ path: String, _ arguments: [String], environment: [String: String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": home, "NO_COLOR": "1"]
            .merging(environment) { _, given in given }
        // Files rather than pipes: a pipe that fills up would stop the program.
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("rad-run-\(UUID().uuidString)")
        let streams = ["out", "err"].map { log.appendingPathExtension($0) }
        for stream in streams { _ = FileManager.default.createFile(atPath: stream.path, contents: nil) }
        defer { for stream in streams { try? FileManager.default.removeItem(at: stream) } }
        let handles = try streams.map { try FileHandle(forWritingTo: $0) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try process.run()
        process.waitUntilExit()
        let texts = try streams.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
}
