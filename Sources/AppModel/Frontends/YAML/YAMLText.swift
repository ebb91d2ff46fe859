import Bicep
import Diagnostics

/// A text of a definition with expressions in it: `host: ${db.properties.host}`.
struct YAMLText {
    /// A part of a text.
    enum Part {
        case text(String)
        /// An expression of Bicep, without `${` and `}`.
        case expression(YAMLPiece)
        /// A `${` whose expression does not end.
        case unfinished
    }

    /// The parts in their order; `$${` is a `${` that begins no expression.
    let parts: [Part]

    /// Takes a text apart.
    ///
    /// Bicep's own lexer says where an expression ends, so that every text is gone through once.
    ///
    /// - Parameters:
    ///   - text: The text as YAML means it.
    ///   - scalar: What is written for it in the file.
    init(_ text: String, at scalar: Span) {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "$")) else {
            self.parts = [.text(text)]
            return
        }
        let file = SourceFile(path: scalar.file.path, bytes: bytes)
        let places = HolePlaces(of: bytes, in: scalar)
        var parts: [Part] = []
        var plain: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: "$${".utf8) {
                plain += "${".utf8
                position += 3
            } else if bytes[position...].starts(with: "${".utf8) {
                if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
                plain = []
                guard let fragment = SyntaxFragment(holeIn: file, from: position + 2) else {
                    parts.append(.unfinished)
                    break
                }
                let shift = places.shift(ofHole: position..<(fragment.end + 1))
                parts.append(.expression(YAMLPiece(fragment: fragment, shift: shift, scalar: scalar)))
                position = fragment.end + 1
            } else {
                plain.append(bytes[position])
                position += 1
            }
        }
        if !plain.isEmpty { parts.append(.text(String(decoding: plain, as: UTF8.self))) }
        self.parts = parts
    }

    /// The expression, if the text is one and nothing else.
    var expression: YAMLPiece? {
        if case .expression(let piece)? = parts.first, parts.count == 1 { piece } else { nil }
    }
}

/// A piece of Bicep in a definition, with its place in the file.
struct YAMLPiece {
    /// What tells a piece from all others.
    struct ID: Hashable {
        let scalar: Span
        let start: Int
    }

    let fragment: SyntaxFragment
    /// How much further on it stands in the file than in its text; `nil` if the file has it in other characters.
    let shift: Int?
    /// What is written in the file for the text that the piece is in.
    let scalar: Span

    init(fragment: SyntaxFragment, shift: Int?, scalar: Span) {
        (self.fragment, self.shift, self.scalar) = (fragment, shift, scalar)
    }

    /// A text without `${}` around it that is a piece as a whole.
    init(_ text: String, at scalar: Span) {
        let bytes = Array(text.utf8)
        // What ends too early ends with its line: there is more in the file.
        fragment = SyntaxFragment(SourceFile(path: scalar.file.path, bytes: bytes + "\n".utf8))
        let written = scalar.file.bytes[scalar.range].trimmingBlanksAtEnd
        let unquoted = written.dropLast().trimmingBlanksAtEnd
        let wanted = bytes[...].trimmingBlanksAtEnd
        shift = [written, unquoted].first { $0.suffix(wanted.count) == wanted }.map { $0.endIndex - wanted.count }
        self.scalar = scalar
    }

    var id: ID { ID(scalar: scalar, start: fragment.range.lowerBound) }

    /// Where the piece stands.
    var span: Span { span(of: fragment.range) }

    /// Where what ends the piece stands.
    var end: Span { span(of: fragment.end..<(fragment.end + 1)) }

    /// The place of a part of the piece's text.
    func span(of range: Range<Int>) -> Span {
        guard let shift else { return scalar }
        return Span(scalar.file, (range.lowerBound + shift..<range.upperBound + shift).clamped(to: scalar.range))
    }
}

/// Where the holes of a text stand in a file.
private struct HolePlaces {
    private let text: [UInt8]
    private let scalar: Span
    /// The offsets of `${` in the file by those in the text.
    private var places: [Int: Int] = [:]

    /// The marks of holes stand in the file in their order; with escapes for some of them nobody knows which is which.
    init(of text: [UInt8], in scalar: Span) {
        (self.text, self.scalar) = (text, scalar)
        let (meant, written) = (Self.marks(in: text[...]), Self.marks(in: scalar.file.bytes[scalar.range]))
        if meant.count == written.count { places = Dictionary(uniqueKeysWithValues: zip(meant, written)) }
    }

    private static func marks(in bytes: ArraySlice<UInt8>) -> [Int] {
        bytes.indices.dropLast().filter { bytes[$0] == UInt8(ascii: "$") && bytes[$0 + 1] == UInt8(ascii: "{") }
    }

    /// How much further on a hole stands in the file; `nil` if it is not written there in the same characters.
    func shift(ofHole range: Range<Int>) -> Int? {
        guard let place = places[range.lowerBound], place + range.count <= scalar.range.upperBound else { return nil }
        let isSame = scalar.file.bytes[place..<(place + range.count)] == text[range]
        return isSame ? place - range.lowerBound : nil
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without blanks and line ends behind them.
    fileprivate var trimmingBlanksAtEnd: ArraySlice<UInt8> {
        var rest = self
        while let last = rest.last, last == 0x20 || 0x09...0x0D ~= last { rest.removeLast() }
        return rest
    }
}
