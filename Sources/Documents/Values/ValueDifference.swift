/// What differs between two values, part by part; nothing of what is secret.
public struct ValueDifference {
    /// `~ spec.replicas: 1 -> 2`.
    public private(set) var lines: [String] = []

    /// Compares two values.
    public init(from before: Value, to after: Value) {
        compare(before, after, at: "")
    }

    private mutating func compare(_ before: Value, _ after: Value, at path: String) {
        guard before != after else { return }
        switch (before, after) {
        case (.object(let old), .object(let new)):
            let names = Array(old.names) + new.names.filter { old[$0] == nil }
            for name in names {
                let path = path.isEmpty ? name : "\(path).\(name)"
                switch (old[name], new[name]) {
                case (let old?, let new?): compare(old, new, at: path)
                case (let old?, nil): lines.append("- \(path): \(old.shown)")
                case (nil, let new?): lines.append("+ \(path): \(new.shown)")
                case (nil, nil): break
                }
            }
        case (.array(let old), .array(let new)):
            for place in 0..<max(old.count, new.count) {
                let path = "\(path)[\(place)]"
                if place >= new.count {
                    lines.append("- \(path): \(old[place].shown)")
                } else if place >= old.count {
                    lines.append("+ \(path): \(new[place].shown)")
                } else {
                    compare(old[place], new[place], at: path)
                }
            }
        case (_, _): lines.append("~ \(path): \(before.shown) -> \(after.shown)")
        }
    }
}

extension Value {
    /// The value on a line, cut off if it is long.
    fileprivate var shown: String {
        let text = stringValue ?? json(.compact)
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 60 ? "\(line.prefix(57))..." : line
    }
}
