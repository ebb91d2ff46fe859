public import Engine
import Synchronization

extension ClusterWorkloads {
    /// Which lines of logs are wanted.
    public struct LogOptions: Sendable {
        /// The one container; `nil` for all of a pod.
        public var container: String?
        /// Of the run before the present one.
        public var isPrevious = false
        /// The last lines of each container only; `nil` for all.
        public var tail: Int?
        /// Only what is younger; `nil` for all.
        public var age: Duration?
        /// Whether each line begins with its time.
        public var hasTimes = false

        /// All lines of all containers.
        public init() {}
    }

    /// A line that a container has written.
    public struct LogLine: Sendable {
        public let replica: String
        public let container: String
        /// The line without its end.
        public let text: String
    }

    /// The lines that the containers of a pod have written so far, container by container.
    ///
    /// - Parameters:
    ///   - replica: The pod.
    ///   - options: Which lines.
    ///   - take: Told each line.
    /// - Throws: `ApplyError` if the cluster does not tell.
    public func log(of replica: Replica, _ options: LogOptions, _ take: (LogLine) -> Void) async throws {
        for container in replica.containers where options.container.map({ $0 == container.name }) ?? true {
            let lines: [String]
            do {
                lines = try await client.log(options.request(replica, container))
            } catch let status as APIStatus where status.code == 400 {
                // It has not begun to run, or has no earlier run: so it has written nothing.
                continue
            } catch let status as APIStatus {
                throw ApplyError.refused(status, "read the log of pod '\(replica.name)'")
            }
            for text in lines { take(LogLine(replica: replica.name, container: container.name, text: text)) }
        }
    }

    /// Follows what the pods of some objects write, those that are there and those that come, until it is cancelled.
    ///
    /// - Parameters:
    ///   - outputs: The objects.
    ///   - options: Which lines of the pods that are there now; of those that come later it is every line.
    ///   - take: Told each line; lines of one container come in order.
    ///   - changed: Told the pods of an object at first, and whenever others are there.
    /// - Throws: `ApplyError` if the cluster does not let the user see them.
    public func follow(
        _ outputs: [RecordedOutput],
        _ options: LogOptions,
        _ take: @escaping @Sendable (RecordedOutput, LogLine) -> Void,
        changed: @escaping @Sendable (RecordedOutput, [Replica]) -> Void = { _, _ in }
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for output in outputs {
                group.addTask {
                    let follower = LogFollower(workloads: self, output: output, options: options) { take(output, $0) }
                    try await follower.run { changed(output, $0) }
                }
            }
            while try await group.next() != nil {}
        }
    }
}

extension ClusterWorkloads.LogOptions {
    fileprivate func request(_ replica: Replica, _ container: Replica.Container) -> ClusterClient.LogRequest {
        var request = ClusterClient.LogRequest(
            pod: replica.name,
            namespace: replica.namespace,
            container: container.name
        )
        request.isPrevious = isPrevious
        request.tail = tail
        request.age = age
        request.hasTimes = hasTimes
        return request
    }
}

/// Follows the pods of one object.
private struct LogFollower: Sendable {
    let workloads: ClusterWorkloads
    let output: RecordedOutput
    let options: ClusterWorkloads.LogOptions
    let take: @Sendable (ClusterWorkloads.LogLine) -> Void

    func run(changed: @Sendable ([Replica]) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (seen, sightings) = AsyncStream.makeStream(of: [Replica].self, bufferingPolicy: .bufferingNewest(1))
            group.addTask { [workloads, output] in
                defer { sightings.finish() }
                try await workloads.watchReplicas(of: output) { sightings.yield($0) }
            }
            var followed: Set<String> = []
            var known: [Replica]?
            for await replicas in seen where replicas != known {
                changed(replicas)
                for replica in replicas {
                    for container in replica.containers where isWanted(container) && !container.run.isEmpty {
                        guard followed.insert("\(replica.name)/\(container.run)").inserted else { continue }
                        let isNew = known != nil
                        group.addTask { await follow(replica, container, isNew: isNew) }
                    }
                }
                known = replicas
            }
            while try await group.next() != nil {}
        }
    }

    private func isWanted(_ container: Replica.Container) -> Bool {
        options.container.map { $0 == container.name } ?? true
    }

    /// Follows one run of a container, also over connections that break off.
    private func follow(_ replica: Replica, _ container: Replica.Container, isNew: Bool) async {
        var request = options.request(replica, container)
        request.isPrevious = false
        if isNew { (request.tail, request.age) = (nil, nil) }
        // The times tell where to go on after a connection was lost.
        request.hasTimes = true
        let cursor = LogCursor()
        while !Task.isCancelled {
            do {
                try await workloads.client.follow(request) { line in
                    guard let text = cursor.text(of: line, withTime: options.hasTimes) else { return }
                    take(ClusterWorkloads.LogLine(replica: replica.name, container: container.name, text: text))
                }
                // The server ends it with the container.
                guard await isStillRunning(replica, container) else { return }
            } catch is APIStatus {
                return
            } catch {
                guard await isStillRunning(replica, container) else { return }
            }
            (request.tail, request.age) = (nil, nil)
            request.start = cursor.resume()
            try? await Task.sleep(for: ClusterWorkloads.pause)
        }
    }

    private func isStillRunning(_ replica: Replica, _ container: Replica.Container) async -> Bool {
        // A cluster that cannot be asked may come back.
        guard let replicas = try? await workloads.replicas(of: output) else { return !Task.isCancelled }
        let now = replicas.first { $0.name == replica.name }?.containers.first { $0.name == container.name }
        return now?.run == container.run && now?.isRunning == true
    }
}

/// Where one is in a log whose lines begin with their times.
private final class LogCursor: Sendable {
    private struct Place {
        /// The time of the last line.
        var last = ""
        /// Up to which time lines are there for the second time.
        var seen = ""
    }

    private let place = Mutex(Place())

    /// The time to go on from; `nil` if there was no line yet.
    ///
    /// The server tells lines of that time once more: they are left out from now on.
    func resume() -> String? {
        place.withLock { place in
            place.seen = place.last
            return place.last.isEmpty ? nil : place.last
        }
    }

    /// The line without its time, or with it; `nil` if it was there before.
    func text(of line: String, withTime: Bool) -> String? {
        guard let blank = line.firstIndex(of: " ") else { return line }
        let time = String(line[..<blank])
        return place.withLock { place in
            if !place.seen.isEmpty {
                guard LogTime(time) > LogTime(place.seen) else { return nil }
                place.seen = ""
            }
            place.last = time
            return withTime ? line : String(line[line.index(after: blank)...])
        }
    }
}

/// A time in UTC as logs have it (RFC 3339), with as many digits of a second as it needs.
struct LogTime: Comparable {
    private let seconds: Substring
    private let fraction: String

    init(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1)
        seconds = (parts.first ?? "").prefix(19)
        fraction = parts.count > 1 ? String(parts[1].prefix { $0.isNumber }) : ""
    }

    static func < (left: LogTime, right: LogTime) -> Bool {
        (left.seconds, left.fraction) < (right.seconds, right.fraction)
    }
}
