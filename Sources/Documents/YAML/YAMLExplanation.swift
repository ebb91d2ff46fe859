import Diagnostics

/// libyaml's complaint in the words of someone who writes a file.
///
/// libyaml has no codes: its fixed texts are all there is to tell one problem from another.
/// One that is not known here is passed on as it is.
struct YAMLExplanation {
    let message: String
    let span: Span
    let notes: [Diagnostic.Note]
    let help: String

    init(_ problem: YAMLProblem) {
        let found = problem.span.nextCharacter
        let known = found == "\t" && problem.text == Self.badStart ? Self.tab : Self.known[problem.text]
        let isUnclosed = known?.message == Self.unclosed
        message = (known?.message ?? problem.text).replacingFirst("%", with: Self.description(of: found))
        help = known?.help ?? "correct the YAML at this place or just before it"
        span = isUnclosed ? problem.context?.span ?? problem.span : problem.span
        if let context = problem.context, !isUnclosed, context.span != problem.span {
            notes = [Diagnostic.Note(context.text, at: context.span)]
        } else {
            notes = []
        }
    }

    private static func description(of character: String) -> String {
        switch character {
        case "": "the end of the file"
        case "\n", "\r", "\r\n": "the end of the line"
        default: "'\(character)'"
        }
    }

    private typealias Sentences = (message: String, help: String)

    private static let badStart = "found character that cannot start any token"
    private static let unclosed = "quoted text is not closed"
    private static let tab: Sentences = ("a tab cannot indent", "indent with spaces")
    private static let indentation: Sentences = (
        "line does not fit the block around it",
        "indent it like its neighbours; quote a value that holds ': ' or goes on after a quote"
    )
    private static let separator = "close the bracket, or put ',' before the next element"

    /// By libyaml's text; `%` stands for what was found there.
    private static let known: [String: Sentences] = [
        "found unexpected end of stream": (unclosed, "close it with the quote that it starts with"),
        "found unexpected document indicator": (unclosed, "close it with the quote that it starts with"),
        "did not find expected key": indentation,
        "did not find expected '-' indicator": indentation,
        "could not find expected ':'": (
            "expected ':' after a key", "write 'key: value', or indent the line if it continues the text above"
        ),
        "mapping values are not allowed in this context": (
            "':' cannot stand here", "quote the value, or put the nested mapping on lines of its own"
        ),
        "found a tab character that violates indentation": tab,
        "found a tab character where an indentation space is expected": tab,
        badStart: ("a value cannot start with %", "put the value in quotes"),
        "did not find expected ',' or ']'": ("expected ',' or ']'", separator),
        "did not find expected ',' or '}'": ("expected ',' or '}'", separator),
        "did not find expected node content": (
            "expected a value, found %", "write a value, or remove what asks for one"
        ),
        "block sequence entries are not allowed in this context": (
            "'-' cannot stand here", "put the list on lines of its own, or quote the value"
        ),
        "control characters are not allowed": (
            "control characters are not allowed",
            "remove it, or write it as an escape sequence in double quotes"
        ),
        "found unknown escape character": (
            "unknown escape sequence in double quotes", "write a backslash as '\\\\', or use single quotes"
        ),
        "did not find expected <document start>": (
            "expected '---' before another document",
            "write '---' on a line of its own, or indent what belongs to the value above"
        ),
        "found undefined tag handle": ("unknown kind of tag", "remove the tag, or put the value in quotes"),
    ]
}

extension Span {
    /// The character that follows an empty span; empty at the end of the file.
    fileprivate var nextCharacter: String {
        var end = range.lowerBound
        repeat { end += 1 } while end < file.bytes.count && file.bytes[end] & 0xC0 == 0x80
        return file.text(in: range.lowerBound..<end)
    }
}

extension String {
    fileprivate func replacingFirst(_ mark: Character, with text: String) -> String {
        guard let index = firstIndex(of: mark) else { return self }
        return self[..<index] + text + self[self.index(after: index)...]
    }
}
