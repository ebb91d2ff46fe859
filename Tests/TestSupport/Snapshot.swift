import Foundation
public import Testing

/// Compares text with the file beside the test that holds what it should be.
///
/// With `UPDATE_SNAPSHOTS` set the file is written and the test fails, so that a recording
/// is never taken for a pass.
public func expectSnapshot(
    _ text: String,
    _ name: String,
    file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let url = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
        Issue.record(
            "recorded \(name); review it and run again without UPDATE_SNAPSHOTS",
            sourceLocation: sourceLocation
        )
        return
    }
    guard let expected = try? String(contentsOf: url, encoding: .utf8) else {
        Issue.record("there is no snapshot \(name); record it with UPDATE_SNAPSHOTS=1", sourceLocation: sourceLocation)
        return
    }
    #expect(text == expected, "differs from Snapshots/\(name)", sourceLocation: sourceLocation)
}
