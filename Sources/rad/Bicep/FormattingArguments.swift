import ArgumentParser
import Bicep

/// The options that say how formatted files look, before what `bicepconfig.json` says.
struct FormattingArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("What ends a line: LF, CRLF or CR.", valueName: "kind"),
        transform: FormattingArguments.newline
    )
    var newlineKind: FormattingOptions.NewlineKind?
    @Option(
        help: ArgumentHelp("What a line is indented with: Space or Tab.", valueName: "kind"),
        transform: FormattingArguments.indentation
    )
    var indentKind: FormattingOptions.IndentKind?
    @Option(help: ArgumentHelp("How many spaces a line is indented with for each level.", valueName: "count"))
    var indentSize: Int?
    @Option(
        help: ArgumentHelp("Whether the last line ends like all others: true or false.", valueName: "bool"),
        transform: FormattingArguments.flag
    )
    var insertFinalNewline: Bool?

    // As older compilers called them.
    @Option(name: .customLong("newline"), help: .hidden, transform: FormattingArguments.newline)
    var olderNewlineKind: FormattingOptions.NewlineKind?
    @Option(name: .customLong("indentKind"), help: .hidden, transform: FormattingArguments.indentation)
    var olderIndentKind: FormattingOptions.IndentKind?
    @Option(name: .customLong("indentSize"), help: .hidden)
    var olderIndentSize: Int?
    @Option(name: .customLong("insertFinalNewline"), help: .hidden, transform: FormattingArguments.flag)
    var olderInsertFinalNewline: Bool?

    func validate() throws {
        if let size = indentSize ?? olderIndentSize, !(0...FormattingOptions.indentSizeLimit ~= size) {
            throw ValidationError("--indent-size is a number from 0 to \(FormattingOptions.indentSizeLimit).")
        }
    }

    /// What applies to a file.
    func options(for path: String) -> FormattingOptions {
        var options = FormattingOptions(for: path, files: LocalFiles(bounds: .projectOfReferrer(or: nil)))
        if let kind = newlineKind ?? olderNewlineKind { options.newlineKind = kind }
        if let kind = indentKind ?? olderIndentKind { options.indentKind = kind }
        if let size = indentSize ?? olderIndentSize { options.indentSize = size }
        if let isInserted = insertFinalNewline ?? olderInsertFinalNewline { options.insertFinalNewline = isInserted }
        return options
    }

    private static func newline(_ text: String) throws -> FormattingOptions.NewlineKind {
        try FormattingArguments.choice(text)
    }

    private static func indentation(_ text: String) throws -> FormattingOptions.IndentKind {
        try FormattingArguments.choice(text)
    }

    private static func choice<Choice: CaseIterable & RawRepresentable>(_ text: String) throws -> Choice
    where Choice.RawValue == String {
        let choice = Choice.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        guard let choice else {
            throw ValidationError("expected \(Choice.allCases.map(\.rawValue).joined(separator: " or ")).")
        }
        return choice
    }

    private static func flag(_ text: String) throws -> Bool {
        guard let value = Bool(text.lowercased()) else { throw ValidationError("expected true or false.") }
        return value
    }
}
