public import Diagnostics

/// Reads one JSON text from front to back, and makes of each value only what it is asked for.
///
/// It is as strict as `JSONReader`, and keeps neither a tree nor places: long texts whose shape is known are read with
/// it. Once the text is found to be broken there are no more members, elements or values; whoever reads asks in the end
/// whether it `isComplete`.
///
///     var members = cursor.members(named: Self.names)
///     while let field = cursor.next(in: &members) {
///         switch field {
///         case .name: name = cursor.text()
///         case .size: size = cursor.integer()
///         }
///     }
public struct JSONCursor {
    private var parser: JSONParser
    /// Whether the text was found to be broken so far.
    public private(set) var isBroken = false

    /// Starts in front of the text in a part of a file; `nil` if that is not UTF-8.
    public init?(_ file: SourceFile, in range: Range<Int>) {
        guard UTF8Validation(file.bytes, in: range).invalidOffset == nil else { return nil }
        parser = JSONParser(file, in: range, .strict)
        parser.skipBlanks()
    }

    /// Whether all of the text was read, and all of it was right.
    public var isComplete: Bool {
        mutating get {
            parser.skipBlanks()
            return !isBroken && parser.isAtEnd && parser.diagnostics.isEmpty
        }
    }

    private mutating func fail<Result>() -> Result? {
        breakOff()
        return nil
    }

    private mutating func breakOff() {
        isBroken = true
        parser.index = parser.end
    }
}

// MARK: - Objects and lists

/// The names that the members of a kind of object may have.
public struct JSONNames<Field: CaseIterable & RawRepresentable<String> & Sendable>: Sendable {
    @usableFromInline let fields: [Field]
    @usableFromInline let names: [ShortName]

    /// Creates the names of the members, at most 64 of at most 16 bytes; objects that hold them in this order are read
    /// fastest.
    @inlinable
    public init() {
        fields = Array(Field.allCases)
        names = fields.map { field in Array(field.rawValue.utf8).withUnsafeBufferPointer(ShortName.init) }
        precondition(fields.count <= UInt64.bitWidth, "each name has a bit")
        precondition(names.allSatisfy { $0.count <= 16 }, "names are short")
    }
}

/// A name whose bytes are compared all at once; of a long one, only what it begins with.
@usableFromInline
struct ShortName: Sendable, Equatable {
    @usableFromInline let count: Int
    private let words: SIMD2<UInt64>

    @usableFromInline
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        count = bytes.count
        var words = SIMD2<UInt64>()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes.prefix(16)) }
        self.words = words
    }
}

extension JSONCursor {
    /// The members of an object that is being read.
    public struct Members<Field: CaseIterable & RawRepresentable<String> & Sendable> {
        @usableFromInline let names: JSONNames<Field>
        @usableFromInline var progress: Progress

        @usableFromInline
        init(names: JSONNames<Field>, progress: Progress) {
            self.names = names
            self.progress = progress
        }
    }

    /// How far an object has been read.
    @usableFromInline
    struct Progress {
        fileprivate var elements: Elements
        /// The place of the name that is likely to come next.
        fileprivate var expected = 0
        /// A bit for each name that stood here.
        fileprivate var seen: UInt64 = 0
    }

    /// The elements of a list, or the members of an object, that is being read.
    public struct Elements {
        fileprivate var isOpen: Bool
        fileprivate var isFirst = true
    }

    /// Enters an object; what is none is skipped, and has no members.
    @inlinable
    public mutating func members<Field>(named names: JSONNames<Field>) -> Members<Field> {
        Members(names: names, progress: enterObject())
    }

    /// Goes to the next member that has one of the names, whose value must be read or skipped then; others are skipped.
    ///
    /// A name that stands twice breaks the text.
    @inlinable
    public mutating func next<Field>(in members: inout Members<Field>) -> Field? {
        nextPlace(among: members.names.names, &members.progress).map { members.names.fields[$0] }
    }

    @usableFromInline
    mutating func enterObject() -> Progress { Progress(elements: open("{") ?? Elements(isOpen: false)) }

    /// The place of the name of the next member that has one.
    @usableFromInline
    mutating func nextPlace(among names: [ShortName], _ progress: inout Progress) -> Int? {
        while advance(in: &progress.elements, closing: "}") {
            let expected = progress.expected
            guard parser.current == UInt8(ascii: "\""),
                let place = parser.string({ Self.place(of: $0, among: names, from: expected) }),
                enterValue()
            else { return fail() }
            guard let place else {
                skip()
                continue
            }
            guard progress.seen & 1 << UInt64(place) == 0 else { return fail() }
            progress.seen |= 1 << UInt64(place)
            progress.expected = place + 1
            return place
        }
        return nil
    }

    /// Where a name stands, looked for from a place on.
    private static func place(of bytes: UnsafeBufferPointer<UInt8>, among names: [ShortName], from first: Int) -> Int? {
        let name = ShortName(bytes)
        if first < names.count, names[first] == name { return first }
        return names.firstIndex(of: name)
    }

    /// Enters a list; `nil` if it is none, which is skipped.
    public mutating func list() -> Elements? { open("[") }

    /// Goes to the next element, which must be read or skipped then.
    public mutating func next(in list: inout Elements) -> Bool { advance(in: &list, closing: "]") }

    /// Skips a value.
    public mutating func skip() { _ = document() }

    private mutating func document() -> Document? { parser.value() ?? fail() }

    private mutating func open(_ bracket: Unicode.Scalar) -> Elements? {
        guard parser.current == UInt8(ascii: bracket) else {
            skip()
            return nil
        }
        guard parser.depth < ReadingLimits.depth else { return fail() }
        parser.depth += 1
        parser.index += 1
        return Elements(isOpen: true)
    }

    /// Goes to what comes next between two brackets; `false` behind the last.
    private mutating func advance(in elements: inout Elements, closing bracket: Unicode.Scalar) -> Bool {
        guard elements.isOpen else { return false }
        parser.skipBlanks()
        if parser.skip(bracket) {
            parser.depth -= 1
            elements.isOpen = false
            return false
        }
        let hasComma = elements.isFirst || parser.skip(",")
        elements.isFirst = false
        parser.skipBlanks()
        guard hasComma, parser.current != UInt8(ascii: bracket), !parser.isAtEnd else {
            breakOff()
            return false
        }
        return true
    }

    /// Goes over the colon to a member's value.
    private mutating func enterValue() -> Bool {
        parser.skipBlanks()
        guard parser.skip(":") else { return false }
        parser.skipBlanks()
        return true
    }
}

// MARK: - Values

extension JSONCursor {
    /// The text here; `nil` if it is something else, which is skipped.
    public mutating func text() -> String? { text { String(decoding: $0, as: UTF8.self) } }

    /// What is made of the bytes of the text here; `nil` if it is something else, which is skipped.
    @inlinable
    public mutating func text<Result>(_ make: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        var result: Result?
        withText { result = make($0) }
        return result
    }

    @usableFromInline
    mutating func withText(_ take: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard parser.current == UInt8(ascii: "\"") else { return skip() }
        if parser.string(take) == nil { breakOff() }
    }

    /// The whole number here; `nil` if it is something else, which is skipped.
    public mutating func integer() -> Int64? {
        guard case .integer(let number) = document()?.content else { return nil }
        return number
    }

    /// Whatever is here; `nil` if the text is broken, or gives a name twice in one object.
    public mutating func value() -> Value? {
        switch parser.current {
        case UInt8(ascii: "\""): return text().map(Value.string)
        case UInt8(ascii: "{"): return object().map(Value.object)
        case UInt8(ascii: "["):
            guard var list = list() else { return nil }
            var elements: [Value] = []
            while next(in: &list) {
                guard let element = value() else { return nil }
                elements.append(element)
            }
            return isBroken ? nil : .array(elements)
        default: return document()?.value
        }
    }

    private mutating func object() -> ValueObject? {
        guard var elements = open("{") else { return nil }
        var object = ValueObject()
        var count = 0
        while advance(in: &elements, closing: "}") {
            guard parser.current == UInt8(ascii: "\""), let name = parser.string(), enterValue(), let value = value()
            else { return fail() }
            object[exactly: name] = value
            count += 1
        }
        return isBroken || object.count != count ? fail() : object
    }
}
