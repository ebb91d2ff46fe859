/// How lists are shown in messages, which people read: not in full, however long they are.
extension Collection {
    /// The first elements as texts; of many, how many more there are.
    package func listed(separator: String, _ text: (Element) -> String) -> String {
        let limit = 12
        let list = prefix(limit).map(text).joined(separator: separator)
        return count > limit ? "\(list) and \(count - limit) more" : list
    }
}

extension Collection<String> {
    /// The texts in quotes: `'a', 'b'`.
    package var quotedList: String { listed(separator: ", ") { "'\($0.shortened)'" } }
}

extension String {
    /// The text, or the beginning of a long one.
    package var shortened: String {
        let limit = 60
        guard let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex), end != endIndex else {
            return self
        }
        return "\(self[..<end])…"
    }
}
