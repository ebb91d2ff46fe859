/// A version: two to four numbers with dots between them.
struct VersionNumber: Comparable {
    let parts: [Int]

    /// Reads a version; `nil` if the text is none.
    init?(_ text: String) {
        let texts = text.split(separator: ".", omittingEmptySubsequences: false)
        let parts = texts.compactMap { UInt32($0).map(Int.init) }
        guard 2...4 ~= parts.count, parts.count == texts.count else { return nil }
        self.parts = parts
    }

    static func < (left: VersionNumber, right: VersionNumber) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts)
    }
}
