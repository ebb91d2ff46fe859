/// Strings as .NET compares and cases them without a culture: unit by unit.
extension String {
    /// Each character in upper case where that is one character, as `ToUpperInvariant` does.
    var ordinalUppercased: String { mapped(ascii: { 97...122 ~= $0 ? $0 - 32 : $0 }, \.properties.uppercaseMapping) }

    /// Each character in lower case where that is one character, as `ToLowerInvariant` does.
    var ordinalLowercased: String { mapped(ascii: { 65...90 ~= $0 ? $0 + 32 : $0 }, \.properties.lowercaseMapping) }

    private func mapped(ascii: (UInt8) -> UInt8, _ mapping: (Unicode.Scalar) -> String) -> String {
        if utf8.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: utf8.map(ascii), as: UTF8.self)
        }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let mapped = mapping(scalar).unicodeScalars
            if mapped.count == 1 { result += mapped } else { result.append(scalar) }
        }
        return String(result)
    }

    /// The units, for comparing in their order.
    var ordinalKey: OrdinalKey { OrdinalKey(text: self) }

    /// Whether the strings have the same units; what only looks the same is different.
    func equalsOrdinally(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether the bytes begin with those of another string.
    func hasUTF8Prefix(_ other: String) -> Bool { utf8.starts(with: other.utf8) }

    /// Whether the bytes end with those of another string.
    func hasUTF8Suffix(_ other: String) -> Bool { utf8.reversed().starts(with: other.utf8.reversed()) }

    /// Without white space at its ends.
    var trimmed: String {
        let scalars = unicodeScalars.drop(while: \.properties.isWhitespace)
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(String.UnicodeScalarView(scalars[...last]))
    }

    /// The parts between separators; where several fit, the first of the list is taken.
    func ordinalSplit(_ separators: [String]) -> [String] {
        let bytes = Array(utf8)
        var searches = separators.filter { !$0.isEmpty }.map { Search(pattern: Array($0.utf8)) }
        var parts: [String] = []
        var start = 0
        while true {
            var nearest: (place: Int, length: Int)?
            for index in searches.indices {
                guard let place = searches[index].next(in: bytes, from: start) else { continue }
                if place < nearest?.place ?? .max { nearest = (place, searches[index].pattern.count) }
            }
            guard let nearest else { break }
            parts.append(String(decoding: bytes[start..<nearest.place], as: UTF8.self))
            start = nearest.place + nearest.length
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }

    /// The UTF-16 offset at which another string first or last occurs; `nil` if it does not.
    func ordinalOffset(of other: String, last: Bool) -> Int? {
        let (units, wanted) = (Array(utf16), Array(other.utf16))
        guard !wanted.isEmpty else { return last ? units.count : 0 }
        guard last else {
            var search = Search(pattern: wanted)
            return search.next(in: units, from: 0)
        }
        var search = Search(pattern: Array(wanted.reversed()))
        return search.next(in: Array(units.reversed()), from: 0).map { units.count - $0 - wanted.count }
    }
}

/// Finds a pattern in time that is linear in both lengths, as Knuth, Morris and Pratt do.
private struct Search<Unit: Equatable> {
    let pattern: [Unit]
    /// How much of the pattern still fits when the unit after a prefix of it does not.
    private let fallback: [Int]
    /// What was found last, so that the text is not searched again until the start has passed it.
    private var found: Int??

    init(pattern: [Unit]) {
        self.pattern = pattern
        var fallback = [0, 0]
        var length = 0
        for unit in pattern.dropFirst() {
            while length > 0, pattern[length] != unit { length = fallback[length] }
            if pattern[length] == unit { length += 1 }
            fallback.append(length)
        }
        self.fallback = fallback
    }

    /// The first place at or after `start` where the pattern begins; starts must not go back.
    mutating func next(in text: [Unit], from start: Int) -> Int? {
        if let found {
            guard let place = found else { return nil }
            if place >= start { return place }
        }
        let place = search(text, from: start)
        found = .some(place)
        return place
    }

    private func search(_ text: [Unit], from start: Int) -> Int? {
        var length = 0
        for index in text.indices[start...] {
            while length > 0, pattern[length] != text[index] { length = fallback[length] }
            if pattern[length] == text[index] { length += 1 }
            if length == pattern.count { return index + 1 - length }
        }
        return nil
    }
}

/// A string in the order of its UTF-16 units.
struct OrdinalKey: Comparable {
    let text: String

    static func == (left: OrdinalKey, right: OrdinalKey) -> Bool { left.text.equalsOrdinally(right.text) }

    static func < (left: OrdinalKey, right: OrdinalKey) -> Bool {
        left.text.utf16.lexicographicallyPrecedes(right.text.utf16)
    }
}
