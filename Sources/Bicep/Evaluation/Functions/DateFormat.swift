/// The standard and custom formats of dates in .NET, in the invariant culture and UTC.
enum DateFormat {
    /// The text of a time; `nil` if the format is none.
    static func format(_ time: DateTime, _ format: String) -> String? {
        guard format.unicodeScalars.count != 1 else { return standard[format].flatMap { custom(time, $0) } }
        return custom(time, format.isEmpty ? standard["G"] ?? "" : format)
    }

    private static let standard = [
        "d": "MM/dd/yyyy",
        "D": "dddd, dd MMMM yyyy",
        "f": "dddd, dd MMMM yyyy HH:mm",
        "F": "dddd, dd MMMM yyyy HH:mm:ss",
        "g": "MM/dd/yyyy HH:mm",
        "G": "MM/dd/yyyy HH:mm:ss",
        "m": "MMMM dd",
        "M": "MMMM dd",
        "o": "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
        "O": "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
        "r": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "R": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "s": "yyyy-MM-dd'T'HH:mm:ss",
        "t": "HH:mm",
        "T": "HH:mm:ss",
        "u": "yyyy-MM-dd HH:mm:ss'Z'",
        "U": "dddd, dd MMMM yyyy HH:mm:ss",
        "y": "yyyy MMMM",
        "Y": "yyyy MMMM",
    ]

    private static func custom(_ time: DateTime, _ format: String) -> String? {
        let scalars = Array(format.unicodeScalars)
        var text = ""
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            switch scalar {
            case "'", "\"":
                guard let end = scalars[(place + 1)...].firstIndex(of: scalar) else { return nil }
                text.unicodeScalars += scalars[(place + 1)..<end]
                place = end + 1
            case "\\":
                guard place + 1 < scalars.count else { return nil }
                text.unicodeScalars.append(scalars[place + 1])
                place += 2
            case "%":
                place += 1
            case _:
                let end = scalars[place...].firstIndex { $0 != scalar } ?? scalars.count
                let (part, used) = field(scalar, end - place, time)
                text += part
                place += used
            }
        }
        return text
    }

    /// The text of a run of one letter, and how much of the run was used.
    private static func field(_ letter: Unicode.Scalar, _ count: Int, _ time: DateTime) -> (String, Int) {
        let (year, month, day) = time.date
        let seconds = Int(time.ticksOfDay / DateTime.ticksPerSecond)
        let hour = seconds / 3600
        switch letter {
        case "y": return (count == 1 ? "\(year % 100)" : padded(count == 2 ? year % 100 : year, count), count)
        case "M": return (count < 3 ? padded(month, count) : name(monthNames[month - 1], count), count)
        case "d": return (count < 3 ? padded(day, count) : name(dayNames[time.weekday], count), count)
        case "h": return (padded((hour + 11) % 12 + 1, min(count, 2)), count)
        case "H": return (padded(hour, min(count, 2)), count)
        case "m": return (padded(seconds / 60 % 60, min(count, 2)), count)
        case "s": return (padded(seconds % 60, min(count, 2)), count)
        case "f", "F": return (fraction(time, min(count, 7), trims: letter == "F"), count)
        case "t": return (String((hour < 12 ? "AM" : "PM").prefix(count)), count)
        case "K": return (String(repeating: "Z", count: count), count)
        case "z": return (count == 1 ? "+0" : count == 2 ? "+00" : "+00:00", count)
        case "g": return ("A.D.", count)
        case _: return (String(Character(letter)), 1)
        }
    }

    private static func name(_ name: String, _ count: Int) -> String { count == 3 ? String(name.prefix(3)) : name }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func fraction(_ time: DateTime, _ count: Int, trims: Bool) -> String {
        var digits = padded(Int(time.ticksOfDay % DateTime.ticksPerSecond), 7).prefix(count)
        while trims, digits.hasSuffix("0") { digits.removeLast() }
        return String(digits)
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
