/// A version of an API of Azure: a day, and what kind of preview it is, if it is one.
struct APIVersion: Comparable {
    let text: String
    /// The day of the calendar, counted from the year 1.
    let day: Int64
    private let suffix: Substring

    /// Whether it is not a stable version.
    var isPreview: Bool { !suffix.isEmpty }

    /// Reads a version in lower case; `nil` if the text is none.
    init?(_ text: String) {
        let name = Substring(text.utf8.prefix(10))
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
            let date = DateTime(String(name))
        else { return nil }
        suffix = Substring(text.utf8.dropFirst(10))
        guard ["", "-preview", "-alpha", "-beta", "-rc", "-privatepreview"].contains(suffix) else { return nil }
        self.text = text
        day = date.day
    }

    /// Older ones first; of one day, the stable one last.
    static func < (left: APIVersion, right: APIVersion) -> Bool {
        if left.day != right.day { return left.day < right.day }
        if left.isPreview != right.isPreview { return left.isPreview }
        return left.suffix > right.suffix
    }
}
