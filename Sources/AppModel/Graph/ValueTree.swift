import Documents

/// Puts the events of one tree together to a value, for who wants to change it before it is written.
struct ValueTree: TreeWriter {
    /// The tree, when its last event has come.
    private(set) var value = Value.null
    /// What is open, from the outside in.
    private var open: [Level] = []

    /// An array, or an object whose members have the names; the name of the member to come is there already.
    private struct Level {
        var values: [Value] = []
        var names: [String] = []
    }

    mutating func writeNull() { add(.null) }
    mutating func write(_ flag: Bool) { add(.bool(flag)) }
    mutating func write(_ integer: Int64) { add(.integer(integer)) }
    mutating func write(_ number: Double) { add(.number(number)) }
    mutating func write(_ text: String) { add(.string(text)) }

    mutating func beginArray(count: Int) { open.append(Level()) }
    mutating func beginObject(count: Int) { open.append(Level()) }
    mutating func endArray() { add(.array(close().values)) }

    mutating func endObject() {
        let level = close()
        add(.object(ValueObject(zip(level.names, level.values))))
    }

    mutating func writeName(_ name: String) { open[open.count - 1].names.append(name) }

    private mutating func add(_ part: Value) {
        if open.isEmpty {
            value = part
        } else {
            open[open.count - 1].values.append(part)
        }
    }

    private mutating func close() -> Level {
        guard let level = open.popLast() else { preconditionFailure("every end has its begin") }
        return level
    }
}
