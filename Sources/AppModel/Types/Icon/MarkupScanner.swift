/// Why a text is no SVG that may be shown.
struct MarkupFinding: Error {
    /// As it continues `the icon`.
    let text: String
    let range: Range<Int>

    init(_ text: String, _ range: Range<Int>) {
        self.text = text
        self.range = range
    }
}

/// Goes through the markup of an SVG once, and stops at the first thing that is malformed or not safe.
///
/// A subset of XML is understood: no document types, so no entities but the five. That is all that pictures need,
/// and what is not understood is refused.
struct MarkupScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// The elements that are open, outermost first.
    private var open: [String] = []
    private var hasRoot = false
    /// What the element `style` that is open says so far: comments and CDATA sections may divide it.
    private var style: [UInt8] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func scan() throws(MarkupFinding) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if hasDeclaration { try skip(to: "?>", "has a declaration that does not end") }
        while position < bytes.count {
            if takes("<!--") {
                try skip(to: "-->", "has a comment that does not end")
            } else if takes("<![CDATA[") {
                try scanVerbatim()
            } else if takes("</") {
                try scanEnd()
            } else if at("<!") || at("<?") {
                throw MarkupFinding("has a document type or instruction, which pictures need not", here(2))
            } else if takes("<") {
                try scanStart()
            } else {
                try scanText()
            }
        }
        guard open.isEmpty else { throw MarkupFinding("ends before '</\(open[open.count - 1])>'", here(0)) }
        guard hasRoot else { throw MarkupFinding("has no element 'svg'", 0..<0) }
    }

    /// Whether the declaration of XML stands here; an instruction such as `xml-stylesheet` only begins like it.
    private var hasDeclaration: Bool {
        at("<?xml") && bytes[position...].dropFirst(5).first.map { [9, 10, 13, 32].contains($0) } ?? false
    }

    // MARK: Elements

    /// Those of SVG that do more than draw, and those that end a picture which stands in a page's own text.
    private static let forbidden: Set<String> = [
        "script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener", "a",
        "img", "meta", "link", "base", "body", "table", "input", "form", "frame",
    ]

    private mutating func scanStart() throws(MarkupFinding) {
        let start = position - 1
        let name = takeName()
        let range = start..<position
        guard !name.isEmpty else { throw MarkupFinding("has a '<' that begins no element", range) }
        let local = Self.localName(name)
        guard !Self.forbidden.contains(local.lowercased()) else {
            throw MarkupFinding("has an element '\(name)', which is not safe to show", range)
        }
        if open.isEmpty {
            guard !hasRoot, local == "svg" else {
                throw MarkupFinding("has an element '\(name)' where one 'svg' is expected", range)
            }
            hasRoot = true
        }
        guard !isInStyle else { throw MarkupFinding("has an element '\(name)' inside a style", range) }
        try scanAttributes(of: name)
    }

    private var isInStyle: Bool { open.last.map { Self.localName($0).lowercased() == "style" } ?? false }

    private mutating func scanAttributes(of name: String) throws(MarkupFinding) {
        var names: Set<String> = []
        while true {
            let hasBlank = skipBlanks()
            if takes("/>") { return }
            if takes(">") {
                open.append(name)
                return
            }
            let start = position
            let attribute = takeName()
            guard hasBlank, !attribute.isEmpty else { throw MarkupFinding("has an element that does not end", here(1)) }
            guard names.insert(attribute).inserted else {
                throw MarkupFinding("has '\(attribute)' twice in one element", start..<position)
            }
            let value = try takeValue(of: attribute)
            try check(attribute, value, start..<position)
        }
    }

    private mutating func scanEnd() throws(MarkupFinding) {
        let start = position - 2
        let name = takeName()
        _ = skipBlanks()
        guard takes(">"), open.last == name else {
            throw MarkupFinding("has '</\(name)>' where '</\(open.last ?? "")>' is expected", start..<position)
        }
        if isInStyle {
            try checkStyle(String(decoding: style, as: UTF8.self), start..<position)
            style = []
        }
        open.removeLast()
    }

    private mutating func takeValue(of name: String) throws(MarkupFinding) -> String {
        _ = skipBlanks()
        guard takes("=") else { throw MarkupFinding("has an attribute '\(name)' without a value", here(1)) }
        _ = skipBlanks()
        guard position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position]) else {
            throw MarkupFinding("has a value without quotes", here(1))
        }
        let quote = bytes[position]
        position += 1
        var value: [UInt8] = []
        while position < bytes.count, bytes[position] != quote {
            guard bytes[position] != UInt8(ascii: "<") else { throw MarkupFinding("has a '<' in a value", here(1)) }
            value += try takeCharacter()
        }
        guard position < bytes.count else { throw MarkupFinding("has a value that does not end", here(0)) }
        position += 1
        return String(decoding: value, as: UTF8.self)
    }

    // MARK: Texts

    private mutating func scanText() throws(MarkupFinding) {
        let start = position
        var text: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { text += try takeCharacter() }
        try take(text[...], start..<position)
    }

    private mutating func scanVerbatim() throws(MarkupFinding) {
        let start = position
        try skip(to: "]]>", "has a CDATA section that does not end")
        try take(bytes[start..<position - 3], start..<position)
    }

    private mutating func take(_ text: ArraySlice<UInt8>, _ range: Range<Int>) throws(MarkupFinding) {
        guard !open.isEmpty || text.allSatisfy({ [9, 10, 13, 32].contains($0) }) else {
            throw MarkupFinding("has text outside its elements", range)
        }
        if isInStyle { style += text }
    }

    /// A byte, or what an entity stands for.
    private mutating func takeCharacter() throws(MarkupFinding) -> [UInt8] {
        let byte = bytes[position]
        guard byte == UInt8(ascii: "&") else {
            position += 1
            return [byte]
        }
        let start = position
        let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";"))
        guard let end, let character = Self.character(String(decoding: bytes[start + 1..<end], as: UTF8.self)) else {
            throw MarkupFinding("has a '&' that begins no character that XML knows", here(1))
        }
        position = end + 1
        return Array(String(character).utf8)
    }

    private static func character(_ name: String) -> Character? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case _:
            guard name.hasPrefix("#") else { return nil }
            let isHexadecimal = name.hasPrefix("#x")
            let digits = name.dropFirst(isHexadecimal ? 2 : 1)
            // The standard library takes a sign as well, which XML does not.
            guard digits.first != "+" else { return nil }
            guard let code = UInt32(digits, radix: isHexadecimal ? 16 : 10), isInXML(code) else { return nil }
            return Unicode.Scalar(code).map { Character($0) }
        }
    }

    private static func isInXML(_ code: UInt32) -> Bool {
        code >= 0x20 && code != 0xFFFE && code != 0xFFFF || [9, 10, 13].contains(code)
    }

    // MARK: What is safe

    private func check(_ name: String, _ value: String, _ range: Range<Int>) throws(MarkupFinding) {
        let local = Self.localName(name).lowercased()
        let text = value.lowercased().filter { !$0.isWhitespace }
        if local.hasPrefix("on") { throw MarkupFinding("reacts to events with '\(name)'", range) }
        if local == "href" || local == "src" {
            let isPicture = text.hasPrefix("data:image/") && !text.hasPrefix("data:image/svg")
            guard text.hasPrefix("#") || isPicture else {
                throw MarkupFinding("refers to something outside itself with '\(name)'", range)
            }
        }
        if local == "attributename", text.contains("href") || text.hasPrefix("on") {
            throw MarkupFinding("changes where it refers to with '\(name)'", range)
        }
        if text.contains("javascript:") { throw MarkupFinding("has a script in '\(name)'", range) }
        if local == "base" || name.lowercased().hasPrefix("xmlns"), text.contains("xhtml") || local == "base" {
            throw MarkupFinding("takes something else for a picture with '\(name)'", range)
        }
        try checkReferences(value, range)
        if !Self.isWords(name.lowercased()) { try checkFunctions(value, range) }
    }

    /// Whether an attribute holds words that are no style.
    private static func isWords(_ name: String) -> Bool {
        ["data-", "aria-", "xmlns"].contains { name.hasPrefix($0) } || ["id", "class", "title"].contains(name)
            || name.contains(":") && !name.hasPrefix("xlink:")
    }

    private func checkStyle(_ text: String, _ range: Range<Int>) throws(MarkupFinding) {
        try checkReferences(text, range)
        try checkFunctions(text, range)
    }

    private func checkReferences(_ text: String, _ range: Range<Int>) throws(MarkupFinding) {
        let text = text.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        let parts = text.split(separator: "url(", omittingEmptySubsequences: false).dropFirst()
        let isEscaped = text.contains("\\") || text.contains("@import") || text.contains("/*")
        guard !isEscaped, parts.allSatisfy({ $0.hasPrefix("#") }) else {
            throw MarkupFinding("has a style that may refer to something outside itself", range)
        }
    }

    /// Refuses functions that are not known to draw: `image-set` and others load pictures from anywhere.
    private func checkFunctions(_ text: String, _ range: Range<Int>) throws(MarkupFinding) {
        for part in text.lowercased().split(separator: "(", omittingEmptySubsequences: false).dropLast() {
            let name = String(
                part.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }.reversed()
            )
            guard name.isEmpty || Self.functions.contains(name) else {
                throw MarkupFinding("has a style with '\(name)()', which is not known to be safe", range)
            }
        }
    }

    /// The functions of styles, of selectors and of transformations that only draw.
    private static let functions: Set<String> = [
        "url", "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark",
        "calc", "min", "max", "clamp", "var", "cubic-bezier", "steps", "linear",
        "matrix", "matrix3d", "perspective", "rotate", "rotatex", "rotatey", "rotatez", "rotate3d",
        "scale", "scalex", "scaley", "scalez", "scale3d", "skew", "skewx", "skewy",
        "translate", "translatex", "translatey", "translatez", "translate3d",
        "blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert", "opacity", "saturate",
        "sepia", "inset", "circle", "ellipse", "polygon", "path", "rect", "xywh",
        "linear-gradient", "radial-gradient", "conic-gradient",
        "not", "is", "where", "has", "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type", "lang", "dir",
        "and", "or", "media", "supports", "prefers-color-scheme",
    ]

    // MARK: Bytes

    private func at(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private mutating func takes(_ text: StaticString) -> Bool {
        guard at(text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func skip(to end: StaticString, _ finding: String) throws(MarkupFinding) {
        let start = position
        while position < bytes.count {
            if takes(end) { return }
            position += 1
        }
        throw MarkupFinding(finding, start..<start)
    }

    private mutating func skipBlanks() -> Bool {
        let start = position
        while position < bytes.count, [9, 10, 13, 32].contains(bytes[position]) { position += 1 }
        return position > start
    }

    private mutating func takeName() -> String {
        let start = position
        while position < bytes.count, Self.isNamePart(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: "."):
            true
        case _: byte >= 0x80
        }
    }

    private static func localName(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }

    private func here(_ length: Int) -> Range<Int> { position..<min(position + length, bytes.count) }
}
