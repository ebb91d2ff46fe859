import Documents
import Engine

extension ClusterTarget {
    /// Makes sure that an object is gone.
    func waitUntilGone(_ output: RecordedOutput, _ resource: APIResource, uid: String) async throws {
        guard case .awaited(let limit) = options.removal else { return }
        let finalizers = try await remainingFinalizers(resource, output.name, in: output.namespace, uid, limit)
        if let finalizers { throw ApplyError.stillThere(output, finalizers: finalizers) }
    }

    /// Waits until an object is gone that was being removed when it was looked at, so that it can be made anew.
    ///
    /// - Throws: `ApplyError` if it is still there after the time that an object has to become ready.
    func waitUntilPassed(_ output: OutputResource) async throws {
        guard let sighting = sighting(of: output.id), sighting.isPassing,
            let resource = try await discovery.resource(apiVersion: output.apiVersion, kind: output.kind)
        else { return }
        let limit = options.readinessLimit
        let finalizers = try await remainingFinalizers(resource, output.name, in: output.namespace, sighting.uid, limit)
        if let finalizers { throw ApplyError.stillPassing(output, finalizers: finalizers) }
        forget(output)
    }

    /// Waits for the end of an object.
    ///
    /// - Returns: What the object waits for when the time is over; `nil` if it is gone.
    private func remainingFinalizers(
        _ resource: APIResource,
        _ name: String,
        in namespace: String,
        _ uid: String,
        _ limit: Duration?
    ) async throws -> [String]? {
        let clock = ContinuousClock()
        let end = [limit.map { clock.now + $0 }, options.end].compactMap { $0 }.min()
        var delay: Duration = .milliseconds(50)
        while let live = try await client.object(resource, name, in: namespace),
            live["metadata"]?["uid"]?.stringValue == uid
        {
            if let end, clock.now >= end {
                let metadata = live["metadata"]?["finalizers"]?.arrayValue ?? []
                let finalizers = metadata + (live["spec"]?["finalizers"]?.arrayValue ?? [])
                return finalizers.compactMap(\.stringValue)
            }
            try await clock.sleep(for: delay)
            delay = min(delay * 2, .seconds(2))
        }
        return nil
    }
}

extension Value {
    /// Whether an object is being removed.
    var isPassing: Bool { self["metadata"]?["deletionTimestamp"] != nil }
}
