import CLibCurl
import Synchronization

/// A thread that drives requests with libcurl's multi interface.
///
/// Whoever submits a request only touches the inbox; everything of libcurl's belongs to the thread, except for the
/// call that wakes it, which libcurl allows from anywhere.
final class CurlLoop: Sendable {
    private struct Inbox {
        var waiting: [CurlTransfer] = []
        var isClosed = false
        var isStarted = false
        /// What wakes the thread; `nil` before it has begun and after it has ended.
        var alarm: CurlAlarm?
    }

    private let width: Int
    /// For servers that do not speak HTTP/2.
    private let connections: Int
    private let inbox = Mutex(Inbox())

    init(width: Int, connections: Int) {
        precondition(width > 0 && connections > 0, "a loop has room for a request")
        self.width = width
        self.connections = connections
    }

    /// Hands a request over.
    func submit(_ transfer: CurlTransfer) {
        let mustStart = inbox.withLock { inbox in
            inbox.waiting.append(transfer)
            defer { inbox.isStarted = true }
            return !inbox.isStarted
        }
        guard mustStart else { return wake() }
        do throws(HTTPError) {
            try BlockingThread.start { [self] in run() }
        } catch {
            fail(error)
        }
    }

    /// Lets the thread look at its inbox.
    func wake() {
        inbox.withLock { inbox in
            inbox.alarm?.ring()
        }
    }

    /// Ends the thread.
    func close() {
        inbox.withLock { $0.isClosed = true }
        wake()
    }

    private func run() {
        do throws(HTTPError) {
            let work = try CurlWork(connections: connections)
            inbox.withLock { $0.alarm = CurlAlarm(wake: work.library.multi.wake, multi: work.multi) }
            while let fresh = next(atMost: width - work.count) {
                for transfer in fresh { work.start(transfer) }
                work.advance()
                if hasNothingToStart(work) { work.wait() }
            }
            inbox.withLock { $0.alarm = nil }
            work.end()
        } catch {
            fail(error)
        }
    }

    /// The requests to start now; `nil` if the loop is to end.
    private func next(atMost count: Int) -> [CurlTransfer]? {
        inbox.withLock { inbox in
            guard !inbox.isClosed else { return nil }
            let fresh = Array(inbox.waiting.prefix(count))
            inbox.waiting.removeFirst(fresh.count)
            return fresh
        }
    }

    private func hasNothingToStart(_ work: CurlWork) -> Bool {
        inbox.withLock { !$0.isClosed && ($0.waiting.isEmpty || work.count >= width) }
    }

    /// Gives everything up: there is no thread, or no libcurl.
    private func fail(_ error: HTTPError) {
        let waiting = inbox.withLock { inbox in
            defer { inbox.waiting = [] }
            inbox.isStarted = false
            return inbox.waiting
        }
        for transfer in waiting { transfer.fail(error) }
    }
}

/// The requests under way, as the thread of a loop sees them.
private final class CurlWork {
    let library: CurlLibrary
    let multi: UnsafeMutableRawPointer
    private var active: [UnsafeMutableRawPointer: (handle: CurlHandle, transfer: CurlTransfer)] = [:]
    private var idle: [CurlHandle] = []

    private static let mostIdleHandles = 32

    init(connections: Int) throws(HTTPError) {
        library = try CurlLibrary.opened()
        guard let multi = library.multi.create() else {
            throw HTTPError(.unavailable, "libcurl cannot drive several requests")
        }
        self.multi = multi
        let setOption = library.multi.setOption
        _ = rad_curl_multi_set_long(setOption, multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections)
    }

    var count: Int { active.count }

    func start(_ transfer: CurlTransfer) {
        guard !transfer.cancellation.isRaised else { return transfer.cancel() }
        do throws(HTTPError) {
            let handle: CurlHandle
            if let idle = idle.popLast() { handle = idle } else { handle = try CurlHandle() }
            do throws(HTTPError) {
                try transfer.prepare(handle)
            } catch {
                handle.destroy()
                throw error
            }
            guard library.multi.add(multi, handle.pointer) == CURLM_OK else {
                handle.destroy()
                throw HTTPError(.unavailable, "libcurl cannot take another request")
            }
            active[handle.pointer] = (handle, transfer)
        } catch {
            transfer.fail(error)
        }
    }

    /// Does what can be done without waiting, and ends what is over.
    func advance() {
        var running: CInt = 0
        _ = library.multi.perform(multi, &running)
        var left: CInt = 0
        while let message = library.multi.nextMessage(multi, &left)?.pointee {
            guard message.msg == CURLMSG_DONE, let pointer = message.easy_handle else { continue }
            guard let (handle, transfer) = active.removeValue(forKey: pointer) else { continue }
            let result = message.data.result
            _ = library.multi.remove(multi, pointer)
            transfer.end(handle, after: result)
            release(handle)
        }
        for (pointer, entry) in active where entry.transfer.cancellation.isRaised {
            active[pointer] = nil
            _ = library.multi.remove(multi, pointer)
            entry.transfer.cancel()
            // What was cut off may be in any state.
            entry.handle.destroy()
        }
    }

    /// Waits until something happens on a connection, or somebody wakes the thread.
    func wait() {
        let longest: CInt = active.isEmpty ? 60_000 : 1000
        _ = library.multi.poll(multi, nil, 0, longest, nil)
    }

    /// Closes all connections.
    func end() {
        for (pointer, entry) in active {
            _ = library.multi.remove(multi, pointer)
            entry.transfer.cancel()
            entry.handle.destroy()
        }
        active = [:]
        for handle in idle { handle.destroy() }
        _ = library.multi.destroy(multi)
    }

    private func release(_ handle: CurlHandle) {
        guard idle.count < Self.mostIdleHandles else { return handle.destroy() }
        handle.reset()
        idle.append(handle)
    }
}
