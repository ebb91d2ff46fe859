import Documents

/// How much there is of a value, everything counted as often as it is to be written.
struct ValueExtent {
    /// The value and the elements, members and so on within it.
    private(set) var parts = 0
    /// UTF-8 bytes of all strings and names.
    private(set) var text = 0
    /// How deeply the parts stand within each other, summed over all of them.
    private(set) var indentation = 0
    /// Whether everything was counted.
    private(set) var isComplete = true

    /// Counts a value; gives up once it has more than so many parts, which a few arrays within each other can have.
    init(_ value: Value, upTo limit: Int = .max) {
        count(value, depth: 0, limit)
    }

    private mutating func count(_ value: Value, depth: Int, _ limit: Int) {
        parts += 1
        indentation += depth
        guard parts <= limit else { return isComplete = false }
        switch value {
        case .null, .bool, .integer, .number, .unknown: return
        case .string(let string): text += string.utf8.count
        case .array(let elements):
            for element in elements where isComplete { count(element, depth: depth + 1, limit) }
        case .object(let members):
            for (name, value) in members where isComplete {
                text += name.utf8.count
                count(value, depth: depth + 1, limit)
            }
        case .secret(let value): count(value, depth: depth, limit)
        }
    }

    /// What it takes to walk the value, in steps of evaluation.
    var steps: Int { parts + text / 64 }

    /// About how many bytes of memory the value takes if nothing of it is shared.
    var memory: Int { parts * Self.memoryOfPart + text }

    /// About how many bytes an element or member takes.
    static let memoryOfPart = 32

    /// About how many bytes the value has as indented JSON.
    var json: Int { parts * 8 + indentation * 2 + text }
}
