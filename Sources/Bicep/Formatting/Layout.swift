/// A text that can be laid out on one line or on several.
///
/// The formatter turns a syntax tree into layouts, and `LayoutPrinter` decides line by line which
/// groups fit. See Wadler, "A prettier printer", for the idea.
enum Layout {
    case text(LayoutText)
    case line(LayoutLine)
    /// Parts side by side.
    case glue([Layout])
    /// Parts whose lines begin one level further in.
    case indent([Layout])
    /// Parts on one line if they fit, with a line for each otherwise.
    case group([Layout])
    /// A broken array or object that ends the arguments of a call: it begins on the line of the call.
    case tail([Layout])
    /// A call as a group; or with the array or object that ends it as a tail, if it would be broken anyway.
    case call(group: [Layout], withTail: [Layout])

    static let space = Layout.text(LayoutText(" ", role: .blank))
    /// A space that does not count for what fits, before a comment that does not either.
    static let weightlessSpace = Layout.text(LayoutText(.fixed(" "), role: .blank, width: 0))
    static let nothing = Layout.text(LayoutText("", role: .plain))

    static func fixed(_ text: StaticString) -> Layout { .text(LayoutText(text, role: .plain)) }

    /// Parts with a space between each two.
    static func spaced(_ parts: [Layout]) -> Layout {
        var spaced: [Layout] = []
        spaced.reserveCapacity(parts.count * 2)
        for part in parts {
            if !spaced.isEmpty { spaced.append(.space) }
            spaced.append(part)
        }
        return .glue(spaced)
    }
}

/// A place where a line may end.
enum LayoutLine {
    /// A line end of the source, which only tells what stands on different lines.
    case written
    /// An empty line, which stays.
    case empty
    /// A line end, or nothing where the group fits.
    case orNothing
    /// A line end, or a space where the group fits.
    case orSpace
    /// A line end, or a comma and a space where the group fits.
    case orComma

    /// What stands for it on one line; `nil` if it cannot be there.
    var flat: StaticString? {
        switch self {
        case .written, .empty: nil
        case .orNothing: ""
        case .orSpace: " "
        case .orComma: ", "
        }
    }
}

/// A text without a place to break it.
struct LayoutText {
    enum Content {
        /// A part of the source.
        case source(Range<UInt32>)
        case fixed(StaticString)
        /// A part of the source with other line ends or spaces.
        case rewritten([UInt8])
    }

    enum Role {
        case plain
        /// Spaces, left out at the end of a line.
        case blank
        /// The `| ` before the first member of a union, left out where the union stands on one line.
        case leadingPipe
        /// A directive, which only a comment can follow on its line.
        case directive
        /// A comment that reaches to the end of its line.
        case lineComment
        /// Such a comment behind something on its line; it does not count for what fits.
        case trailingComment
    }

    let content: Content
    let role: Role
    /// In UTF-16 code units, line ends included.
    let width: Int

    init(_ text: StaticString, role: Role) {
        content = .fixed(text)
        self.role = role
        width = text.utf8CodeUnitCount
    }

    init(_ content: Content, role: Role, width: Int) {
        self.content = content
        self.role = role
        self.width = role == .trailingComment ? 0 : width
    }
}

extension Layout {
    /// Whether the layout ends with a comment or directive that nothing else can follow on its line.
    var endsLine: Bool {
        switch lastText?.role {
        case .directive, .lineComment, .trailingComment: true
        case .plain, .blank, .leadingPipe, nil: false
        }
    }

    /// Where the comment begins that ends the layout behind something else; `nil` if there is none.
    var trailingComment: UInt32? {
        guard let text = lastText, text.role == .trailingComment, case .source(let range) = text.content else {
            return nil
        }
        return range.lowerBound
    }

    private var lastText: LayoutText? {
        var layout = self
        while true {
            switch layout {
            case .text(let text): return text
            case .line: return nil
            case .glue(let parts), .indent(let parts), .group(let parts), .tail(let parts), .call(let parts, _):
                guard let last = parts.last else { return nil }
                layout = last
            }
        }
    }

    /// The parts of a group as they stand on one line, where it can be; otherwise the layout itself.
    var flattened: Layout {
        guard case .group(let parts) = self else { return self }
        return .glue(parts.map(\.flat))
    }

    private var flat: Layout {
        switch self {
        case .text(let text): text.role == .leadingPipe ? .nothing : self
        case .line(let line): line.flat.map { .fixed($0) } ?? self
        case .glue(let parts), .indent(let parts), .group(let parts), .call(let parts, _): .glue(parts.map(\.flat))
        case .tail: self
        }
    }
}
