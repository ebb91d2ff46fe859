/// A duration as Radius writes it, `1m30s`, in the whole seconds that an application gateway takes.
enum TimeSpan {
    /// The longest that a gateway waits: a day.
    static let longest = 86400

    /// The seconds, rounded up; `nil` if the text is no duration.
    static func seconds(in text: String) -> Int? {
        var rest = text[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits), number.isFinite else { return nil }
            rest = rest[digits.endIndex...]
            let unit = rest.prefix { !($0.isASCII && $0.isNumber) }
            guard let seconds = secondsPerUnit[String(unit)] else { return nil }
            total += number * seconds
            rest = rest[unit.endIndex...]
        }
        return min(max(Int(min(total, Double(longest)).rounded(.up)), 1), longest)
    }

    private static let secondsPerUnit: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600,
    ]
}
