import Crypto
import Documents

/// The entries of a Secret that rad makes, by name; the values are texts, possibly secret or unknown.
struct SecretEntries {
    private var entries: [(name: String, value: Value)] = []

    /// Creates an empty set.
    init() {}

    /// Whether there is nothing to keep, so that no Secret is made.
    var isEmpty: Bool { entries.isEmpty }

    /// Adds an entry; of several with one name, the last wins.
    mutating func add(_ name: String, _ value: Value) {
        entries.append((name, value))
    }

    /// The entries as an object, sorted by name.
    var value: Value { .object(ValueObject(sorted)) }

    /// The annotation that makes pods restart when an entry changes: a secret's text never shows, its hash does.
    ///
    /// SHA-1 over `|name|value` of every entry, sorted by name, in hexadecimal (Radius 0.60).
    /// Unknown until every entry is known.
    var hash: Value { Self.hash(of: sorted) }

    /// The pod annotation that holds the hash.
    static let hashAnnotation = "radapp.io/secret-hash"

    private var sorted: [(String, Value)] {
        var sorted: [(String, Value)] = []
        sorted.reserveCapacity(entries.count)
        for (_, entry) in entries.enumerated().sorted(by: {
            ($0.element.name, $0.offset) < ($1.element.name, $1.offset)
        }) {
            if sorted.last?.0 == entry.name { sorted.removeLast() }
            sorted.append((entry.name, entry.value))
        }
        return sorted
    }

    private static func hash(of entries: [(String, Value)]) -> Value {
        var sha1 = Insecure.SHA1()
        for (name, value) in entries {
            guard case .string(let text) = value.revealed else { return hashOnceKnown(entries) }
            var part = "|\(name)|\(text)"
            part.withUTF8 { sha1.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        return .string(sha1.finalize().hexadecimal)
    }

    private static func hashOnceKnown(_ entries: [(String, Value)]) -> Value {
        let sources = Value.array(entries.map(\.1)).unknownSources
        precondition(!sources.isEmpty, "the entries of a Secret are texts or unknown")
        return .unknown(
            Unknown(expression: "hash of the connection secret", sources: sources) { runtime in
                hash(of: entries.map { ($0.0, EnvironmentText.text(of: $0.1.resolved(with: runtime))) })
            }
        )
    }
}
