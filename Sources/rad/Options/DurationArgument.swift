import ArgumentParser
import Targets

/// A time that a user gives: `90s`, `5m`, `1h30m`, or a number of seconds; `0` is no limit.
struct DurationArgument: ExpressibleByArgument {
    /// The limit; `nil` for none.
    let limit: Duration?

    /// A limit that nobody gave.
    init(seconds: Int64) { limit = .seconds(seconds) }

    init?(argument: String) {
        guard let seconds = Self.seconds(argument) else { return nil }
        limit = seconds == 0 ? nil : .seconds(seconds)
    }

    var defaultValueDescription: String { limit?.inWords ?? "0" }

    private static func seconds(_ text: String) -> Int64? {
        if let plain = Int64(text) { return plain >= 0 ? plain : nil }
        var rest = text[...]
        var total: Int64 = 0
        for (unit, length) in [("h", Int64(3600)), ("m", 60), ("s", 1)] {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let count = Int64(digits), rest.dropFirst(digits.count).hasPrefix(unit) else { continue }
            let (product, isTooMuch) = count.multipliedReportingOverflow(by: length)
            guard !isTooMuch, product < Int64(1) << 40 else { return nil }
            total += product
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return rest.isEmpty && !text.isEmpty ? total : nil
    }
}
