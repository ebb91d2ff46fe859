public import Diagnostics
public import Documents

/// Writes into a file of examples what their recipe makes now; comments and everything else stay as they are.
public struct RecipeTestEdit {
    private let file: SourceFile
    /// What takes the place of parts of the file, by their offsets.
    private var replacements: [(range: Range<Int>, text: String)] = []

    /// Starts from a file as it is.
    public init(_ file: SourceFile) {
        self.file = file
    }

    /// Whether anything is to be written.
    public var isChanged: Bool { !replacements.isEmpty }

    /// The text of the file with everything that was said.
    public var text: String {
        var bytes = file.bytes
        for replacement in replacements.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            bytes.replaceSubrange(replacement.range, with: replacement.text.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Makes a case expect something; `false` if the case is not written in block style.
    public mutating func expect(_ actual: ValueObject, of example: RecipeCase) -> Bool {
        guard case .object(let members) = example.document.content, let first = members.first,
            file.bytes[example.document.span.range.lowerBound] != UInt8(ascii: "{")
        else { return false }
        let column = column(of: first.nameSpan.range.lowerBound)
        let indentation = String(repeating: " ", count: column)
        let value = Value.object(actual).yaml().split(separator: "\n").map { "\(indentation)  \($0)" }
        let text = "expect:\n\(value.joined(separator: "\n"))"
        if let known = members.first(where: { $0.name == "expect" }) {
            let start = known.nameSpan.range.lowerBound
            replace(start..<end(ofMemberAt: start, column: column), by: text)
        } else {
            let end = end(ofMemberAt: members[members.count - 1].nameSpan.range.lowerBound, column: column)
            replace(end..<end, by: "\n\(indentation)\(text)")
        }
        return true
    }

    /// Notes what takes the place of a part, unless something does already: two cases may be one that is referred to.
    private mutating func replace(_ range: Range<Int>, by text: String) {
        let isTaken = replacements.contains { $0.range.overlaps(range) || $0.range.lowerBound == range.lowerBound }
        guard !isTaken else { return }
        replacements.append((range, text))
    }

    private func column(of offset: Int) -> Int {
        let start = file.bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return offset - start
    }

    /// The end of the last line that belongs to a member: those below it that are indented further.
    private func end(ofMemberAt offset: Int, column: Int) -> Int {
        var end = endOfLine(from: offset)
        var next = end
        while next < file.bytes.count {
            let start = next + 1
            let lineEnd = endOfLine(from: start)
            let line = file.bytes[min(start, file.bytes.count)..<lineEnd]
            let indentation = line.prefix { $0 == UInt8(ascii: " ") }.count
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
            guard isBlank || indentation > column else { break }
            if !isBlank { end = lineEnd }
            next = lineEnd
        }
        return end
    }

    private func endOfLine(from offset: Int) -> Int {
        guard offset < file.bytes.count else { return file.bytes.count }
        return file.bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
    }
}
