/// What can be said of paths without looking at files.
package enum FilePath {
    /// The path without `.` and, where they can be taken back, `..` parts.
    package static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    /// A path as it is written in a file of another folder, both counted from the same place.
    package static func relative(_ path: String, to folder: String) -> String {
        let parts = normalized(path).split(separator: "/")
        let own = normalized(folder).split(separator: "/")
        let common = zip(parts, own).prefix { $0 == $1 }.count
        let up = Array(repeating: Substring(".."), count: own.count - common)
        return ((up.isEmpty ? ["."] : up) + parts.dropFirst(common)).joined(separator: "/")
    }
}
