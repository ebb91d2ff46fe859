import Documents

extension FunctionTable {
    /// Functions of dates and times.
    static let dates: [String: FunctionImplementation] = [
        "dateTimeAdd": .deep { call throws(EvaluationFault) in
            let base = try dateTime(call, 0)
            guard let duration = ISODuration.ticks(try call.string(1)) else {
                throw call.bad("the duration is not ISO 8601", help: "write it as P1D or PT4H")
            }
            guard let sum = base.adding(duration) else { throw outOfRange(call) }
            return try formatted(sum, call.count > 2 ? try call.string(2) : DateTime.sortable, call)
        },
        "dateTimeFromEpoch": .deep { call throws(EvaluationFault) in
            let (ticks, overflow) = try call.integer(0).multipliedReportingOverflow(by: DateTime.ticksPerSecond)
            guard !overflow, let time = DateTime.epoch.adding(ticks) else { throw outOfRange(call) }
            return try formatted(time, DateTime.sortable, call)
        },
        "dateTimeToEpoch": .deep { call throws(EvaluationFault) in .integer(try dateTime(call, 0).secondsSinceEpoch) },
        "utcNow": .special { evaluator, expression, arguments throws(EvaluationFault) in
            let format = arguments.first.map { evaluator.evaluate($0) } ?? "yyyyMMddTHHmmssZ"
            let call = FunctionCall(
                name: "utcNow",
                arguments: [.string(evaluator.scope.context.now), format.revealed],
                scope: evaluator.scope,
                limits: evaluator.run.limits
            )
            if case .unknown(let unknown) = format.revealed { return evaluator.deferred(expression, on: unknown) }
            return try formatted(try dateTime(call, 0), try call.string(1), call)
        },
    ]

    private static func dateTime(_ call: FunctionCall, _ position: Int) throws(EvaluationFault) -> DateTime {
        let text = try call.string(position)
        guard let time = DateTime(text) else {
            throw call.bad("'\(text)' is no date and time", help: "write it as 2025-01-31T12:00:00Z")
        }
        return time
    }

    private static func outOfRange(_ call: FunctionCall) -> EvaluationFault {
        call.bad("the result is outside of the years 1 to 9999", help: "use a smaller number")
    }

    private static func formatted(
        _ time: DateTime,
        _ format: String,
        _ call: FunctionCall
    ) throws(EvaluationFault) -> Value {
        guard let text = DateFormat.format(time, format) else {
            throw call.bad("'\(format)' is no format of dates", help: "use a .NET format such as 'yyyy-MM-dd'")
        }
        return .string(text)
    }
}

/// A time of the Gregorian calendar in UTC, in units of 100 nanoseconds since the year 1, as in .NET.
struct DateTime {
    static let ticksPerSecond: Int64 = 10_000_000
    private static let ticksPerDay = 86_400 * ticksPerSecond
    /// The start of 1970.
    static let epoch = DateTime(ticks: 719_162 * ticksPerDay)
    /// The format of results for which none is given.
    static let sortable = "yyyy-MM-ddTHH:mm:ssZ"

    let ticks: Int64

    private init(ticks: Int64) {
        self.ticks = ticks
    }

    /// The time some ticks later; `nil` outside of the years 1 to 9999.
    func adding(_ more: Int64) -> DateTime? {
        let (sum, overflow) = ticks.addingReportingOverflow(more)
        guard !overflow, 0..<(3_652_059 * Self.ticksPerDay) ~= sum else { return nil }
        return DateTime(ticks: sum)
    }

    /// Whole seconds since 1970.
    var secondsSinceEpoch: Int64 { ticks / Self.ticksPerSecond - Self.epoch.ticks / Self.ticksPerSecond }

    /// Whole days since the year 1.
    var day: Int64 { ticks / Self.ticksPerDay }

    /// Ticks since midnight.
    var ticksOfDay: Int64 { ticks % Self.ticksPerDay }

    /// 0 for Sunday.
    var weekday: Int { Int((ticks / Self.ticksPerDay + 1) % 7) }

    /// The date, by the rule of four centuries with 97 leap days.
    var date: (year: Int, month: Int, day: Int) {
        let shifted = Int(ticks / Self.ticksPerDay) + 306
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 306)
    }

    /// Reads ISO 8601, extended or basic, with `T` or a space before the time; without an offset it is UTC.
    init?(_ text: String) {
        var scan = Scan(text)
        guard let year = scan.number(4), year > 0 else { return nil }
        let isExtended = scan.take("-")
        guard let month = scan.number(2), 1...12 ~= month, !isExtended || scan.take("-"),
            let day = scan.number(2), 1...31 ~= day
        else { return nil }
        var ticks = Self.days(year, month, day) * Self.ticksPerDay
        guard DateTime(ticks: ticks).date == (year, month, day) else { return nil }
        if scan.take("T") || scan.take("t") || scan.take(" ") {
            guard let time = Self.timeOfDay(&scan) else { return nil }
            ticks += time
        }
        _ = scan.take(" ")
        if !scan.take("Z"), !scan.take("z"), !scan.isAtEnd {
            let isNegative = scan.take("-")
            guard isNegative || scan.take("+"), let hours = scan.number(2), hours < 24 else { return nil }
            _ = scan.take(":")
            let minutes = scan.number(2) ?? 0
            let offset = Int64(hours * 3600 + minutes * 60) * Self.ticksPerSecond
            ticks += isNegative ? offset : -offset
        }
        guard scan.isAtEnd, let time = DateTime(ticks: 0).adding(ticks) else { return nil }
        self = time
    }

    private static func timeOfDay(_ scan: inout Scan) -> Int64? {
        guard let hour = scan.number(2), hour < 24 else { return nil }
        _ = scan.take(":")
        let minute = scan.number(2) ?? 0
        _ = scan.take(":")
        let second = scan.number(2) ?? 0
        guard minute < 60, second < 60 else { return nil }
        var ticks = Int64((hour * 60 + minute) * 60 + second) * ticksPerSecond
        if scan.take(".") {
            var unit = ticksPerSecond / 10
            var digits = 0
            while let digit = scan.number(1) {
                ticks += Int64(digit) * unit
                unit /= 10
                digits += 1
            }
            guard digits > 0 else { return nil }
        }
        return ticks
    }
}

/// Reads digits and marks from the front of a text.
private struct Scan {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) {
        bytes = Array(text.trimmed.utf8)
    }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: mark) else { return false }
        place += 1
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(_ count: Int) -> Int? {
        guard place + count <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[place..<place + count] {
            guard 48...57 ~= byte else { return nil }
            number = number * 10 + Int(byte - 48)
        }
        place += count
        return number
    }
}

/// Durations of ISO 8601.
///
/// As documented for `dateTimeAdd`, a year has 365 days and a month 30.
enum ISODuration {
    /// The duration in units of 100 nanoseconds; `nil` if the text is none.
    static func ticks(_ text: String) -> Int64? {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        guard rest.hasPrefix("P"), rest.count > 1 else { return nil }
        rest = rest.dropFirst()
        var isTime = false
        var total: Double = 0
        while let first = rest.first {
            if first == "T", !isTime {
                isTime = true
                rest = rest.dropFirst()
                guard !rest.isEmpty else { return nil }
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            guard let number = Double(digits), let unit = rest.dropFirst(digits.count).first,
                let seconds = seconds(of: unit, isTime: isTime)
            else { return nil }
            total += number * seconds
            rest = rest.dropFirst(digits.count + 1)
        }
        let ticks = (total * Double(DateTime.ticksPerSecond)).rounded()
        guard ticks < 9e18 else { return nil }
        return isNegative ? -Int64(ticks) : Int64(ticks)
    }

    private static func seconds(of unit: Character, isTime: Bool) -> Double? {
        switch (unit, isTime) {
        case ("Y", false): 365 * 86_400
        case ("M", false): 30 * 86_400
        case ("W", false): 7 * 86_400
        case ("D", false): 86_400
        case ("H", true): 3600
        case ("M", true): 60
        case ("S", true): 1
        case _: nil
        }
    }
}
