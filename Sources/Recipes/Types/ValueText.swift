internal import Documents

extension Value {
    /// The value as the text of an environment variable: strings as they are, numbers in their shortest form,
    /// lists of numbers joined by commas, everything else as compact JSON (Radius 0.60, container renderer).
    ///
    /// The caller makes sure that the value is known and without secrecy.
    var plainText: String {
        switch self {
        case .null, .unknown: return ""
        case .bool(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .number(let number): return number.shortestText
        case .string(let text): return text
        case .array(let elements):
            let numbers = elements.compactMap(\.numberText)
            guard numbers.count == elements.count, !elements.isEmpty else { return compactJSON }
            return numbers.joined(separator: ",")
        case .object: return compactJSON
        case .secret(let value): return value.plainText
        }
    }

    /// The value as ARM's `string()` gives it: like `plainText`, but with `True` and `False`, and lists as JSON.
    var armText: String {
        switch self {
        case .bool(let flag): flag ? "True" : "False"
        case .array: compactJSON
        case .null, .integer, .number, .string, .object, .unknown: plainText
        case .secret(let value): value.armText
        }
    }

    private var numberText: String? {
        switch self {
        case .integer(let number): String(number)
        case .number(let number): number.shortestText
        case .null, .bool, .string, .array, .object, .secret, .unknown: nil
        }
    }

    private var compactJSON: String {
        var writer = JSONWriter(style: .compact)
        write(to: &writer, disclosing: .revealed)
        return writer.text
    }
}

extension Double {
    /// The number without a fraction where it has none: `6379`, `1.5`.
    fileprivate var shortestText: String { Int64(exactly: self).map { String($0) } ?? description }
}
