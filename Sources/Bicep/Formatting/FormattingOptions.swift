import Diagnostics

/// How a formatted file looks: the section `formatting` of a `bicepconfig.json`.
public struct FormattingOptions: Sendable, Equatable {
    /// What a line is indented with.
    public enum IndentKind: String, Sendable, CaseIterable {
        case space = "Space"
        case tab = "Tab"
    }

    /// What ends a line.
    public enum NewlineKind: String, Sendable, CaseIterable {
        case lineFeed = "LF"
        case both = "CRLF"
        case carriageReturn = "CR"
    }

    /// The largest number of spaces for each level, as of the Bicep compiler.
    public static let indentSizeLimit = 1_000

    public var indentKind = IndentKind.space
    /// How many spaces stand for each level; without meaning for tabs.
    public var indentSize = 2
    public var newlineKind = NewlineKind.lineFeed
    /// The column after which a line is broken where it can be, in UTF-16 code units as editors count.
    public var width = 120
    /// Whether the last line ends like all others.
    public var insertFinalNewline = true

    /// The options of a file without configuration.
    public init() {}

    /// The options that the nearest `bicepconfig.json` has for a file.
    public init(for path: String, files: any FileLoader) {
        self = BicepConfiguration.nearest(to: path, files: files).formatting
    }
}

extension FormattingOptions {
    /// One level of indentation.
    var indent: [UInt8] {
        switch indentKind {
        case .space: Array(repeating: UInt8(ascii: " "), count: indentSize)
        case .tab: [UInt8(ascii: "\t")]
        }
    }

    /// One line end.
    var newline: [UInt8] {
        switch newlineKind {
        case .lineFeed: [UInt8(ascii: "\n")]
        case .both: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        case .carriageReturn: [UInt8(ascii: "\r")]
        }
    }
}
