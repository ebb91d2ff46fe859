import ArgumentParser
import Documents

/// How a command prints data.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    /// A table with what Radius leaves out.
    case wide
    case json

    /// Reads a format; `plain-text` is what Radius once called the table.
    init?(argument: String) {
        self.init(rawValue: argument == "plain-text" ? OutputFormat.table.rawValue : argument)
    }

    /// Prints data in this format.
    ///
    /// With its sibling for single lines, the only place that chooses between formats.
    func print(table: @autoclosure () -> String, wide: (() -> String)? = nil, json: @autoclosure () -> Value) {
        switch self {
        case .table: Terminal.standardOutput.write(table())
        case .wide: Terminal.standardOutput.write(wide?() ?? table())
        case .json: Terminal.standardOutput.write(json().json(.pretty) + "\n")
        }
    }

    /// Prints one event of many: text, or a line of JSON.
    func print(table: @autoclosure () -> String, line: @autoclosure () -> Value) {
        switch self {
        case .table, .wide: Terminal.standardOutput.write(table())
        case .json: Terminal.standardOutput.write(line().json(.compact) + "\n")
        }
    }
}

/// `-o table|wide|json`, for every command that prints data.
struct OutputOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .customLong("output")], help: "How to print the result.")
    var format: OutputFormat = .table
}
