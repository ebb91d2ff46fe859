public import Diagnostics

/// Reads JSON strictly as RFC 8259 defines it.
public enum JSONReader {
    /// The document in a file, with the place of each of its parts.
    ///
    /// Any bytes give a result. Of members with one name the first is kept. Whole numbers that do not
    /// fit 64 bits become floating-point numbers.
    ///
    /// - Returns: The document, `nil` if its text is broken, and what there is to say about it.
    public static func read(_ file: SourceFile) -> (document: Document?, diagnostics: [Diagnostic]) {
        read(file, as: .strict)
    }

    /// The document in a file for people, which may hold comments, and commas before closing brackets.
    ///
    /// - Returns: The document, `nil` if its text is broken, and what there is to say about it.
    public static func readRelaxed(_ file: SourceFile) -> (document: Document?, diagnostics: [Diagnostic]) {
        read(file, as: .relaxed)
    }

    private static func read(
        _ file: SourceFile,
        as dialect: JSONParser.Dialect
    ) -> (document: Document?, diagnostics: [Diagnostic]) {
        let validation = UTF8Validation(file.bytes)
        if let offset = validation.invalidOffset {
            return (nil, [.invalidUTF8(in: file, at: offset)])
        }
        var parser = JSONParser(file, in: validation.start..<file.bytes.count, dialect)
        let document = parser.document()
        return (document, parser.diagnostics)
    }
}

/// Walks over the bytes of one file, which are valid UTF-8.
///
/// A production returns `nil` once it has reported why; whoever called it then gives up as well.
struct JSONParser {
    let file: SourceFile
    let bytes: [UInt8]
    var index: Int
    /// Where the text ends.
    let end: Int
    private(set) var diagnostics: [Diagnostic] = []
    /// How many objects and lists are around the current place.
    var depth = 0
    private let dialect: Dialect

    /// What may stand in a file besides what the specification allows.
    enum Dialect {
        case strict
        /// Comments as in JavaScript, and commas before closing brackets.
        case relaxed
    }

    init(_ file: SourceFile, in range: Range<Int>, _ dialect: Dialect) {
        self.file = file
        self.dialect = dialect
        bytes = file.bytes
        index = range.lowerBound
        end = range.upperBound
    }

    mutating func document() -> Document? {
        skipBlanks()
        guard !isAtEnd else { return fail(.emptyJSON(file)) }
        guard let document = value() else { return nil }
        skipBlanks()
        guard isAtEnd else { return fail(.textAfterJSON(at: foundSpan)) }
        return document
    }

    /// The value at the current place.
    mutating func value() -> Document? {
        guard index < end else { return fail(.jsonEnds(expecting: .value, in: file)) }
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "{"): return nested { $0.object() }
        case UInt8(ascii: "["): return nested { $0.array() }
        case UInt8(ascii: "\""): return string().map { Document(.string($0), at: span(from: start)) }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return word()
        default: return fail(unexpected(expecting: .value))
        }
    }

    private mutating func nested(_ production: (inout JSONParser) -> Document?) -> Document? {
        guard depth < ReadingLimits.depth else {
            return fail(.nestedTooDeeply(at: Span(file, index..<(index + 1))))
        }
        depth += 1
        defer { depth -= 1 }
        return production(&self)
    }

    private mutating func object() -> Document? {
        let start = index
        var members: [Document.Member] = []
        var names = NameRegister()
        index += 1
        skipBlanks()
        guard !skip("}") else { return Document(.object([]), at: span(from: start)) }
        while true {
            guard let (name, nameSpan) = memberName(of: start, first: members.isEmpty),
                let value = value()
            else { return nil }
            let member = Document.Member(name: name, nameSpan: nameSpan, value: value)
            if let first = names.existing(member.name, in: members) {
                diagnostics.append(.duplicateName(member.name, at: member.nameSpan, first: first.nameSpan))
            } else {
                members.append(member)
            }
            skipBlanks()
            if skip("}") { return Document(.object(members), at: span(from: start)) }
            guard skip(",") else { return fail(unexpected(expecting: .commaOrBrace, opened: start)) }
            skipBlanks()
            if dialect == .relaxed, skip("}") { return Document(.object(members), at: span(from: start)) }
        }
    }

    /// Reads the name of a member and the colon behind it.
    private mutating func memberName(of object: Int, first: Bool) -> (String, Span)? {
        guard current == UInt8(ascii: "\"") else {
            return fail(unexpected(expecting: first ? .nameOrBrace : .name, opened: object))
        }
        let start = index
        guard let name = string() else { return nil }
        let nameSpan = span(from: start)
        skipBlanks()
        guard skip(":") else { return fail(unexpected(expecting: .colon, opened: object)) }
        skipBlanks()
        return (name, nameSpan)
    }

    private mutating func array() -> Document? {
        let start = index
        var elements: [Document] = []
        index += 1
        skipBlanks()
        guard !skip("]") else { return Document(.array([]), at: span(from: start)) }
        while true {
            guard let element = value() else { return nil }
            elements.append(element)
            skipBlanks()
            if skip("]") { return Document(.array(elements), at: span(from: start)) }
            guard skip(",") else { return fail(unexpected(expecting: .commaOrBracket, opened: start)) }
            skipBlanks()
            if dialect == .relaxed, skip("]") { return Document(.array(elements), at: span(from: start)) }
        }
    }

    private mutating func word() -> Document? {
        let span = foundSpan
        index = span.range.upperBound
        switch span.text {
        case "null": return Document(.null, at: span)
        case "true": return Document(.bool(true), at: span)
        case "false": return Document(.bool(false), at: span)
        case let word: return fail(.unknownJSONWord(word, at: span))
        }
    }

    /// Takes every byte that could belong to a number, so that a message can show what was meant as one.
    private mutating func number() -> Document? {
        let start = index
        while let byte = current, Self.isPartOfNumber(byte) { index += 1 }
        let span = span(from: start)
        let digits = bytes[start..<index]
        guard let isInteger = JSONNumber.isInteger(digits) else { return fail(.malformedJSONNumber(at: span)) }
        let text = String(decoding: digits, as: UTF8.self)
        if isInteger, let integer = Int64(text) { return Document(.integer(integer), at: span) }
        guard let number = Double(text), number.isFinite else { return fail(.numberTooLarge(at: span)) }
        return Document(.number(number), at: span)
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}

// MARK: - Bytes

extension JSONParser {
    var isAtEnd: Bool { index >= end }

    var current: UInt8? { index < end ? bytes[index] : nil }

    func span(from start: Int) -> Span { Span(file, start..<index) }

    /// Reports and gives up.
    mutating func fail<Result>(_ diagnostic: Diagnostic) -> Result? {
        diagnostics.append(diagnostic)
        return nil
    }

    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: byte) else { return false }
        index += 1
        return true
    }

    mutating func skipBlanks() {
        // What programs write has none.
        guard index < end, bytes[index] <= 0x20 || dialect == .relaxed else { return }
        repeat {
            while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
        } while dialect == .relaxed && skipComment()
    }

    /// Skips a comment, which must end if it is one in `/* */`; says whether there was one.
    private mutating func skipComment() -> Bool {
        let rest = bytes[index..<end]
        if rest.starts(with: "//".utf8) {
            index = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? end
            return true
        }
        guard rest.starts(with: "/*".utf8) else { return false }
        var place = index + 2
        while place + 1 < end {
            if bytes[place] == UInt8(ascii: "*"), bytes[place + 1] == UInt8(ascii: "/") {
                index = place + 2
                return true
            }
            place += 1
        }
        return false
    }

    /// The word or the character at the current place, or the empty place at the end of the file.
    private var foundSpan: Span {
        var last = index
        while last < end, Self.isPartOfWord(bytes[last]) { last += 1 }
        if last == index, last < end {
            last += 1
            while last < end, bytes[last] & 0xC0 == 0x80 { last += 1 }
        }
        return Span(file, index..<last)
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }

    private func unexpected(expecting expectation: JSONExpectation, opened: Int? = nil) -> Diagnostic {
        let opening = opened.map { Span(file, $0..<($0 + 1)) }
        guard !isAtEnd else { return .jsonEnds(expecting: expectation, in: file, opened: opening) }
        return .unexpectedInJSON(expecting: expectation, found: foundSpan)
    }
}
