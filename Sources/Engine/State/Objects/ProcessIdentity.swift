import Glibc

/// A process, told apart from all others on all machines, as far as the system knows them.
///
/// So a lock whose holder was killed need not be waited for on the machine on which that happened.
struct ProcessIdentity: Sendable, Equatable {
    /// The boot of the machine, and the space in which numbers of processes are given.
    private let system: String
    private let process: Int32
    /// When it began, in ticks of the system.
    private let start: String

    /// This process; one that nobody can tell to be gone if the system does not say.
    static let current = ProcessIdentity(process: getpid())

    /// What `description` gave; `nil` if it is something else.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let process = Int32(parts[1]) else { return nil }
        (system, self.process, start) = (String(parts[0]), process, String(parts[2]))
    }

    private init(process: Int32) {
        system = Self.systemNow
        self.process = process
        start = Self.start(of: process) ?? "unknown"
    }

    /// Whether it has ended for certain: it ran here, and does no more.
    var isSurelyGone: Bool {
        guard system == Self.systemNow, start != "unknown" else { return false }
        return Self.start(of: process) != start
    }

    private static let systemNow: String = {
        let boot = text(ofFile: "/proc/sys/kernel/random/boot_id").filter { !$0.isWhitespace }
        var target = [CChar](repeating: 0, count: 64)
        let length = readlink("/proc/self/ns/pid", &target, target.count - 1)
        guard !boot.isEmpty, length > 0 else { return "unknown" }
        return "\(boot)/\(String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self))"
    }()

    /// When a process began; `nil` if there is none of that number, or only what its parent has yet to look at.
    private static func start(of process: Int32) -> String? {
        // The name in parentheses may hold anything; after it come the state and, 19 fields on, the start (`proc(5)`).
        let text = text(ofFile: "/proc/\(process)/stat")
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return String(fields[19])
    }

    private static func text(ofFile path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}

extension ProcessIdentity: CustomStringConvertible {
    /// The identity in one line, which other processes can read.
    var description: String { "\(system) \(process) \(start)" }
}
