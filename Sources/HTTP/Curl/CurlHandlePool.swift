import Synchronization

/// The handles of a client that are not in use.
///
/// Each keeps its connections open for the next request.
///
/// A handle is used by one thread at a time: whoever takes it out owns it until it is put back.
final class CurlHandlePool: Sendable {
    private static let limit = 16

    private let idle = Mutex<[CurlHandle]>([])

    deinit {
        idle.withLock { handles in
            for handle in handles { handle.destroy() }
        }
    }

    /// Runs something with a handle whose options are all at their defaults.
    func withHandle<Result>(
        _ body: (CurlHandle) throws(HTTPError) -> Result
    ) throws(HTTPError) -> Result {
        let handle: CurlHandle
        if let idle = idle.withLock({ $0.popLast() }) { handle = idle } else { handle = try CurlHandle() }
        defer { put(handle) }
        return try body(handle)
    }

    private func put(_ handle: CurlHandle) {
        handle.reset()
        let isKept = idle.withLock { handles in
            guard handles.count < Self.limit else { return false }
            handles.append(handle)
            return true
        }
        if !isKept { handle.destroy() }
    }
}
