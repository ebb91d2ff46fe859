/// A pattern for the names of files: `*` stands for any text, `?` for one character.
///
/// An empty pattern means every file, as does `*.*`.
struct FileNamePattern {
    private let pattern: [Unicode.Scalar]

    init(_ text: String) {
        pattern = Array((text.isEmpty || text == "*.*" ? "*" : text).unicodeScalars)
    }

    /// Whether a whole name fits, case included.
    ///
    /// Only the last `*` is ever tried again, so that no pattern takes more than the product of both lengths.
    func matches(_ name: String) -> Bool {
        let name = Array(name.unicodeScalars)
        var (place, next) = (0, 0)
        var star: (after: Int, place: Int)?
        while place < name.count {
            if next < pattern.count, pattern[next] == "*" {
                next += 1
                star = (next, place)
            } else if next < pattern.count, pattern[next] == "?" || pattern[next] == name[place] {
                place += 1
                next += 1
            } else if let last = star {
                star = (last.after, last.place + 1)
                (place, next) = (last.place + 1, last.after)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}
