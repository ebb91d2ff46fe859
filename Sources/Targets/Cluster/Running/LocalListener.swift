import Glibc
import HTTP
import Synchronization

/// A port of this machine, open to programs on this machine only.
final class LocalListener: Sendable {
    let port: Int
    private let socket: Int32
    private let isClosed = Atomic(false)

    /// Opens a port of 127.0.0.1, or fails if somebody else has it.
    ///
    /// - Parameter port: The port; 0 for any that is free.
    init?(port: Int) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let opened = sockaddr_in.withLoopback(port: port) { address, size -> Int? in
            var size = size
            guard bind(socket, address, size) == 0, listen(socket, 128) == 0, getsockname(socket, address, &size) == 0
            else { return nil }
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
        guard let opened else {
            close(socket)
            return nil
        }
        self.socket = socket
        self.port = opened
    }

    deinit { Glibc.close(socket) }

    /// The next program that connects; `nil` when the listener was closed.
    func accept() async -> LocalConnection? {
        let result = await BlockingThread.run { [self] () -> Result<LocalConnection?, HTTPError> in
            while true {
                let descriptor = Glibc.accept(socket, nil, nil)
                if descriptor >= 0 { return .success(LocalConnection(descriptor)) }
                guard errno == EINTR || errno == ECONNABORTED else { return .success(nil) }
            }
        }
        return try? result.get()
    }

    /// Lets nobody connect any more, and ends the wait for those who might.
    func stop() {
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        shutdown(socket, Int32(SHUT_RDWR))
    }
}

/// A connection to a program of this machine.
final class LocalConnection: Sendable {
    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // Programs that rad starts have nothing to do with it.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Connects to a port of 127.0.0.1, or fails if nobody listens to it.
    convenience init?(toPort port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let isOpen = sockaddr_in.withLoopback(port: port) { address, size in
            var result: Int32 = -1
            repeat { result = connect(descriptor, address, size) } while result < 0 && errno == EINTR
            return result == 0
        }
        guard isOpen else {
            close(descriptor)
            return nil
        }
        self.init(descriptor)
    }

    deinit { close(descriptor) }

    /// The next bytes; none when the program has said all, or is gone.
    func receive() async -> [UInt8] {
        let result = await BlockingThread.run { [self] in
            let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, size in
                var count = -1
                repeat { count = read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
                size = max(count, 0)
            }
            return .success(bytes)
        }
        return (try? result.get()) ?? []
    }

    /// Sends bytes; says whether the program has taken them.
    func send(_ bytes: [UInt8]) async -> Bool {
        let result = await BlockingThread.run { [self] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return .success(false) }
                rest = rest.dropFirst(count)
            }
            return .success(true)
        }
        return (try? result.get()) ?? false
    }

    /// Tells the program that nothing more comes, and ends every wait for it.
    func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

extension sockaddr_in {
    /// Gives the address of a port of 127.0.0.1, as the calls of sockets want it.
    fileprivate static func withLoopback<Result>(
        port: Int,
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
        address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
