extension Sequence<String> {
    /// The texts in single quotes with commas: `'a', 'b'`; at most twelve, then `…`.
    var quotedList: String {
        let all = Array(self)
        let shown = all.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        return all.count > 12 ? shown + ", …" : shown
    }
}
