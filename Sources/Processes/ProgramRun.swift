internal import Glibc
internal import Subprocess
internal import SystemPackage

/// One run of a program: what it is given, and how long it may take.
public struct ProgramRun: Sendable {
    /// Where a line was printed.
    public enum Stream: Sendable {
        case output
        case error
    }

    public var program: Program
    public var arguments: [String]
    /// All the variables that the program gets.
    public var environment: [String: String]
    /// The folder that it runs in; that of this process if `nil`.
    public var folder: String?
    /// What it reads from its standard input.
    public var input: [UInt8] = []
    /// How many bytes of each stream are kept; a program that prints more is ended.
    public var sizeLimit = 64 << 20
    /// How long it may take; for ever if `nil`.
    public var timeLimit: Duration?
    /// How long it has to end after it was asked to.
    public var grace: Duration = .seconds(20)
    /// Whether it is to be asked to end, with SIGINT, and then waited for: asked several times a second.
    public var isStopping: @Sendable () -> Bool = { false }
    /// Told of every line as it is printed, without its end.
    public var onLine: (@Sendable (Stream, String) -> Void)?

    /// Prepares a run.
    public init(_ program: Program, _ arguments: [String], environment: [String: String], in folder: String? = nil) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
    }

    /// What came of a run.
    public struct Outcome: Sendable {
        /// The exit status, or 128 and the number of the signal that ended the program.
        public let status: Int
        public let output: [UInt8]
        public let error: [UInt8]
        /// Whether it was asked to end before it did.
        public let wasStopped: Bool
    }

    /// Runs the program to its end.
    ///
    /// It runs in a session of its own, so that a key pressed at the terminal reaches it only through this process.
    ///
    /// - Throws: `ProgramError` if it cannot be started, takes too long or prints too much.
    public func run() async throws(ProgramError) -> Outcome {
        guard program.isExecutable else { throw ProgramError(program, .notStarted("there is no such program")) }
        do {
            let result = try await Subprocess.run(
                configuration,
                input: .array(input),
                output: .sequence,
                error: .sequence
            ) { execution in try await follow(execution) }
            let captured = result.closureResult
            if let end = captured.forcedEnd { throw ProgramError(program, end) }
            return Outcome(
                status: Self.number(result.terminationStatus),
                output: captured.output,
                error: captured.error,
                wasStopped: captured.wasStopped
            )
        } catch let error as ProgramError {
            throw error
        } catch is CancellationError {
            throw ProgramError(program, .cancelled)
        } catch {
            throw ProgramError(program, .notStarted(String(describing: error)))
        }
    }

    private var configuration: Configuration {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .interrupt, toProcessGroup: true, allowedDurationToNextStep: grace),
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(2)),
        ]
        return Configuration(
            executable: .path(FilePath(program.path)),
            arguments: Arguments(arguments),
            environment: .custom(
                Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
            ),
            workingDirectory: folder.map { FilePath($0) },
            platformOptions: options
        )
    }

    private static func number(_ status: TerminationStatus) -> Int {
        switch status {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
    }
}
