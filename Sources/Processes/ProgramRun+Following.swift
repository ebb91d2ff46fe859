internal import Glibc
internal import Subprocess

extension ProgramRun {
    typealias Running = Execution<ArrayInput, SequenceOutput, SequenceOutput>

    /// What following a run gave.
    struct Captured: Sendable {
        var output: [UInt8] = []
        var error: [UInt8] = []
        var wasStopped = false
        /// Why the program was ended by force.
        var forcedEnd: ProgramError.Reason?
    }

    private enum Part: Sendable {
        case stream(Stream, [UInt8], isWhole: Bool)
        case watch(wasStopped: Bool, isLate: Bool)
    }

    /// Reads both streams to their ends, and asks the program to end when it is to stop or its time is up.
    func follow(_ execution: Running) async throws -> Captured {
        try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask { try await read(execution.standardOutput, .output, of: execution) }
            group.addTask { try await read(execution.standardError, .error, of: execution) }
            group.addTask { await watch(execution) }
            var captured = Captured()
            var open = 2
            while let part = try await group.next() {
                switch part {
                case .stream(let stream, let bytes, let isWhole):
                    open -= 1
                    if stream == .output { captured.output = bytes } else { captured.error = bytes }
                    if !isWhole { captured.forcedEnd = .tooMuchOutput(limit: sizeLimit) }
                    if open == 0 { group.cancelAll() }
                case .watch(let wasStopped, let isLate):
                    captured.wasStopped = wasStopped
                    if isLate, let timeLimit { captured.forcedEnd = captured.forcedEnd ?? .tooSlow(limit: timeLimit) }
                }
            }
            return captured
        }
    }

    private func read(
        _ sequence: SubprocessOutputSequence,
        _ stream: Stream,
        of execution: Running
    ) async throws -> Part {
        var bytes: [UInt8] = []
        var start = 0
        for try await buffer in sequence {
            bytes.append(contentsOf: buffer.withUnsafeBytes { Array($0) })
            report(&start, of: bytes, stream)
            guard bytes.count <= sizeLimit else {
                try? execution.send(signal: .kill, toProcessGroup: true)
                return .stream(stream, [], isWhole: false)
            }
        }
        if let onLine, start < bytes.count { onLine(stream, String(decoding: bytes[start...], as: UTF8.self)) }
        return .stream(stream, bytes, isWhole: true)
    }

    /// Hands on the lines that are complete.
    private func report(_ start: inout Int, of bytes: [UInt8], _ stream: Stream) {
        guard let onLine else { return }
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            onLine(stream, String(decoding: bytes[start..<end], as: UTF8.self))
            start = end + 1
        }
    }

    /// Asks the program to end when it is to stop, and ends it when its time is up; runs until it is cancelled.
    private func watch(_ execution: Running) async -> Part {
        let begin = ContinuousClock.now
        var asked: ContinuousClock.Instant?
        var isLate = false
        while (try? await Task.sleep(for: .milliseconds(50))) != nil {
            let now = ContinuousClock.now
            if asked == nil, isStopping() {
                asked = now
                try? execution.send(signal: .interrupt)
            }
            if !isLate, let timeLimit, begin.duration(to: now) > timeLimit {
                isLate = true
                try? execution.send(signal: .kill, toProcessGroup: true)
            }
        }
        return .watch(wasStopped: asked != nil, isLate: isLate)
    }
}
