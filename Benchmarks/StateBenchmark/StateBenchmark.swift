import AppModel
import Documents
import Engine
import Glibc

/// Prints what a step of a deployment takes to be recorded, by how much is recorded already. Nothing fails.
///
/// A step is one object that changes: what is about to be done, what became of it, and how the deployment ended. Time and
/// bytes should not grow with the state. Before each step the processor's caches are emptied: the plan
/// of a small state would leave them warm, and that of a large one cold. Arguments: a folder to work in, and how many steps to measure.
@main
struct StateBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let folder = arguments.count > 1 ? arguments[1] : "state-benchmark"
        let steps = arguments.count > 2 ? Int(arguments[2]) ?? 100 : 100
        print("| recorded objects | files: median step | longest | bytes | cluster's objects: bytes | longest |")
        print("|---:|---:|---:|---:|---:|---:|")
        for count in [100, 1_000, 10_000] {
            let files = FileStateStore(path: "\(folder)/\(count)")
            let (times, bytes) = try await Self.measure(files, count: count, steps: steps) {
                try journalSize(in: "\(folder)/\(count)")
            }
            let objects = InMemoryStateObjects()
            let store = ObjectStateStore(objects)
            let (_, _) = try await measure(store, count: count, steps: steps) { 0 }
            // The writes of the steps come last; each step is one when it begins and one when it ends.
            let written = await objects.written.suffix(steps * 2)
            let cells = [
                "\(times[times.count / 2])", "\(times[times.count - 1])", "\(bytes / steps)",
                "\(written.reduce(0, +) / steps)", "\(written.max() ?? 0)",
            ]
            print("| \(count) | \(cells[0]) µs | \(cells[1]) µs | \(cells[2]) | \(cells[3]) | \(cells[4]) |")
        }
    }

    /// More than the caches of a processor hold.
    private static let sweptBytes = 256 << 20

    /// Deploys many objects, then changes one of them again and again.
    ///
    /// - Returns: The microseconds that each step took to be recorded, sorted, and how much `size` grew in all.
    private static func measure(
        _ store: any StateStore,
        count: Int,
        steps: Int,
        size: () throws -> Int
    ) async throws -> (times: [Int64], growth: Int) {
        let identity = DeploymentIdentity(group: "default", environment: "prod", application: "bench")
        let target = InMemoryTarget(width: 512)
        let deployment = Deployment(to: target, at: "memory:bench", key: try await store.key().fingerprints)
        var sweep = [UInt64](repeating: 0, count: sweptBytes / 8)
        let holder = LockHolder(process: 1, host: "here", command: "bench", since: Timestamp(seconds: 0))
        return try await store.withSession(identity, for: holder) { session in
            var wanted = (0..<count).map { output($0, version: 0) }
            let first = try await deployment.plan(wanted, from: await session.state())
            _ = try await deployment.apply(first.plan, resources: [], in: session, command: "bench")
            let before = try size()
            var times: [Int64] = []
            for step in 1...steps {
                wanted[step % count] = output(step % count, version: step)
                let timed = TimedSession(session)
                let planning = try await deployment.plan(wanted, from: await session.state())
                for index in sweep.indices { sweep[index] &+= 1 }
                _ = try await deployment.apply(planning.plan, resources: [], in: timed, command: "bench")
                times.append(await timed.microseconds)
            }
            return (times.sorted(), try size() - before)
        }
    }

    private static func output(_ number: Int, version: Int) -> OutputResource {
        OutputResource(
            id: .kubernetes(namespace: "default", group: "apps", kind: "Deployment", name: "service-\(number)"),
            platform: .kubernetes,
            type: "apps/Deployment",
            apiVersion: "apps/v1",
            name: "service-\(number)",
            namespace: "default",
            owner: ResourceID(group: "default", type: .containers, name: "service-\(number)"),
            body: ["kind": "Deployment", "version": .integer(Int64(version))]
        )
    }

    private static func journalSize(in folder: String) throws -> Int {
        var status = stat()
        let path = "\(folder)/groups/default/environments/prod/applications/bench.journal"
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}

/// A session that measures how long it takes to write.
private actor TimedSession: StateSession {
    private let session: any StateSession
    private var duration = Duration.zero

    init(_ session: any StateSession) {
        self.session = session
    }

    var microseconds: Int64 {
        duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    }

    func state() async -> DeploymentState { await session.state() }

    func begin(_ beginning: Beginning) async throws { try await timed { try await session.begin(beginning) } }

    func record(_ outcomes: [RecordedOutcome]) async throws { try await timed { try await session.record(outcomes) } }

    func end(_ ending: Ending, after outcomes: [RecordedOutcome]) async throws {
        try await timed { try await session.end(ending, after: outcomes) }
    }

    func keep(_ record: [UInt8], revision: Int) async throws {
        try await timed { try await session.keep(record, revision: revision) }
    }

    func hasRevision(_ revision: Int) async throws -> Bool { try await session.hasRevision(revision) }

    func revisions() async throws -> [KeptRevision] { try await session.revisions() }

    func forgetRevisions(before revision: Int) async throws {
        try await timed { try await session.forgetRevisions(before: revision) }
    }

    func remove() async throws { try await session.remove() }

    func close() async { await session.close() }

    private func timed(_ body: () async throws -> Void) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        duration += clock.now - start
    }
}
