import Diagnostics

extension Configuration {
    /// Changes the default workspace in the file, and nothing else in it: comments and order stay.
    ///
    /// - Throws: `Failure` if the file cannot be written.
    func writeDefault(_ name: String) throws {
        try AtomicFile.write(Array(text(withDefault: name).utf8), to: path)
    }

    /// Changes a member of a workspace in the file, and nothing else in it.
    ///
    /// The workspace that is there without any configuration is written down with what it is.
    ///
    /// - Throws: `Failure` if the file cannot be written.
    func write(_ member: String, _ value: String, of workspace: Workspace) throws {
        try AtomicFile.write(Array(text(with: member, value, of: workspace).utf8), to: path)
    }

    private func text(withDefault name: String) -> String {
        guard let source else { return "workspaces:\n  default: \(name)\n" }
        if let defaultSpan { return source.replacing(defaultSpan, with: name) }
        guard let workspacesSpan else {
            return source.text(in: source.span.range) + "workspaces:\n  default: \(name)\n"
        }
        guard !workspacesSpan.range.isEmpty else {
            return source.replacing(workspacesSpan, with: "{ default: \(name) }")
        }
        return source.inserting("default: \(name)", atStartOf: workspacesSpan)
    }

    private func text(with member: String, _ value: String, of workspace: Workspace) -> String {
        if let source, let place = places.first(where: { $0.name.lowercased() == workspace.name.lowercased() }) {
            if let span = place.members[member] { return source.replacing(span, with: value) }
            return source.inserting("\(member): \(value)", atStartOf: place.mapping)
        }
        let item = "\(workspace.name): { connection: { kind: directory, path: .rad }, \(member): \(value) }"
        let whole = "workspaces:\n  items:\n    \(item)\n"
        guard let source else { return whole }
        if let itemsSpan {
            guard itemsSpan.range.isEmpty else { return source.inserting(item, atStartOf: itemsSpan) }
            return source.replacing(itemsSpan, with: "{ \(item) }")
        }
        guard let workspacesSpan else { return source.text(in: source.span.range) + whole }
        guard !workspacesSpan.range.isEmpty else {
            return source.replacing(workspacesSpan, with: "{ items: { \(item) } }")
        }
        return source.inserting("items: { \(item) }", atStartOf: workspacesSpan)
    }
}

extension SourceFile {
    /// The text with another value in the place of one; a value that is not there begins after a blank.
    fileprivate func replacing(_ value: Span, with text: String) -> String {
        let (place, whole) = (value.range, span.range)
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
