/// A program could not be run to an end of its own.
public struct ProgramError: Error, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Reason: Sendable, Equatable {
        case notStarted(String)
        /// It was ended because its time was up.
        case tooSlow(limit: Duration)
        /// It was ended because it printed more than this many bytes.
        case tooMuchOutput(limit: Int)
        case cancelled
    }

    public let program: Program
    public let reason: Reason

    init(_ program: Program, _ reason: Reason) {
        self.program = program
        self.reason = reason
    }

    public var description: String {
        switch reason {
        case .notStarted(let cause): "'\(program.path)' cannot be started: \(cause)"
        case .tooSlow(let limit): "'\(program.path)' was ended after \(limit)"
        case .tooMuchOutput(let limit): "'\(program.path)' was ended because it printed more than \(limit) bytes"
        case .cancelled: "'\(program.path)' was ended with the command that needed it"
        }
    }
}
