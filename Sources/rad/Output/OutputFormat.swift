import ArgumentParser
import Documents

/// How a command prints data.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json

    /// Prints data in this format.
    ///
    /// The only place that chooses between formats.
    func print(table: @autoclosure () -> String, json: @autoclosure () -> Value) {
        switch self {
        case .table: Terminal.standardOutput.write(table())
        case .json: Terminal.standardOutput.write(json().json(.pretty) + "\n")
        }
    }
}

/// `-o table|json`, for every command that prints data.
struct OutputOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .customLong("output")], help: "How to print the result.")
    var format: OutputFormat = .table
}
