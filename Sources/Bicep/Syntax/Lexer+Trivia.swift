/// `#disable-next-line`, `#disable-diagnostics` or `#restore-diagnostics` with the codes that it names.
struct Directive: Sendable {
    enum Kind: Sendable {
        case disableNextLine
        case disable
        case restore
    }

    let kind: Kind
    let range: Range<UInt32>
    let codes: [Range<UInt32>]
}

extension Lexer {
    /// Skips white space, comments and directives.
    mutating func skipTrivia() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                position += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                skipToLineEnd()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                skipBlockComment()
            case UInt8(ascii: "#"):
                guard scanDirective() else { return }
            default:
                return
            }
        }
    }

    private mutating func skipToLineEnd() {
        while position < bytes.count, !bytes[position].isLineEnd { position += 1 }
    }

    private mutating func skipBlockComment() {
        let start = position
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                return
            }
            position += 1
        }
        report(.unterminatedComment, from: start)
    }

    /// Reads a directive if one stands here, which must be the first thing on its line.
    private mutating func scanDirective() -> Bool {
        guard isFirstOnLine else { return false }
        let start = position
        let kind: Directive.Kind
        if matches("#disable-next-line", at: start) {
            kind = .disableNextLine
            position += 18
        } else if matches("#disable-diagnostics", at: start) {
            kind = .disable
            position += 20
        } else if matches("#restore-diagnostics", at: start) {
            kind = .restore
            position += 20
        } else {
            return false
        }
        let codes = scanCodes()
        if codes.isEmpty { report(.missingDirectiveCodes, from: start) }
        directives.append(Directive(kind: kind, range: UInt32(start)..<UInt32(position), codes: codes))
        return true
    }

    private mutating func scanCodes() -> [Range<UInt32>] {
        var codes: [Range<UInt32>] = []
        while true {
            while peek().isBlank { position += 1 }
            let start = position
            while peek().isIdentifierPart || peek() == UInt8(ascii: "-") { position += 1 }
            guard position > start else { return codes }
            codes.append(UInt32(start)..<UInt32(position))
        }
    }

    private var isFirstOnLine: Bool {
        var index = position
        while index > 0 {
            index -= 1
            if bytes[index].isLineEnd { return true }
            if !bytes[index].isBlank { return index == 2 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) }
        }
        return true
    }
}
