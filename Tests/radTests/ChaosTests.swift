import Foundation
import TestSupport
import Testing

/// rad killed with SIGKILL, disturbed by a proxy, and run many times at once, in `Tests/Tools/chaos.py`.
///
/// Here with few runs, of which each is another by its seed; the tool takes any number.
@Suite(
    .serialized,
    .enabled(if: python != nil, "needs a Python, named by RAD_TEST_PYTHON"),
    .timeLimit(.minutes(30))
)
struct ChaosTests {
    /// Runs the tool, which fails if anything was orphaned, lost or duplicated, or did not converge.
    private func run(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
        let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Tools/chaos.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments = [tool] + arguments + ["--rad", Program.path]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)", sourceLocation: sourceLocation)
        #expect(
            text.contains("orphaned 0, lost 0, duplicated 0, unsettled 0"),
            "\(text)",
            sourceLocation: sourceLocation
        )
    }

    @Test func killedWhileItWritesFiles() throws {
        try run("kill", "--runs", "8")
        try run("kill", "--every", "--step", "97")
    }

    @Test func manyDeploymentsIntoAFolderAtOnce() throws {
        try run("together", "--runs", "8")
    }

    @Test(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), arguments: ["files", "cluster"])
    func killedWhileItWorksOnACluster(state: String) throws {
        try run("kill", "--runs", "4", "--kubeconfig", TestCluster.kubeconfig ?? "", "--state", state)
    }

    @Test(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), arguments: ["files", "cluster"])
    func aConnectionThatIsDisturbed(state: String) throws {
        try run("faults", "--runs", "4", "--kubeconfig", TestCluster.kubeconfig ?? "", "--state", state)
    }

    @Test(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need))
    func aWatchThatIsDisturbed() throws {
        try run("faults", "--wait", "--runs", "3", "--kubeconfig", TestCluster.kubeconfig ?? "")
    }

    @Test(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need))
    func manyDeploymentsToAClusterAtOnce() throws {
        try run("together", "--runs", "8", "--kubeconfig", TestCluster.kubeconfig ?? "", "--state", "cluster")
    }
}

private let python = ProcessInfo.processInfo.environment["RAD_TEST_PYTHON"]
