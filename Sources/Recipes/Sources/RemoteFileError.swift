internal import Archives
internal import HTTP
internal import Processes

/// Why the files of a repository or an archive could not be fetched.
public struct RemoteFileError: Error, Sendable, Equatable {
    /// The code of the diagnostic that it becomes.
    public let code: String
    /// What came of the attempt, as half a sentence; it holds no credential.
    public let reason: String
    /// One concrete next step.
    public let help: String
    /// Whether the server cannot leave the history out.
    private let isAboutDepth: Bool

    private init(_ code: String, _ reason: String, help: String, isAboutDepth: Bool = false) {
        self.code = code
        self.reason = reason
        self.help = help
        self.isAboutDepth = isAboutDepth
    }
}

// MARK: - Git

extension RemoteFileError {
    static let noGit = RemoteFileError(
        "RAD4131",
        "there is no program 'git' in the folders of PATH",
        help: "install git, for example with 'apt install git'"
    )

    static func gitNotRun(_ error: ProgramError) -> RemoteFileError {
        RemoteFileError("RAD4131", "\(error)", help: "run it by hand to see what it waits for: 'git ls-remote ADDRESS'")
    }

    static func noRef(_ source: GitFolder) -> RemoteFileError {
        RemoteFileError(
            "RAD4134",
            source.ref.map { "'\(source.repository)' has no branch, tag or commit '\($0)'" }
                ?? "'\(source.repository)' has no branch that it shows by itself",
            help: "see what it has: git ls-remote \(source.repository)"
        )
    }

    /// What git's own words mean.
    ///
    /// - Parameters:
    ///   - source: What was asked for.
    ///   - said: What git printed.
    /// - Returns: The error.
    static func git(_ source: GitFolder, said: String) -> RemoteFileError {
        func says(_ parts: String...) -> Bool { parts.contains { said.contains($0) } }
        let lines = said.split(whereSeparator: \.isNewline)
        let line = lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("ERROR: ") } ?? lines.last ?? ""
        // Part of it may be the server's.
        let printable = String(line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        let cause = printable.replacing("fatal: ", with: "")
        if says("couldn't find remote ref", "not our ref", "unadvertised object") { return .noRef(source) }
        if says(
            "could not read Username",
            "could not read Password",
            "terminal prompts disabled",
            "Authentication failed",
            "Permission denied",
            "Host key verification failed",
            "returned error: 403"
        ) {
            return .notAllowed(source, said: cause)
        }
        return RemoteFileError(
            "RAD4132",
            "git cannot read '\(source.repository)': \(cause)",
            help: "check the address: git ls-remote \(source.repository)",
            isAboutDepth: says("shallow")
        )
    }

    private static func notAllowed(_ source: GitFolder, said cause: String) -> RemoteFileError {
        let isSSH = source.protocols == ["ssh"]
        return RemoteFileError(
            "RAD4133",
            "'\(source.repository)' does not let git in: \(cause)",
            help: isSSH
                ? "add a key that it knows to your agent, and the host to 'known_hosts'; then this works: git ls-remote \(source.repository)"
                : "store a user name and a token once, for example with 'git credential approve' or a credential helper; then this works: git ls-remote \(source.repository)"
        )
    }

    /// Whether there is no point in asking for more than the version.
    func isFinal(for source: GitFolder) -> Bool {
        switch code {
        case "RAD4131", "RAD4133": true
        case "RAD4134": source.commit == nil && !source.isAbbreviation
        case _: !isAboutDepth
        }
    }
}

// MARK: - Archives

extension RemoteFileError {
    static func unreachable(_ host: String, _ error: HTTPError) -> RemoteFileError {
        guard error.code != .tooLarge else { return .tooLarge(host, limit: ArchiveClient.sizeLimit) }
        return RemoteFileError(
            "RAD4136",
            error.description,
            help: "check the address and the network, and try again"
        )
    }

    static func answer(_ host: String, status: Int) -> RemoteFileError {
        switch status {
        case 401, 403:
            RemoteFileError(
                "RAD4137",
                "'\(host)' does not let rad in (status \(status))",
                help: "write 'machine \(host) login NAME password TOKEN' into ~/.netrc, which only you may read"
            )
        case 404, 410:
            RemoteFileError("RAD4136", "'\(host)' has no such file (status \(status))", help: "check the address")
        case _:
            RemoteFileError("RAD4136", "'\(host)' answers with status \(status)", help: "try again in a few minutes")
        }
    }

    static func redirect(_ host: String, _ problem: String) -> RemoteFileError {
        RemoteFileError(
            "RAD4136",
            "'\(host)' sends the request elsewhere, where it is not followed: \(problem)",
            help: "name the address that it sends to, if you trust it"
        )
    }

    static func checksum(_ source: ArchiveFolder, found: String) -> RemoteFileError {
        RemoteFileError(
            "RAD4138",
            "what '\(source.host)' sent is not what was asked for: expected \(source.checksum ?? ""), found \(found)",
            help: "ask its owner what has changed; nothing of it was unpacked"
        )
    }

    private static func tooLarge(_ host: String, limit: Int) -> RemoteFileError {
        RemoteFileError(
            "RAD4140",
            "what '\(host)' sent is larger than the \(limit) bytes that rad accepts",
            help: "put the recipes into an archive of their own"
        )
    }

    /// What is wrong with an archive.
    static func archive(_ source: ArchiveFolder, _ error: ArchiveError) -> RemoteFileError {
        func unsafe(_ name: String, _ what: String) -> RemoteFileError {
            RemoteFileError(
                "RAD4139",
                "the archive holds '\(name)', \(what)",
                help: "make it anew of plain files; nothing of it was unpacked"
            )
        }
        func damaged(_ reason: String) -> RemoteFileError {
            RemoteFileError(
                "RAD4141",
                "the archive cannot be read: \(reason)",
                help: "expected a \(source.kind) archive; 'archive=' in the address names another kind"
            )
        }
        switch error {
        case .unsafePath(let name): return unsafe(name, "which leads out of its folder or is no name of a file")
        case .link(let name): return unsafe(name, "which is a link")
        case .special(let name): return unsafe(name, "which is neither a file nor a folder")
        case .duplicate(let name): return unsafe(name, "which stands twice")
        case .tooManyEntries(let limit):
            return RemoteFileError(
                "RAD4140",
                "the archive holds more than the \(limit) files that rad accepts",
                help: "put the recipes into an archive of their own"
            )
        case .tooLarge(let limit):
            return RemoteFileError(
                "RAD4140",
                "the archive would become larger than the \(limit) bytes that rad accepts of one of its size",
                help: "put the recipes into an archive of their own; nothing of it was unpacked"
            )
        case .damaged(let reason): return damaged(reason)
        case .unsupported(let reason): return damaged(reason)
        case .noZlib(let reason):
            return RemoteFileError(
                "RAD4142",
                "zlib, which unpacks archives, cannot be opened: \(reason)",
                help: "install the package 'zlib1g'"
            )
        }
    }
}

// MARK: - Files

extension RemoteFileError {
    /// There is no such file in what was fetched.
    public static func noFile(_ path: String, in folder: String, _ reason: String) -> RemoteFileError {
        RemoteFileError(
            "RAD4135",
            "'\(path)' of '\(folder)' cannot be read: \(reason)",
            help: "name a Bicep file after '//', or a folder that holds 'main.bicep'"
        )
    }
}
