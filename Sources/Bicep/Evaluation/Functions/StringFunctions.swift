import Documents

extension FunctionTable {
    /// Functions of strings; lengths and indices count UTF-16 units, as in .NET.
    static let strings: [String: FunctionImplementation] = [
        "endsWith": .deep { call throws(EvaluationFault) in
            .bool(try call.string(0).ordinalUppercased.hasUTF8Suffix(try call.string(1).ordinalUppercased))
        },
        "format": .deep { call throws(EvaluationFault) in
            .string(try CompositeFormat.format(call))
        },
        "join": .deep { call throws(EvaluationFault) in
            var text = ""
            let separator = try call.string(1)
            for (index, element) in try call.array(0).enumerated() {
                if index > 0 { text += separator }
                try text.append(interpolating: element, limit: call.limits.stringLength)
                guard text.utf8.count <= call.limits.stringLength else {
                    throw .stringTooLong(limit: call.limits.stringLength)
                }
            }
            return .string(text)
        },
        "like": .deep { call throws(EvaluationFault) in
            .bool(Wildcard.matches(try call.string(0).ordinalUppercased, try call.string(1).ordinalUppercased))
        },
        "padLeft": .deep { call throws(EvaluationFault) in try padLeft(call) },
        "replace": .deep { call throws(EvaluationFault) in try replace(call) },
        "split": .deep { call throws(EvaluationFault) in try split(call) },
        "startsWith": .deep { call throws(EvaluationFault) in
            .bool(try call.string(0).ordinalUppercased.hasUTF8Prefix(try call.string(1).ordinalUppercased))
        },
        "substring": .deep { call throws(EvaluationFault) in try substring(call) },
        "toLower": .deep { call throws(EvaluationFault) in .string(try call.string(0).ordinalLowercased) },
        "toUpper": .deep { call throws(EvaluationFault) in .string(try call.string(0).ordinalUppercased) },
        "trim": .deep { call throws(EvaluationFault) in .string(try call.string(0).trimmed) },
    ]

    private static func padLeft(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let text: String
        switch call.arguments[0] {
        case .string(let string): text = string
        case .integer(let number): text = "\(number)"
        case .null, .bool, .number, .array, .object, .secret, .unknown: throw call.wrong(0, "a string or an int")
        }
        let total = try call.integer(1)
        guard total <= call.limits.stringLength else { throw .stringTooLong(limit: call.limits.stringLength) }
        let padding = call.count > 2 ? try call.string(2) : " "
        guard padding.utf16.count == 1 else {
            throw call.bad("the padding '\(padding)' is not one character", help: "pad with a single character")
        }
        let count = max(0, Int(total) - text.utf16.count)
        // Much faster than to repeat a string, and a file may ask for millions of characters.
        if padding.utf8.count == 1, let byte = padding.utf8.first {
            return .string(String(decoding: [UInt8](repeating: byte, count: count), as: UTF8.self) + text)
        }
        return .string(String(repeating: padding, count: count) + text)
    }

    private static func replace(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let (text, old, new) = (try call.string(0), try call.string(1), try call.string(2))
        guard !old.isEmpty else { throw call.bad("there is no empty string to replace", help: "name what to replace") }
        let parts = text.ordinalSplit([old])
        let length = (parts.count - 1).multipliedReportingOverflow(by: new.utf8.count)
        guard !length.overflow, length.partialValue <= call.limits.stringLength else {
            throw .stringTooLong(limit: call.limits.stringLength)
        }
        return .string(parts.joined(separator: new))
    }

    private static func split(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let text = try call.string(0)
        var separators: [String] = []
        switch call.arguments[1] {
        case .string(let separator): separators = [separator]
        case .array(let elements):
            for element in elements {
                guard case .string(let separator) = element else {
                    throw call.wrong(1, "a string or an array of strings")
                }
                separators.append(separator)
            }
        case .null, .bool, .integer, .number, .object, .secret, .unknown:
            throw call.wrong(1, "a string or an array of strings")
        }
        return .array(text.ordinalSplit(separators.filter { !$0.isEmpty }).map(Value.string))
    }

    private static func substring(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let units = UTF16Text(try call.string(0))
        let start = try call.integer(1)
        let length = call.count > 2 ? try call.integer(2) : Int64(units.count).subtractingReportingOverflow(start).0
        guard start >= 0, length >= 0, start <= units.count, length <= Int64(units.count) - start else {
            throw call.bad(
                "\(length) from \(start) is outside of a string of \(units.count)",
                help: "use 'take' and 'skip', which stop at the end"
            )
        }
        return .string(units[Int(start)..<Int(start + length)])
    }
}

/// A string by its UTF-16 units, quick where they are bytes.
struct UTF16Text {
    private let text: String
    private let units: [UInt16]?

    init(_ text: String) {
        self.text = text
        units = text.utf8.allSatisfy { $0 < 0x80 } ? nil : Array(text.utf16)
    }

    /// The number of units.
    var count: Int { units?.count ?? text.utf8.count }

    /// The text of some units; half a surrogate pair becomes U+FFFD.
    subscript(range: Range<Int>) -> String {
        guard let units else {
            let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
            return String(text[start..<text.utf8.index(start, offsetBy: range.count)])
        }
        return String(decoding: units[range], as: UTF16.self)
    }
}

/// Patterns in which `*` stands for any text and `?` for any character.
enum Wildcard {
    /// Whether a text is as the pattern says, from its start to its end.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let (text, pattern) = (Array(text.unicodeScalars), Array(pattern.unicodeScalars))
        var (place, position) = (0, 0)
        // Where to go on after the last star if what follows does not match.
        var retry: (place: Int, position: Int)?
        while place < text.count {
            if position < pattern.count, pattern[position] == "*" {
                retry = (place, position)
                position += 1
            } else if position < pattern.count, pattern[position] == "?" || pattern[position] == text[place] {
                place += 1
                position += 1
            } else if let last = retry {
                retry = (last.place + 1, last.position)
                (place, position) = (last.place + 1, last.position + 1)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == "*" }
    }
}
