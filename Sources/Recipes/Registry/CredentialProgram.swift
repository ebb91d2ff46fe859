internal import Diagnostics
internal import Documents
internal import Glibc
internal import HTTP

/// A program that keeps credentials: `docker-credential-NAME`, asked with `get` and started without a shell.
struct CredentialProgram: Sendable {
    private let program: String
    private let configuration: String
    private let environment: [String: String]
    private let timeLimit: Duration

    /// How long a helper may take in all.
    static let timeLimit = Duration.seconds(30)
    /// How much a helper may say, in bytes.
    private static let sizeLimit = 1 << 20

    /// Names a helper.
    ///
    /// - Parameters:
    ///   - name: What follows `docker-credential-`.
    ///   - configuration: The file that names it, for messages.
    ///   - environment: The variables that it gets.
    ///   - timeLimit: How long it may take in all.
    /// - Throws: `RegistryError` if the name could stand for something else.
    init(
        _ name: String,
        of configuration: String,
        environment: [String: String],
        timeLimit: Duration
    ) throws(RegistryError) {
        let isName = name.utf8.allSatisfy { byte in
            97...122 ~= byte || 65...90 ~= byte || 48...57 ~= byte || "-_.".utf8.contains(byte)
        }
        guard isName else {
            throw .credentialsUnreadable(
                "'\(configuration)' names a credential helper whose name is none",
                help: "correct 'credsStore' or 'credHelpers' in '\(configuration)'"
            )
        }
        program = "docker-credential-\(name)"
        self.configuration = configuration
        self.environment = environment
        self.timeLimit = timeLimit
    }

    /// What the helper has for a server; `nil` if nothing.
    func credential(for server: String) async throws(RegistryError) -> RegistryCredential? {
        let helper = self
        let result = await BlockingThread.run { .success(helper.run(input: server + "\n")) }
        let output = try output(of: (try? result.get()) ?? .notStarted)
        guard output.status == 0 else { return nil }
        let (document, diagnostics) = JSONReader.read(SourceFile(path: program, bytes: output.bytes))
        guard !diagnostics.hasErrors, let value = document?.value, let user = value["Username"]?.stringValue,
            let secret = value["Secret"]?.stringValue
        else {
            throw .credentialsUnreadable("'\(program)' answers with no credentials", help: "log in again")
        }
        return user == "<token>" ? .identityToken(secret) : .password(user: user, secret: secret)
    }

    private struct Output: Sendable {
        let status: Int32
        let bytes: [UInt8]
    }

    private enum Outcome: Sendable {
        case ended(Output)
        case notStarted
        /// It took too long, or said too much.
        case stopped
    }

    private func output(of outcome: Outcome) throws(RegistryError) -> Output {
        let problem: String
        switch outcome {
        case .ended(let output): return output
        case .notStarted: problem = "cannot be started"
        case .stopped: problem = "does not come to an end"
        }
        throw .credentialsUnreadable(
            "'\(program)', which '\(configuration)' names, \(problem)",
            help: "install it, or take it out of '\(configuration)' and log in again"
        )
    }

    /// Runs the helper to its end, or to that of the time that it has.
    private func run(input: String) -> Outcome {
        let deadline = ContinuousClock.now + timeLimit
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            return .notStarted
        }
        let child = start(speakingTo: ends[1])
        close(ends[1])
        defer { close(ends[0]) }
        guard let child else { return .notStarted }
        // The name of a server fits into the socket's buffer, so that this does not wait.
        let bytes = Array(input.utf8)
        _ = bytes.withUnsafeBytes { send(ends[0], $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        shutdown(ends[0], Int32(SHUT_WR))
        guard let output = read(from: ends[0], until: deadline), let status = end(of: child, until: deadline) else {
            kill(child, SIGKILL)
            var status: Int32 = 0
            while waitpid(child, &status, 0) < 0, errno == EINTR {}
            return .stopped
        }
        return .ended(Output(status: status, bytes: output))
    }

    /// How a helper that has nothing more to say ended; `nil` if it did not.
    private func end(of child: pid_t, until deadline: ContinuousClock.Instant) -> Int32? {
        var status: Int32 = 0
        while true {
            let ended = waitpid(child, &status, WNOHANG)
            if ended == child { return status }
            guard ended == 0 || errno == EINTR, ContinuousClock.now < deadline else { return nil }
            usleep(2_000)
        }
    }

    /// The file of the program, in the first folder of `PATH` that has it; never in the folder that rad runs in.
    private var executable: String? {
        (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(program)" }
            .first { access($0, X_OK) == 0 }
    }

    private func start(speakingTo end: Int32) -> pid_t? {
        guard let executable else { return nil }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The thread that starts it blocks a signal for its own sake.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = [program, "get"].map { (text: String) in strdup(text) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in arguments + variables { free(text) } }
        var child: pid_t = 0
        for _ in 0..<50 {
            let status = posix_spawn(&child, executable, &actions, &attributes, arguments + [nil], variables + [nil])
            // One that is being replaced at this moment can be started in the next.
            guard status == ETXTBSY else { return status == 0 ? child : nil }
            usleep(20_000)
        }
        return nil
    }

    /// All that a helper says; `nil` if it does not come to an end.
    private func read(from descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < Self.sizeLimit {
            let rest = ContinuousClock.now.duration(to: deadline)
            guard rest > .zero else { return nil }
            var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&event, 1, Int32(clamping: Int64(rest / .milliseconds(1)) + 1))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            // A helper that ends without having read what it was asked resets the connection: the end as well.
            guard count > 0 else { return count == 0 || errno == ECONNRESET ? bytes : nil }
            bytes.append(contentsOf: buffer[..<count])
        }
        return nil
    }
}
