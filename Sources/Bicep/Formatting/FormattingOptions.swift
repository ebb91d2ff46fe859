import Documents

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
        guard let file = files.nearest(BicepConfiguration.fileName, to: path) else { return }
        self = BicepConfiguration(file.bytes).formatting
    }

    /// Reads the section; what is not understood is passed over.
    init(_ section: Value?) {
        guard let section else { return }
        if let kind = section["indentKind"]?.stringValue.flatMap(IndentKind.init(anyCase:)) { indentKind = kind }
        if let kind = section["newlineKind"]?.stringValue.flatMap(NewlineKind.init(anyCase:)) { newlineKind = kind }
        if let size = section["indentSize"]?.integerValue {
            indentSize = Int(min(max(size, 0), Int64(FormattingOptions.indentSizeLimit)))
        }
        if let width = section["width"]?.integerValue { self.width = Int(min(max(width, 0), Int64(Int32.max))) }
        if let isInserted = section["insertFinalNewline"]?.boolValue { insertFinalNewline = isInserted }
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    /// The case of a name, in any letter case.
    fileprivate init?(anyCase name: String) {
        guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
            return nil
        }
        self = found
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
