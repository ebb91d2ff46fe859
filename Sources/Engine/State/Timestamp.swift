import Glibc

/// A moment in whole seconds, written as `2026-01-31T08:15:00Z`.
///
/// Moments come from outside: only the program asks for `now`.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since the start of 1970, UTC.
    public let seconds: Int64

    /// Creates a moment.
    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// The present moment by the system's clock.
    public static func now() -> Timestamp { Timestamp(seconds: Int64(time(nil))) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
}

extension Timestamp: CustomStringConvertible {
    /// The moment in RFC 3339, UTC.
    public var description: String {
        var moment = time_t(seconds)
        var parts = tm()
        guard gmtime_r(&moment, &parts) != nil else { return "@\(seconds)" }
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map(Self.padded)
        let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)].map(Self.padded)
        return "\(date.joined(separator: "-"))T\(clock.joined(separator: ":"))Z"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
