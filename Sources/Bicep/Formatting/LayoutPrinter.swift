/// Writes layouts, on as few lines as the width allows.
///
/// Takes time in proportion to what it writes: whether a group fits is known after a line's width.
struct LayoutPrinter {
    private let source: [UInt8]
    private let indent: [UInt8]
    private let newline: [UInt8]
    private let width: Int
    private(set) var output: [UInt8] = []
    /// How much of the line is taken.
    private var column = 0
    /// The indentation and the spaces that stand before the next text of the line, if there is one.
    private var pendingLevel = 0
    private var pendingSpaces = 0
    /// Whether the line has a comment that nothing can follow.
    private var isLineFull = false
    private var frames: [Frame] = []
    private var measured: [(parts: [Layout], index: Int)] = []

    /// Parts that are being written.
    private struct Frame {
        let parts: [Layout]
        var index = 0
        let level: Int
        let isFlat: Bool
    }

    init(source: [UInt8], options: FormattingOptions) {
        self.source = source
        indent = options.indent
        newline = options.newline
        width = options.width
        output.reserveCapacity(source.count + source.count / 8)
    }

    /// Writes a layout.
    mutating func write(_ layout: Layout) {
        push([layout], level: 0, isFlat: false)
        while let frame = frames.last {
            guard frame.index < frame.parts.count else {
                frames.removeLast()
                continue
            }
            frames[frames.count - 1].index += 1
            write(frame.parts[frame.index], level: frame.level, isFlat: frame.isFlat)
        }
    }

    /// Ends the line.
    mutating func endLine(level: Int = 0) {
        output += newline
        pendingLevel = level
        pendingSpaces = 0
        column = indent.count * level
        isLineFull = false
    }

    private mutating func push(_ parts: [Layout], level: Int, isFlat: Bool) {
        frames.append(Frame(parts: parts, level: level, isFlat: isFlat))
    }

    private mutating func write(_ layout: Layout, level: Int, isFlat: Bool) {
        switch layout {
        case .text(let text):
            if text.role != .leadingPipe || !isFlat { put(text, level: level) }
        case .line(let line):
            if isFlat, let flat = line.flat {
                put(LayoutText(flat, role: line.isBlank ? .blank : .plain), level: level)
            } else {
                endLine(level: level)
            }
        case .glue(let parts):
            push(parts, level: level, isFlat: isFlat)
        case .indent(let parts):
            push(parts, level: isFlat ? level : level + 1, isFlat: isFlat)
        case .group(let parts):
            push(parts, level: level, isFlat: isFlat || fits(parts))
        case .tail(let parts):
            push(parts, level: level, isFlat: false)
        case .call(let group, let withTail):
            if isFlat || fits(group) {
                push(group, level: level, isFlat: true)
            } else if breaksLastArgument(of: group, level: level), fits(withTail) {
                push(withTail, level: level, isFlat: true)
            } else {
                push(group, level: level, isFlat: false)
            }
        }
    }

    /// Whether the last argument of a call would not fit on a line of its own.
    private mutating func breaksLastArgument(of call: [Layout], level: Int) -> Bool {
        guard call.count > 1, case .indent(let arguments) = call[1], let last = arguments.last else { return false }
        return !fits([last], from: indent.count * (level + 1))
    }

    private mutating func put(_ text: LayoutText, level: Int) {
        column += text.width
        switch text.content {
        case .fixed(let fixed):
            guard fixed.utf8CodeUnitCount > 0 else { return }
            guard text.role != .blank else { return pendingSpaces += fixed.utf8CodeUnitCount }
            begin(level: level)
            output += UnsafeBufferPointer(start: fixed.utf8Start, count: fixed.utf8CodeUnitCount)
        case .source(let range):
            begin(level: level)
            output += source[Int(range.lowerBound)..<Int(range.upperBound)]
        case .rewritten(let bytes):
            begin(level: level)
            output += bytes
        }
        isLineFull = text.role == .lineComment || text.role == .trailingComment
    }

    /// Writes what stands before a text of a line.
    private mutating func begin(level: Int) {
        if isLineFull { endLine(level: level) }
        for _ in 0..<pendingLevel { output += indent }
        for _ in 0..<pendingSpaces { output.append(UInt8(ascii: " ")) }
        pendingLevel = 0
        pendingSpaces = 0
    }

    /// Whether parts fit on the rest of the line, up to a broken array or object at their end.
    private mutating func fits(_ parts: [Layout], from start: Int? = nil) -> Bool {
        var rest = width - (start ?? column)
        guard rest >= 0 else { return false }
        measured.removeAll(keepingCapacity: true)
        measured.append((parts, 0))
        while let (parts, index) = measured.last {
            guard index < parts.count else {
                measured.removeLast()
                continue
            }
            measured[measured.count - 1].index += 1
            switch parts[index] {
            case .text(let text):
                if text.role != .leadingPipe { rest -= text.width }
            case .line(let line):
                guard let flat = line.flat else { return false }
                rest -= flat.utf8CodeUnitCount
            case .glue(let parts), .indent(let parts), .group(let parts), .call(let parts, _):
                measured.append((parts, 0))
            case .tail:
                return rest >= 1
            }
            if rest < 0 { return false }
        }
        return true
    }
}

extension LayoutLine {
    fileprivate var isBlank: Bool {
        switch self {
        case .orSpace: true
        case .written, .empty, .orNothing, .orComma: false
        }
    }
}
