import Diagnostics

extension SyntaxToken {
    /// The text that a part of a string stands for, escapes resolved; `nil` if it is malformed.
    ///
    /// `dollars` is the number of `$` before the opening quotes; `nil` for a single-line string.
    fileprivate func stringValue(dollars: Int?) -> String? {
        guard !isMalformed else { return nil }
        let bytes = tree.file.bytes
        var start = Int(range.lowerBound)
        var end = Int(range.upperBound)
        let isFirst = kind == .stringComplete || kind == .stringLeft
        let isLast = kind == .stringComplete || kind == .stringRight
        start += isFirst ? (dollars.map { $0 + 3 } ?? 1) : 1
        end -= isLast ? (dollars == nil ? 1 : 3) : max(dollars ?? 1, 1) + 1
        guard start <= end else { return nil }
        guard dollars == nil else {
            if isFirst, start < end, bytes[start] == UInt8(ascii: "\r") { start += 1 }
            if isFirst, start < end, bytes[start] == UInt8(ascii: "\n") { start += 1 }
            return tree.file.text(in: start..<end)
        }
        guard bytes[start..<end].contains(UInt8(ascii: "\\")) else { return tree.file.text(in: start..<end) }
        return resolvingEscapes(bytes, start..<end)
    }

    private func resolvingEscapes(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        var result: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "\\"), let escape = Escape(bytes, at: index, limit: range.upperBound) {
                result += Array(String(Character(escape.scalar)).utf8)
                index += escape.length
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The number of `$` before a multi-line string that begins with this token; `nil` for a single-line string.
    fileprivate var multiLineDollars: Int? {
        let text = tree.file.bytes[Int(range.lowerBound)..<Int(range.upperBound)]
        let dollars = text.prefix { $0 == UInt8(ascii: "$") }.count
        return text.dropFirst(dollars).starts(with: [0x27, 0x27, 0x27]) ? dollars : nil
    }
}

/// The parts of a string, in order.
enum StringPart {
    case text(String)
    case hole(SyntaxNode)
}

extension SyntaxNode {
    /// The parts of a `string` node.
    var stringParts: [StringPart] {
        var dollars: Int?
        var parts: [StringPart] = []
        for (position, child) in children.enumerated() {
            switch child {
            case .token(let token):
                if position == 0 { dollars = token.multiLineDollars }
                parts.append(.text(token.stringValue(dollars: dollars) ?? ""))
            case .node(let node):
                parts.append(.hole(node))
            case .absent:
                break
            }
        }
        return parts
    }

    /// The text of a `string` node without holes.
    var plainString: String? {
        guard kind == .string, childCount == 1, let token = token(0) else { return nil }
        return token.stringValue(dollars: token.multiLineDollars) ?? ""
    }
}
