import Foundation
import Testing

/// Which module may import which, and who may touch what.
@Suite struct ImportTests {
    /// The table of ARCHITECTURE.md.
    static let allowed: [String: Set<String>] = [
        "Diagnostics": [],
        "Documents": ["Diagnostics", "CLibYAML"],
        "HTTP": ["CLibCurl"],
        "Processes": ["Subprocess", "SystemPackage"],
        "Archives": ["CLibZ"],
        "Parallel": ["Dispatch"],
        "Bicep": ["Diagnostics", "Documents"],
        "AppModel": ["Diagnostics", "Documents", "Parallel", "Bicep"],
        "Recipes": [
            "Diagnostics", "Documents", "HTTP", "Processes", "Archives", "Parallel", "Bicep", "AppModel",
        ],
        "Engine": ["Diagnostics", "Documents", "Parallel", "AppModel", "Recipes"],
        "Targets": [
            "Diagnostics", "Documents", "HTTP", "Processes", "Archives", "Parallel", "AppModel", "Recipes", "Engine",
        ],
        "rad": [
            "CLibMalloc", "Diagnostics", "Documents", "HTTP", "Processes", "Archives", "Parallel", "Bicep", "AppModel",
            "Recipes", "Engine", "Targets", "ArgumentParser",
        ],
    ]

    static let guarded: Set<String> = Set(allowed.keys).union([
        "CLibYAML", "CLibCurl", "CLibMalloc", "CLibZ", "ArgumentParser", "Dispatch", "Foundation", "Subprocess",
        "SystemPackage",
    ])

    @Test(arguments: allowed.keys.sorted())
    func aModuleImportsOnlyWhatTheTableAllows(module: String) throws {
        let allowed = try #require(Self.allowed[module])
        for file in Repository.swiftFiles(under: "Sources/\(module)") {
            for name in file.imports where Self.guarded.contains(name) {
                #expect(allowed.contains(name), "\(file.path) imports \(name)")
            }
        }
    }

    @Test func everyModuleIsInTheTable() {
        let folders = Repository.folders(in: "Sources").filter { !$0.hasPrefix("CLib") }
        #expect(Set(folders) == Set(Self.allowed.keys))
    }

    @Test func onlyTheProgramPrints() {
        for module in Self.allowed.keys where module != "rad" {
            for file in Repository.swiftFiles(under: "Sources/\(module)") {
                for (number, line) in file.code
                where line.firstMatch(of: /\b(print|debugPrint|dump|puts|printf)\(/) != nil {
                    Issue.record("\(file.path):\(number) prints: \(line)")
                }
            }
        }
    }

    /// The runtime of Swift before 6.4 may read a child task of `async let` after it is freed.
    ///
    /// That happens if the child ends while its parent arrives, and was a crash once in thousands of deployments.
    /// A `Task` and a group keep what they run.
    @Test func nothingIsStartedWithAsyncLet() {
        for file in Repository.swiftFiles(under: "Sources") + Repository.swiftFiles(under: "Tests") {
            for (number, line) in file.code where line.firstMatch(of: /\basync let [a-z(]/) != nil {
                Issue.record("\(file.path):\(number) starts a task with async let: \(line)")
            }
        }
    }

    @Test func everyModuleSaysWhatItHolds() throws {
        for module in Self.allowed.keys.sorted() {
            let text = try String(contentsOfFile: Repository.path("Sources/\(module)/README.md"), encoding: .utf8)
            #expect(
                text.split(separator: "\n", omittingEmptySubsequences: false).count <= 16,
                "\(module)/README.md is long"
            )
            let hasLimits = text.lowercased().contains("must not")
            #expect(hasLimits, "\(module)/README.md does not say what the module must not know")
        }
    }
}
