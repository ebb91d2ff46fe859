import Foundation
import TestSupport
import Testing

@testable import AppModel

/// Checks a drawing against its snapshot, and that graphviz takes it where there is one.
func checkDOT(
    _ graph: ApplicationGraph,
    _ presentation: GraphPresentation,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let text = graph.dot(presentation)
    try expectSnapshot(text, name, sourceLocation: sourceLocation)
    let warnings = try Graphviz.warnings(about: text)
    #expect(warnings == "", sourceLocation: sourceLocation)
}

/// The program `dot`.
enum Graphviz {
    static let path: String? = {
        let given = ProcessInfo.processInfo.environment["RAD_TEST_DOT"].flatMap { $0.isEmpty ? nil : $0 }
        return [given, "/usr/bin/dot", "/usr/local/bin/dot"].compactMap { $0 }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// What graphviz complains about while it draws a text; nothing if it is not installed.
    static func warnings(about text: String) throws -> String {
        guard let path else { return "" }
        let base = FileManager.default.temporaryDirectory.appendingPathComponent("rad-dot-\(UUID().uuidString)")
        let source = base.appendingPathExtension("dot")
        let log = base.appendingPathExtension("log")
        try Data(text.utf8).write(to: source)
        try Data().write(to: log)
        defer { for file in [source, log] { try? FileManager.default.removeItem(at: file) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-Tsvg", source.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        process.waitUntilExit()
        let said = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        return process.terminationStatus == 0 ? said : "exit \(process.terminationStatus): \(said)"
    }
}

@Suite struct GraphDrawingTests {
    @Test func traderXIsDrawnByKindWithItsRecipeInAFrame() throws {
        try checkDOT(TraderX.graph, TraderX.presentation, "traderx.dot")
    }
}
