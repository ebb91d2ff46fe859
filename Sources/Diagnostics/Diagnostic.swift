/// Something that rad has to say about the user's input: a fact with a place.
///
/// Diagnostics are values. Whoever finds one appends it to a list that is returned
/// beside the result; only the program prints. Each is made by a static factory that
/// stands next to the stage that emits it, so that call sites carry facts and no
/// sentences.
public struct Diagnostic: Sendable, Equatable {
    /// How bad it is.
    public enum Severity: String, Sendable, CaseIterable, Comparable {
        case info
        case warning
        case error

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .info: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// Another place that helps to understand.
    public struct Note: Sendable, Equatable {
        /// What is to be seen there, in lower case and without a full stop.
        public let message: String
        /// The place, if there is one.
        public let span: Span?

        /// Creates a note.
        public init(_ message: String, at span: Span? = nil) {
            self.message = message
            self.span = span
        }
    }

    public let severity: Severity
    /// A stable code: `BCPnnn` for the Bicep language, `RADnnnn` for everything else.
    public let code: String
    /// What was found and what was expected, in lower case and without a full stop.
    public let message: String
    /// The place, where there is a file.
    public let span: Span?
    public let notes: [Note]
    /// One concrete next step.
    public let help: String?

    /// Creates a diagnostic.
    ///
    /// Call this from a factory, never from the place that finds the trouble.
    public init(
        _ severity: Severity,
        _ code: String,
        _ message: String,
        at span: Span?,
        notes: [Note] = [],
        help: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.span = span
        self.notes = notes
        self.help = help
    }
}

extension Sequence<Diagnostic> {
    /// Whether any of them is an error.
    public var hasErrors: Bool { contains { $0.severity == .error } }

    /// The diagnostics ordered by file, place and code, the order in which they are printed.
    ///
    /// Those that agree in all three keep the order in which they were found.
    public func sortedByPlace() -> [Diagnostic] {
        let sorted = enumerated().sorted { left, right in
            left.element.sortingKey(left.offset) < right.element.sortingKey(right.offset)
        }
        return sorted.map(\.element)
    }
}

extension Diagnostic {
    fileprivate func sortingKey(_ position: Int) -> (String, Int, String, Int) {
        (span?.file.path ?? "", span?.range.lowerBound ?? 0, code, position)
    }
}
