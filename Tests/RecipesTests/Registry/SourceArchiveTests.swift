import Foundation
import TestSupport
import Testing

@testable import Recipes

/// The source beside a module: tar and gzip, as other programs read them.
@Suite struct SourceArchiveTests {
    @Test(arguments: [0, 1, 511, 512, 513, 65_535, 65_536, 200_000])
    func gzipAndTarReadWhatIsArchived(size: Int) async throws {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let archive = SourceArchive(
            [
                .init(path: "main.bicep", bytes: Array("// main".utf8)),
                .init(path: "<cache>/br/x:y.json", bytes: content),
                .init(path: "_cache_/br/x_y.json", bytes: [1]),
                .init(path: String(repeating: "long/", count: 30) + "part.bicep", bytes: [2]),
            ],
            version: "0.46"
        )
        try await ScratchFolder.with { folder in
            try Data(archive.bytes).write(to: URL(fileURLWithPath: "\(folder.path)/source.tgz"))
            let tar = Process()
            tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            tar.arguments = ["tar", "-xzf", "source.tgz"]
            tar.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            try tar.run()
            tar.waitUntilExit()
            #expect(tar.terminationStatus == 0)
            let names = ["files/2.json", "files/3.bicep", "files/_cache_/br/x_y.json", "files/main.bicep"]
            #expect(try folder.files() == ["__metadata.json"] + names + ["source.tgz"])
            let read = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/files/_cache_/br/x_y.json"))
            #expect(Array(read) == content)
            let text = try folder.read("__metadata.json")
            #expect(text.contains("\"entryPoint\": \"main.bicep\"") && text.contains("\"kind\": \"armTemplate\""))
        }
    }
}
