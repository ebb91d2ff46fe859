import Diagnostics
import Glibc
import Targets

extension Configuration {
    /// What a command changes in the file.
    enum Change {
        case defaultName(String)
        case environment(String, of: Workspace)
        case group(String, of: Workspace)
        case state(Workspace.StatePlace, of: Workspace)
    }

    /// Changes one thing in the file, and nothing else in it: comments and order stay.
    ///
    /// The workspace that is there without any configuration is written down with what it is. The file is read again
    /// under a lock, so that of two commands at once neither undoes what the other did.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - path: The file that the user named; `nil` for `~/.rad/config.yaml`. Where it is a link, the file behind it
    ///     is changed.
    /// - Throws: `Failure` if the file cannot be written, or would then say something else.
    static func write(_ change: Change, to path: String?) throws {
        let place = Self.path(path)
        let file = fileBehind(place)
        try withLock(on: LocalFiles.folder(of: file)) {
            let configuration = try read(from: path)
            let text = configuration.text(with: change)
            let made = try? read(SourceFile(path: place, text: text), path: place)
            guard let made, made.differs(from: configuration, by: change) else {
                throw Failure(.changeOfMore(change, in: configuration))
            }
            try AtomicFile.write(Array(text.utf8), to: file)
        }
    }

    /// Where a link leads; what is no link stays in the words of the user, whom messages tell of it.
    private static func fileBehind(_ path: String) -> String {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
        return LocalFiles.realPath(path) ?? path
    }

    /// Keeps other commands that change the file waiting, where the file system has locks.
    ///
    /// The folder is locked, as the file itself is replaced.
    private static func withLock(on folder: String, _ body: () throws -> Void) throws {
        try AtomicFile.createFolder(folder)
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return try body() }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        try body()
    }

    /// Whether the configuration is another one with this change, and the same in all else.
    private func differs(from other: Configuration, by change: Change) -> Bool {
        switch change {
        case .defaultName(let name): return defaultName == name && workspaces == other.workspaces
        case .environment(_, let workspace), .group(_, let workspace), .state(_, let workspace):
            let isMeant = { (some: Workspace) in some.name.lowercased() == workspace.name.lowercased() }
            let old = other.workspaces.first(where: isMeant) ?? .local
            return defaultName == other.defaultName
                && workspaces.filter { !isMeant($0) } == other.workspaces.filter { !isMeant($0) }
                && workspaces.first(where: isMeant) == old.with(change)
        }
    }

    private func text(with change: Change) -> String {
        switch change {
        case .defaultName(let name): text(withDefault: name)
        case .environment(let id, let workspace): text(with: "environment", id, of: workspace)
        case .group(let id, let workspace): text(with: "scope", id, of: workspace)
        case .state(let place, let workspace): text(with: "state", place.text, of: workspace)
        }
    }

    private func text(withDefault name: String) -> String {
        guard let source else { return "workspaces:\n  default: \(name)\n" }
        if let defaultSpan { return source.replacing(defaultSpan, with: name) }
        guard let workspacesSpan else {
            return source.appending("workspaces:\n  default: \(name)\n")
        }
        guard !workspacesSpan.range.isEmpty else {
            return source.replacing(workspacesSpan, with: "{ default: \(name) }")
        }
        return source.inserting("default: \(name)", atStartOf: workspacesSpan)
    }

    private func text(with member: String, _ value: String, of workspace: Workspace) -> String {
        if let source, let place = places.first(where: { $0.name.lowercased() == workspace.name.lowercased() }) {
            // A member that another mapping lends to this one is left as it is there.
            if let span = place.members[member], place.mapping.range.contains(span.range) {
                return source.replacing(span, with: value)
            }
            return source.inserting("\(member): \(value)", atStartOf: place.mapping)
        }
        let item = "\(workspace.name): { connection: { kind: directory, path: .rad }, \(member): \(value) }"
        let whole = "workspaces:\n  items:\n    \(item)\n"
        guard let source else { return whole }
        if let itemsSpan {
            guard itemsSpan.range.isEmpty else { return source.inserting(item, atStartOf: itemsSpan) }
            return source.replacing(itemsSpan, with: "{ \(item) }")
        }
        guard let workspacesSpan else { return source.appending(whole) }
        guard !workspacesSpan.range.isEmpty else {
            return source.replacing(workspacesSpan, with: "{ items: { \(item) } }")
        }
        return source.inserting("items: { \(item) }", atStartOf: workspacesSpan)
    }
}

extension SourceFile {
    /// The text with more lines.
    fileprivate func appending(_ lines: String) -> String {
        let isOpen = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
        return text(in: span.range) + (isOpen ? "\n" : "") + lines
    }

    /// The text with another value in the place of one; a value that is not there begins after a blank.
    ///
    /// A text in several lines reaches to the start of the next line; its last line break stays.
    fileprivate func replacing(_ value: Span, with text: String) -> String {
        let whole = span.range
        var place = value.range
        while let last = bytes[place].last, [10, 13].contains(last) { place = place.lowerBound..<place.upperBound - 1 }
        let tail = self.text(in: place.upperBound..<whole.upperBound)
        return self.text(in: 0..<place.lowerBound) + (place.isEmpty ? " \(text)" : text) + tail
    }

    /// The text with one more member in a mapping, before the others.
    fileprivate func inserting(_ member: String, atStartOf mapping: Span) -> String {
        let (start, whole) = (mapping.range.lowerBound, span.range)
        if text(in: start..<start + 1) == "{" {
            let rest = text(in: start + 1..<whole.upperBound)
            let isEmpty = rest.first { !$0.isWhitespace } == "}"
            return text(in: 0..<start) + "{\(member)\(isEmpty ? "" : ", ")" + rest
        }
        // A mapping in lines begins at its first name, so the new member takes that column.
        let indentation = String(repeating: " ", count: location(at: start).column - 1)
        return text(in: 0..<start) + "\(member)\n\(indentation)" + text(in: start..<whole.upperBound)
    }
}

extension Range<Int> {
    /// Whether a range lies in this one, or where an absent value of it would.
    fileprivate func contains(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}

extension Workspace {
    fileprivate func with(_ change: Configuration.Change) -> Workspace {
        var (group, environment, state) = (group, environment, state)
        switch change {
        case .defaultName: break
        case .environment(let id, _): environment = Self.name(ofID: id)
        case .group(let id, _): group = Self.name(ofID: id)
        case .state(let place, _): state = place
        }
        return Workspace(name: name, connection: connection, state: state, group: group, environment: environment)
    }
}

extension Workspace.StatePlace {
    /// The place as the configuration spells it.
    var text: String {
        switch self {
        case .files: "files"
        case .cluster(let namespace):
            namespace == ClusterStateObjects.defaultNamespace
                ? "cluster" : "{ kind: cluster, namespace: \(namespace) }"
        }
    }
}

extension Diagnostic {
    fileprivate static func changeOfMore(_ change: Configuration.Change, in configuration: Configuration) -> Diagnostic
    {
        let (wanted, line) =
            switch change {
            case .defaultName(let name): ("the default workspace", "default: \(name)")
            case .environment(let id, let workspace):
                ("the environment of workspace '\(workspace.name)'", "environment: \(id)")
            case .group(let id, let workspace): ("the group of workspace '\(workspace.name)'", "scope: \(id)")
            case .state(let place, let workspace):
                ("the state of workspace '\(workspace.name)'", "state: \(place.text)")
            }
        return Diagnostic(
            .error,
            "RAD7006",
            "\(wanted) cannot be changed in '\(configuration.path)' without changing something else",
            at: nil,
            help: "edit the file: write '\(line)' there, in a mapping that nothing else stands for"
        )
    }
}
