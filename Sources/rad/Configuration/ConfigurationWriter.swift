import Diagnostics

extension Configuration {
    /// Changes the default workspace in the file, and nothing else in it: comments and order stay.
    ///
    /// - Throws: `Failure` if the file cannot be written.
    func writeDefault(_ name: String) throws {
        try AtomicFile.write(Array(text(withDefault: name).utf8), to: path)
    }

    private func text(withDefault name: String) -> String {
        guard let source else { return "workspaces:\n  default: \(name)\n" }
        let whole = source.span.range
        if let place = defaultSpan?.range {
            let tail = source.text(in: place.upperBound..<whole.upperBound)
            return source.text(in: 0..<place.lowerBound) + (place.isEmpty ? " \(name)" : name) + tail
        }
        guard let start = workspacesSpan?.range.lowerBound else {
            return source.text(in: whole) + "workspaces:\n  default: \(name)\n"
        }
        if source.text(in: start..<start + 1) == "{" {
            let rest = source.text(in: start + 1..<whole.upperBound)
            let isEmpty = rest.first { !$0.isWhitespace } == "}"
            return source.text(in: 0..<start) + "{default: \(name)\(isEmpty ? "" : ", ")" + rest
        }
        // The mapping below `workspaces:` begins at its first name, so the new member takes that column.
        let indentation = String(repeating: " ", count: source.location(at: start).column - 1)
        return source.text(in: 0..<start) + "default: \(name)\n\(indentation)"
            + source.text(in: start..<whole.upperBound)
    }
}
