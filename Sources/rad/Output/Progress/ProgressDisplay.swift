import AppModel
import Diagnostics
import Documents
import Engine
import Synchronization
import Targets

/// Shows a deployment at work, as it suits whoever looks: a table that is drawn anew on a terminal, a line for each
/// event in a pipe, a line of JSON for each event with `-o json`.
final class ProgressDisplay: ApplyObserver {
    /// What suits whom.
    enum Form: Sendable {
        case table(Terminal)
        case lines(Terminal)
        case json(Terminal)
    }

    private let form: Form
    private let start = ContinuousClock.now
    private let board: Mutex<ProgressBoard>

    /// How often the seconds of a table are counted on.
    private static let pace: Duration = .milliseconds(200)

    /// Prepares to show some plans.
    init(_ plans: [Plan], as form: Form) {
        self.form = form
        board = Mutex(ProgressBoard(plans))
    }

    /// What suits those who read the program's streams: results and JSON go to standard output, all else does not.
    static func form(_ format: OutputFormat) -> Form {
        switch format {
        case .json: .json(.standardOutput)
        case .table, .wide: Terminal.standardError.isLive ? .table(.standardError) : .lines(.standardError)
        }
    }

    /// Shows what happens while something runs.
    func during<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        guard case .table(let terminal) = form else { return try await body() }
        defer { terminal.release() }
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    self.draw()
                    try? await Task.sleep(for: Self.pace)
                }
            }
            let result = await Swift.Result.catching(body)
            group.cancelAll()
            await group.waitForAll()
            draw()
            return result
        }
        return try result.get()
    }

    func began(_ change: Change) {
        let line = board.withLock { $0.began(change, at: elapsed) }
        tell(change, line) { ["event": "began", "action": .string(change.action.rawValue)] }
    }

    func progressed(_ change: Change, _ progress: Progress) {
        let line = board.withLock { $0.progressed(change, progress) }
        tell(change, line) {
            ["event": "progress", "message": .string(progress.message), "trouble": .bool(progress.isTrouble)]
        }
    }

    func ended(_ change: Change, _ outcome: Outcome) {
        let line = board.withLock { $0.ended(change, outcome, at: elapsed) }
        tell(change, line) { ValueObject([("event", "ended")]).merging(outcome.document) }
    }

    func stopping(_ count: Int) {
        let line = board.withLock { $0.stops(count) }
        switch form {
        case .table: draw()
        case .lines(let terminal): terminal.write("\(line)\n")
        case .json(let terminal): write(["event": "stopping", "count": .integer(Int64(count))], to: terminal)
        }
    }

    private var elapsed: Duration { start.duration(to: .now) }

    private func draw() {
        guard case .table(let terminal) = form else { return }
        let size = terminal.size
        let isColoured = terminal.style == .coloured
        let look = ProgressBoard.Look(width: size.width, height: size.height, isColoured: isColoured)
        terminal.draw(board.withLock { $0.table(at: elapsed, look) })
    }

    private func tell(_ change: Change, _ line: String?, _ event: () -> ValueObject) {
        switch form {
        case .table: break
        case .lines(let terminal):
            guard let line else { return }
            let time = elapsed.inWords
            terminal.write("\(String(repeating: " ", count: max(0, 6 - time.count)))\(time)  \(line)\n")
        case .json(let terminal):
            guard change.action != .noOp else { return }
            write(event().merging(change.document), to: terminal)
        }
    }

    private func write(_ event: ValueObject, to terminal: Terminal) {
        let milliseconds = elapsed / .milliseconds(1)
        var members = event
        members["time"] = .string(Timestamp.now().description)
        members["seconds"] = .number(milliseconds.rounded() / 1000)
        terminal.write(Value.object(members).json(.compact) + "\n")
    }
}

extension Result where Failure == any Error {
    /// What came of something that may throw.
    fileprivate static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

extension Change {
    /// The object of the change, for programs.
    fileprivate var document: ValueObject {
        [
            "resource": .string(object.owner.name), "resourceType": .string(object.owner.type.description),
            "object": [
                "type": .string(object.type), "name": .string(object.name), "namespace": .string(object.namespace),
            ],
        ]
    }
}

extension Outcome {
    /// The outcome, for programs.
    fileprivate var document: ValueObject {
        switch self {
        case .applied: ["outcome": "ready"]
        case .unawaited: ["outcome": "stopped"]
        case .removed: ["outcome": "removed"]
        case .left(let warning):
            ["outcome": "left", "code": .string(warning.code), "message": .string(warning.message)]
        case .failed(let error):
            [
                "outcome": "failed", "code": .string(error.code), "message": .string(error.message),
                "cause": error.cause.map { .string($0) } ?? .null, "help": error.help.map { .string($0) } ?? .null,
                "details": .array(error.details.map { .string($0) }),
            ]
        case .skipped(.cancelled): ["outcome": "skipped"]
        case .skipped(.failure(let id)): ["outcome": "skipped", "because": .string(id.description)]
        }
    }
}
