public import Diagnostics
import Documents

/// What the kubeconfig files of a user say together: clusters, users, contexts, and which context is the current one.
///
/// Of two files that define the same name, the first wins, as with kubectl. An entry is only looked into when a
/// context needs it: what is wrong with the others is in nobody's way.
public struct Kubeconfig: Sendable {
    /// One named part, and the folder that its relative paths start at.
    struct Entry {
        let name: String
        let content: Document?
        let place: Span
        /// The folder of its file, without a slash at the end; empty for the working directory.
        let folder: String
    }

    private(set) var clusters: [Entry] = []
    private(set) var users: [Entry] = []
    private(set) var contexts: [Entry] = []
    /// The name of the context that is used when none is named, and where it stands.
    private(set) var currentContext: (name: String, place: Span)?
    /// The paths of the files, for messages.
    let paths: [String]

    /// Reads and merges files, the most important first.
    ///
    /// - Parameter files: The files; a path may be relative to the working directory.
    /// - Returns: What they say, and what is wrong with the parts that hold it together.
    public static func read(_ files: [SourceFile]) -> (kubeconfig: Kubeconfig, diagnostics: [Diagnostic]) {
        var kubeconfig = Kubeconfig(paths: files.map(\.path))
        var diagnostics: [Diagnostic] = []
        for file in files {
            let (documents, found) = YAMLReader.read(file)
            diagnostics += found
            guard let document = documents.first else { continue }
            kubeconfig.merge(document, of: file, &diagnostics)
        }
        return (kubeconfig, diagnostics)
    }

    /// The names of all contexts, in the order of the files.
    public var contextNames: [String] { contexts.map(\.name) }

    /// Whether the files say nothing at all.
    public var isEmpty: Bool { clusters.isEmpty && users.isEmpty && contexts.isEmpty && currentContext == nil }

    private init(paths: [String]) {
        self.paths = paths
    }

    private mutating func merge(_ document: Document, of file: SourceFile, _ diagnostics: inout [Diagnostic]) {
        let folder = Self.folder(of: file.path)
        let members: [Document.Member]
        switch document.content {
        case .object(let content): members = content
        case .null: return
        case .bool, .integer, .number, .string, .array:
            return diagnostics.append(.kubeconfigShape(document, expected: "a mapping"))
        }
        for member in members {
            switch member.name {
            case "clusters": add(to: &clusters, member.value, "cluster", folder, &diagnostics)
            case "users": add(to: &users, member.value, "user", folder, &diagnostics)
            case "contexts": add(to: &contexts, member.value, "context", folder, &diagnostics)
            case "current-context":
                guard currentContext == nil else { continue }
                var part = KubeconfigPart(nil, diagnostics: diagnostics)
                if let name = part.text(of: member.value), !name.isEmpty { currentContext = (name, member.value.span) }
                diagnostics = part.diagnostics
            case _: continue
            }
        }
    }

    /// Adds the entries of a list such as `[{ name: a, cluster: { … } }]` whose names are not taken.
    private func add(
        to entries: inout [Entry],
        _ list: Document,
        _ kind: String,
        _ folder: String,
        _ diagnostics: inout [Diagnostic]
    ) {
        let elements: [Document]
        switch list.content {
        case .array(let content): elements = content
        case .null: return
        case .bool, .integer, .number, .string, .object:
            return diagnostics.append(.kubeconfigShape(list, expected: "a list"))
        }
        for element in elements {
            guard case .object = element.content else {
                diagnostics.append(.kubeconfigShape(element, expected: "a mapping"))
                continue
            }
            guard let given = element["name"], case .string(let name) = given.content else {
                diagnostics.append(.kubeconfigShape(element["name"] ?? element, expected: "a \(kind) with a name"))
                continue
            }
            guard !entries.contains(where: { $0.name == name }) else { continue }
            entries.append(Entry(name: name, content: element[kind], place: given.span, folder: folder))
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension Kubeconfig.Entry {
    /// A path of the entry as it is seen from the working directory.
    func path(_ written: String) -> String {
        guard !written.hasPrefix("/"), !folder.isEmpty else { return written }
        return folder == "/" ? "/\(written)" : "\(folder)/\(written)"
    }
}

/// Looks members of a part of a kubeconfig up, and collects what is wrong with them.
struct KubeconfigPart {
    private let content: Document?
    private(set) var diagnostics: [Diagnostic]

    /// Looks into a part; one that is absent or empty has no members.
    init(_ content: Document?, diagnostics: [Diagnostic] = []) {
        self.content = content
        self.diagnostics = diagnostics
        switch content?.content {
        case .object, .null, nil: break
        case .bool, .integer, .number, .string, .array:
            if let content { self.diagnostics.append(.kubeconfigShape(content, expected: "a mapping")) }
        }
    }

    /// A member by its exact name, unless it is absent or nothing.
    subscript(name: String) -> Document? {
        guard let member = content?[name], !member.value.isNull else { return nil }
        return member
    }

    /// The text of a member; `nil` if it is absent or empty.
    mutating func text(_ name: String) -> String? {
        guard let member = self[name], let text = text(of: member), !text.isEmpty else { return nil }
        return text
    }

    /// The truth value of a member; false if it is absent.
    mutating func flag(_ name: String) -> Bool {
        guard let member = self[name] else { return false }
        if case .bool(let flag) = member.content { return flag }
        diagnostics.append(.kubeconfigShape(member, expected: "true or false"))
        return false
    }

    /// The texts of a list; none if it is absent.
    mutating func texts(_ name: String) -> [String] {
        elements(name).compactMap { text(of: $0) }
    }

    /// The elements of a list; none if it is absent.
    mutating func elements(_ name: String) -> [Document] {
        guard let member = self[name] else { return [] }
        if case .array(let elements) = member.content { return elements }
        diagnostics.append(.kubeconfigShape(member, expected: "a list"))
        return []
    }

    /// A mapping inside this one, whose mistakes go to the same list.
    mutating func within<Result>(_ document: Document?, _ body: (inout KubeconfigPart) -> Result) -> Result {
        var part = KubeconfigPart(document, diagnostics: diagnostics)
        let result = body(&part)
        diagnostics = part.diagnostics
        return result
    }

    /// Notes something that is wrong.
    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// The text of a value, as a name or a password that looks like a number is meant.
    mutating func text(of document: Document) -> String? {
        switch document.content {
        case .string(let text): return text
        case .null: return ""
        case .bool, .integer, .number, .array, .object:
            diagnostics.append(.kubeconfigShape(document, expected: "a text"))
            return nil
        }
    }
}
