import Documents

/// Composite formats as in .NET, in the invariant culture: `{0}`, `{1,10}`, `{2:N2}`.
enum CompositeFormat {
    /// The text of a call of `format`.
    static func format(_ call: FunctionCall) throws(EvaluationFault) -> String {
        let scalars = Array(try call.string(0).unicodeScalars)
        var text = ""
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            place += 1
            switch scalar {
            case "{", "}":
                if place < scalars.count, scalars[place] == scalar {
                    text.unicodeScalars.append(scalar)
                    place += 1
                } else if scalar == "{" {
                    try append(item(scalars, &place, call), to: &text, call)
                } else {
                    throw broken(call)
                }
            case _: text.unicodeScalars.append(scalar)
            }
            guard text.utf8.count <= call.limits.stringLength else {
                throw .stringTooLong(limit: call.limits.stringLength)
            }
        }
        return text
    }

    private struct Item {
        var index = 0
        /// The least width; negative to align to the left.
        var width = 0
        var format = ""
    }

    private static func broken(_ call: FunctionCall) -> EvaluationFault {
        call.bad("the format has a brace that is not closed or opened", help: "double a brace to show it: {{")
    }

    private static func item(
        _ scalars: [Unicode.Scalar],
        _ place: inout Int,
        _ call: FunctionCall
    ) throws(EvaluationFault) -> Item {
        guard let end = scalars[place...].firstIndex(of: "}") else { throw broken(call) }
        var content = Substring(String(String.UnicodeScalarView(scalars[place..<end])))
        place = end + 1
        var item = Item()
        if let colon = content.firstIndex(of: ":") {
            item.format = String(content[content.index(after: colon)...])
            content = content[..<colon]
        }
        let parts = content.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        guard let index = Int(parts[0]), index >= 0, parts.count <= 2 else { throw broken(call) }
        guard index + 1 < call.count else {
            throw call.bad("there is no argument for {\(index)}", help: "arguments are counted from {0}")
        }
        item.index = index
        if parts.count == 2 {
            guard let width = Int(parts[1]), abs(width) < 1_000_000 else { throw broken(call) }
            item.width = width
        }
        return item
    }

    private static func append(_ item: Item, to text: inout String, _ call: FunctionCall) throws(EvaluationFault) {
        var shown = ""
        let value = call.arguments[item.index + 1]
        if case .integer(let number) = value, !item.format.isEmpty {
            guard let formatted = NumberFormat.format(number, item.format) else {
                throw call.bad("'\(item.format)' is no format of ints", help: "use a .NET format such as 'D4' or 'N0'")
            }
            shown = formatted
        } else {
            try shown.append(interpolating: value, limit: call.limits.stringLength)
        }
        let padding = String(repeating: " ", count: max(0, abs(item.width) - shown.utf16.count))
        text += item.width < 0 ? shown + padding : padding + shown
    }
}

/// The standard and custom formats of ints in .NET, in the invariant culture.
enum NumberFormat {
    /// The text of a number; `nil` if the format is none.
    static func format(_ number: Int64, _ format: String) -> String? {
        let letters = Array(format.utf8)
        guard let first = letters.first else { return "\(number)" }
        let isLetter = 65...90 ~= first || 97...122 ~= first
        guard isLetter, letters.dropFirst().allSatisfy({ 48...57 ~= $0 }) else { return custom(number, format) }
        guard letters.count <= 4 else { return nil }
        return standard(number, first, letters.count > 1 ? Int(format.dropFirst()) : nil)
    }

    private static func standard(_ number: Int64, _ letter: UInt8, _ precision: Int?) -> String? {
        let sign = number < 0 ? "-" : ""
        let digits = "\(number.magnitude)"
        let zeros = { (count: Int) in count > 0 ? "." + String(repeating: "0", count: count) : "" }
        switch letter | 0x20 {
        case UInt8(ascii: "d"): return sign + padded(digits, precision ?? 0)
        case UInt8(ascii: "f"): return sign + digits + zeros(precision ?? 2)
        case UInt8(ascii: "n"): return sign + grouped(digits) + zeros(precision ?? 2)
        case UInt8(ascii: "c"):
            let amount = "¤" + grouped(digits) + zeros(precision ?? 2)
            return number < 0 ? "(\(amount))" : amount
        case UInt8(ascii: "p"):
            return sign + grouped(digits == "0" ? "0" : digits + "00") + zeros(precision ?? 2) + " %"
        case UInt8(ascii: "g"), UInt8(ascii: "r"):
            guard let precision, precision > 0, digits.utf8.count > precision else { return sign + digits }
            return sign
                + exponential(
                    digits,
                    precision - 1,
                    mark: letter == UInt8(ascii: "g") ? "e" : "E",
                    least: 2,
                    trims: true
                )
        case UInt8(ascii: "e"):
            return sign
                + exponential(digits, precision ?? 6, mark: Character(Unicode.Scalar(letter)), least: 3, trims: false)
        case UInt8(ascii: "x"):
            let text = String(UInt64(bitPattern: number), radix: 16, uppercase: letter == UInt8(ascii: "X"))
            return padded(text, precision ?? 0)
        case UInt8(ascii: "b"): return padded(String(UInt64(bitPattern: number), radix: 2), precision ?? 0)
        case _: return nil
        }
    }

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func grouped(_ digits: String) -> String {
        var result: [UInt8] = []
        for (index, digit) in digits.utf8.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A number in scientific notation, rounded away from zero.
    private static func exponential(
        _ digits: String,
        _ precision: Int,
        mark: Character,
        least: Int,
        trims: Bool
    ) -> String {
        var (mantissa, exponent) = rounded(Array(digits.utf8).map { $0 - 48 }, keeping: precision + 1)
        while trims, mantissa.count > 1, mantissa.last == 0 { mantissa.removeLast() }
        exponent += digits.utf8.count - 1
        let text = mantissa.map { "\($0)" }
        let fraction = mantissa.count > 1 ? "." + text.dropFirst().joined() : ""
        return "\(text[0])\(fraction)\(mark)+\(padded("\(exponent)", least))"
    }

    /// Exactly so many digits, and by how much the exponent has grown.
    private static func rounded(_ digits: [UInt8], keeping count: Int) -> ([UInt8], Int) {
        guard digits.count > count else {
            return (digits + [UInt8](repeating: 0, count: count - digits.count), 0)
        }
        var kept = Array(digits[..<count])
        guard digits[count] >= 5 else { return (kept, 0) }
        var index = count - 1
        while index >= 0, kept[index] == 9 {
            kept[index] = 0
            index -= 1
        }
        guard index < 0 else {
            kept[index] += 1
            return (kept, 0)
        }
        return ([1] + kept.dropLast(), 1)
    }

    /// A format of digit places: `0`, `#`, `,` between them, `.`, `%`, quoted text, and sections by sign.
    private static func custom(_ number: Int64, _ format: String) -> String? {
        let sections = format.split(separator: ";", omittingEmptySubsequences: false)
        guard sections.count <= 3 else { return nil }
        if number < 0, sections.count > 1, !sections[1].isEmpty { return filled("\(number.magnitude)", sections[1]) }
        if number == 0, sections.count > 2, !sections[2].isEmpty { return filled("0", sections[2]) }
        return filled("\(number.magnitude)", sections[0]).map { number < 0 ? "-" + $0 : $0 }
    }

    private static func filled(_ magnitude: String, _ format: Substring) -> String? {
        let scalars = Array(format.unicodeScalars)
        let point = scalars.firstIndex(of: ".") ?? scalars.count
        let whole = scalars[..<point]
        let places = whole.filter { $0 == "0" || $0 == "#" }.count
        let required = whole.firstIndex(of: "0").map { first in whole[first...].filter { $0 == "0" || $0 == "#" }.count
        }
        let isGrouped = whole.contains(",") && places > 0
        var digits = scalars.contains("%") ? (magnitude == "0" ? "0" : magnitude + "00") : magnitude
        if digits == "0", required == nil { digits = "" }
        digits = padded(digits, required ?? 0)
        if isGrouped { digits = grouped(digits) }
        var text = ""
        var isWritten = false
        var place = 0
        while place < scalars.count {
            switch scalars[place] {
            case "0" where place > point: text += "0"
            case "0", "#":
                // All digits stand where the first place is; the number is no longer than its places in most cases.
                if place < point, !isWritten {
                    text += digits
                    isWritten = true
                }
            case ",": break
            case ".": if scalars[place...].contains("0") { text += "." }
            case "'", "\"":
                guard let end = scalars[(place + 1)...].firstIndex(of: scalars[place]) else { return nil }
                text.unicodeScalars += scalars[(place + 1)..<end]
                place = end
            case "\\":
                place += 1
                if place < scalars.count { text.unicodeScalars.append(scalars[place]) }
            case let other: text.unicodeScalars.append(other)
            }
            place += 1
        }
        return text
    }
}
