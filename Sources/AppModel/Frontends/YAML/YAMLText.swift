/// The parts of a text with expressions in it: `host: ${db.properties.host}`.
enum YAMLText {
    /// A part of a text.
    enum Part: Equatable {
        case text(String)
        /// An expression of Bicep, without `${` and `}`.
        case expression(String)
        /// A `${` whose expression does not end, with what follows it.
        case unfinished(String)
    }

    /// The parts of a text in their order; `$${` is a `${` that begins no expression.
    static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var plain = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "$" else {
                plain.unicodeScalars.append(scalar)
                continue
            }
            if rest.starts(with: "${".unicodeScalars) {
                rest = rest.dropFirst(2)
                plain += "${"
            } else if rest.first == "{" {
                rest = rest.dropFirst()
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                guard let length = lengthOfExpression(rest) else {
                    parts.append(.unfinished(String(String.UnicodeScalarView(rest))))
                    return parts
                }
                parts.append(.expression(String(String.UnicodeScalarView(rest.prefix(length)))))
                rest = rest.dropFirst(length + 1)
            } else {
                plain += "$"
            }
        }
        if !plain.isEmpty || parts.isEmpty { parts.append(.text(plain)) }
        return parts
    }

    /// How many characters stand before the brace that ends an expression; `nil` if none does.
    private static func lengthOfExpression(_ text: Substring.UnicodeScalarView) -> Int? {
        // What is open: `{` for objects and the holes of strings, `'` for strings.
        var open: [Unicode.Scalar] = []
        var isEscaped = false
        var previous: Unicode.Scalar = " "
        for (length, scalar) in text.enumerated() {
            if open.last == "'" {
                if isEscaped {
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else if scalar == "'" {
                    open.removeLast()
                } else if scalar == "{", previous == "$" {
                    open.append("{")
                }
            } else if scalar == "'" {
                open.append("'")
            } else if scalar == "{" {
                open.append("{")
            } else if scalar == "}" {
                guard !open.isEmpty else { return length }
                open.removeLast()
            }
            previous = isEscaped ? " " : scalar
        }
        return nil
    }

    /// Whether a text is one expression and nothing else; its text.
    static func expression(_ text: String) -> String? {
        let parts = parts(of: text)
        if case .expression(let expression)? = parts.first, parts.count == 1 { return expression }
        return nil
    }
}
