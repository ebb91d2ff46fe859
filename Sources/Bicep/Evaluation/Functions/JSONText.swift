import Documents

extension String {
    /// Adds a value as an interpolated string shows it: booleans as `True`, objects as JSON in single quotes.
    ///
    /// - Throws: The fault of a string that is longer than `limit` bytes.
    mutating func append(interpolating value: Value, limit: Int) throws(EvaluationFault) {
        switch value {
        case .null: break
        case .bool(let flag): self += flag ? "True" : "False"
        case .integer(let number): self += "\(number)"
        case .number(let number): self += JSONText.text(of: number)
        case .string(let text): self += text
        case .array, .object: try append(json: value, quote: "'", limit: limit)
        case .secret(let hidden): try append(interpolating: hidden, limit: limit)
        case .unknown: break
        }
    }

    /// Adds a value as JSON without white space.
    ///
    /// - Throws: The fault of a string that is longer than `limit` bytes.
    mutating func append(json value: Value, quote: Character = "\"", limit: Int) throws(EvaluationFault) {
        guard utf8.count <= limit else { throw .stringTooLong(limit: limit) }
        switch value {
        case .null, .unknown: self += "null"
        case .bool(let flag): self += flag ? "true" : "false"
        case .integer(let number): self += "\(number)"
        case .number(let number): self += JSONText.text(of: number)
        case .string(let text): append(quoting: text, quote)
        case .array(let elements):
            self += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { self += "," }
                try append(json: element, quote: quote, limit: limit)
            }
            self += "]"
        case .object(let members):
            self += "{"
            var isFirst = true
            for (name, member) in members {
                if !isFirst { self += "," }
                isFirst = false
                append(quoting: name, quote)
                self += ":"
                try append(json: member, quote: quote, limit: limit)
            }
            self += "}"
        case .secret(let hidden): try append(json: hidden, quote: quote, limit: limit)
        }
    }

    private mutating func append(quoting text: String, _ quote: Character) {
        append(quote)
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x80 && $0 != 0x5C && $0 != 0x22 && $0 != 0x27 }) {
            self += text
        } else {
            for scalar in text.unicodeScalars { append(escaping: scalar, quote) }
        }
        append(quote)
    }

    private mutating func append(escaping scalar: Unicode.Scalar, _ quote: Character) {
        switch scalar {
        case "\n": self += "\\n"
        case "\r": self += "\\r"
        case "\t": self += "\\t"
        case "\u{8}": self += "\\b"
        case "\u{C}": self += "\\f"
        case "\\": self += "\\\\"
        case _ where Character(scalar) == quote: self += "\\\(quote)"
        case _ where scalar.value < 0x20 || [0x85, 0x2028, 0x2029].contains(scalar.value):
            let digits = String(scalar.value, radix: 16)
            self += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        case _: unicodeScalars.append(scalar)
        }
    }
}

/// Numbers as .NET's JSON writer spells them.
enum JSONText {
    /// The shortest text that reads back as the number, with a fraction in any case: `1.0`, `1E+21`.
    static func text(of number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity" }
        let text = "\(number)"
        guard let mark = text.firstIndex(of: "e") else { return text }
        let exponent = Int(text[text.index(after: mark)...]) ?? 0
        var digits = String(text[..<mark])
        if digits.hasSuffix(".0") { digits.removeLast(2) }
        let size = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
        return "\(digits)E\(exponent < 0 ? "-" : "+")\(size)"
    }
}
