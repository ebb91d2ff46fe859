import Diagnostics
import Documents
import Glibc
import Targets

extension Configuration {
    /// Reads the configuration; a file that is not there is an empty one.
    ///
    /// - Parameter path: The file that the user named; `nil` for `~/.rad/config.yaml`.
    /// - Returns: The workspaces, with the places that a command may want to change.
    /// - Throws: `Failure` with what is wrong in the file.
    static func read(from path: String?) throws -> Configuration {
        let path = Self.path(path)
        guard let source = try SourceFile.readIfPresent(path) else {
            return Configuration(
                path: path,
                workspaces: [],
                defaultName: nil,
                source: nil,
                defaultSpan: nil,
                workspacesSpan: nil
            )
        }
        return try read(source, path: path)
    }

    /// Where the configuration is: the file that the user named, else `~/.rad/config.yaml`.
    static func path(_ named: String?) -> String {
        named ?? "\(getenv("HOME").map { String(cString: $0) } ?? ".")/.rad/config.yaml"
    }

    /// Reads the text of a configuration.
    static func read(_ source: SourceFile, path: String) throws -> Configuration {
        let (documents, diagnostics) = YAMLReader.read(source)
        guard !diagnostics.hasErrors else { throw Failure(diagnostics) }
        var reader = ConfigurationReader()
        let configuration = reader.read(documents.first, path: path, source: source)
        guard !reader.diagnostics.hasErrors else { throw Failure(reader.diagnostics) }
        return configuration
    }
}

/// Takes the document apart, collecting what is wrong.
private struct ConfigurationReader {
    var diagnostics: [Diagnostic] = []

    mutating func read(_ document: Document?, path: String, source: SourceFile) -> Configuration {
        let top = members(of: document, allowed: ["workspaces"])
        let section = members(of: top["workspaces"], allowed: ["default", "items"])
        var workspaces: [Workspace] = []
        if let items = section["items"] {
            for member in members(of: items) {
                if let workspace = workspace(named: member.name, at: member.nameSpan, member.value) {
                    workspaces.append(workspace)
                }
            }
        }
        let chosen = section["default"].flatMap { text($0) }
        var configuration = Configuration(
            path: path,
            workspaces: workspaces,
            defaultName: chosen?.isEmpty == true ? nil : chosen,
            source: source,
            defaultSpan: section["default"]?.span,
            workspacesSpan: top["workspaces"]?.span
        )
        configuration.itemsSpan = section["items"]?.span
        configuration.places = (section["items"]?.givenMembers ?? []).map { item in
            let values = item.value.givenMembers.map { ($0.name, $0.value.span) }
            return Configuration.WorkspacePlace(
                name: item.name,
                mapping: item.value.span,
                members: Dictionary(values) { first, _ in first }
            )
        }
        return configuration
    }

    private mutating func workspace(named name: String, at span: Span, _ document: Document) -> Workspace? {
        let parts = members(of: document, allowed: ["connection", "scope", "environment", "state"])
        let connection = members(of: parts["connection"], allowed: ["kind", "context", "path", "overrides"])
        guard let kind = connection["kind"] else {
            let isReported = !document.isMapping || parts["connection"]?.isMapping == false
            if !isReported { diagnostics.append(.incompleteWorkspace(name, at: span)) }
            return nil
        }
        guard let kindText = text(kind) else { return nil }
        let resolved: Workspace.Connection
        switch kindText {
        case "kubernetes": resolved = .kubernetes(context: connection["context"].flatMap { text($0) } ?? "")
        case "directory": resolved = .directory(path: connection["path"].flatMap { text($0) } ?? ".rad")
        default:
            diagnostics.append(.unknownConnectionKind(kindText, at: kind.span))
            return nil
        }
        return Workspace(
            name: name,
            connection: resolved,
            state: parts["state"].flatMap { statePlace($0, of: resolved) } ?? .files,
            group: parts["scope"].flatMap { text($0) }.map(Workspace.name(ofID:)) ?? "default",
            environment: parts["environment"].flatMap { text($0) }.map(Workspace.name(ofID:)) ?? "default"
        )
    }

    /// Where the state is: `cluster`, or `{ kind: cluster, namespace: NAME }`.
    private mutating func statePlace(_ document: Document, of connection: Workspace.Connection) -> Workspace.StatePlace?
    {
        var kind = document
        var namespace = ClusterStateObjects.defaultNamespace
        if case .object = document.content {
            let parts = members(of: document, allowed: ["kind", "namespace"])
            guard let given = parts["kind"] else {
                diagnostics.append(.unknownStatePlace("", at: document.span))
                return nil
            }
            kind = given
            namespace = parts["namespace"].flatMap { text($0) } ?? namespace
        }
        guard let word = text(kind) else { return nil }
        switch (word, connection) {
        case ("files", _): return .files
        case ("cluster", .kubernetes): return .cluster(namespace: namespace)
        case _:
            diagnostics.append(.unknownStatePlace(word, at: kind.span))
            return nil
        }
    }

    private mutating func text(_ document: Document) -> String? {
        switch document.content {
        case .string(let text): return text
        case .null: return ""
        case .bool, .integer, .number, .array, .object:
            diagnostics.append(.configurationShape(document, expected: "a text"))
            return nil
        }
    }

    private mutating func members(of document: Document?) -> [Document.Member] {
        guard let document else { return [] }
        switch document.content {
        case .object(let members): return members
        case .null: return []
        case .bool, .integer, .number, .string, .array:
            diagnostics.append(.configurationShape(document, expected: "a mapping"))
            return []
        }
    }

    private mutating func members(of document: Document?, allowed: [String]) -> [String: Document] {
        var result: [String: Document] = [:]
        for member in members(of: document) {
            guard allowed.contains(member.name) else {
                diagnostics.append(.unknownConfiguration(member.name, among: allowed, at: member.nameSpan))
                continue
            }
            result[member.name] = member.value
        }
        return result
    }
}

extension Document {
    /// The members of a mapping; none of anything else, which is reported elsewhere.
    fileprivate var givenMembers: [Member] {
        if case .object(let members) = content { members } else { [] }
    }

    /// Whether the document has members, or is empty and could have.
    fileprivate var isMapping: Bool {
        switch content {
        case .object, .null: true
        case .bool, .integer, .number, .string, .array: false
        }
    }

    /// What the document is, in words.
    fileprivate var kindInWords: String {
        switch content {
        case .object: "a mapping"
        case .array: "a list"
        case .string: "a text"
        case .integer, .number: "a number"
        case .bool: "true or false"
        case .null: "nothing"
        }
    }
}

extension Diagnostic {
    fileprivate static func incompleteWorkspace(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7002",
            "workspace '\(name)' has no connection.kind",
            at: span,
            help: "write 'connection: { kind: directory }' or 'connection: { kind: kubernetes, context: NAME }'"
        )
    }

    fileprivate static func unknownConnectionKind(_ kind: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7003",
            "'\(kind)' is no kind of connection; expected 'directory' or 'kubernetes'",
            at: span,
            help: "write 'kind: directory' or 'kind: kubernetes'"
        )
    }

    fileprivate static func unknownStatePlace(_ word: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7007",
            "'\(word)' is no place for the state of the workspace; expected 'files' or, for a cluster, 'cluster'",
            at: span,
            help: "write 'state: files', or 'state: cluster' in a workspace of kind 'kubernetes'"
        )
    }

    fileprivate static func configurationShape(_ document: Document, expected: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7004",
            "expected \(expected), found \(document.kindInWords)",
            at: document.span,
            help: expected == "a text"
                ? "write it in quotes"
                : "write members such as 'name: value', each on a line of its own below"
        )
    }

    fileprivate static func unknownConfiguration(_ name: String, among names: [String], at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7005",
            "'\(name)' is not part of the configuration; expected \(names.joined(separator: ", "))",
            at: span,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" } ?? "remove the member"
        )
    }
}
