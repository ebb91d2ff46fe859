/// A pattern of paths: `*` and `?` stand for characters of one name, `**` for any folders.
struct PathPattern {
    private let parts: [Substring]
    private let prefix: String

    init(_ text: String) {
        prefix = text.hasPrefix("/") ? "/" : ""
        parts = text.split(separator: "/").filter { $0 != "." }
    }

    var hasWildcards: Bool { parts.contains(where: PathPattern.isWildcard) }

    /// The folder that all matching paths are in, as the pattern has it; empty for the current one.
    var folder: String {
        prefix + parts.dropLast().prefix { !PathPattern.isWildcard($0) }.joined(separator: "/")
    }

    /// Whether a path, from the root or not as the pattern is, matches as a whole.
    func matches(_ path: String) -> Bool {
        PathPattern.match(path.split(separator: "/"), parts, isAny: { $0 == "**" }, equal: PathPattern.isMatch)
    }

    /// Whether something below a folder may match.
    func mayMatch(below folder: String) -> Bool {
        for (place, name) in folder.split(separator: "/").enumerated() {
            guard place < parts.count else { return false }
            if parts[place] == "**" { return true }
            guard place < parts.count - 1, PathPattern.isMatch(name, parts[place]) else { return false }
        }
        return true
    }

    private static func isMatch(_ name: Substring, _ part: Substring) -> Bool {
        match(Array(name), Array(part), isAny: { $0 == "*" }) { $1 == "?" || $0 == $1 }
    }

    private static func isWildcard(_ part: Substring) -> Bool { part.contains { $0 == "*" || $0 == "?" } }

    /// Whether elements match a pattern, in which some elements stand for any number of them.
    ///
    /// Goes back to the last such element only, so that no pattern takes more than quadratic time.
    private static func match<Element>(
        _ elements: [Element],
        _ pattern: [Element],
        isAny: (Element) -> Bool,
        equal: (Element, Element) -> Bool
    ) -> Bool {
        var index = 0
        var position = 0
        var retry: (index: Int, position: Int)?
        while index < elements.count {
            if position < pattern.count, isAny(pattern[position]) {
                position += 1
                retry = (index, position)
            } else if position < pattern.count, equal(elements[index], pattern[position]) {
                index += 1
                position += 1
            } else if let last = retry {
                index = last.index + 1
                position = last.position
                retry = (index, position)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy(isAny)
    }
}
